"""Page memories: for each address, what the next reading remembers of its last page.

What a memory contains is the reader's own affair; here it is bytes. It can be made again from the
capture it was made from, so losing one costs nothing but time.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.database.times import maybe_time
from storage.digest import to_digest

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

TABLES = """
CREATE TABLE page_memories (
    address_id INTEGER PRIMARY KEY REFERENCES addresses (id),
    extraction_id INTEGER NOT NULL REFERENCES extractions (id),
    zone_start INTEGER,
    zone_end INTEGER,
    data BLOB NOT NULL
) STRICT;
"""

_LONGEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Remembered:
    """The last page of an address that was read as its article, and the reader that read it.

    ``is_current``: the page says what the article's latest revision says, the article is there,
    and its address has no incident and is not the name of another article that is not gone. If the
    page is unchanged, there is then nothing more to decide.
    """

    article_id: int | None
    extraction_id: int
    digest: str
    payload: str
    content_type: str | None
    reader: str
    rules: str | None
    memory: str | None
    zone: tuple[int, int] | None
    packed: bytes
    is_current: bool
    last_seen: datetime | None

    @property
    def data(self) -> bytes | None:
        """What the reader has to remember; None if it is damaged, as for a page never seen."""
        try:
            return zlib.decompressobj().decompress(self.packed, _LONGEST)
        except zlib.error:
            return None


class PageMemories:
    """The page memories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, address_id: int, host: str) -> Remembered | None:
        """The memory of an address; ``host`` is its host, which may have incidents of its own."""
        row = self._database.row(_REMEMBERED, (host, address_id))
        if row is None:
            return None
        zone = None if row["zone_start"] is None else (row["zone_start"], row["zone_end"])
        return Remembered(
            article_id=row["article_id"],
            extraction_id=row["extraction_id"],
            digest=to_digest(row["content_sha256"]),
            payload=to_digest(row["payload_sha256"]),
            content_type=row["content_type"],
            reader=row["reader"],
            rules=row["rules"],
            memory=row["memory"],
            zone=zone,
            packed=row["data"],
            is_current=bool(row["is_current"]),
            last_seen=maybe_time(row["last_seen"]),
        )

    def address_of(self, article_id: int, key: str) -> int | None:
        """An address of the article that has a memory: the one with its key, or the newest."""
        found = self._database.value(
            "SELECT address_id FROM page_memories JOIN addresses ON addresses.id = address_id"
            " WHERE article_id = ? ORDER BY key = ? DESC, extraction_id DESC LIMIT 1",
            (article_id, key),
        )
        return None if found is None else int(found)

    def put(
        self,
        address_id: int,
        extraction_id: int,
        data: bytes | None,
        zone: tuple[int, int] | None,
    ) -> None:
        """Remember the page that was read as this extraction, in place of the one before.

        Without ``data`` the content stays: the page showed the same article once more.
        """
        start, end = zone or (None, None)
        if data is None:
            self._database.change(
                "UPDATE page_memories SET extraction_id = ?, zone_start = ?, zone_end = ?"
                " WHERE address_id = ?",
                (extraction_id, start, end, address_id),
            )
            return
        self._database.change(
            "INSERT INTO page_memories (address_id, extraction_id, zone_start, zone_end, data)"
            " VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (address_id) DO UPDATE SET extraction_id = excluded.extraction_id,"
            " zone_start = excluded.zone_start, zone_end = excluded.zone_end,"
            " data = excluded.data",
            (address_id, extraction_id, start, end, zlib.compress(data, 1)),
        )

    def forget(self, address_id: int) -> None:
        """Forget the page, as if it had never been read."""
        self._database.change("DELETE FROM page_memories WHERE address_id = ?", (address_id,))


_REMEMBERED = """
    SELECT page_memories.extraction_id, page_memories.data, zone_start, zone_end,
        addresses.article_id, extractions.content_sha256,
        payloads.sha256 AS payload_sha256,
        CASE WHEN rendered_id IS NULL THEN captures.content_type
            ELSE 'text/html; charset=utf-8' END AS content_type,
        readers.reader, readers.rules, readers.memory, articles.last_seen,
        articles.state = 'live' AND articles.absences = 0
            AND articles.content_sha256 = extractions.content_sha256
            AND revisions.article_id = articles.id
            AND revisions.id = articles.last_revision_id
            AND NOT EXISTS (
                SELECT 1 FROM incidents
                WHERE incidents.outlet_id = addresses.outlet_id AND closed_at IS NULL
                AND (subject IN (addresses.url, ?) OR kind = 'rule_failed')
            ) AND NOT EXISTS (
                SELECT 1 FROM articles AS missed WHERE missed.key = addresses.key
                AND missed.id <> articles.id AND missed.state <> 'gone'
            ) AS is_current
    FROM page_memories
    JOIN addresses ON addresses.id = page_memories.address_id
    JOIN extractions ON extractions.id = page_memories.extraction_id
    JOIN readers ON readers.id = extractions.reader_id
    JOIN captures ON captures.id = extractions.capture_id
    JOIN payloads ON payloads.id = coalesce(captures.rendered_id, captures.payload_id)
    LEFT JOIN revisions ON revisions.id = extractions.revision_id
    LEFT JOIN articles ON articles.id = addresses.article_id
    WHERE page_memories.address_id = ?
"""
