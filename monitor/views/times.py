"""Times for people: UTC, to the minute."""

from __future__ import annotations

from datetime import UTC, datetime


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
