"""How each seed behaves: its pace, what it named last, and gaps that are not closed yet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.agenda.near_keys import NearKeys
from storage.agenda.websub import Subscriptions
from storage.database.paging import of_each
from storage.database.times import from_text, maybe_text, maybe_time, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.database.connection import Database

TABLES = """
CREATE TABLE seed_looks (
    address_id INTEGER PRIMARY KEY REFERENCES addresses (id),
    looked_at TEXT NOT NULL,
    per_hour REAL NOT NULL,
    entries INTEGER NOT NULL,
    named BLOB NOT NULL,
    gap_since TEXT,
    gap_named BLOB,
    hub TEXT,
    topic TEXT
) STRICT;
CREATE INDEX addresses_new ON addresses (outlet_id, found_at DESC, id)
    WHERE last_visit_id IS NULL AND role = 'candidate' AND next_due IS NOT NULL;
"""

_ASKED = """
    SELECT addresses.key, started_at, outcome FROM addresses
    LEFT JOIN visits ON visits.id = last_visit_id
    WHERE key IN (SELECT value FROM json_each(?1))
"""
_WIDTH = 8  # bytes of a mark: among a thousand entries two agree by chance once in 10^13 looks


@dataclass(frozen=True, slots=True)
class SeedLook:
    """A seed as it was last read.

    ``per_hour`` is how many new addresses it names an hour, smoothed; ``entries`` how many it names
    at once; ``named`` their marks (:func:`marks`). ``gap_since`` is the time of the look after
    which entries may have come and gone unseen, ``gap_named`` the marks at that time; both are None
    if there is no gap. ``hub`` and ``topic`` are what it declares for WebSub.
    """

    address_id: int
    looked_at: datetime
    per_hour: float = 0.0
    entries: int = 0
    named: frozenset[bytes] = frozenset()
    gap_since: datetime | None = None
    gap_named: frozenset[bytes] = frozenset()
    hub: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """When an address was last visited, whatever came of it, and whether it gave a page to read.

    ``at`` is None if it never was.
    """

    at: datetime | None
    was_read: bool


def marks(keys: Iterable[str]) -> frozenset[bytes]:
    """Short hashes of SURT keys, to tell whether two looks have an entry in common."""
    return frozenset(hashlib.sha256(key.encode()).digest()[:_WIDTH] for key in keys)


class SeedLooks:
    """``archive.seed_looks``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.subscriptions, self.near = Subscriptions(database), NearKeys(database)

    def of(self, address_id: int) -> SeedLook | None:
        """The last look at the seed with this address."""
        row = self._database.row("SELECT * FROM seed_looks WHERE address_id = ?", (address_id,))
        return None if row is None else _look(row)

    def gaps(self, outlet_id: int) -> list[SeedLook]:
        """Seeds of the outlet with an open gap."""
        rows = self._database.rows(
            "SELECT seed_looks.* FROM seed_looks JOIN addresses ON addresses.id = address_id"
            " WHERE gap_since IS NOT NULL AND outlet_id = ? ORDER BY address_id",
            (outlet_id,),
        )
        return [_look(row) for row in rows]

    def put(self, look: SeedLook) -> None:
        """Store it in place of the one before."""
        with self._database.transaction():
            self._database.change(
                "INSERT INTO seed_looks (address_id, looked_at, per_hour, entries, named,"
                " gap_since, gap_named, hub, topic) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (address_id) DO UPDATE SET looked_at = excluded.looked_at,"
                " per_hour = excluded.per_hour, entries = excluded.entries,"
                " named = excluded.named, gap_since = excluded.gap_since,"
                " gap_named = excluded.gap_named, hub = excluded.hub, topic = excluded.topic",
                (
                    look.address_id,
                    to_text(look.looked_at),
                    look.per_hour,
                    look.entries,
                    b"".join(sorted(look.named)),
                    maybe_text(look.gap_since),
                    b"".join(sorted(look.gap_named)) if look.gap_since else None,
                    look.hub,
                    look.topic,
                ),
            )

    def new_addresses(self, keys: Iterable[str]) -> set[str]:
        """Which of these keys the archive does not know."""
        wanted = set(keys)
        sql = "SELECT key FROM addresses WHERE key IN (SELECT value FROM json_each(?1))"
        return wanted - {row["key"] for row in of_each(self._database, sql, [*wanted])}

    def asked(self, keys: Iterable[str]) -> dict[str, Asked]:
        """Which of these keys the archive knows, and when each was last visited."""
        known = dict[str, Asked]()
        for row in of_each(self._database, _ASKED, [*keys]):
            was_read = row["outcome"] in ("captured", "unmodified")
            known[row["key"]] = Asked(maybe_time(row["started_at"]), was_read)
        return known

    def found_times(self, outlet_id: int, since: datetime) -> list[datetime]:
        """The distinct times at which something new of the outlet was found."""
        rows = self._database.rows(
            "SELECT DISTINCT found_at FROM addresses WHERE outlet_id = ? AND found_at >= ?"
            " AND role IN ('candidate', 'article', 'none')",
            (outlet_id, to_text(since)),
        )
        return [from_text(row["found_at"]) for row in rows]

    def last_unmodified(self) -> dict[int, datetime]:
        """When a seed of each outlet was last found as it was, if its last visit found it so."""
        rows = self._database.rows(
            "SELECT seeds.outlet_id, max(started_at) AS at FROM seeds"
            " JOIN addresses ON addresses.id = seeds.address_id"
            " JOIN visits ON visits.id = last_visit_id"
            " WHERE outcome = 'unmodified' GROUP BY seeds.outlet_id"
        )
        return {row["outlet_id"]: from_text(row["at"]) for row in rows}

    def children_due(self, outlet_id: int, now: datetime, limit: int) -> list[int]:
        """Addresses below seeds of the outlet (child sitemaps) that are due.

        At most ``limit``, the longest overdue ones.
        """
        rows = self._database.rows(
            "SELECT id FROM addresses WHERE outlet_id = ? AND next_due <= ? AND role = 'seed'"
            " AND id NOT IN (SELECT address_id FROM seeds) ORDER BY next_due, id LIMIT ?",
            (outlet_id, to_text(now), limit),
        )
        return [int(row["id"]) for row in rows]

    def newest(self, outlet_id: int, now: datetime, limit: int) -> list[int]:
        """Addresses of the outlet that were found and never visited, the last found first.

        This is asked before every page, so NOT keeps SQLite from walking all that is due.
        """
        rows = self._database.rows(
            "SELECT id FROM addresses WHERE outlet_id = ? AND last_visit_id IS NULL"
            " AND role = 'candidate' AND next_due IS NOT NULL AND NOT (next_due > ?)"
            " ORDER BY found_at DESC, id LIMIT ?",
            (outlet_id, to_text(now), limit),
        )
        return [int(row["id"]) for row in rows]


def _look(row: Any) -> SeedLook:
    return SeedLook(
        address_id=row["address_id"],
        looked_at=from_text(row["looked_at"]),
        per_hour=row["per_hour"],
        entries=row["entries"],
        named=_parts(row["named"]),
        gap_since=maybe_time(row["gap_since"]),
        gap_named=_parts(row["gap_named"]),
        hub=row["hub"],
        topic=row["topic"],
    )


def _parts(data: bytes | None) -> frozenset[bytes]:
    data = data or b""
    return frozenset(data[at : at + _WIDTH] for at in range(0, len(data), _WIDTH))
