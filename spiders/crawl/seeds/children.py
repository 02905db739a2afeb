"""Pure: which child sitemaps of an index are asked after one look at it.

An index may name 50,000, and many say nothing of when one changed, or that all of them did just
now. So a few places are for the newest, and the others for those that have waited longest: all
come round, those first of which nobody knows anything yet.
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
"""Child sitemaps that are asked after one look at their index."""
NEWEST = 20
"""So many of them are the newest, by what the index says or else by their names."""
A_DAY, CLOCKS = timedelta(days=1), timedelta(hours=1)
"""So much earlier a child may say that it changed and have changed since: a day is of some zone,
and a server's clock may be behind ours."""
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_/.]?(\d{1,2})(?:[-_/.]?(\d{1,2}))?)?(?!\d)")
_NUMBERS = re.compile(r"(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Child:
    """A child as the index names it, and when it was last asked; None: it never was."""

    found: Found
    known: Asked | None = None

    @property
    def asked_at(self) -> datetime | None:
        """When it was last asked, whatever came of it."""
        return None if self.known is None else self.known.at


def is_due(child: Child) -> bool:
    """May it say something that was not read yet? Without a date nobody can tell."""
    known, updated = child.known, child.found.updated
    if known is None or known.at is None or not known.was_read:
        return True
    only_day = len(updated or "") <= len("2026-01-01")
    return changed_since(updated, known.at - (A_DAY if only_day else CLOCKS))


def chosen(children: Iterable[Child]) -> list[Child]:
    """Those that are asked now, in this order: the newest, then who has waited longest."""
    newest = sorted(children, key=_newness, reverse=True)
    rest = sorted(newest[NEWEST:], key=lambda one: one.asked_at or _LONG_AGO)
    return newest[:NEWEST] + rest[: max(MOST - NEWEST, 0)]


def _newness(child: Child) -> tuple[datetime, tuple[int, ...], list[tuple[int, str]]]:
    """By the word of the index, then by a date in the name, then by its numbers."""
    url = child.found.url
    date = _DATE.search(url)
    in_name = tuple(int(part or 0) for part in date.groups()) if date else ()
    parts = enumerate(_NUMBERS.split(url))
    natural = [(int(part), "") if at % 2 else (0, part) for at, part in parts]
    return (moment(child.found.updated) or _LONG_AGO, in_name, natural)
