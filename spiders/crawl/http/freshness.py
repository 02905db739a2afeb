"""How long an answer says that it stays fresh (RFC 9111, 4.2), and how far that counts. Pure.

While it is fresh, a cache on the way would give the same copy again, and a visit is wasted. But
freshness is for caches, and no outlet means by ``max-age=31536000`` that it will not correct the
article tomorrow: so it puts a visit off by no more than ``LONGEST``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from spiders.http_date import parse_http_date

if TYPE_CHECKING:
    from spiders.crawl.http.wire import Head

LONGEST = timedelta(minutes=15)
_STALE = frozenset({"no-cache", "no-store", "must-understand"})


def fresh_for(head: Head) -> timedelta:
    """How long an answer is still fresh; zero if that is not said, or not readable.

    A copy from a shared cache (it has an ``Age``) is fresh for as long as ``s-maxage`` says.
    """
    tokens = head.tokens("cache-control")
    if any(token.partition("=")[0] in _STALE for token in tokens):
        return timedelta(0)
    age = _seconds(head.get("age"))
    shared = _directive(tokens, "s-maxage") if age is not None else None
    lifetime = shared if shared is not None else _directive(tokens, "max-age")
    if lifetime is None:
        lifetime = _until_expiry(head)
    return timedelta(seconds=max(0, (lifetime or 0) - (age or 0)))


def not_before(head: Head, now: datetime) -> datetime:
    """When another visit may see something new, by this answer's freshness; at least ``now``."""
    return now + min(fresh_for(head), LONGEST)


def _directive(tokens: list[str], name: str) -> int | None:
    """The seconds of a directive; None if it is absent, unreadable or given twice differently."""
    values = {
        token.partition("=")[2].strip('"') for token in tokens if token.startswith(f"{name}=")
    }
    return _seconds(values.pop()) if len(values) == 1 else None


def _seconds(value: str | None) -> int | None:
    value = (value or "").strip()
    return min(int(value), 10**9) if value.isascii() and value.isdigit() else None


def _until_expiry(head: Head) -> int | None:
    """The seconds until Expires, by the server's own clock; None if that is unknown."""
    expires, date = parse_http_date(head.get("expires")), parse_http_date(head.get("date"))
    if expires is None or date is None:
        return None
    return int((expires - date).total_seconds())
