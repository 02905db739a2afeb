"""WebSub: which hubs were asked to announce a seed's news, and until when they will.

Each seed has a token, which is part of the callback's address, and a secret of ours. What a hub
sends is only a hint to look at the seed; nothing of it is kept.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.database.times import maybe_time, to_text

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

TABLES = """
CREATE TABLE subscriptions (
    address_id INTEGER PRIMARY KEY REFERENCES addresses (id),
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    secret TEXT NOT NULL,
    asked_at TEXT,
    lease_until TEXT,
    pinged_at TEXT,
    refused TEXT
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A seed's subscription, lasting until ``lease_until``; ``refused`` says why it was refused."""

    address_id: int
    hub: str
    topic: str
    token: str
    secret: str
    asked_at: datetime | None = None
    lease_until: datetime | None = None
    pinged_at: datetime | None = None
    refused: str | None = None


class Subscriptions:
    """``archive.seed_looks.subscriptions``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, address_id: int) -> Subscription | None:
        """The subscription of the seed with this address."""
        return self._one("address_id = ?", address_id)

    def by_token(self, token: str) -> Subscription | None:
        """The subscription whose callback has this token."""
        found = self._one("token = ?", token)
        same = found is not None and hmac.compare_digest(found.token.encode(), token.encode())
        return found if same else None

    def asking(self, address_id: int, hub: str, topic: str, now: datetime) -> Subscription:
        """Note that the hub is about to be asked; with another hub or topic, start anew."""
        with self._database.transaction():
            known = self.of(address_id)
            if known is None or (known.hub, known.topic) != (hub, topic):
                self._database.change(
                    "DELETE FROM subscriptions WHERE address_id = ?", (address_id,)
                )
                self._database.insert(
                    "subscriptions",
                    address_id=address_id,
                    hub=hub,
                    topic=topic,
                    token=secrets.token_urlsafe(24),
                    secret=secrets.token_urlsafe(32),
                    asked_at=to_text(now),
                )
            else:
                self._set(address_id, "asked_at", to_text(now))
            found = self.of(address_id)
        assert found is not None
        return found

    def granted(self, address_id: int, until: datetime) -> None:
        """The hub has verified that we asked, and will announce news until then."""
        with self._database.transaction():
            self._set(address_id, "lease_until", to_text(until))
            self._set(address_id, "refused", None)

    def refused(self, address_id: int, why: str) -> None:
        """The hub will not announce anything, or not any more."""
        with self._database.transaction():
            self._set(address_id, "lease_until", None)
            self._set(address_id, "refused", why[:200])

    def pinged(self, address_id: int, now: datetime) -> None:
        """The hub has announced news."""
        with self._database.transaction():
            self._set(address_id, "pinged_at", to_text(now))

    def _set(self, address_id: int, column: str, value: str | None) -> None:
        self._database.change(
            f"UPDATE subscriptions SET {column} = ? WHERE address_id = ?", (value, address_id)
        )

    def _one(self, condition: str, value: Any) -> Subscription | None:
        row = self._database.row(f"SELECT * FROM subscriptions WHERE {condition}", (value,))
        if row is None:
            return None
        return Subscription(
            address_id=row["address_id"],
            hub=row["hub"],
            topic=row["topic"],
            token=row["token"],
            secret=row["secret"],
            asked_at=maybe_time(row["asked_at"]),
            lease_until=maybe_time(row["lease_until"]),
            pinged_at=maybe_time(row["pinged_at"]),
            refused=row["refused"],
        )
