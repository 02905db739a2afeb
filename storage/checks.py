"""Checks: is everything as it was stored? Damage is listed, never raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import ArchiveDamaged, ArchiveError, NotStored, PayloadDamaged
from storage.records import Damage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.captures import Captures
    from storage.connection import Database
    from storage.extractions import Extractions
    from storage.heads import Heads
    from storage.payloads import Payloads

COUNTED = (
    "outlets",
    "seeds",
    "addresses",
    "articles",
    "revisions",
    "events",
    "visits",
    "captures",
    "payloads",
    "extractions",
    "incidents",
)


class Checks:
    """Counting and verifying."""

    def __init__(
        self,
        database: Database,
        payloads: Payloads,
        captures: Captures,
        heads: Heads,
        extractions: Extractions,
    ) -> None:
        self._database = database
        self._payloads = payloads
        self._captures = captures
        self._heads = heads
        self._extractions = extractions

    def counts(self) -> dict[str, int]:
        """Rows a noun."""
        return {table: self._database.value(f"SELECT count(*) FROM {table}") for table in COUNTED}

    def verify(self, progress: Callable[[int, int], None] | None) -> list[Damage]:
        """All damage found. ``progress`` is told how many checks of how many are done."""
        damaged: list[Damage] = []
        steps = (
            ("payloads", self._check_payload),
            ("heads", self._check_heads),
            ("texts", self._check_text),
            ("captures", self._check_wire),
        )
        total = sum(self._size(table) for table, _ in steps)
        done = 0
        for table, check in steps:
            for row_id in self._ids(table, damaged):
                damaged += check(row_id)
                done += 1
                if progress is not None:
                    progress(done, max(done, total))
        damaged += self._check_database()
        return damaged

    def _size(self, table: str) -> int:
        try:
            return int(self._database.value(f"SELECT count(*) FROM {table}"))
        except ArchiveError:
            return 0

    def _ids(self, table: str, damaged: list[Damage]) -> Iterator[int]:
        after = 0
        while True:
            try:
                rows = self._database.rows(
                    f"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT 1000",
                    (after,),
                )
            except ArchiveError as error:
                damaged.append(Damage(table, "table", f"{error.what} {error.why}"))
                return
            if not rows:
                return
            for row in rows:
                yield row["id"]
            after = rows[-1]["id"]

    def _check_payload(self, payload_id: int) -> list[Damage]:
        try:
            self._payloads.get_by_id(payload_id)
        except PayloadDamaged as error:
            return [Damage("payload", error.digest, error.why)]
        except (ArchiveError, NotStored) as error:
            return [Damage("payload", payload_id, f"{error.what} {error.why}")]
        return []

    def _check_heads(self, capture_id: int) -> list[Damage]:
        try:
            self._heads.get(capture_id)
        except (ArchiveError, NotStored) as error:
            return [Damage("heads", capture_id, f"{error.what} {error.why}")]
        return []

    def _check_text(self, text_id: int) -> list[Damage]:
        try:
            self._extractions.text_bytes(text_id)
        except (ArchiveError, NotStored) as error:
            return [Damage("text", text_id, f"{error.what} {error.why}")]
        return []

    def _check_wire(self, capture_id: int) -> list[Damage]:
        try:
            self._captures.wire(capture_id)
        except PayloadDamaged:
            return []  # said already, of the payload
        except (ArchiveDamaged, ArchiveError, NotStored) as error:
            return [Damage("capture", capture_id, f"{error.what} {error.why}")]
        return []

    def _check_database(self) -> list[Damage]:
        damaged: list[Damage] = []
        try:
            damaged += [
                Damage("database", "archive.db", row[0])
                for row in self._database.rows("PRAGMA integrity_check")
                if row[0] != "ok"
            ]
            for row in self._database.rows("PRAGMA foreign_key_check"):
                why = f"Row {row[1]} of {row[0]} names a row of {row[2]} that is not there."
                damaged.append(Damage("database", f"{row[0]}:{row[1]}", why))
        except ArchiveError as error:
            damaged.append(Damage("database", "archive.db", f"{error.what} {error.why}"))
        return damaged
