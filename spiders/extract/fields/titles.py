"""The headline of an article, without the outlet's name.

What the page shows as its headline takes precedence over what it declares: search engines and
sharing sites get other words. A dash, a colon or a bar belongs to the headline unless the outlet's
name is on its other side.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from spiders.extract.fields import dates, json_ld
from spiders.extract.likeness import bare, likeness, words
from spiders.extract.page import HEADINGS
from spiders.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Page, TextBlock

_SEPARATORS = re.compile(r"\s+[|\-–—•·»«‹›:/_]+\s+|\s*[|»«]\s*|\s+::\s+|\s*[_：]\s*(?=\S{1,200}$)")
_PARTS = re.compile(r"\s+[|–—-]\s+")
_BETWEEN = re.compile(r"(?<![^\w\s])[^\w\s]*\s\W*")
"""A space between words, and the punctuation around it."""
LIKE = 0.45
"""A heading with this likeness to a title that the page declares is its headline."""
_PATH = re.compile(r"^[a-z]+://[^/]*|[?#].*$", re.IGNORECASE)
_ENDING = re.compile(r"/?(?:\.(?:html?|php|aspx?))?$")
_NUMBER = re.compile(r"^\d{3,}-|[-,]\d{3,}$")
"""A number at the beginning or end of an address's last part is no word of a headline."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
SLUG = 16
"""An address of fewer letters may be a section's."""
MAX_PARTS = 4
LONG = 4
"""A name of this many words that is the page's headline as well is not the outlet's."""
_BADGE = re.compile(
    r" (?:abonnés?|réservé aux abonnés|abo|premium|plus|(?:for )?subscribers(?: only)?"
    r"|members only)",
    re.IGNORECASE,
)
"""What a heading has behind the headline of an article that is for subscribers only."""
_JOINING = frozenset(" '’‘ʼ-")
"""What joins a word to the next one in a headline: *L'Affaire*, *US Senate*."""
KICKER = 4
"""A kicker has at least this many characters; *US Senate votes* may be short for nothing."""
LABEL = 3
"""A kicker in a heading has at most this many words."""
MAX_SITE = 45
"""A longer name is not the outlet's: some pages give the headline for it."""


def title_of(
    page: Page, thing: dict[str, Any], sites: Sequence[str], url: str
) -> tuple[str | None, tuple[int, ...]]:
    """The headline, and the numbers of the blocks that show it."""
    title, score, numbers = _by_declared(page, thing, sites)
    if title is None or score < LIKE:
        slug = slug_of(url)
        heads = [block.text for block in page.blocks if _heads_text(block)] if slug else ()
        told = next((text for text in heads if slug in as_slugs(text)), None)
        if told is not None:
            return told, showing(page, told)
    return title, numbers


def _by_declared(
    page: Page, thing: dict[str, Any], sites: Sequence[str]
) -> tuple[str | None, float, tuple[int, ...]]:
    """The headline, its likeness to what the page declares, and the blocks that show it."""
    values = (
        json_ld.string(thing.get("headline")) or json_ld.string(thing.get("name")),
        page.first("og:title", "twitter:title", "title", "dc.title", "parsely-title"),
    )
    named = [value for value in values if value]
    named.append(page.title if named else _shown_part(page))
    unescaped = (_behind_colon(page, html.unescape(value)) for value in named if value)
    titles = (without_site(value, sites) for value in unescaped)
    declared = [title for title in titles if title and not _is_site(title, sites)]
    heads = [block for block in page.blocks if _is_head(block)]
    title, score = _shown(heads, declared, sites)
    numbers = showing(page, title)
    if title is None or score < 1:
        for other in declared:
            shown = showing(page, other)
            blocks = [page.blocks[number] for number in shown]
            headed = any(_heads_text(one) and _stands_alone(one) for one in blocks)
            if numbers and headed and shown[0] < numbers[0]:
                return other, 1.0, shown
            if title is not None and score >= LIKE:
                continue
            if any(map(_stands_alone, blocks)) or (title is None and any(map(_heads_text, blocks))):
                return other, 1.0, shown
        if title is None and declared:
            return declared[0], 0.0, showing(page, declared[0])
    title = _without_label(_spaced(title, declared), declared)
    if title is None and len(heads) == 1:
        title, numbers = heads[0].text, showing(page, heads[0].text)
    return title or None, score, numbers


def _without_label(title: str | None, declared: Sequence[str]) -> str | None:
    """A declared title that a heading shows behind a label in capitals or with no space between."""
    for other in declared:
        if title is not None and _BADGE.fullmatch(title.removeprefix(other)):
            return other
        named = other.rstrip(".") if len(words(other)) >= LONG else "\n"
        label, found, rest = (title or "").rstrip(".").rpartition(named)
        glued = label[-1:] not in _JOINING and other[:1].isupper()
        marked = len(label.strip()) >= KICKER and (label.isupper() or glued)
        if found and len(words(label)) <= LABEL and marked and not rest:
            return title if label.rstrip()[-1:] in {":", "-", "–", "—"} else other
    return title


def _spaced(title: str | None, declared: Sequence[str]) -> str | None:
    """The declared form of a title whose parts are in elements of their own without a space.

    Punctuation may differ between words but not within one: *25%* is not *2.5%*.
    """
    glued = _BETWEEN.sub("", title or "")
    same = (other for other in declared if _BETWEEN.sub("", other) == glued)
    count = len(words(title or ""))
    return next((other for other in same if len(words(other)) > count), title)


def slug_of(url: str) -> str:
    """The letters and digits of an address's last part with words, "" if that is short."""
    last = _NUMBER.sub("", _ENDING.sub("", _PATH.sub("", url)).rpartition("/")[2])
    slug = bare(last if "-" in last else "")
    return slug if len(slug) >= SLUG else ""


def as_slugs(text: str) -> list[str]:
    """A text as in an address: with *ä* as *a* or as *ae*."""
    forms = (text, text.translate(_UMLAUTS))
    return [bare(unicodedata.normalize("NFKD", one)) for one in forms]


def declared_titles(
    page: Page, thing: dict[str, Any], sites: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """The headlines for machines (search engines and sharing sites), each with its source.

    Without the outlet's name, if it is known to be that; comparing them with what the page shows
    is up to the caller.
    """
    values = (
        ("JSON-LD", json_ld.string(thing.get("headline"))),
        ("og:title", page.first("og:title")),
        ("twitter:title", page.first("twitter:title")),
        ("title", page.title),
    )
    named = ((source, " ".join(html.unescape(value).split())) for source, value in values if value)
    cut = (
        (source, without_site(_behind_colon(page, value), sites, only_known=True))
        for source, value in named
    )
    return tuple((source, value) for source, value in cut if value and not _is_site(value, sites))


def parts_of_title(title: str) -> list[str]:
    """A page's title at its strokes and dashes: *Headline*, *14.03.2025*, *Outlet*."""
    return _PARTS.split(title)


def _shown_part(page: Page) -> str:
    """The headline in ``Headline - 14.03.2025 - Outlet``, or all.

    A part is it that the page shows by itself, or the one before a date.
    """
    for mark in list(_SEPARATORS.finditer(page.title))[: -MAX_PARTS - 1 : -1]:
        part = page.title[: mark.start()]
        enough = len(words(part)) >= 3 or not part.isascii()
        if enough and any(_stands_alone(page.blocks[number]) for number in showing(page, part)):
            return part
    parts = parts_of_title(page.title)
    return parts[0] if len(parts) > 2 and dates.is_whole(parts[1]) else page.title


def _behind_colon(page: Page, title: str) -> str:
    """The headline in ``Outlet: Headline`` if the page shows each of the two by itself.

    ``Headline : Outlet`` and ``Headline :: Outlet`` have a colon as well: a first part shown as a
    heading that is not a link is no outlet, and a second one that is only a link is no headline.
    """
    front, colon, rest = title.partition(": ")
    if not colon or front.endswith((" ", ":")) or len(front) >= MAX_SITE or showing(page, title):
        return title
    fronts = [block for block in page.blocks if _begins(block.text, front)]
    rests = [page.blocks[number] for number in showing(page, rest)]
    if not fronts or any(_is_head(block) and _stands_alone(block) for block in fronts):
        return title
    return rest if any(_stands_alone(block) for block in rests) else title


def _begins(text: str, front: str) -> bool:
    """Whether a line begins with ``front`` and has no letters after it, only a time or a number."""
    return text.startswith(front) and not any(map(str.isalpha, text[len(front) :]))


def _is_head(block: TextBlock) -> bool:
    parent = block.element.parent
    named = block.element.tag == "h1" or (parent is not None and parent.tag == "h1")
    return named and 2 < len(block.text) < 400


def _stands_alone(block: TextBlock) -> bool:
    """Whether it is a line of its own, neither mostly links nor an item of a list."""
    return block.link_density < 0.5 and block.element.tag != "li"


def _heads_text(block: TextBlock) -> bool:
    """Whether it is a heading of any rank. In some templates the headline is a link to itself."""
    parent = block.element.parent
    return block.element.tag in HEADINGS or (parent is not None and parent.tag in HEADINGS)


def _shown(
    heads: Sequence[TextBlock], support: Sequence[str], sites: Sequence[str]
) -> tuple[str | None, float]:
    """The heading most like the titles that the page declares, and its likeness.

    One with little likeness may still be the headline if it shares a word of at least four letters
    with them, because outlets write other words for machines.
    """
    best, best_score = None, 0.0
    firsts = (_SEPARATORS.split(other)[0] for other in support)
    whole = [*support, *(first for first in firsts if len(words(first)) > 1)]
    others = [set(words(one)) for one in whole]
    for block in heads:
        own = set(words(block.text))
        score = max((likeness(own, other) for other in others), default=0.0)
        if score > best_score and not _is_site(block.text, sites):
            best, best_score = block.text, score
    if best is None or best_score >= LIKE:
        return best, best_score
    weighty = {word for other in support for word in words(other) if len(word) >= 4}
    shared = any(word in weighty for word in words(best))
    return (best, best_score) if shared and len(words(best)) >= 3 else (None, 0.0)


def sites_of(page: Page, thing: dict[str, Any], url: str) -> list[str]:
    """The outlet's names, from the page and from its address, as letters and digits alone."""
    names = [page.first("og:site_name"), page.first("application-name")]
    names += [json_ld.string(thing.get("publisher")), page.first("publisher", "dc.publisher")]
    told = {json_ld.string(thing.get("headline")), page.first("og:title"), *_heads(page)}
    names = [name for name in names if name and (len(words(name)) < LONG or name not in told)]
    labels = host(url).split(".") if "//" in url else []
    names += [".".join(labels[n:]) for n in range(len(labels) - 1)]
    found = dict.fromkeys(bare(name) for name in names if name and len(name) < MAX_SITE)
    found.update(dict.fromkeys(bare(label) for label in labels[:-1] if len(label) > 3))
    return [name for name in found if len(name) > 1]


def _heads(page: Page) -> list[str]:
    return [block.text for block in page.blocks if _is_head(block)]


def _is_site(part: str, sites: Sequence[str]) -> bool:
    """Whether this is the outlet's name, at least a third of it, or little more than it."""
    name = bare(part)
    if not name:
        return False
    return any(
        name == site
        or (name in site and 3 * len(name) >= len(site) and len(name) > 2)
        or (site in name and len(site) > 2 and len(name) <= 2 * len(site) + 3)
        for site in sites
    )


def without_site(title: str, sites: Sequence[str], *, only_known: bool = False) -> str:
    """A title without the outlet's name at its end or beginning.

    Unless ``only_known``, something short after a bar is taken for the name.
    """
    for _ in range(MAX_PARTS):
        spans = [match.span() for match in _SEPARATORS.finditer(title)]
        if not spans:
            return title
        head, tail = title[: spans[-1][0]].strip(), title[spans[-1][1] :].strip()
        front, rest = title[: spans[0][0]].strip(), title[spans[0][1] :].strip()
        guessed = not only_known and _is_named(head, tail, title[slice(*spans[-1])])
        if head and (_is_site(tail, sites) or guessed):
            title = head
        elif rest and _is_site(front, sites):
            title = rest
        else:
            return title
    return title


def _is_named(head: str, tail: str, mark: str) -> bool:
    """Whether what follows a bar is a name: if it is short and the title is not."""
    named = "|" in mark or mark == " ‹ "  # not " « ", which begins a quotation in French
    return named and len(words(head)) >= 3 and len(words(tail)) <= 4 and len(tail) < 40


def showing(page: Page, title: str | None) -> tuple[int, ...]:
    """The numbers of the blocks that show this headline and nothing else."""
    if not title:
        return ()
    wanted = bare(title)
    least, most = len(wanted), 2 * len(title) + 20
    return tuple(
        number
        for number, block in enumerate(page.blocks)
        if wanted and least <= len(block.text) < most and bare(block.text) == wanted
    )
