"""Outlet memories: what recurs over an outlet's articles as of some time, stored by version."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.database.times import from_text, to_text
from storage.digest import to_digest

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

TABLES = """
CREATE TABLE outlet_memories (
    id INTEGER PRIMARY KEY,
    outlet_id INTEGER NOT NULL REFERENCES outlets (id),
    version TEXT NOT NULL,
    made_at TEXT NOT NULL,
    articles INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (outlet_id, version)
) STRICT;
"""

LATEST = """
CREATE INDEX outlet_memories_latest ON outlet_memories (outlet_id, made_at);
"""
"""The latest one is looked up for every page that is read."""

_LONGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """A memory's name, when it was made, and how many articles the outlet had then."""

    version: str
    made_at: datetime
    articles: int


class OutletMemories:
    """The memories of outlets; a stored memory never changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self, outlet_id: int) -> Made | None:
        """The memory that new articles are read with."""
        row = self._database.row(
            "SELECT version, made_at, articles FROM outlet_memories"
            " WHERE outlet_id = ? ORDER BY made_at DESC, id DESC LIMIT 1",
            (outlet_id,),
        )
        if row is None:
            return None
        return Made(row["version"], from_text(row["made_at"]), row["articles"])

    def get(self, outlet_id: int, version: str) -> bytes | None:
        """Its content; None if it is missing or damaged."""
        data = self._database.value(
            "SELECT data FROM outlet_memories WHERE outlet_id = ? AND version = ?",
            (outlet_id, version),
        )
        try:
            return None if data is None else zlib.decompressobj().decompress(data, _LONGEST)
        except zlib.error:
            return None

    def put(self, outlet_id: int, made: Made, data: bytes) -> None:
        """Store a memory; if it is stored already, only its date is renewed."""
        self._database.change(
            "INSERT INTO outlet_memories (outlet_id, version, made_at, articles, data)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (outlet_id, version)"
            " DO UPDATE SET made_at = excluded.made_at, articles = excluded.articles",
            (outlet_id, made.version, to_text(made.made_at), made.articles, zlib.compress(data)),
        )

    def articles(self, outlet_id: int) -> int:
        """How many articles the outlet has."""
        found = self._database.value(
            "SELECT count(*) FROM articles WHERE outlet_id = ?", (outlet_id,)
        )
        return int(found)

    def newest_pages(self, outlet_id: int, limit: int) -> list[tuple[str, str, str | None]]:
        """The last page of each of the newest articles: article key, payload, content type."""
        rows = self._database.rows(
            "SELECT articles.key, payloads.sha256, CASE WHEN rendered_id IS NULL"
            " THEN captures.content_type ELSE 'text/html; charset=utf-8' END FROM articles"
            " JOIN extractions ON extractions.id = articles.last_extraction_id"
            " JOIN captures ON captures.id = extractions.capture_id"
            " JOIN payloads ON payloads.id = coalesce(captures.rendered_id, captures.payload_id)"
            # Only the ids of its many articles are read.
            " WHERE articles.id IN (SELECT id FROM articles AS one WHERE one.outlet_id = ?"
            " ORDER BY one.id DESC LIMIT ?) ORDER BY articles.id DESC",
            (outlet_id, limit),
        )
        return [(row[0], to_digest(row[1]), row[2]) for row in rows]
