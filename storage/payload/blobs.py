"""Chains of differences in a table: what payloads, heads and texts have in common.

A version is stored as a difference to one of the versions before it, its base, and that to another,
down to one that is stored whole. ``storage.payload.bases`` chooses the base; some versions have two
(``storage.payload.rebasing``). ``storage.payload.making`` makes the bytes out of these.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from storage.errors import ArchiveDamaged, NotStored
from storage.payload import deltas, large
from storage.payload.bases import DEPTH, SURPRISE, Link, cost, guesses, usual_size
from storage.payload.cache import ByteCache, shared_cache
from storage.payload.choices import Base, Choice, encoded, is_dear
from storage.payload.making import LONGEST_CHAIN, Making

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database.connection import Database

BLANK = "blank"
"""The codec of a blob whose bytes were removed."""

_WORTH_POLISHING = 20000
"""Bytes. A longer difference is compressed again at a slower level."""

_AKIN = 0.6
"""Two pages are akin when one takes, against the other, less than this share of what it would take
alone, which is estimated from the size of the other one alone."""


class Blobs:
    """The byte strings of one table, by id. ``noun`` is what its users call one of them.

    ``seconds``: the table has a column for second bases, see ``storage.payload.rebasing``.
    """

    def __init__(
        self,
        database: Database,
        table: str,
        noun: str,
        cache_bytes: int,
        *,
        seconds: bool = False,
    ) -> None:
        self._database = database
        self._table = table
        self._noun = noun
        self._has_seconds = seconds
        self._second = "one.second_id" if seconds else "NULL"
        # What is needed to make a blob, and the hash of its base.
        self._step_sql = (
            "SELECT one.id, one.sha256, one.length, one.base_id, one.depth, one.codec, one.data,"
            f" {self._second} AS second_id, base.sha256 AS below FROM {table} AS one"
            f" LEFT JOIN {table} AS base ON base.id = one.base_id WHERE one."
        )
        if database.writable:
            self._cache = ByteCache(cache_bytes)
        else:
            self._cache = shared_cache(str(database.path), table, cache_bytes)
        self._making = Making(self._cache, self._step)

    def get(self, blob_id: int) -> bytes:
        """The bytes, checked by their hash. Raises NotStored, ArchiveDamaged."""
        return self._get(self._step(blob_id)).data

    def check(self, blob_id: int) -> None:
        """Check that this very row gives its hash, even if another row has the same bytes.

        Raises NotStored, ArchiveDamaged.
        """
        row = self._step(blob_id)
        if row["codec"] == BLANK:
            raise self._damaged(blob_id, "Its bytes were removed.")
        self._made(row)

    def find(self, sha256: bytes) -> Any:
        """The row for :meth:`get_found`, with ``id``; None if no bytes have this hash."""
        return self._database.row(self._step_sql + "sha256 = ?", (sha256,))

    def get_found(self, row: Any) -> bytes:
        """What :meth:`get` returns, for a row of :meth:`find`."""
        return self._get(row).data

    def forget(self) -> None:
        """Drop what is cached, and read everything from the file again."""
        self._cache.clear()

    def _get(self, row: Any) -> Base:
        blob_id = row["id"]
        if row["codec"] == BLANK:  # perhaps by another process, while it is cached here
            raise self._damaged(blob_id, "Its bytes were removed.")
        data = self._cache.once(row["sha256"], lambda: self._made(row))
        return Base(blob_id, row["depth"], data)

    def add(self, data: bytes, base_id: int | None, **columns: Any) -> int:
        """Store these bytes against a base; without one, or if it is damaged, whole.

        ``columns`` are further columns of the row, including ``sha256`` if it is known already.
        """
        return self._insert(data, self.against(data, base_id), columns)

    def add_large(self, data: bytes, **columns: Any) -> int:
        """Store a body of more than ``large.LARGE`` bytes by itself."""
        return large.insert(self._database, self._table, data, **columns)

    def pieces(self, blob_id: int) -> Iterator[bytes]:
        """The same bytes as :meth:`get`, in pieces if large; the last one once all are checked."""
        row = self.row(blob_id, "id, sha256, length, base_id, codec")
        if row["length"] <= large.LARGE or row["base_id"] is not None or row["codec"] == BLANK:
            yield self.get(blob_id)
            return
        try:
            yield from large.read(self._database, self._table, row)
        except deltas.DeltaError as error:
            raise self._damaged(blob_id, error.what) from error

    def add_after(self, data: bytes, last_id: int, **columns: Any) -> int | None:
        """Store the version after ``last_id``, and return its id.

        If it is better to start a new chain, with no base or with one that the caller knows,
        nothing is stored and None is returned.
        """
        chain = self.ancestors(last_id)
        choice = self._promising(data, chain)
        if choice is None or choice.base_id is None or is_dear(choice, chain):
            return None
        return self._insert(data, choice, columns)

    def add_if_akin(self, data: bytes, base_id: int, **columns: Any) -> int | None:
        """Store against this base if that saves enough; otherwise store nothing and return None."""
        choice = self.against(data, base_id)
        base = self.row(base_id, "length, length(data) AS size")
        whole = len(data) * base["size"] / max(1, base["length"])
        if choice.base_id is None or len(choice.stored) > _AKIN * whole:
            return None
        return self._insert(data, choice, columns)

    def release(self, blob_id: int) -> list[int]:
        """Store without this base all blobs that have it, and return their ids.

        The oldest of them takes its place, so that only one of many versions is stored whole.
        Raises ArchiveDamaged.
        """
        below = self.row(blob_id, "base_id")["base_id"]
        columns = ("base_id", "second_id")[: 1 + self._has_seconds]
        either = " OR ".join(f"{column} = ?" for column in columns)
        sql = f"SELECT id, base_id FROM {self._table} WHERE {either} ORDER BY id"
        leaning = self._database.rows(sql, [blob_id] * len(columns))
        for row in leaning:
            data = self.get(row["id"])
            own = below if row["base_id"] == blob_id else row["base_id"]
            bases = [own] if row is leaning[0] else dict.fromkeys((own, leaning[0]["id"]))
            best = min((self.against(data, one) for one in bases), key=lambda one: len(one.stored))
            self.rewrite(row["id"], self._polish(data, best))
        return [int(row["id"]) for row in leaning]

    def size_against(self, data: bytes, base_id: int | None) -> int:
        """The stored size of these bytes at the quick level, against a base or whole."""
        return len(self.against(data, base_id).stored)

    def height(self, blob_id: int) -> int:
        """How many blobs lie on top of it, one on the other."""
        sql = f"""
            WITH RECURSIVE above (id, height) AS (
                VALUES (?, 0)
                UNION SELECT one.id, height + 1 FROM {self._table} AS one
                JOIN above ON one.base_id = above.id WHERE height < {LONGEST_CHAIN}
            )
            SELECT max(height) FROM above
        """
        return int(self._database.value(sql, (blob_id,)))

    def under(self, blob_id: int) -> set[int]:
        """The blob and all that must be made before it, as far as they exist."""
        sql = f"""
            WITH RECURSIVE under (id) AS (
                VALUES (?)
                UNION SELECT below.id FROM under JOIN {self._table} AS one ON one.id = under.id
                JOIN {self._table} AS below ON below.id IN (one.base_id, {self._second})
            )
            SELECT id FROM under
        """
        return {int(row["id"]) for row in self._database.rows(sql, (blob_id,))}

    def rewrite(self, blob_id: int, choice: Choice) -> None:
        """Store it in another way, and adjust the depths of all blobs on top of it."""
        self._change(blob_id, choice)
        above = f"SELECT id FROM {self._table} WHERE base_id = ? AND depth <> ?"
        for row in self._database.rows(above, (blob_id, choice.depth + 1)):
            self._deepen(row["id"], choice.depth + 1)

    def _change(self, blob_id: int, choice: Choice, **columns: Any) -> None:
        columns |= {"base_id": choice.base_id, "depth": choice.depth, "codec": choice.codec}
        columns["data"] = choice.stored
        if self._has_seconds:
            columns["second_id"] = choice.second_id
        names = ", ".join(f"{name} = ?" for name in columns)
        self._database.change(
            f"UPDATE {self._table} SET {names} WHERE id = ?", (*columns.values(), blob_id)
        )

    def _deepen(self, blob_id: int, depth: int) -> None:
        self._database.change(f"UPDATE {self._table} SET depth = ? WHERE id = ?", (depth, blob_id))
        above = f"SELECT id FROM {self._table} WHERE base_id = ?"
        for row in self._database.rows(above, (blob_id,)):
            self._deepen(row["id"], depth + 1)

    def blank(self, blob_id: int) -> None:
        """Remove its bytes; hash and length stay. It must not be a base of any other."""
        self._change(blob_id, Choice(None, BLANK, b""))
        self._cache.clear()

    def replace(self, blob_id: int, data: bytes) -> None:
        """Put other bytes in its place. It must not be a base of any other."""
        digest = hashlib.sha256(data).digest()
        whole = Choice(None, deltas.PLAIN, data)
        self._change(blob_id, whole, sha256=digest, length=len(data))
        self._cache.clear()

    def depth(self, blob_id: int) -> int:
        """How many bases lie under it."""
        return int(self.row(blob_id, "depth")["depth"])

    # --- writing -----------------------------------------------------------------------------
    def _insert(self, data: bytes, choice: Choice, columns: dict[str, Any]) -> int:
        digest = columns.pop("sha256", None) or hashlib.sha256(data).digest()
        self._cache.put(digest, data)
        choice = self._polish(data, choice)
        return self._database.insert(
            self._table,
            **columns,
            sha256=digest,
            length=len(data),
            base_id=choice.base_id,
            depth=choice.depth,
            codec=choice.codec,
            data=choice.stored,
        )

    def _polish(self, data: bytes, choice: Choice) -> Choice:
        """Compress large ones at a slower level: a few versions make up most of the bytes."""
        if choice.base_id is None or len(choice.stored) < _WORTH_POLISHING:
            return choice
        slower = encoded(data, self.usable(choice.base_id), deltas.SLOWER)
        return slower if len(slower.stored) < len(choice.stored) else choice

    def against(self, data: bytes, base_id: int | None) -> Choice:
        """How to store these quickly, against a base; or whole, if that cannot be read."""
        return encoded(data, self.usable(base_id))

    def _promising(self, data: bytes, chain: list[Link]) -> Choice | None:
        """Try the ancestor that is guessed to be best; if the guess was wrong, others too."""
        guess = next(iter(guesses(chain)), None)
        if guess is None:
            return None
        choice = encoded(data, self._base(guess.link))
        if len(choice.stored) <= guess.size + SURPRISE:
            return choice
        # The version before; or its base, in case an error page came between two versions.
        usual, count = usual_size(chain), 1 + (len(choice.stored) > _WORTH_POLISHING)
        tried = [(cost(len(choice.stored), usual, guess.link), choice)]
        for link in chain[:count]:
            if link.depth < DEPTH and link != guess.link:
                other = encoded(data, self._base(link))
                tried.append((cost(len(other.stored), usual, link), other))
        return min(tried, key=lambda one: one[0])[1]

    def ancestors(self, blob_id: int) -> list[Link]:
        """The blob itself, its base, and so on down to the one that is stored whole.

        Empty if its bytes were removed.
        """
        links: list[Link] = []
        current: int | None = blob_id
        while current is not None and len(links) < LONGEST_CHAIN:
            row = self.row(current, "base_id, depth, length(data) AS size, sha256, codec")
            if row["codec"] == BLANK:
                return []
            links.append(Link(current, row["depth"], row["size"], row["sha256"]))
            current = row["base_id"]
        return links

    # --- reading -----------------------------------------------------------------------------
    def row(self, blob_id: int, columns: str) -> Any:
        """These columns of its row. Raises NotStored."""
        sql = f"SELECT {columns} FROM {self._table} AS one WHERE id = ?"
        return self._database.stored(self._noun, blob_id, sql)

    def _base(self, link: Link) -> Base | None:
        """The base with its bytes; None if they are damaged."""
        held = self._cache.get(link.sha256)
        return self.usable(link.id) if held is None else Base(link.id, link.depth, held)

    def usable(self, base_id: int | None) -> Base | None:
        """The blob as a base, with its bytes; None if they are damaged or removed."""
        if base_id is None:
            return None
        try:
            return self._get(self._step(base_id))
        except (ArchiveDamaged, NotStored):
            return None

    def _made(self, row: Any) -> bytes:
        try:
            return self._making.made(row)
        except deltas.DeltaError as error:
            raise self._damaged(row["id"], error.what) from error

    def _step(self, blob_id: int) -> Any:
        return self._database.stored(self._noun, blob_id, self._step_sql + "id = ?")

    def _damaged(self, blob_id: int, why: str) -> ArchiveDamaged:
        return ArchiveDamaged(
            f"The {self._noun} {blob_id} is damaged.",
            why=why,
            do="See all damage with: variorum verify",
        )
