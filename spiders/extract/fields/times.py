"""When an article was published and modified: what its page declares, and what it shows.

The word to the readers goes before the word to machines, as with the headline:

- A date line beside the headline that does not call itself an update is the day of publication.
  Where it shows the declared instant by another clock, the instant is told by that clock: so the
  zone is learnt from the page and not invented. Where it shows another day, a remark tells both.
- A line that calls itself an update is a time of modification and nothing else.
- Without such a line, JSON-LD goes before meta, meta before microdata and RDFa, these before the
  address. A figure such as 03/04/2025 is read as language, place and the page's other dates say,
  and where nothing says, it is no date.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spiders.extract.fields import dates, json_ld, stated
from spiders.extract.fields.dates import Moment
from spiders.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spiders.extract.fields.datelines import Shown
    from spiders.extract.page import Page

PUBLISHED = (
    *("article:published_time", "og:published_time", "og:article:published_time"),
    *("datepublished", "article:published", "article:publicationdate", "parsely-pub-date"),
    *("sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date"),
    *("citation_publication_date", "citation_date", "pubdate", "pub_date", "publishdate"),
    *("publish_date", "publish-date", "publication_date", "publication-date", "published-date"),
    *("published_date", "published_on", "published_at", "published", "article_date_original"),
    *("date", "cxenseparse:recs:publishtime", "article.published", "originalpublicationdate"),
    *("rnews:datepublished", "ptime", "displaydate", "dcterms.date", "dc.date.created"),
    *("dc.created", "schema:datepublished", "prism.publicationdate", "date_published"),
    *("timestamp", "created", "datecreated", "bt:pubdate", "hdl_p", "uploaddate"),
)
MODIFIED = (
    *("article:modified_time", "og:updated_time", "datemodified", "article:modified"),
    *("og:article:modified_time", "lastmod", "dcterms.modified", "dc.date.modified"),
    *("last-modified", "last_modified", "revised", "article.updated", "article_date_updated"),
    *("schema:datemodified", "updated", "modified", "utime"),
)
_OTHER_NAME = re.compile(
    r"(?:^|[^n])publi(?:sh(?!er)|cation)(?!.*(?:modif|updat|expir)).*(?:date|time)|pubdate"
)
"""Names that other makers of pages give to the time of publication."""

_URL_DAY = re.compile(
    r"(?<!\d)((?:19[89]|20[0-4])\d)([/_.-])(\d{1,2}|[a-z]{3,9})\2(\d{1,2})(?![\d])", re.IGNORECASE
)
_URL_COMPACT = re.compile(
    r"(?<!\d)((?:199|20[0-4])\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)"
)
_PATH = re.compile(r"^[a-z]+://[^/]*|[?#].*$", re.IGNORECASE)
_MONTH_FIRST_PLACES = frozenset({"us", "ph"})
_UNSURE_PLACES = frozenset({"ca", ""})
_DAY_FIRST_HOSTS = re.compile(r"\.(?:uk|au|nz|ie|in|za|ng|ke|pk|bd|lk|sg|my|eu|az|ge|am|ua|ru|tr)$")
ENOUGH = 2
"""Points from which on a date that a page shows counts where the page declares none."""
SURE = 4
"""Points from which on it counts against what the page declares."""
_OFFSETS = frozenset(
    [*range(-720, 841, 60), *(-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765)]
)
"""Minutes east of Greenwich by which clocks go."""


@dataclass(slots=True)
class Times:
    """What a page says about its times before its blocks are looked at.

    ``published`` are (source, moment), the most trusted first; ``address`` is the day that the
    URL names. ``month_first`` says how the page writes dates of figures, None: nobody knows.
    """

    published: list[tuple[str, Moment]]
    modified: Moment | None
    address: date | None
    month_first: bool | None


def declared(page: Page, article: dict[str, Any], url: str) -> Times:
    """The times in JSON-LD, meta tags and address."""
    order = _order(page, url)
    found = [
        *_from_things((article,), "datePublished", order),
        *_from_meta(page, PUBLISHED, order),
    ]
    if not found:
        things = json_ld.things(page.json_ld)
        pages = [thing for thing in things if "WebPage" in json_ld.type_names(thing)]
        found += _from_things(pages, "datePublished", order)
        found += _from_things((article, *things), "uploadDate", order)
        found += _from_things((article, *pages), "dateCreated", order)
        names = [name for name in page.meta if _OTHER_NAME.search(name)]
        found += _from_meta(page, names, order)
        found += _agreed(page, stated.PUBLISHED, order) or _agreed(page, stated.SCRIPTED, order)
    modified = (
        _from_things((article,), "dateModified", order)
        or _from_meta(page, MODIFIED, order)
        or _agreed(page, stated.MODIFIED, order)
    )
    return Times(found, modified[0][1] if modified else None, of_address(url), order)


def _from_things(
    things: Sequence[dict[str, Any]],
    key: str,
    order: bool | None,  # noqa: FBT001 - as `dates.find` has it
) -> list[tuple[str, Moment]]:
    moments = (dates.read(_text(thing.get(key)), month_first=order) for thing in things)
    return [("JSON-LD", moment) for moment in moments if moment is not None]


def _from_meta(
    page: Page,
    names: Sequence[str],
    order: bool | None,  # noqa: FBT001 - as `dates.find` has it
) -> list[tuple[str, Moment]]:
    found = []
    for name in names:
        for value in page.meta.get(name, ())[:2]:
            moment = dates.read(value, month_first=order)
            if moment is not None:
                found.append((f"meta {name}", moment))
                break
    return found


def _agreed(
    page: Page,
    name: str,
    order: bool | None,  # noqa: FBT001 - as `dates.find` has it
) -> list[tuple[str, Moment]]:
    """What all values of this name say: where they differ, some are of other articles."""
    moments = [dates.read(value, month_first=order) for value in page.meta.get(name, ())]
    days = {moment.day for moment in moments if moment is not None}
    if len(days) != 1:
        return []
    return [(name, moment) for moment in moments if moment is not None][:1]


def _text(value: Any) -> str | None:
    """A time in JSON-LD: a text, a number of seconds, the first of a list, ``@value``."""
    if isinstance(value, list):
        return next((text for item in value if (text := _text(item))), None)
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


def of_address(url: str) -> date | None:
    """The day that an address names: ``/2015/02/07/``, ``/2015/feb/07/``, ``/20150207-``."""
    path = _PATH.sub("", url)
    match = _URL_DAY.search(path)
    if match is not None:
        year, _mark, month, day = match.groups()
        moment = dates.read(f"{day} {month} {year}" if month.isalpha() else f"{year}-{month}-{day}")
    else:
        match = _URL_COMPACT.search(path)
        moment = dates.read("-".join(match.groups())) if match is not None else None
    return moment.day if moment is not None else None


def _order(page: Page, url: str) -> bool | None:
    """Whether this page writes the month first; None where it may do either.

    English of the United States does, English of no place and of Canada does either, everybody
    else does not. Many makers of pages say ``en-US`` of themselves everywhere, so the ending of
    the host's name goes first.
    """
    if _DAY_FIRST_HOSTS.search(host(url)):
        return False
    tag = (page.language or page.first("og:locale", "content-language") or "").lower()
    language, _, place = tag.strip().replace("_", "-").partition("-")
    if language != "en":
        return False if language else None
    return True if place in _MONTH_FIRST_PLACES else None if place in _UNSURE_PLACES else False


def settle(times: Times, lines: Sequence[Shown]) -> tuple[Moment | None, list[str]]:
    """The time of publication, and remarks on what disagrees with it.

    ``lines`` are what :func:`spiders.extract.fields.datelines.shown` found.
    """
    dated = [line for line in lines if not line.updated]
    if not times.published:
        return _undeclared(times, dated, updates=len(lines) - len(dated)), []
    source, best = times.published[0]
    remarks = _disagreements(times)
    told = _by_clock(best, [line.moment for line in dated])
    if told is not None:
        return told, remarks
    told = _by_clock(best, [moment for _, moment in times.published[1:]]) or best
    if not dated or any(line.moment.day == told.day for line in dated):
        return told, remarks
    line = dated[0]
    if line.points < SURE:
        return told, remarks
    remarks.append(f"published: the page shows {line.moment}, {source} says {best}")
    return (line.moment if _is_borne_out(line.moment, times) else told), remarks


def _undeclared(times: Times, dated: Sequence[Shown], updates: int) -> Moment | None:
    """The time of a page that declares none. Beside an update's time a mere date is no proof."""
    if dated and dated[0].points >= (SURE if updates else ENOUGH):
        line = dated[0]
        far = times.address and abs((line.moment.day - times.address).days) > 3
        if not far or line.points > SURE:
            return line.moment
    return Moment(times.address) if times.address else None


def _by_clock(best: Moment, others: Sequence[Moment]) -> Moment | None:
    """The declared instant as another clock of the page shows it; None where none does.

    A time of day without a zone shows it where the two are apart by as much as clocks are.
    """
    if best.instant is None:
        return None
    for other in others:
        if other.instant is not None:
            if abs(other.instant - best.instant) < 60 and (other.offset or not best.offset):
                return best.at(other.offset or 0)
        elif other.seconds is not None:
            clock = Moment(other.day, other.seconds, 0).instant or 0
            apart = clock // 60 - best.instant // 60
            if apart in _OFFSETS:
                return best.at(apart)
    return None


def _is_borne_out(line: Moment, times: Times) -> bool:
    """Is a shown day that is not the declared one next to it, or declared somewhere else?"""
    best = times.published[0][1]
    if abs((line.day - best.day).days) <= 1:
        return True
    others = [moment.day for _, moment in times.published[1:]]
    if times.modified is not None:
        others.append(times.modified.day)
    return line.day in others


def _disagreements(times: Times) -> list[str]:
    """JSON-LD and meta that tell of two days which no clock can join."""
    source, best = times.published[0]
    for name, moment in times.published[1:]:
        if moment.day != best.day and not dates.are_one(moment, best):
            return [f"published: {source} says {best}, {name} says {moment}"]
    return []
