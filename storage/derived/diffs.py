"""Stored diffs: their extent in columns, the whole diff as compressed text."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from storage.derived.made import Extent
from storage.errors import ArchiveBusy, ArchiveFull
from storage.payload.deltas import DeltaError, decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.database.connection import Database
    from storage.derived.file import IndexFile
    from storage.derived.made import Made

_PATIENCE_S = 0.02


class Diffs:
    """Diffs by the extractions that they compare. To be used by one thread.

    ``rules`` is the version of the comparing code; a diff made by another version is not found.
    """

    def __init__(self, archive: Database, index: IndexFile) -> None:
        self._archive = archive
        self._index = index

    def get(self, old_id: int, new_id: int, rules: str) -> str | None:
        """The text stored for this pair; None if there is none, or if it was damaged since.

        A damaged diff is made again, lest a garbled figure be taken for one that was printed.
        """
        taker = self._index.taker
        taken = None if taker is None else taker.find((old_id, new_id, rules))
        if taken is not None:
            return taken.text
        row = self._index.database.row(
            "SELECT codec, length, data, sha256 FROM diffs"
            " WHERE new_id = ? AND old_id = ? AND rules = ?",
            (new_id, old_id, rules),
        )
        return None if row is None else _text(row, (old_id, new_id, rules))

    def put(self, made: Made) -> None:
        """Store a diff, replacing any there is, or give it to whoever took over the index.

        If the index cannot be written, has no room, or is being written by somebody else, nothing
        is done: the diff will be made again when needed, and a reader of pages never waits for it.
        """
        taker = self._index.taker
        if taker is not None:
            taker.take(made)
        elif self._index.database.writable:
            with suppress(ArchiveBusy, ArchiveFull), self._index.database.patience(_PATIENCE_S):
                self.put_all([made])

    def put_all(self, some: Iterable[Made]) -> None:
        """Store several in one transaction, leaving out those of texts redacted meanwhile.

        Redactions are looked up inside the transaction. As the index is deleted after a redaction,
        a diff written before that goes with it, and one written later is known to be redacted.
        Raises ArchiveBusy.
        """
        database = self._index.database
        with self._index.transaction():
            for made in some:
                if self._redacted(made):
                    continue
                extent, data = made.extent, made.text.encode("utf-8", "surrogatepass")
                codec, packed = encode(data)
                database.change(
                    "INSERT OR REPLACE INTO diffs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(made.old_id, made.new_id, made.rules),
                        *(extent.removed, extent.added, extent.words, extent.strip),
                        *(codec, len(data), packed, _hash(made.key, data)),
                    ),
                )

    def _redacted(self, made: Made) -> bool:
        found = self._archive.value(
            "SELECT 1 FROM extractions JOIN redactions USING (capture_id)"
            " WHERE extractions.id IN (?, ?)",
            (made.old_id, made.new_id),
        )
        return found is not None

    def extents(self, pairs: Iterable[tuple[int, int]], rules: str) -> dict[int, Extent]:
        """The known extents of these pairs (old, new), by the id of the new one."""
        wanted = {new: old for old, new in pairs}
        marks = ", ".join("?" * len(wanted))
        rows = self._index.database.rows(
            "SELECT old_id, new_id, removed, added, words, strip FROM diffs"
            f" WHERE new_id IN ({marks}) AND rules = ?",
            (*wanted, rules),
        )
        found = {
            row["new_id"]: _extent(row) for row in rows if wanted[row["new_id"]] == row["old_id"]
        }
        taker = self._index.taker
        if taker is not None:
            taken = (taker.find((old, new, rules)) for new, old in wanted.items())
            found |= {made.new_id: made.extent for made in taken if made is not None}
        return found


def _text(row: Any, key: tuple[int, int, str]) -> str | None:
    try:
        data = decode(row["codec"], row["data"], row["length"])
    except DeltaError:
        return None
    return data.decode("utf-8", "surrogatepass") if _hash(key, data) == row["sha256"] else None


def _hash(key: tuple[int, int, str], data: bytes) -> bytes:
    """Over the text and the pair it compares, so that no other diff can be put in its place."""
    return hashlib.sha256(repr(key).encode() + data).digest()


def _extent(row: Any) -> Extent:
    return Extent(row["removed"], row["added"], row["words"], row["strip"])
