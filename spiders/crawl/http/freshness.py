"""Pure: how long an answer says that it stays as it is (RFC 9111, 4.2), and how far that counts.

Within its freshness a cache on the way would give the same copy once more, and a look is wasted.
But what is promised is what caches may do, and no outlet means by ``max-age=31536000`` that it
will not correct the article tomorrow: so a look is put off by no more than ``LONGEST``.
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
    """What is left of the freshness of an answer; zero where nothing is promised, or badly.

    A copy that a shared cache gave (it has an ``Age``) is one for as long as ``s-maxage`` says.
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
    """When another look may see something else, by what this answer promises; ``now`` at least."""
    return now + min(fresh_for(head), LONGEST)


def _directive(tokens: list[str], name: str) -> int | None:
    """Seconds of a directive; two that differ are none."""
    values = {
        token.partition("=")[2].strip('"') for token in tokens if token.startswith(f"{name}=")
    }
    return _seconds(values.pop()) if len(values) == 1 else None


def _seconds(value: str | None) -> int | None:
    value = (value or "").strip()
    return min(int(value), 10**9) if value.isascii() and value.isdigit() else None


def _until_expiry(head: Head) -> int | None:
    """By Expires and the server's own clock."""
    expires, date = parse_http_date(head.get("expires")), parse_http_date(head.get("date"))
    if expires is None or date is None:
        return None
    return int((expires - date).total_seconds())
