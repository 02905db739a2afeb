"""Whether an outlet is silent for unusually long. Pure.

Its habit is the longest pause between two visits that found something new, in the last sixty days.
A weekly is not silent on the fourth day; a news agency is after an afternoon.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

REMEMBERED = timedelta(days=60)
LEAST_TIMES, LEAST_SPAN = 20, timedelta(days=3)
"""With fewer finds than this, or over a shorter time, the habit is unknown."""
LONGER = 1.5
LEAST = timedelta(hours=6)


def silent_since(found: Iterable[datetime], now: datetime) -> tuple[datetime, timedelta] | None:
    """When something new was last found, and the longest pause before that; None if not silent.

    ``found`` are the times at which new addresses of the outlet were found, in any order.
    """
    times = sorted({one for one in found if now - one <= REMEMBERED and one <= now})
    if len(times) < LEAST_TIMES or times[-1] - times[0] < LEAST_SPAN:
        return None
    longest = max(after - before for before, after in pairwise(times))
    if now - times[-1] <= max(LONGER * longest, LEAST):
        return None
    return times[-1], longest
