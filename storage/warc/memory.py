"""What an import remembers while it runs; on disk, so that a file of any size takes no memory."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.database.times import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.archive import Archive
    from storage.database.connection import Database

_SECOND = timedelta(seconds=1)


class Memory:
    """Which visits the archive has, and which captures are the originals of revisits.

    It is a temporary database without a name, which vanishes when it is closed. What the archive
    has of an address is looked up once, when the address is first asked about.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive: Database = archive._database  # noqa: SLF001 — behind the same door
        self._own = sqlite3.connect("", isolation_level=None)
        self._own.executescript("""
            PRAGMA cache_size = -8000;
            CREATE TABLE originals (name INTEGER PRIMARY KEY, visit_id INTEGER NOT NULL);
            CREATE TABLE looked_up (address_id INTEGER PRIMARY KEY);
            CREATE TABLE waiting (address_id INTEGER PRIMARY KEY);
            CREATE TABLE visits (
                address_id INTEGER NOT NULL, started_at TEXT NOT NULL, visit_id INTEGER NOT NULL,
                status INTEGER NOT NULL, wire_sha256 BLOB NOT NULL,
                PRIMARY KEY (address_id, started_at, visit_id)
            ) WITHOUT ROWID;
            BEGIN;
        """)

    def close(self) -> None:
        """Delete what was remembered on disk."""
        self._own.close()

    # --- visits ------------------------------------------------------------------------------
    def visit(
        self, address_id: int, at: datetime, status: int, wire: bytes, turn: int = 1
    ) -> int | None:
        """The visit that is this very exchange of that time; ``wire`` is its SHA-256.

        ``turn`` counts from 1 the visits that are this same exchange.
        """
        self._look_up(address_id)
        row = self._own.execute(
            "SELECT visit_id FROM visits WHERE address_id = ? AND started_at = ? AND status = ?"
            " AND wire_sha256 = ? ORDER BY visit_id LIMIT 1 OFFSET ?",
            (address_id, to_text(at), status, wire, turn - 1),
        ).fetchone()
        return None if row is None else int(row[0])

    def captured_at(self, address_id: int, at: datetime) -> int | None:
        """The first capture of an address within this second (dates in files have no more)."""
        return next(iter(self._captured_at(address_id, at)), None)

    def count_at(self, address_id: int, at: datetime) -> int:
        """How many captures of the address there are within this second."""
        return len(self._captured_at(address_id, at))

    def _captured_at(self, address_id: int, at: datetime) -> list[int]:
        self._look_up(address_id)
        second = at.replace(microsecond=0)
        rows = self._own.execute(
            "SELECT visit_id FROM visits WHERE address_id = ? AND started_at >= ?"
            " AND started_at < ? AND status <> 304 ORDER BY started_at, visit_id",
            (address_id, to_text(second), to_text(second + _SECOND)),
        )
        return [int(row[0]) for row in rows]

    def add(self, address_id: int, at: datetime, visit_id: int, status: int, wire: bytes) -> None:
        """Remember a visit that was stored."""
        self._own.execute(
            "INSERT INTO visits VALUES (?, ?, ?, ?, ?)",
            (address_id, to_text(at), visit_id, status, wire),
        )

    def _look_up(self, address_id: int) -> None:
        done = self._own.execute(
            "INSERT INTO looked_up VALUES (?) ON CONFLICT DO NOTHING", (address_id,)
        )
        if not done.rowcount:
            return
        rows = self._archive.rows(
            "SELECT visits.address_id, visits.started_at, visits.id, captures.status,"
            " captures.wire_sha256 FROM visits JOIN captures ON captures.id = visits.id"
            " WHERE visits.address_id = ?",
            (address_id,),
        )
        self._own.executemany(
            "INSERT INTO visits VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [tuple(row) for row in rows],
        )

    # --- originals ---------------------------------------------------------------------------
    def remember(self, names: Iterable[str | None], visit_id: int) -> None:
        """Note names by which a capture may be referred to; a name belongs to its first capture."""
        self._own.executemany(
            "INSERT INTO originals VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(_short(name), visit_id) for name in names if name],
        )

    def original(self, names: Iterable[str | None]) -> int | None:
        """The capture that the first known one of these names refers to."""
        for name in names:
            if not name:
                continue
            row = self._own.execute(
                "SELECT visit_id FROM originals WHERE name = ?", (_short(name),)
            ).fetchone()
            if row is not None:
                return int(row[0])
        return None

    # --- due times ---------------------------------------------------------------------------
    def note_waiting(self, address_ids: Iterable[int]) -> None:
        """Note that these addresses were due before anything was imported."""
        self._own.executemany(
            "INSERT INTO waiting VALUES (?) ON CONFLICT DO NOTHING",
            [(address_id,) for address_id in address_ids],
        )

    def waited(self, address_id: int) -> bool:
        """Whether the address was due before."""
        row = self._own.execute("SELECT 1 FROM waiting WHERE address_id = ?", (address_id,))
        return row.fetchone() is not None


def _short(name: str) -> int:
    """A hash of a name as a signed number of eight bytes."""
    digest = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
