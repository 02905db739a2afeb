"""Times as feeds and sitemaps write them, if they can be read. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def moment(text: str | None) -> datetime | None:
    """A time in W3C or mail format, in UTC; a day means its end. None if it cannot be read."""
    text = (text or "").strip()
    if not text:
        return None
    try:
        if len(text) <= len("2026-01-01"):
            day = datetime.fromisoformat(text)
            return day.replace(hour=23, minute=59, second=59, tzinfo=UTC)
        when = datetime.fromisoformat(text)
    except ValueError:
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
    try:
        return when.astimezone(UTC) if when.tzinfo is not None else when.replace(tzinfo=UTC)
    except OverflowError:
        return None


def changed_since(text: str | None, since: datetime, *, unknown: bool = True) -> bool:
    """Whether it was changed at this time or later; ``unknown`` if the text is not readable."""
    when = moment(text)
    return unknown if when is None else when >= since
