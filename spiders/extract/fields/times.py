"""When an article was published and modified, as its page declares it.

JSON-LD takes precedence over meta, meta over microdata and RDFa, these over the address. A date
such as 03/04/2025 is read as language, place and the page's other dates suggest; if nothing
decides, it is no date. :mod:`spiders.extract.fields.settling` compares it with what the page shows
its readers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spiders.extract.fields import dates, json_ld, stated
from spiders.extract.fields.titles import parts_of_title
from spiders.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spiders.extract.fields.dates import Moment
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
    *("schema:datemodified", "updated", "modified", "utime", "last-updated", "last_updated"),
    *("lastupdated", "og:modified_time", "article:updated_time", "dateupdated", "date_modified"),
)
_OTHER_NAME = re.compile(
    r"(?:^|[^n])publi(?:sh(?!er)|cation)(?!.*(?:modif|updat|expir)).*(?:date|time)|pubdate"
)
"""Other names that pages give to the time of publication."""

_URL_DAY = re.compile(
    r"(?<!\d)((?:19[89]|20[0-4])\d)([/_.-])(\d{1,2}|[a-z]{3,9})\2(\d{1,2})(?![\d])", re.IGNORECASE
)
_URL_COMPACT = re.compile(
    r"(?<!\d)((?:199|20[0-4])\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)"
)
OF_SITES = 3
"""The least parts of a title of headline, outlet and day."""
_PATH = re.compile(r"^[a-z]+://[^/]*|[?#].*$", re.IGNORECASE)
_MONTH_FIRST_PLACES = frozenset({"us", "ph"})
_UNSURE_PLACES = frozenset({"ca", ""})
_DAY_FIRST_HOSTS = re.compile(r"\.(?:uk|au|nz|ie|in|za|ng|ke|pk|bd|lk|sg|my|eu|az|ge|am|ua|ru|tr)$")


@dataclass(slots=True)
class Times:
    """What a page says about its times before its blocks are looked at.

    ``published`` are (source, moment), the most trusted first; ``address`` is the day that the
    URL names, or a part of the page's title by itself. ``month_first`` says how the page writes
    numeric dates; None if unknown.
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
        for name in (stated.PUBLISHED, stated.MARKED, stated.SCRIPTED):
            found = found or _agreed(page, name, order)
    modified = (
        _from_things((article,), "dateModified", order)
        or _from_meta(page, MODIFIED, order)
        or _agreed(page, stated.MODIFIED, order)
        or _marked_change(page, found, order)
    )
    changed = _exact(modified)
    day = of_address(url) or _of_title(page.title)
    return Times(_exact(found), changed[0][1] if changed else None, day, order)


def _exact(found: list[tuple[str, Moment]]) -> list[tuple[str, Moment]]:
    """The same, but if the first is a mere day, one with an hour of that day is moved before it.

    Midnight does not count: it is what a mere day becomes in a template.
    """
    if not found or found[0][1].instant is not None:
        return found
    day = found[0][1].day
    better = [one for one in found if one[1].day == day and one[1].instant and one[1].seconds]
    return [*better[:1], *(one for one in found if one not in better[:1])]


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
    """The time if all values of this name are on one day; else some are of other articles."""
    moments = [dates.read(value, month_first=order) for value in page.meta.get(name, ())]
    days = {moment.day for moment in moments if moment is not None}
    if len(days) != 1:
        return []
    return [(name, moment) for moment in moments if moment is not None][:1]


def _marked_change(
    page: Page,
    published: list[tuple[str, Moment]],
    order: bool | None,  # noqa: FBT001 - as `dates.find` has it
) -> list[tuple[str, Moment]]:
    """The instant of the last change by a class; many templates give the publication that class."""
    known = {(moment.day, moment.seconds) for _, moment in published}
    told = _agreed(page, stated.CHANGED, order)
    return [one for one in told if one[1].instant and (one[1].day, one[1].seconds) not in known]


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


def _of_title(title: str) -> date | None:
    """The day that is a part of a title by itself: *Ferry road closes | Outlet | 05.03.2031*.

    In a title of two parts it may be the day of what is told: *Election - 5 March 2031*.
    """
    parts = parts_of_title(title)
    for part in parts[1:] if len(parts) >= OF_SITES else ():
        if dates.is_whole(part):
            return dates.find(part)[0].moment.day
    return None


def _order(page: Page, url: str) -> bool | None:
    """Whether this page writes the month first; None if it may do either.

    English of the United States or the Philippines does; English of Canada or of no place may do
    either; all others do not. Many systems declare ``en-US`` everywhere, so the ending of the
    host's name takes precedence.
    """
    if _DAY_FIRST_HOSTS.search(host(url)):
        return False
    tag = (page.language or page.first("og:locale", "content-language") or "").lower()
    language, _, place = tag.strip().replace("_", "-").partition("-")
    if language != "en":
        return False if language else None
    if place in _UNSURE_PLACES:
        return None
    return place in _MONTH_FIRST_PLACES
