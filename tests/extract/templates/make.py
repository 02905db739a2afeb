"""Pages made from our articles and templates.

A template is a file in ``pages/``: a head of ``name: text`` lines, which say how blocks are
marked up, a line ``---``, and the page. There, ``{{name}}`` is replaced by a value, and the part
within ``{{#teasers 3}} … {{/teasers}}`` is repeated with the values of each teaser.
"""

from __future__ import annotations

import html
import itertools
import json
import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from storage.records import BlockKind
from tests.extract.templates.articles import KINDS, outlet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.extract.templates.articles import Article, Outlet

_FOLDER = Path(__file__).with_name("pages")
TEMPLATES = tuple(sorted(path.stem for path in _FOLDER.glob("*.html")))
_LOOP = re.compile(r"\{\{#(\w+)(?: (\d+))?\}\}(.*?)\{\{/\1\}\}", re.DOTALL)
_NAME = re.compile(r"\{\{(\w+)\}\}")
_MARKUP = {
    "P": "<p>{{text}}</p>",
    "H": "<h2>{{text}}</h2>",
    "Q": "<blockquote><p>{{text}}</p></blockquote>",
    "X": "<p><em>{{text}}</em></p>",
    "L": "<li>{{text}}</li>",
    "list": "<ul>{{items}}</ul>",
    "D": "<dt>{{one}}</dt><dd>{{two}}</dd>",
    "definitions": "<dl>{{items}}</dl>",
    "T": "<tr>{{cells}}</tr>",
    "cell": "<td>{{text}}</td>",
    "table": "<table>{{items}}</table>",
    "picture": "<figure><img src='/i.jpg' alt=''><figcaption>{{caption}} "
    "<span class='credit'>{{credit}}</span></figcaption></figure>",
    "join": "\n",
    "plain": "",
    "cut": "99",
    "encoding": "utf-8",
    "shows": "title byline date",
}
"""How blocks are marked up if a template says nothing else.

``plain`` has the letters whose kind the markup does not show, ``cut`` is how many parts of the body
the page has, ``shows`` which fields can be read from it, ``inside N`` what follows the Nth part of
the body.
"""
LEGACY = {
    "ru": "windows-1251",
    "uk": "windows-1251",
    "tr": "iso-8859-9",
    "ar": "windows-1256",
    "zh": "gb18030",
    "de": "iso-8859-1",
    "en": "iso-8859-1",
    "es": "iso-8859-1",
    "fr": "windows-1252",
}


@dataclass(frozen=True)
class Made:
    """A page, and what must be read from it: blocks as (kind, text), without captions."""

    template: str
    article: Article
    url: str
    html: bytes
    blocks: tuple[tuple[BlockKind, str], ...]
    shows: frozenset[str]

    @property
    def text(self) -> str:
        """The body."""
        return "\n\n".join(text for _, text in self.blocks)


@cache
def _template(name: str) -> tuple[dict[str, str], str]:
    head, _, page = (_FOLDER / f"{name}.html").read_text("utf-8").partition("\n---\n")
    told = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    return {**_MARKUP, **told}, page


def make(template: str, article: Article, sight: int = 0) -> Made:
    """The page of an article; what is around it differs with every ``sight``."""
    markup, page = _template(template)
    own = outlet(article.language)
    number = next(
        (n for n, one in enumerate(own.articles) if one.published == article.published), 0
    )
    url = f"https://{template.replace('_', '-')}.example/{article.language}/news/{number}"
    around = _Around(own, random.Random(f"{template} {article.language} {number} {sight}"), sight)
    encoding = markup["encoding"]
    if encoding == "legacy":
        encoding = LEGACY.get(article.language, "utf-8")
    values = around.values(article, url) | {"charset": encoding}
    values["picture"] = _fill(markup["picture"], values) if article.caption else ""
    parts = list(_parts(article, markup))[: int(markup["cut"])]
    values["body"] = _body(parts, markup, around, values)
    others = [one for one in own.articles if one.published != article.published]
    text = around.fill(page, values, lambda: _next(others[sight % 2 - 1], markup, around, url))
    return Made(
        template,
        article,
        url,
        text.encode(encoding, "xmlcharrefreplace"),
        tuple(block for _, blocks in parts for block in blocks),
        frozenset(markup["shows"].split()),
    )


class _Around:
    """What changes: numbers, the order of teasers, comments, build hashes."""

    def __init__(self, own: Outlet, chance: random.Random, sight: int) -> None:
        self.own = own
        self.chance = chance
        self.sight = sight
        self.turn = sight

    def values(self, article: Article, url: str) -> dict[str, str]:
        words = self.own.words
        count, hours = self.chance.randint(3, 9_000), self.chance.randint(2, 23)
        right = article.language in {"ar", "he", "fa"}
        day, clock = article.published[:10], article.published[11:16]
        told = {
            name: value.replace("{author}", article.author)
            if article.author or "{author}" not in value
            else ""
            for name, value in words.items()
        }
        told["shares"] = words["shares"].replace("{n}", str(count))
        told["ago"] = words["ago"].replace("{n}", str(hours))
        told["comments"] = words["comments"].replace("{n}", str(hours * 3))
        told |= {
            "title": article.title,
            "standfirst": article.standfirst,
            "author": article.author,
            "section": article.section,
            "pull": next((cells[0] for letter, cells in article.lines if letter in "QP"), ""),
            "caption": article.caption,
            "credit": article.credit,
            "url": url,
            "lang": article.language,
            "dir": "rtl" if right else "ltr",
            "published_at": article.published,
            "day": day,
            "date": ".".join(reversed(day.split("-"))) + f", {clock}",
        }
        safe = {name: html.escape(value) for name, value in told.items()}
        safe |= {
            "nonce": f"{self.chance.getrandbits(64):016x}",
            "build": f"{random.Random(self.sight // 2).getrandbits(24):06x}",
            "number": str(count),
            "json_ld": _json_ld(article, url, told["site"]),
            "state": json.dumps({"title": article.title, "lines": article.lines}).replace("<", "‹"),
        }
        return safe

    def fill(self, page: str, values: dict[str, str], following=None) -> str:
        """Fill in repeated parts first, then values."""

        def repeat(match: re.Match[str]) -> str:
            name, count, part = match[1], int(match[2] or 99), match[3]
            if name == "next":
                return _fill(part, following()) if following else ""
            return "".join(_fill(part, values | one) for one in self._each(name, count))

        return _fill(_LOOP.sub(repeat, page), values)

    def _each(self, name: str, count: int) -> Iterator[dict[str, str]]:
        if name == "nav":
            for item in self.own.nav:
                yield {"item": html.escape(item)}
        elif name == "comments":
            kept = max(1, len(self.own.comments) - self.sight % 2)
            for number, text in enumerate(self.own.comments[:kept][:count]):
                yield {"text": html.escape(text), "place": str(number)}
        elif name == "teasers":
            self.turn += 1
            cycle = itertools.cycle(self.own.teasers)
            for head, text in itertools.islice(cycle, self.turn, self.turn + count):
                place = str(len(head))
                yield {"head": html.escape(head), "text": html.escape(text), "place": place}


def _fill(text: str, values: dict[str, str]) -> str:
    return _NAME.sub(lambda match: values[match[1]], text)


Part = tuple[str, tuple[tuple[BlockKind, str], ...]]


def _parts(article: Article, markup: dict[str, str]) -> Iterator[Part]:
    """The body as (markup, blocks), one for each paragraph, whole list or whole table."""
    number = 0
    for letter, lines in itertools.groupby(article.lines, key=lambda line: line[0]):
        told = [cells for _, cells in lines]
        if letter in "LDT":
            yield _together(letter, told, markup)
        else:
            for (text,) in told:
                number += 1
                clock = f"{9 + number // 6:02}:{number * 7 % 60:02}"
                made = _fill(markup[letter], {"text": html.escape(text), "clock": clock})
                yield made, ((_kind(letter, markup), text),)


def _kind(letter: str, markup: dict[str, str]) -> BlockKind:
    return BlockKind.PARAGRAPH if letter in markup["plain"] else KINDS[letter]


def _together(letter: str, lines: list[tuple[str, ...]], markup: dict[str, str]) -> Part:
    items, blocks = [], []
    for cells in lines:
        safe = [html.escape(cell) for cell in cells]
        told = {"text": safe[0], "one": safe[0], "two": safe[-1]}
        told["cells"] = "".join(_fill(markup["cell"], {"text": cell}) for cell in safe)
        items.append(_fill(markup[letter], told))
        whole = letter == "T" and "T" not in markup["plain"]
        texts = (" | ".join(cells),) if whole else cells
        blocks += [(_kind(letter, markup), text) for text in texts]
    around = markup[{"L": "list", "D": "definitions", "T": "table"}[letter]]
    return _fill(around, {"items": "".join(items)}), tuple(blocks)


def _body(
    parts: list[Part], markup: dict[str, str], around: _Around, values: dict[str, str]
) -> str:
    made = []
    for number, (part, _) in enumerate(parts, 1):
        made.append(part)
        if f"inside {number}" in markup:
            made.append(around.fill(markup[f"inside {number}"], values))
    return markup["join"].join(made)


def _next(article: Article, markup: dict[str, str], around: _Around, url: str) -> dict[str, str]:
    values = around.values(article, url + "/next")
    return values | {"body": markup["join"].join(made for made, _ in _parts(article, markup))}


def _json_ld(article: Article, url: str, site: str) -> str:
    thing = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.standfirst,
        "datePublished": article.published,
        "articleSection": article.section,
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "publisher": {"@type": "Organization", "name": site},
    }
    if article.author:
        thing["author"] = [{"@type": "Person", "name": article.author}]
    text = json.dumps(thing, ensure_ascii=False)
    return f'<script type="application/ld+json">{text}</script>'
