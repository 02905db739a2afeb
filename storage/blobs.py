"""Chains of differences in a table: what payloads, heads and texts have in common.

The versions of one thing make a tree, written in preorder: a version leans on the one before
it until :data:`DEPTH`; then the next one leans on the nearest ancestor that has carried fewer
than :data:`FAN_OUT` versions. So a base is a few versions away at most in the mean, a full
copy is needed once in some hundred versions, and a read rebuilds at most DEPTH + 1 steps.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from storage import deltas
from storage.errors import ArchiveDamaged, NotStored

if TYPE_CHECKING:
    from storage.connection import Database

DEPTH = 5
FAN_OUT = 3

_LONGEST_CHAIN = 64
"""Far above what is ever written; a longer one can only be a ring made by damage."""


class Blobs:
    """The byte strings of one table, by id. ``noun`` is what its users call one."""

    def __init__(self, database: Database, table: str, noun: str, cache_bytes: int) -> None:
        self._database = database
        self._table = table
        self._noun = noun
        self._cache = deltas.ByteCache(cache_bytes)

    def get(self, blob_id: int) -> bytes:
        """The bytes, checked by their hash. Raises NotStored, ArchiveDamaged."""
        return self._replay(blob_id, *self._chain(blob_id))

    def add(self, data: bytes, base_id: int | None, **columns: Any) -> int:
        """Store these bytes against a base; without one, or where it is damaged, whole."""
        base = self._usable(base_id)
        codec, stored = deltas.encode(data, base)
        if codec == deltas.PLAIN or base is None:
            base_id = None
        digest = hashlib.sha256(data).digest()
        depth = 0 if base_id is None else self.depth(base_id) + 1
        self._cache.put(digest, data)
        return self._database.insert(
            self._table,
            **columns,
            sha256=digest,
            length=len(data),
            base_id=base_id,
            depth=depth,
            codec=codec,
            data=stored,
        )

    def next_base(self, last_id: int | None, stop_id: int | None = None) -> int | None:
        """The base for the version after ``last_id``; None: begin anew.

        ``stop_id`` is a blob shared with other things, which ends the walk.
        """
        current = last_id
        while current is not None and current != stop_id:
            row = self._row(current, "base_id, depth")
            if row["depth"] < DEPTH and self._carried(current) < FAN_OUT:
                return current
            current = row["base_id"]
        return None

    def depth(self, blob_id: int) -> int:
        """How many bases lie under it."""
        return int(self._row(blob_id, "depth")["depth"])

    def _carried(self, blob_id: int) -> int:
        sql = f"SELECT count(*) FROM {self._table} WHERE base_id = ?"  # noqa: S608 — our own name
        return int(self._database.value(sql, (blob_id,)))

    def _row(self, blob_id: int, columns: str) -> Any:
        sql = f"SELECT {columns} FROM {self._table} WHERE id = ?"  # noqa: S608 — our own names
        row = self._database.row(sql, (blob_id,))
        if row is None:
            raise NotStored(self._noun, str(blob_id))
        return row

    def _usable(self, base_id: int | None) -> bytes | None:
        if base_id is None:
            return None
        try:
            return self.get(base_id)
        except ArchiveDamaged:
            return None

    def _chain(self, blob_id: int) -> tuple[list[Any], bytes | None]:
        """The rows to replay, topmost first, and the bytes under them where they are at hand."""
        steps: list[Any] = []
        current: int | None = blob_id
        base: bytes | None = None
        while current is not None:
            row = self._row(current, "sha256, length, base_id, codec, data")
            base = self._cache.get(row["sha256"])
            if base is not None:
                break
            steps.append(row)
            current = row["base_id"]
            if len(steps) > _LONGEST_CHAIN:
                raise ArchiveDamaged(f"The bases of {self._noun} {blob_id} go round in a ring.")
        return steps, base

    def _replay(self, blob_id: int, steps: list[Any], base: bytes | None) -> bytes:
        data = base
        try:
            for row in reversed(steps):
                data = deltas.decode(row["codec"], row["data"], row["length"], data)
        except deltas.DeltaError as error:
            raise ArchiveDamaged(
                f"The {self._noun} {blob_id} is damaged.",
                why=error.what,
                do="See all damage with: variorum verify",
            ) from error
        assert data is not None
        if steps:
            if hashlib.sha256(data).digest() != steps[0]["sha256"]:
                raise ArchiveDamaged(
                    f"The {self._noun} {blob_id} is damaged.",
                    why="It does not give its hash.",
                    do="See all damage with: variorum verify",
                )
            self._cache.put(steps[0]["sha256"], data)
        return data
