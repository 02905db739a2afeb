"""Times for people: UTC, to the minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def short(time: datetime | str | None) -> str:
    """``2026-01-31 08:00Z``; a dash where there is none, a text that is no time as it is."""
    if time is None or time == "":
        return "–"
    if isinstance(time, str):
        try:
            time = datetime.fromisoformat(time)
        except ValueError:
            return str(time)
    if time.tzinfo is None:
        return time.strftime("%Y-%m-%d %H:%M")
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")


def window(before: datetime, after: datetime) -> str:
    """``between 2026-01-31 08:00Z and 2026-01-31 09:00Z``; with seconds within one minute."""
    times = short(before), short(after)
    if times[0] == times[1]:
        one, other = (f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%SZ}" for time in (before, after))
        times = one, other
    return f"between {times[0]} and {times[1]}"


def every_so(span: timedelta) -> str:
    """``every minute``, ``every 90 seconds``: in the largest unit that says it without a rest."""
    seconds = round(span.total_seconds())
    for size, noun in ((86400, "day"), (3600, "hour"), (60, "minute")):
        count, rest = divmod(seconds, size)
        if count and not rest:
            return f"every {noun}" if count == 1 else f"every {count} {noun}s"
    return f"every {seconds} seconds"
