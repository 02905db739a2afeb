"""Times as HTTP fields have them (RFC 9110, 5.6.7)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def parse_http_date(text: str | None) -> datetime | None:
    """``Mon, 05 Jan 2015 10:00:00 GMT`` in UTC; None if the text is not such a time.

    None also for a year that no clock has: servers send anything.
    """
    try:
        time = parsedate_to_datetime(text or "")
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
