"""How often articles of an outlet have a field, from daily counts, and whether that fell. Pure.

If an outlet loses its bylines, or its texts are suddenly far shorter, either its pages or its
reader have changed, though each article by itself looks fine. A fall is reported when the latest
readings have the field clearly less often than those before: by at least a quarter of all articles,
and far beyond chance. It is over when most of the loss has been recovered. Until then the former
share is kept as the standard, lest a fall become its own standard.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.records import FieldCount

HISTORY = 90
"""How many days are looked at. A fall that is older than that has become normal."""
RECENT = timedelta(days=7)
BEFORE = timedelta(days=28)
ENOUGH_RECENT = 20
PLENTY = 40
"""How many recent readings, of the last days, are used; ``ENOUGH_RECENT`` are sufficient."""
ENOUGH_BEFORE = 40
"""How many earlier readings are needed; with fewer, a loss is never reported."""
FALL = 0.25
"""The least fall of a share that is reported; it is over when less than ``NEAR`` is missing."""
NEAR = 0.1
CHANCE = 5.0
"""Standard errors; high, because every field of every outlet is checked daily."""
LENGTHS = frozenset({"body"})
"""Fields whose length means something."""
SHORTER = 0.4
"""Texts are shorter if their typical length falls below this share of what it was."""
LONG_AGAIN = 0.7


@dataclass(frozen=True, slots=True)
class Pool:
    """The counts of several days together."""

    readings: int = 0
    present: int = 0
    log_length: float = 0.0

    @property
    def share(self) -> float | None:
        """The share of readings that have the field, 0 to 1; None if nothing was read."""
        return self.present / self.readings if self.readings else None

    @property
    def length(self) -> int | None:
        """The typical length in characters: the geometric mean, hardly moved by one long text."""
        return round(math.exp(self.log_length / self.present)) if self.present else None

    def plus(self, count: FieldCount) -> Pool:
        """These counts plus those of one more day."""
        return Pool(
            self.readings + count.readings,
            self.present + count.present,
            self.log_length + count.log_length,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """A field's counts, now and before; ``fallen`` and ``shorter`` are days, or None."""

    field: str
    now: Pool
    before: Pool
    fallen: str | None = None
    shorter: str | None = None


def standing(counts: Sequence[FieldCount]) -> Standing:
    """The standing of one field of one outlet; ``counts`` by day, oldest first, not empty."""
    found = Standing(counts[0].field, Pool(), Pool())
    for number in range(1, len(counts) + 1):
        found = _next_day(found, counts[:number])
    return found


def _next_day(last: Standing, counts: Sequence[FieldCount]) -> Standing:
    now, first = _recent(counts)
    before = last.before
    if last.fallen is None and last.shorter is None:
        before = _before(counts[:first], counts[first].day)
    found = replace(last, now=now, before=before)
    day = counts[-1].day
    fallen = _since(last.fallen, day, falls=_falls(found), over=_is_back(found))
    shorter = None
    if found.field in LENGTHS:
        shorter = _since(last.shorter, day, falls=_shrinks(found), over=_is_long_again(found))
    return replace(found, fallen=fallen, shorter=shorter)


def _since(since: str | None, day: str, *, falls: bool, over: bool) -> str | None:
    if since is not None:
        return None if over else since
    return day if falls else None


def _recent(counts: Sequence[FieldCount]) -> tuple[Pool, int]:
    """The last day and enough days before it; and the index of the first of them."""
    pool, first = Pool(), len(counts)
    last = date.fromisoformat(counts[-1].day)
    for number in range(len(counts) - 1, -1, -1):
        too_old = last - date.fromisoformat(counts[number].day) >= RECENT
        if too_old or pool.readings >= PLENTY:
            break
        pool, first = pool.plus(counts[number]), number
    return pool, first


def _before(counts: Sequence[FieldCount], day: str) -> Pool:
    """The four weeks up to this day, without it."""
    begin = (date.fromisoformat(day) - BEFORE).isoformat()
    pool = Pool()
    for count in counts:
        if count.day >= begin:
            pool = pool.plus(count)
    return pool


def _is_enough(found: Standing) -> bool:
    return found.now.readings >= ENOUGH_RECENT and found.before.readings >= ENOUGH_BEFORE


def _falls(found: Standing) -> bool:
    now, before = found.now, found.before
    if not _is_enough(found) or now.share is None or before.share is None:
        return False
    both = (now.present + before.present) / (now.readings + before.readings)
    error = math.sqrt(both * (1 - both) * (1 / now.readings + 1 / before.readings))
    loss = before.share - now.share
    return loss >= FALL and loss >= CHANCE * error


def _is_back(found: Standing) -> bool:
    now, before = found.now.share, found.before.share
    if found.now.readings < ENOUGH_RECENT or now is None or before is None:
        return False
    return now >= before - NEAR


def _shrinks(found: Standing) -> bool:
    now, before = found.now, found.before
    if now.present < ENOUGH_RECENT or before.present < ENOUGH_BEFORE:
        return False
    return (now.length or 0) < SHORTER * (before.length or 0)


def _is_long_again(found: Standing) -> bool:
    if found.now.present < ENOUGH_RECENT:
        return False
    return (found.now.length or 0) >= LONG_AGAIN * (found.before.length or 0)
