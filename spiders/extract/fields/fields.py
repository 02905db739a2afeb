"""The fields of an article: what the page shows, JSON-LD, meta tags and microdata.

Nothing is invented: a field that no source names is None. If sources disagree on something that
matters, a remark says so. Headline, names and times have their own files.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from spiders.extract import language
from spiders.extract.fields import bylines, datelines, json_ld, settling, times
from spiders.extract.fields.bylines import Declared
from spiders.extract.fields.datelines import Placed
from spiders.extract.fields.names import clean_names, is_signature
from spiders.extract.fields.sections import section_of, section_shown
from spiders.extract.fields.times import Times
from spiders.extract.fields.titles import declared_titles, showing, sites_of, title_of
from spiders.extract.likeness import bare, words
from spiders.extract.page import TextBlock, squeeze
from spiders.urls import host, resolve, surt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spiders.extract.page import Page

__all__ = [
    "Fields",
    "bare",
    "clean_names",
    "fill_from_shown",
    "picture_of",
    "read_fields",
    "showing",
    "words",
]

MAX_BYLINE = datelines.MAX_LINE
SHOWN_ABOVE = 8
SHOWN_INSIDE = 5
HEADLINE = 16
"""A link of this many characters is the headline of another article."""
_ADDRESS = re.compile(r"(?:https?://)?[\w.-]+\.[a-z]{2,}/\S*")
"""An address that is written out, like that of a post on its own page, is no headline."""
_NO_PICTURE = re.compile(
    r"^https?://[^/]*/?$|/(?:blank|spacer|pixel|placeholder|no-?image|default)[^/]{0,24}\.\w{3,4}(?:\?|$)"
    r"|placeholder[^/]{0,24}\.\w{3,4}(?:\?|$)|/og-?image-?default|/default-?(?:og|share|social)",
    re.IGNORECASE,
)
"""The address of an image that stands where an article has no picture."""
REACH = 36
"""A headline must be fewer than this many blocks above its text."""
STANDFIRST_ABOVE = 12
"""How many blocks above a text without a headline its standfirst is looked for."""


class Reach(NamedTuple):
    """How many blocks above and below the body are searched for its fields."""

    above: int
    below: int


@dataclass(slots=True)
class Fields:
    """What is known about the article besides its text.

    ``headings`` are the numbers of the blocks that show the headline; ``times`` is what the page
    declares about its times, before its blocks are looked at; ``sites`` are the outlet's folded
    names; ``authors`` are the declared ones. ``reach`` is None until the blocks are looked at.
    ``passed`` are new blocks that are not the article's: they do not count for the reach.
    ``dated``: headline, day and text are shown together, and nothing of another article in between.
    """

    url: str = ""
    title: str | None = None
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    canonical_url: str | None = None
    picture: str | None = None
    declared_titles: tuple[tuple[str, str], ...] = ()
    description: str | None = None
    headings: tuple[int, ...] = ()
    sites: list[str] = field(default_factory=list)
    times: Times = field(default_factory=lambda: Times([], None, None, None))
    authors: Declared = field(default_factory=lambda: Declared(()))
    remarks: list[str] = field(default_factory=list)
    reach: Reach | None = None
    passed: frozenset[int] = frozenset()
    dated: bool = False


def read_fields(page: Page, article: dict[str, Any] | None, url: str) -> Fields:
    """The fields of a page; ``article`` is the JSON-LD object of its article, if it has one."""
    thing = article or {}
    found = Fields(url=url)
    found.sites = sites_of(page, thing, url)
    found.title, found.headings = title_of(page, thing, found.sites, url)
    found.declared_titles = declared_titles(page, thing, found.sites)
    found.authors = bylines.declared(page, thing, found.sites)
    found.byline = found.authors.names
    found.times = times.declared(page, thing, url)
    found.published = _first(found.times)
    if found.times.modified is not None:
        found.modified = str(found.times.modified)
    found.language = _language(page, thing)
    found.section = section_of(page, thing, found.sites)
    found.canonical_url = _canonical(page, thing, url)
    found.picture = picture_of(page, thing, url)
    found.description = json_ld.string(thing.get("description")) or page.first(
        "og:description", "description", "twitter:description"
    )
    _part_standfirst(found, page, thing)
    return found


def _part_standfirst(found: Fields, page: Page, thing: dict[str, Any]) -> None:
    """Split headline and standfirst if one heading shows both and the page declares each."""
    told = json_ld.string(thing.get("headline")) or page.first("og:title")
    more = bare(found.description or "")
    if told and more and bare(found.title or "") == bare(told) + more:
        found.title, found.standfirst = squeeze(told), squeeze(found.description or "")


def picture_of(page: Page, article: dict[str, Any] | None, url: str) -> str | None:
    """The lead picture, by what the page and the JSON-LD of its ``article`` declare.

    An ``@id`` within the page's data is not the address of a picture.
    """
    image = (article or {}).get("image")
    values = (
        *(json_ld.string(image, key) for key in ("url", "contentUrl")),
        page.first("og:image", "og:image:url", "twitter:image", "twitter:image:src"),
    )
    told = (value for value in values if value and "#" not in value)
    picture = next((value for value in told if not _NO_PICTURE.search(value)), None)
    return resolve(url, picture) if picture else None


def _first(times: Times) -> str | None:
    return str(times.published[0][1]) if times.published else None


def fill_from_shown(page: Page, found: Fields, first: int, last: int) -> None:
    """Fill in byline, times, section and language from what the page shows, with what it declares.

    Only blocks around the headline, above the body (``first``) and just below it (``last``) are
    looked at: other articles are further away.
    """
    places = _places(page, found, first, last)
    found.reach = _reach(page, found, places, first, last)
    near = _near(page, found, first, places)
    _see_language(page, found, first, last)
    if found.section is None and (heads := [n for n in found.headings if n < first]):
        told = heads[-1], found.title, found.sites, found.canonical_url or ""
        found.section = section_shown(page.blocks, *told)
    by_place = sorted(near, key=lambda placed: placed.points < 0)
    if found.byline == found.authors.names:  # otherwise the outlet's own rule gave it and wins
        signed_off = found.language in bylines.SIGNING
        found.byline = bylines.settle(found.authors, by_place, found.sites, signed_off=signed_off)
    lines = datelines.shown(near, page, found.times)
    published, remarks = settling.settle(found.times, lines)
    ruled = found.published != _first(found.times)  # by the outlet's own rule, which wins
    if published is not None and not ruled:
        found.published = str(published)
    days = {str(line.moment.day) for line in lines if not line.updated}
    found.dated = (found.published or "")[:10] in days and _is_headed(page, found, first, last)
    update = next((line for line in lines if line.updated), None)
    if found.modified is None and update is not None:
        found.modified = str(update.moment)
    elif found.times.modified is not None and found.modified == str(found.times.modified):
        found.modified = str(settling.told_by_page(found.times.modified, lines))
    found.remarks.extend(remarks)
    if found.published and found.modified and found.modified[:10] < found.published[:10]:
        found.remarks.append(f"modified {found.modified} is before published {found.published}")


def _is_headed(page: Page, found: Fields, first: int, last: int) -> bool:
    """Whether the headline is above the text with no link to another article in between.

    On a home page or a topic's page, the first text is below the link of its own headline.
    """
    above = [number for number in found.headings if number <= first]
    title = bare(found.title or "")
    if not above or any(site in title and len(title) <= 2 * len(site) for site in found.sites):
        return False
    own = {surt(found.url), surt(found.canonical_url or found.url)}
    linked = (one for one in page.blocks[above[-1] : last + 1] if _is_teaser(one))
    links = (resolve(found.url, link) for one in linked for link in one.links)
    return all(link is not None and surt(link) in own for link in links)


def _is_teaser(block: TextBlock) -> bool:
    """Whether it is little else than a link that is as long as a headline."""
    return block.linked >= HEADLINE and block.link_density > 0.85


def _see_language(page: Page, found: Fields, first: int, last: int) -> None:
    """Set the language of the text if it is certain and the page declares another or none."""
    text = " ".join(block.text for block in page.blocks[first : min(last, first + 8) + 1])
    seen = language.detect(text)
    if seen is None or seen == found.language:
        return
    if found.language is not None:
        found.remarks.append(f"language: the page says {found.language}, its text is {seen}")
    found.language = seen


def _near(page: Page, found: Fields, first: int, places: Mapping[int, int]) -> list[Placed]:
    """The short blocks around the headline and at the end, with the points of their places."""
    blocks, headings, above = page.blocks, found.headings, _top(found, first)
    placed = [
        Placed(blocks[n], points, _label(blocks, n, headings), inside=points > 1 and n > first)
        for n, points in sorted(places.items())
        if (len(blocks[n].text) <= MAX_BYLINE and (points > 0 or not _teases(blocks, n, headings)))
        or datelines.is_of_this(blocks[n])
    ]
    if (told := datelines.opening(blocks[first])) is not None:
        placed.append(Placed(TextBlock(told, blocks[first].element), 2))
    for number, stamp in page.stamps:
        if above - SHOWN_ABOVE < number < first + SHOWN_INSIDE and number < len(blocks):
            element = blocks[max(0, number - 1)].element
            placed.append(Placed(TextBlock("", element, stamp=stamp), 1))
    return placed


def _reach(page: Page, found: Fields, places: Mapping[int, int], first: int, last: int) -> Reach:
    """The reach: all places, headlines above the body, and where a standfirst or stamp may be."""
    headings = [number for number in found.headings if number < first]
    top = min(min(headings, default=first - STANDFIRST_ABOVE), _top(found, first) - SHOWN_ABOVE)
    bottom = min(max(places) + 1, len(page.blocks) - 1)  # and the lines next to them
    return Reach(first - min(top, *places) + 1, max(0, bottom - last))


def _top(found: Fields, first: int) -> int:
    """The block where the fields begin: the headline if it is near, otherwise the body."""
    headings = [number for number in found.headings if number <= first]
    near = [number for number in headings if _apart(found, number, first) < REACH]
    above = next(iter(near), first)
    return max([above, *headings[-1:]]) if _apart(found, above, first) >= REACH else above


def _apart(found: Fields, one: int, other: int) -> int:
    """How many blocks the second is below the first, not counting ``passed`` ones between."""
    return other - one - sum(one < number < other for number in found.passed)


def _places(page: Page, found: Fields, first: int, last: int) -> dict[int, int]:
    """The numbers of the blocks that are looked at, with the points of their places.

    If the page declares no time, blocks farther above and below are looked at too, which need
    more evidence of their own.
    """
    blocks = page.blocks
    above = _top(found, first)
    places = dict.fromkeys(range(above, min(first + SHOWN_INSIDE, last + 1)), 2)
    for number in range(max(0, above - SHOWN_ABOVE), above):
        if _beside(blocks[number], blocks[above]):
            places[number] = 1
    end = last + 1
    far = 0 if found.times.published else REACH
    reach = left = max(SHOWN_INSIDE - 1, far // 3)
    for number in range(end, len(blocks)):
        if left == 0 or blocks[number].element.tag == "h1":
            break  # the limit, or the next article
        if number not in found.passed:
            left -= 1
        elif number >= end + reach:
            continue
        places[number] = 0
    for number in range(max(0, above - far), above):
        places.setdefault(number, -1)
    if is_signature(blocks[last].text):
        places.setdefault(last, 0)
    inside = range(first + SHOWN_INSIDE, last + 1) if far else ()
    saying = [number for number in inside if datelines.says_published(blocks[number])]
    if len(saying) == 1:  # several are entries of their own
        places.setdefault(saying[0], 0)
    return places


def _teases(blocks: Sequence[TextBlock], number: int, headings: Sequence[int]) -> bool:
    """Whether a block without a date's label is in one box with another article's headline."""
    near = range(max(0, number - 1), min(number + 2, len(blocks)))
    linked = (n for n in near if _links_long(blocks[n]) and n not in headings)
    others = [blocks[n] for n in linked if not _ADDRESS.fullmatch(blocks[n].text)]
    if not others:
        return False
    block = blocks[number]
    boxes = {id(one) for one in itertools.islice(block.element.lineage(), 2)}
    beside = any(
        other.link_density > 0.5
        and any(id(one) in boxes for one in itertools.islice(other.element.lineage(), 2))
        for other in others
    )
    return beside and not datelines.is_labelled(block.text)


def _links_long(block: TextBlock) -> bool:
    """Whether its links are as long as headlines; those of a list of tags are not."""
    return block.linked >= HEADLINE * max(1, len(block.links))


def _label(blocks: Sequence[TextBlock], number: int, headings: Sequence[int]) -> str:
    """The text of the block before if it may be the label of this one, else "".

    The headline is no label, though it may be *Ferry law amended*.
    """
    before = blocks[number - 1].text if number and number - 1 not in headings else ""
    return before if len(before) < 25 and not any(map(str.isdigit, before)) else ""


def _beside(block: TextBlock, headline: TextBlock) -> bool:
    """Whether the block is inside the element around the headline, at most five levels deep."""
    around = headline.element.parent
    if around is None:
        return False
    return any(element is around for element in itertools.islice(block.element.lineage(), 6))


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


def _canonical(page: Page, thing: dict[str, Any], url: str) -> str | None:
    for value in (page.canonical, page.first("og:url"), _own_address(thing)):
        if value:
            target = resolve(url, value) if url else value
            if target and not host(target).startswith("."):  # else a template had no name to put in
                return target
    return None


def _own_address(thing: dict[str, Any]) -> str | None:
    """The address of the article in JSON-LD, if it has a path."""
    values = (json_ld.string(thing.get("mainEntityOfPage")), json_ld.string(thing.get("url")))
    return next(
        (value for value in values if value and value.startswith("http") and value.count("/") > 2),
        None,
    )
