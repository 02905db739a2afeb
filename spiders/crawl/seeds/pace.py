"""How often a seed is visited, and whether entries came and went between two visits. Pure.

A seed that names many new pages is visited often: so that half a new page is expected per visit,
within bounds for its kind. One that shows only its newest entries is visited before a quarter of
them are likely to have been pushed out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storage.agenda.seed_looks import SeedLook, marks
from storage.records import SeedKind

if TYPE_CHECKING:
    from collections.abc import Collection

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
USUAL: dict[SeedKind, timedelta] = {
    SeedKind.FEED: 10 * MINUTE,
    SeedKind.NEWS_SITEMAP: 15 * MINUTE,
    SeedKind.SECTION: 30 * MINUTE,
    SeedKind.SITEMAP: 6 * HOUR,
}
"""The pace of a seed about which nothing is known yet."""
BOUNDS: dict[SeedKind, tuple[timedelta, timedelta]] = {
    SeedKind.FEED: (2 * MINUTE, HOUR),
    SeedKind.NEWS_SITEMAP: (3 * MINUTE, HOUR),
    SeedKind.SECTION: (5 * MINUTE, 3 * HOUR),
    SeedKind.SITEMAP: (HOUR, 24 * HOUR),
}
WINDOWS = frozenset({SeedKind.FEED, SeedKind.NEWS_SITEMAP})
"""Kinds that show only their newest entries: if one was pushed out, we may never have seen it."""
NEW_A_LOOK = 0.5
PUSHED_OUT = 0.25
MEMORY = timedelta(hours=6)
"""The time over which the rate of new entries is averaged: days and nights differ."""
GAP_KEPT = timedelta(days=7)
"""A gap that nothing closes is reported for this long."""
MAX_MARKS = 2_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What one visit to a seed gave: the keys of its entries, and how many were not known before.

    ``stems`` are those of links that may have another number at each visit.
    """

    kind: SeedKind
    keys: Collection[str]
    unknown: int
    at: datetime
    hub: str | None = None
    topic: str | None = None
    stems: Collection[str] = ()


def after_look(before: SeedLook | None, seen: Seen, address_id: int) -> SeedLook:
    """What to remember about a seed that was read, including a gap (see :func:`is_gap`)."""
    keys = marks(list(seen.keys)[:MAX_MARKS])
    named = keys | marks(list(seen.stems)[:MAX_MARKS])
    if before is None:
        rate = NEW_A_LOOK / (USUAL[seen.kind] / HOUR)
        look = SeedLook(address_id, seen.at, rate, len(seen.keys), named)
        return replace(look, hub=seen.hub, topic=seen.topic)
    new = len(keys - before.named) if seen.kind in WINDOWS else seen.unknown
    rate = _averaged(before, new, seen.at)
    # If it names nothing for a while, keep what it named before; otherwise a gap goes unnoticed.
    kept = named or before.named
    look = replace(before, looked_at=seen.at, per_hour=rate, entries=len(seen.keys), named=kept)
    look = replace(look, hub=seen.hub, topic=seen.topic)
    if is_gap(before, seen, named) and before.gap_since is None:
        return replace(look, gap_since=before.looked_at, gap_named=before.named)
    if before.gap_since is not None and seen.at - before.gap_since > GAP_KEPT:
        return without_gap(look)
    return look


def after_same(before: SeedLook, at: datetime) -> SeedLook:
    """The same for a visit at which the seed had not changed."""
    return replace(before, looked_at=at, per_hour=_averaged(before, 0, at))


def with_children(before: SeedLook, after: SeedLook, unknown: int) -> SeedLook:
    """The same for an index whose children named ``unknown`` new addresses."""
    more = _averaged(before, unknown, after.looked_at) - _averaged(before, 0, after.looked_at)
    return replace(after, per_hour=after.per_hour + more)


def without_gap(look: SeedLook) -> SeedLook:
    """What to remember about a seed once its gap is closed."""
    return replace(look, gap_since=None, gap_named=frozenset())


def is_gap(before: SeedLook, seen: Seen, named: frozenset[bytes]) -> bool:
    """Whether all entries were pushed out since the last visit: others may have come and gone."""
    known = bool(before.named and named)
    return known and seen.kind in WINDOWS and not before.named & named


def pause(kind: SeedKind, look: SeedLook) -> timedelta:
    """How long until the next visit to the seed."""
    least, most = BOUNDS[kind]
    per_hour = max(look.per_hour, 1e-6)
    wait = timedelta(hours=min(NEW_A_LOOK / per_hour, 1e4))
    if kind in WINDOWS and look.entries:
        wait = min(wait, timedelta(hours=min(PUSHED_OUT * look.entries / per_hour, 1e4)))
    return min(max(wait, least), most)


def _averaged(before: SeedLook, new: int, at: datetime) -> float:
    """New entries per hour: the earlier average and what came since, weighted by time."""
    hours = max((at - before.looked_at) / HOUR, 1 / 3600)
    weight = -math.expm1(-hours * HOUR / MEMORY)
    return before.per_hour * (1 - weight) + new / hours * weight
