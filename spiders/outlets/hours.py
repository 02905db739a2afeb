"""Quiet hours of an outlet: ``23:00-06:00``, in UTC or in the time zone that follows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-3]):([0-5]\d)(?:\s+(\S+))?")


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``begin`` until before ``end``, which is on the next day if it is not later."""

    begin: time
    end: time
    zone: tzinfo

    def until(self, now: datetime) -> datetime | None:
        """When they end, in UTC, if it is in them now; otherwise None."""
        here = now.astimezone(self.zone)
        for day in (here.date() - timedelta(days=1), here.date()):
            begin = datetime.combine(day, self.begin, self.zone)
            later = timedelta(days=1 if self.end <= self.begin else 0)
            end = datetime.combine(day + later, self.end, self.zone)
            # In UTC: when clocks are set forward or back, a night is shorter or longer.
            if begin.astimezone(UTC) <= now < end.astimezone(UTC):
                return end.astimezone(UTC)
        return None


@lru_cache(256)
def parse_hours(text: str) -> Hours:
    """Read hours from their text. Raises ValueError, which says what is wrong."""
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise ValueError("write two times of day with a hyphen between them")
    begin, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    if begin == end:
        raise ValueError("they would never end")
    try:
        zone: tzinfo = ZoneInfo(match[5]) if match[5] else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {match[5]!r}") from error
    return Hours(begin, end, zone)


def quiet_until(texts: Iterable[str], now: datetime) -> datetime | None:
    """The latest end of those of these hours that it is in now; None if it is in none."""
    ends = [end for text in texts if (end := parse_hours(text).until(now)) is not None]
    return max(ends, default=None)
