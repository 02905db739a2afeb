"""Times as people give them: RFC 3339, a date, or so long ago (``36h``, ``7d``)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from storage.database.times import to_text
from storage.errors import InputError

_AGO = re.compile(r"(\d{1,6})\s*(s|m|h|d|w)\Z")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment(text: str, now: datetime | None = None) -> datetime:
    """The aware time in UTC, which is meant where no zone is named. Raises ValueError."""
    text = text.strip()
    ago = _AGO.match(text)
    try:
        if ago:
            return (now or datetime.now(UTC)) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        time = datetime.fromisoformat(text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        told = f"{text[:60]!r} is no time. Give one as 2026-01-31, 2026-01-31T08:00Z, 36h or 7d."
        raise ValueError(told) from error


def in_order(since: datetime | None, until: datetime | None) -> None:
    """Nothing lies in a time that ends before it begins, and "nothing changed" would be no answer.

    Raises InputError.
    """
    if since is not None and until is not None and until <= since:
        raise InputError(
            f"No time lies between {to_text(since)} and {to_text(until)}.",
            why="What is asked for ends where it begins, or before.",
            do="Name the earlier time as since, the later one as until.",
        )
