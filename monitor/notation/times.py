"""Times for people: UTC, to the minute, or to the second if two would look alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def short(time: datetime | str | None) -> str:
    """As ``2026-01-31 08:00Z``; None as a dash, and a text that is not a time unchanged."""
    if time is None or time == "":
        return "–"
    if isinstance(time, str):
        try:
            time = datetime.fromisoformat(time)
        except ValueError:
            return str(time)
    if time.tzinfo is None:
        return _filled(time, "%Y-%m-%d %H:%M", 16)
    return _filled(time.astimezone(UTC), "%Y-%m-%d %H:%MZ", 17)


def exact(time: datetime | str) -> str:
    """As ``2026-01-31 08:00:07Z``."""
    if isinstance(time, str):
        time = datetime.fromisoformat(time)
    return _filled(time.astimezone(UTC), "%Y-%m-%d %H:%M:%SZ", 20)


def _filled(time: datetime, form: str, letters: int) -> str:
    """Format a time, with zeros before the year: some systems write the year 1 as ``1``."""
    return time.strftime(form).rjust(letters, "0")


def apart(*times: datetime) -> Callable[[datetime], str]:
    """How to write these in one sentence: with seconds if two of them share a minute."""
    alike = len({short(time) for time in times}) < len({exact(time) for time in times})
    return exact if alike else short


def window(before: datetime, after: datetime) -> str:
    """As ``between 2026-01-31 08:00Z and 2026-01-31 09:00Z``; with seconds within one minute."""
    told = exact if short(before) == short(after) else short
    return f"between {told(before)} and {told(after)}"


def every_so(span: timedelta) -> str:
    """As ``every minute``, ``every 90 seconds``: in the largest unit that needs no fraction."""
    seconds = round(span.total_seconds())
    for size, noun in ((86400, "day"), (3600, "hour"), (60, "minute")):
        count, rest = divmod(seconds, size)
        if count and not rest:
            return f"every {noun}" if count == 1 else f"every {count} {noun}s"
    return f"every {seconds} seconds"
