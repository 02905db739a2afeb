"""The text of an article in the data that a page has for its scripts.

Pages that are put together by scripts carry what these are to show as JSON, in an element of its
own (``__NEXT_DATA__``) or as the value of a name (``window.__INITIAL_STATE__ = {…}``). Where in it
the article is differs from outlet to outlet, but it always has the page's title with it.
"""

from __future__ import annotations

import html
import itertools
import json
import re
from typing import TYPE_CHECKING, Any

from spiders.extract.hydrated import Store, called, streamed
from spiders.extract.likeness import bare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MOST = 8_000_000
"""Longer scripts, in characters, are not looked at."""
LEAST = 200
"""A shorter text, in characters, is a description."""
STARTS = 40
"""How many names of a script have their values read."""
NAMED = 50
"""How many values with the title are looked at: a page has its own title in a few places."""
DEEP = 60
"""How many levels of nested values are followed."""
KEYS = (
    *("text", "content", "value", "html", "body", "articleBody", "children", "blocks"),
    *("paragraphs", "content_elements", "elements", "components", "sections", "items", "data"),
    *("nodes", "rendered", "fields", "attributes", "document", "richText", "main", "markup"),
)
"""The usual names of values that contain text: no other value has text that is shown."""
TEXTS = ("text", "value")
_SPANS = frozenset({"text", "span"})
_HEADS = re.compile(r"head|title|h[2-6]$", re.IGNORECASE)
_MARKS = re.compile(r"</?[a-z]|&(?:#\d+|#x[\da-f]+|[a-z]{2,8});", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b([^<>]*+)>", re.IGNORECASE)
_END = re.compile("</script", re.IGNORECASE)
_NAME = r"[\w.$\[\]\"']{1,80}+\s{0,40}+="
_START = re.compile(rf"\s*+(?>(?:{_NAME}\s*+)?)(?>(?:JSON\.parse\(\s*+)?)(?=[{{\[\"])")
_STATEMENT = re.compile(
    rf"(?:^|[;\n])[^\S\n]{{0,80}}+(?>(?:(?:var|let|const)\s{{1,40}}+)?)(?={_NAME})"
)
"""No part backtracks, and white space is bounded: a script of blank lines takes linear time."""


def text_in_data(page: str, titles: Collection[str]) -> str:
    """The article's text as HTML: the longest from a value that has one of ``titles``, or ""."""
    wanted = _Titles({bare(title) for title in titles if title} - {""})
    best, refers = "", "__ref" in page
    for data in _values(page):
        store = Store(data) if refers else None
        for found in itertools.islice(_articles(data, wanted, 0), NAMED):
            whole = store.whole(_whole(found)) if store else _whole(found)
            made = "".join(_marked(whole, 0))
            if len(made) > max(len(best), LEAST):
                best = made
    return best.encode("utf-8", "replace").decode()  # JSON may have lone surrogates


def _whole(found: Any) -> Any:
    """The object found; or, in a list of all values (``__NUXT_DATA__``), the longest text."""
    if isinstance(found, dict):
        return found
    return max((one for one in found if isinstance(one, str)), key=len, default="")


def _values(page: str) -> Iterator[Any]:
    """The data in the scripts of a page."""
    decoder = json.JSONDecoder()
    if "__next_f" in page:
        yield from _streamed(page)
    for told in _scripts(page):
        if "function" in told and "return" in told:
            yield _called(told)
        statements = itertools.islice(_STATEMENT.finditer(told), STARTS)
        starts = [_START.match(told), *(_START.match(told, one.end()) for one in statements)]
        done = 0
        for start in sorted({one.end() for one in starts if one is not None}):
            if start < done:
                continue  # it is in a value that was read
            try:
                value, done = decoder.raw_decode(told, start)
                yield json.loads(value) if isinstance(value, str) else value
            except (ValueError, RecursionError):
                continue  # not JSON: a program


def _streamed(page: str) -> list[Any]:
    try:
        return streamed(page)
    except (ValueError, RecursionError):
        return []  # not written as Next.js does


def _called(script: str) -> Any:
    try:
        return called(script)
    except (ValueError, RecursionError):
        return None  # a program


def _scripts(page: str) -> Iterator[str]:
    """The scripts that may contain a text, except JSON-LD, which is read elsewhere."""
    opening = _SCRIPT.search(page)
    while opening is not None:
        closing = _END.search(page, opening.end())
        if closing is None:
            return
        length = closing.start() - opening.end()
        if LEAST < length <= MOST and "ld+json" not in opening[1]:
            yield page[opening.end() : closing.start()]
        opening = _SCRIPT.search(page, closing.end())


class _Titles:
    """The titles of a page, letters and digits alone."""

    def __init__(self, titles: set[str]) -> None:
        self._titles = titles
        self._shortest = min(map(len, titles), default=0)

    def have(self, value: Any) -> bool:
        """Whether a value is one of the titles; first excludes what is not a text or too short."""
        if not (isinstance(value, str) and 0 < len(value) < 2 * LEAST):
            return False
        if len(value) < self._shortest and value.isascii() and "&" not in value:
            return False
        return bare(html.unescape(value)) in self._titles


def _articles(data: Any, titles: _Titles, depth: int) -> Iterator[Any]:
    """The objects and lists that have one of the titles as a value of their own."""
    if depth > DEEP or not isinstance(data, dict | list):
        return
    values = list(data.values()) if isinstance(data, dict) else data
    if any(map(titles.have, values)) or any(map(titles.have, _headlines(data))):
        yield data
    for one in values:
        yield from _articles(one, titles, depth + 1)


def _headlines(data: Any) -> Iterator[Any]:
    """The values of an object's headline if that is an object itself: ``headlines.basic``."""
    for key, value in data.items() if isinstance(data, dict) else ():
        if isinstance(value, dict) and ("title" in key.lower() or "head" in key.lower()):
            yield from value.values()


def _marked(value: Any, depth: int) -> Iterator[str]:
    """The texts in a value, each as an element."""
    if depth > DEEP:
        return
    if isinstance(value, str):
        yield value if "<p" in value or "<br" in value else f"<p>{_escaped(value)}</p>"
    elif isinstance(value, list) and value and all(_is_span(one) for one in value):
        yield f"<p>{''.join(_escaped(_said(one)) for one in value)}</p>"
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, dict | list):
                yield from _marked(one, depth + 1)
    elif isinstance(value, dict):
        yield from _of_object(value, depth)


def _of_object(value: dict[str, Any], depth: int) -> Iterator[str]:
    """The text of an object; at the top level the longest value: another may be the standfirst."""
    kind = _kind(value)
    texts = [value[key] for key in KEYS if value.get(key)]
    heads = isinstance(kind, str) and _HEADS.match(kind) is not None
    marked = ("".join(_marked(one, depth + 1)) for one in texts)
    made = next(marked, "") if depth else max(marked, key=len, default="")
    yield f"<h2>{re.sub(r'</?p>', '', made)}</h2>" if heads and made else made


def _is_span(value: Any) -> bool:
    """Whether a value is a part of a line: a text that nothing marks as a paragraph."""
    if not isinstance(value, dict):
        return False
    kind = _kind(value)
    if not (kind is None or (isinstance(kind, str) and kind in _SPANS)):
        return False
    return any(isinstance(value.get(key), str) for key in TEXTS)


def _said(span: dict[str, Any]) -> str:
    return next(one for key in TEXTS if isinstance(one := span.get(key), str))


def _kind(value: dict[str, Any]) -> Any:
    return next((value[key] for key in ("type", "_type", "nodeType", "kind") if key in value), None)


def _escaped(text: str) -> str:
    """The text escaped, unless it has markup (``<b>``, ``&#8217;``) and so is HTML already."""
    return text if _MARKS.search(text) else html.escape(text, quote=False)
