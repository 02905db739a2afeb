"""Times as people give them: a date, RFC 3339, a day by its name, or a length of time ago.

Options, the filters of pages, and the words of a search all take these.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from monitor.notation.times import apart
from storage.errors import InputError

FORMS = "2026-01-31, 2026-01-31T08:00Z, today, yesterday, 36h or 3 days"
"""The forms that an error message lists."""

_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*([a-z]+)", re.IGNORECASE)
_AGO = re.compile(r"\s+ago\Z", re.IGNORECASE)
_UNITS = {
    "seconds": ("s", "sec", "secs", "second"),
    "minutes": ("m", "min", "mins", "minute"),
    "hours": ("h", "hr", "hrs", "hour"),
    "days": ("d", "day"),
    "weeks": ("w", "week"),
}
"""Months are left out: their letter stands for minutes, and they differ in length."""
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in (unit, *names)}
_DAYS_AGO = {"today": 0, "yesterday": 1}


def length(text: str) -> timedelta | None:
    """``90s``, ``1.5h``, ``3 days``; None if it is not a length of time."""
    found = _LENGTH.fullmatch(text.strip())
    if found is None:
        return None
    name = found[2] if len(found[2]) == 1 else found[2].lower()
    unit = _UNIT_OF.get(name)
    return None if unit is None else timedelta(**{unit: float(found[1])})


def moment(text: str, now: datetime | None = None) -> datetime:
    """The aware time in UTC; also if no zone is named. Raises ValueError.

    ``today`` and ``yesterday`` are the beginnings of these days in UTC.
    """
    text, now = text.strip(), (now or datetime.now(UTC)).astimezone(UTC)
    days = _DAYS_AGO.get(text.lower())
    try:
        if days is not None:
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
            return midnight - timedelta(days=days)
        ago = length(_AGO.sub("", text))
        if ago is not None:
            return now - ago
        time = datetime.fromisoformat(text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:60]!r} is not a time. Give one as {FORMS}.") from error


def in_order(since: datetime | None, until: datetime | None) -> None:
    """Raise InputError if a period ends before it begins: nothing could be found in it."""
    if since is not None and until is not None and until <= since:
        shown = apart(since, until)
        raise InputError(
            f"There is no time between {shown(since)} and {shown(until)}.",
            why="The period ends where it begins, or before.",
            do="Give the earlier time as since, the later one as until.",
        )
