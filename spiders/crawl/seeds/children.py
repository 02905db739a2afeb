"""Which child sitemaps of an index are fetched after one visit to it. Pure.

An index may name 50,000, and many do not say when one changed, or claim that all of them did just
now. So a few places are for the newest, and the others for those that have waited longest: all get
their turn, first those that were never fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from spiders.crawl.seeds.lastmod import changed_since, moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.agenda.seed_looks import Asked
    from storage.records import Found

MOST = 100
"""The most child sitemaps that are fetched after one visit to their index."""
NEWEST = 20
"""How many of them are the newest, by what the index says or else by their names."""
A_DAY, CLOCKS = timedelta(days=1), timedelta(hours=1)
"""A child may have changed since we read it although its date is this much earlier: a day is in
some time zone, and a server's clock may be behind ours."""
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_/.]?(\d{1,2})(?:[-_/.]?(\d{1,2}))?)?(?!\d)")
_NUMBERS = re.compile(r"(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Child:
    """A child as the index names it, and what is known about its last fetch; None: unknown."""

    found: Found
    known: Asked | None = None

    @property
    def asked_at(self) -> datetime | None:
        """When it was last fetched, whatever the result; None if it never was."""
        return None if self.known is None else self.known.at


def is_due(child: Child) -> bool:
    """Whether it may have something that was not read yet; True if it has no date."""
    known, updated = child.known, child.found.updated
    if known is None or known.at is None or not known.was_read:
        return True
    only_day = len(updated or "") <= len("2026-01-01")
    return changed_since(updated, known.at - (A_DAY if only_day else CLOCKS))


def chosen(children: Iterable[Child]) -> list[Child]:
    """The children to fetch now, in this order: the newest, then those that waited longest."""
    newest = sorted(children, key=_newness, reverse=True)
    rest = sorted(newest[NEWEST:], key=lambda one: one.asked_at or _LONG_AGO)
    return newest[:NEWEST] + rest[: max(MOST - NEWEST, 0)]


def _newness(child: Child) -> tuple[datetime, tuple[int, ...], list[tuple[int, str]]]:
    """The sort key: the index's date, then a date in the name, then the numbers in the name."""
    url = child.found.url
    date = _DATE.search(url)
    in_name = tuple(int(part or 0) for part in date.groups()) if date else ()
    parts = enumerate(_NUMBERS.split(url))
    natural = [(int(part), "") if at % 2 else (0, part) for at, part in parts]
    return (moment(child.found.updated) or _LONG_AGO, in_name, natural)
