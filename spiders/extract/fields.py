"""The fields of an article: JSON-LD, meta tags, microdata and what the page shows, in that order.

Nothing is invented: a field that no source names is None. Where sources disagree on a thing that
matters, a remark says so.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spiders.extract import dates, json_ld
from spiders.extract.furniture import is_furniture
from spiders.extract.paths import bits_of, has
from spiders.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Page, TextBlock

_SEPARATORS = re.compile(r"\s+[|\-–—•·»«:/]+\s+|\s*[|»«]\s*|\s+::\s+")
_WORD = re.compile(r"\w+")
_BY = re.compile(
    r"^\W*(?:(?:written|reported|reporting|posted|published|story|text|words|analysis|opinion)\s+)?"
    r"(?:by|von|par|por|di|автор(?:ы|и)?|текст|müəllif|yazar|author)\b\s*:?\s*",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:,|;|\||/|\band\b|\bund\b|\bet\b|\by\b|\bи\b|\bта\b|\bvə\b|\bve\b|&|\bwith\b)\s*"
)
_ROLES = (
    r"(?:(?:senior|staff|associate|chief|managing|deputy|executive|contributing|guest|special"
    r"|political|business|sports?|foreign|health"
    r"|science|opinion|crimson|freelance|tech|technology|news|content|features?|investigative"
    r"|national|international|assistant|lead|head)\s+)*"
    r"(?:correspondents?|reporters?|editors?|editor-in-chief|writers?|journalists?"
    r"|columnists?|producers?|contributors?|analysts?|officer"
    r"|director|bureau chief|photographer|fellow|intern|корреспондент|журналист|редактор"
    r"|кореспондент|журналіст|muxbir|redaktor)"
)
_ROLE_ONLY = re.compile(
    rf"^\s*(?:{_ROLES}|head of .*|(?:\w+ ){{0,3}}staff(?: writer| reports?)?|editor in chief)\b.*$",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(rf"\s+[-–—]?\s*{_ROLES}\b.*$", re.IGNORECASE)
_NO_NAME = re.compile(r"@|https?:|www\.|\d{3,}|\.(?:com|org|net|html)\b|^\W*$")
_DATE_IN_NAME = re.compile(
    r"\s+(?:on\s+)?(?:\d{1,2}[./ ]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)\w*\.?\s+\d).*$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"\s*[(\[].*?[)\]]\s*")
MAX_NAME = 70
MAX_BYLINE = 160
SHOWN_ABOVE = 8
SHOWN_INSIDE = 5


@dataclass(slots=True)
class Fields:
    """What is known of the article beside its text."""

    title: str | None = None
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    canonical_url: str | None = None
    picture: str | None = None
    description: str | None = None
    headings: tuple[int, ...] = ()
    remarks: list[str] = field(default_factory=list)


def read_fields(page: Page, article: dict[str, Any] | None, url: str) -> Fields:
    """The fields of a page; ``article`` is the JSON-LD object of its article, if it has one."""
    thing = article or {}
    found = Fields()
    found.title, found.headings = _title(page, thing)
    found.byline = _byline(page, thing)
    found.published = dates.normal(
        json_ld.string(thing.get("datePublished")) or page.first(*_PUBLISHED)
    )
    found.modified = dates.normal(
        json_ld.string(thing.get("dateModified")) or page.first(*MODIFIED)
    )
    found.language = _language(page, thing)
    found.section = json_ld.string(thing.get("articleSection")) or page.first("article:section")
    found.canonical_url = _canonical(page, url)
    picture = json_ld.string(thing.get("image"), "url") or page.first("og:image", "twitter:image")
    found.picture = resolve(url, picture) if picture else None
    description = json_ld.string(thing.get("description")) or page.first(
        "og:description", "description", "twitter:description"
    )
    found.description = description
    _compare_dates(page, thing, found)
    return found


_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "originalpublicationdate",
    "rnews:datepublished",
    "ptime",
    "displaydate",
    "dcterms.date",
    "timestamp",
    "created",
    "date_published",
)
MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "revised",
    "article.updated",
    "og:article:modified_time",
    "utime",
)


def words(text: str) -> list[str]:
    """Words in lower case, for comparing two texts loosely."""
    return _WORD.findall(text.casefold())


def bare(text: str) -> str:
    """Letters and digits in lower case."""
    return "".join(words(text))


def _title(page: Page, thing: dict[str, Any]) -> tuple[str | None, tuple[int, ...]]:
    """The headline, and the numbers of the blocks that show it."""
    declared = [
        value
        for value in (
            json_ld.string(thing.get("headline")) or json_ld.string(thing.get("name")),
            page.first("og:title", "twitter:title", "title", "dc.title", "parsely-title"),
        )
        if value
    ]
    site = page.first("og:site_name", "application-name") or ""
    declared = [without_site(value, site, page.title) for value in declared]
    shown = [
        (number, block)
        for number, block in enumerate(page.blocks)
        if block.element.tag == "h1"
        or (block.element.parent is not None and block.element.parent.tag == "h1")
    ]
    shown = [(n, b) for n, b in shown if 2 < len(b.text) < 400]
    support = [*declared, page.title]
    best: str | None = None
    best_score = 0.0
    for _number, block in shown:
        score = max((_likeness(block.text, other) for other in support if other), default=0.0)
        if score > best_score:
            best, best_score = block.text, score
    title: str | None
    if best is not None and best_score >= 0.45:
        title = best
    elif declared:
        title = declared[0]
    elif len(shown) == 1:
        title = shown[0][1].text
    else:
        title = without_site(page.title, site, "") or None
    return title, _showing(page, title)


def _showing(page: Page, title: str | None) -> tuple[int, ...]:
    if not title:
        return ()
    wanted = bare(title)
    return tuple(
        number
        for number, block in enumerate(page.blocks)
        if wanted and len(block.text) < 2 * len(title) + 20 and bare(block.text) == wanted
    )


def without_site(title: str, site: str, other: str) -> str:
    """A title without the outlet's name at its end or beginning."""
    parts = _SEPARATORS.split(title)
    if len(parts) < 2:
        return title
    spans = [match.span() for match in _SEPARATORS.finditer(title)]
    site_bare = bare(site)
    last, first = bare(parts[-1]), bare(parts[0])
    if site_bare and last and (last in site_bare or site_bare in last):
        return title[: spans[-1][0]].strip()
    if site_bare and first and (first in site_bare or site_bare in first):
        return title[spans[0][1] :].strip()
    if not other or other == title:
        head, tail = title[: spans[-1][0]].strip(), title[spans[-1][1] :].strip()
        if (
            len(words(head)) >= 3
            and len(words(tail)) <= 4
            and "|" in title[spans[-1][0] : spans[-1][1]]
        ):
            return head
        if len(words(head)) >= 4 and len(words(tail)) <= 3:
            return head
    return title


def _likeness(one: str, other: str) -> float:
    first, second = set(words(one)), set(words(other))
    if not first or not second:
        return 0.0
    return len(first & second) / len(first | second)


def _byline(page: Page, thing: dict[str, Any]) -> tuple[str, ...]:
    """Names of the authors, once each, in order."""
    raw = json_ld.strings(thing.get("author")) or json_ld.strings(thing.get("creator"))
    names = clean_names(raw)
    if names:
        return names
    raw = [
        value
        for key in (
            "author",
            "article:author",
            "parsely-author",
            "dc.creator",
            "byl",
            "sailthru.author",
            "dcterms.creator",
            "authors",
            "twitter:data1" if "written" in (page.first("twitter:label1") or "").lower() else "",
        )
        for value in page.meta.get(key, ())
    ]
    return clean_names(raw)


def fill_from_shown(page: Page, found: Fields, first: int, last: int) -> None:
    """Byline and date as the page shows them, where it does not declare them.

    Only blocks around the headline, above the body (``first``) and just below it (``last``) are
    looked at: further away stand other articles.
    """
    above = max((number for number in found.headings if number <= first), default=first)
    over = page.blocks[max(0, above - SHOWN_ABOVE) : above]
    near = [block for block in over if _beside(block, page.blocks[above])]
    near += page.blocks[above : first + SHOWN_INSIDE]
    near += page.blocks[max(last + 1, first + SHOWN_INSIDE) : last + SHOWN_INSIDE]
    shown = clean_names(_shown_authors(near))
    if shown and (not found.byline or _is_outlet(found.byline, page)):
        found.byline = shown
    if not found.published:
        found.published = _shown_date(near)


def _is_outlet(names: Sequence[str], page: Page) -> bool:
    """Do the declared authors only name the outlet itself?"""
    site = bare(page.first("og:site_name", "application-name") or "") or bare(page.title)
    return all(bare(name) in site or site in bare(name) for name in names)


def _beside(block: TextBlock, headline: TextBlock) -> bool:
    """Do both stand in the element around the headline, or in the one around that?"""
    around = headline.element.parent
    if around is None:
        return False
    return any(element is around for element in itertools.islice(block.element.lineage(), 6))


def _shown_authors(blocks: Sequence[TextBlock]) -> list[str]:
    for block in blocks:
        if len(block.text) > MAX_BYLINE or has(_bits(block), "comments", "related"):
            continue
        named = [name for name in block.credits if clean_names([name])]
        if named:
            return named
    for block in blocks:
        if len(block.text) > MAX_BYLINE or has(_bits(block), "comments", "related"):
            continue
        text = _BY.sub("", block.text)
        if has(_bits(block), "author") and (text != block.text or len(words(text)) <= 4):
            return [text]
        if block.text.lower().startswith("by ") and len(words(text)) <= 6:
            return [text]
    return []


def _bits(block: TextBlock) -> int:
    parent = block.element.parent
    return bits_of(block.element) | (bits_of(parent) if parent is not None else 0)


def clean_names(raw: list[str]) -> tuple[str, ...]:
    """Author strings split and stripped of ``By``, roles and handles."""
    names: dict[str, str] = {}
    for value in raw:
        if value.startswith(("http:", "https:", "/", "@")):
            continue
        text = _HANDLE.sub(" ", _BY.sub("", value)).strip()
        for part in _AND.split(text):
            if _ROLE_ONLY.search(part):
                continue
            name = " ".join(part.split()).strip(" .·•-–—*")
            name = _ROLE_AFTER.sub("", _DATE_IN_NAME.sub("", name)).strip(" .,|")
            if not name or len(name) > MAX_NAME or _NO_NAME.search(name) or is_furniture(name):
                continue
            if len(name.split()) > 6:
                continue
            names.setdefault(bare(name), name)
    return tuple(name for key, name in names.items() if key)


def _shown_date(blocks: Sequence[TextBlock]) -> str | None:
    for block in blocks:
        if len(block.text) > 100:
            continue
        stamp = block.stamp or block.element.get("datetime") or block.element.get("content")
        found = dates.normal(stamp) if stamp else None
        if found is None and any(char.isdigit() for char in block.text):
            found = dates.normal(block.text)
        if found is not None:
            return found
    return None


def _language(page: Page, thing: dict[str, Any]) -> str | None:
    value = (
        page.language
        or json_ld.string(thing.get("inLanguage"))
        or page.first("content-language", "og:locale", "language")
    )
    if not value:
        return None
    code = value.strip().replace("_", "-").split(",")[0].split("-")[0].lower()
    return code if code.isalpha() and len(code) in {2, 3} else None


def _canonical(page: Page, url: str) -> str | None:
    for value in (page.canonical, page.first("og:url")):
        if value:
            target = resolve(url, value) if url else value
            if target:
                return target
    return None


def _compare_dates(page: Page, thing: dict[str, Any], found: Fields) -> None:
    one = dates.normal(json_ld.string(thing.get("datePublished")))
    other = dates.normal(page.first("article:published_time"))
    if one and other and one[:10] != other[:10]:
        found.remarks.append(f"published: JSON-LD says {one}, meta says {other}")
    if found.published and found.modified and found.modified[:10] < found.published[:10]:
        found.remarks.append(f"modified {found.modified} lies before published {found.published}")
