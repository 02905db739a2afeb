"""JSON-LD in pages: often broken, sometimes about another article, never trusted alone."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReviewNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "TechArticle",
        "ScholarlyArticle",
        "SatiricalArticle",
        "AdvertiserContentArticle",
        "Report",
        "MedicalWebPage",
        "VideoObject",
        "MediaGallery",
        "ImageGallery",
        "Recipe",
        "PodcastEpisode",
        "ClaimReview",
    ]
)
_WEAK_TYPES = frozenset(
    [
        *("VideoObject", "ImageGallery", "MediaGallery", "MedicalWebPage"),
        *("Recipe", "PodcastEpisode", "ClaimReview"),
    ]
)
_OPENING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_CLOSING = re.compile(r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*+(?:;\s*+)?$")
_MAY_CLOSE = (">", "/", ";")
_CONTROLS = re.compile(r"[\x00-\x1f]")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_TAG = re.compile(r"<[^>]{0,500}>")
MAX_LENGTH = 2_000_000
MAX_DEPTH = 12
Thing = dict[str, Any]


def things(scripts: Sequence[str]) -> list[Thing]:
    """Every object in these scripts, outer ones first; what cannot be repaired is left out."""
    found: list[Thing] = []
    for script in scripts:
        value = _load(script)
        if value is not None:
            found.extend(_walk(value, 0))
    return found


def article(found: Sequence[Thing], url: str = "") -> Thing | None:
    """The object that describes the page's own article: the one that says most.

    An object that names another address as its own scores lower. An entry of the live blog on this
    page is never the page's article, though it may say more about itself.
    """
    best: Thing | None = None
    best_score = 0.0
    entries = _entries(found, url)
    for thing in found:
        types = type_names(thing)
        if not types & ARTICLE_TYPES or id(thing) in entries:
            continue
        score = 1.0 if types & _WEAK_TYPES else 4.0
        score += sum(1.0 for key in _TELLING if thing.get(key))
        if _is_elsewhere(thing, url):
            score -= 3.0
        if score > best_score:
            best, best_score = thing, score
    return _with_references(best, found) if best is not None else None


def author_of_page(found: Sequence[Thing]) -> Any:
    """The author of the page itself, with references followed; None if it has none."""
    pages = (one for one in found if "WebPage" in type_names(one) and one.get("author"))
    page = next(pages, None)
    return None if page is None else _with_references(page, found)["author"]


def _entries(found: Sequence[Thing], url: str) -> set[int]:
    """The ``id()`` of live blogs' entries, except one of this address in a blog of another."""
    known = _known(found)
    entries = set()
    for blog in found:
        update = blog.get("liveBlogUpdate") if type_names(blog) & ARTICLE_TYPES else None
        for item in update if isinstance(update, list) else [update]:
            entry = known.get(_target(item) or "", item)
            here = isinstance(entry, dict) and _own(entry) and not _is_elsewhere(entry, url)
            if entry is not blog and not (here and _is_elsewhere(blog, url)):
                entries.add(id(entry))
    return entries


def _is_elsewhere(thing: Thing, url: str) -> bool:
    own = _own(thing)
    return bool(own and url) and not _same_path(own, url)


def _own(thing: Thing) -> str:
    return string(thing.get("mainEntityOfPage")) or string(thing.get("url")) or ""


def _with_references(thing: Thing, found: Sequence[Thing]) -> Thing:
    """The thing with references to its author and picture replaced by these, as in graphs."""
    made = thing
    for key in ("author", "image"):
        value = thing.get(key)
        items = value if isinstance(value, list) else [value]
        if not any(_target(item) for item in items):
            continue
        known = _known(found)
        whole = [known.get(_target(item) or "", item) for item in items]
        made = {**made, key: whole}
    return made


def _known(found: Sequence[Thing]) -> dict[str, Thing]:
    """The things that others can refer to, by ``@id``."""
    return {one["@id"]: one for one in found if isinstance(one.get("@id"), str) and len(one) > 1}


def _target(item: Any) -> str | None:
    """The ``@id`` of an item that is nothing but a reference, else None."""
    only = isinstance(item, dict) and list(item) == ["@id"]
    return item["@id"] if only and isinstance(item["@id"], str) else None


_TELLING = ("headline", "datePublished", "author", "articleBody", "dateModified", "image")


def type_names(thing: Thing) -> set[str]:
    """The names under ``@type``, without the vocabulary's address."""
    value = thing.get("@type")
    values = value if isinstance(value, list) else [value]
    return {name.rsplit("/", 1)[-1] for name in values if isinstance(name, str)}


def string(value: Any, key: str = "name") -> str | None:
    """The text of a value: itself, the first of a list, or the name, ``@id`` or url of a thing."""
    if isinstance(value, str):
        return clean(value) or None
    if isinstance(value, list):
        return next((text for item in value if (text := string(item, key))), None)
    if isinstance(value, dict):
        for name in (key, "@id", "url"):
            if isinstance(value.get(name), str):
                return clean(value[name]) or None
    return None


def strings(value: Any) -> list[str]:
    """All names of a value; see :func:`string`."""
    items = value if isinstance(value, list) else [value]
    found: list[str] = []
    for told in items:
        item = _opened(told)
        inner = item.get("name") if isinstance(item, dict) else None
        if isinstance(inner, list):  # one person with several names: several persons
            found.extend(clean(one) for one in inner if isinstance(one, str) and one.strip())
        elif text := string(item):
            found.append(text)
    return found


def _opened(value: Any) -> Any:
    """The thing that a template wrote as a text; other values as they are."""
    written = isinstance(value, str) and value.lstrip()[:1] == "{"
    return (_load(value) or value) if written else value


def clean(text: str) -> str:
    """The text with entities resolved (even doubly escaped), tags removed, spaces squeezed."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return " ".join(text.split())


def _load(script: str) -> Any:
    text = script[:MAX_LENGTH].strip()
    opening = _OPENING.match(text)
    text = text if opening is None else text[opening.end() :]
    text = _CLOSING.sub("", text) if text.endswith(_MAY_CLOSE) else text
    text = text.strip().rstrip(";")
    if not text:
        return None
    for attempt in (_as_it_is, _without_controls, _without_trailing_commas):
        try:
            return json.loads(attempt(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _as_it_is(text: str) -> str:
    return text


def _without_controls(text: str) -> str:
    return _CONTROLS.sub(" ", text)


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", _CONTROLS.sub(" ", text))


def _walk(value: Any, depth: int) -> Iterator[Thing]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                yield from _walk(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, depth + 1)


def _same_path(one: str, other: str) -> bool:
    def path(url: str) -> str:
        bare = re.sub(r"^[a-z]+:(//)?[^/]*", "", url, flags=re.IGNORECASE)
        return re.sub(r"[?#].*", "", bare).strip("/")

    return path(one) == path(other) or not path(one)
