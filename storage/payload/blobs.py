"""Chains of differences in a table: what payloads, heads and texts have in common.

A version leans on one of the versions before it, and that on another, down to one that is whole:
on which says ``storage.payload.bases``. What was made on the way to one version is held for the
next, apart from what was checked by its hash; only that is ever given.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from storage.errors import ArchiveDamaged, NotStored
from storage.payload import deltas, large
from storage.payload.bases import DEPTH, SURPRISE, Link, cost, guesses, usual_size
from storage.payload.cache import ByteCache, shared_cache
from storage.payload.choices import Base, Choice, encoded, is_dear, pressed, worth
from storage.payload.plans import LONGEST, STEP_PRICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database.connection import Database
    from storage.payload.plans import Place

BLANK = "blank"
"""The codec of a blob whose bytes were taken away."""

_WORTH_POLISHING = 20000
"""Bytes. A longer difference is made again at a slower level."""

_WORTH_REWRITING = 0.97

_AKIN = 0.6
"""Two pages are akin when one against the other takes less than this part of it alone, which is
reckoned from what the other took alone."""

_UNCHECKED = b"unchecked "
"""Stands in the cache before the hash of what was made to lean on, and was not checked by it."""

_LONGEST_CHAIN = 64
"""More than is ever written; a longer one can only be a ring made by damage."""


class Blobs:
    """The byte strings of one table, by id. ``noun`` is what its users call one."""

    def __init__(self, database: Database, table: str, noun: str, cache_bytes: int) -> None:
        self._database = database
        self._table = table
        self._noun = noun
        # What is needed to make a blob, and the hash of what it leans on.
        self._step_sql = (
            "SELECT one.id, one.sha256, one.length, one.base_id, one.depth, one.codec, one.data,"
            f" base.sha256 AS below FROM {table} AS one"
            f" LEFT JOIN {table} AS base ON base.id = one.base_id WHERE one."
        )
        if database.writable:
            self._cache = ByteCache(cache_bytes)
        else:
            self._cache = shared_cache(str(database.path), table, cache_bytes)

    def get(self, blob_id: int) -> bytes:
        """The bytes, checked by their hash. Raises NotStored, ArchiveDamaged."""
        return self._get(self._step(blob_id)).data

    def find(self, sha256: bytes) -> Any:
        """What :meth:`get_found` needs, with the ``id``; None where no bytes have this hash."""
        return self._database.row(self._step_sql + "sha256 = ?", (sha256,))

    def get_found(self, row: Any) -> bytes:
        """What :meth:`get` gives, of a row of :meth:`find`."""
        return self._get(row).data

    def forget(self) -> None:
        """Read everything from the file again."""
        self._cache.clear()

    def _get(self, row: Any) -> Base:
        blob_id = row["id"]
        if row["codec"] == BLANK:  # by another process perhaps, while it is held here
            raise self._damaged(blob_id, "Its bytes were taken away.")
        data = self._cache.once(row["sha256"], lambda: self._made(row))
        return Base(blob_id, row["depth"], data)

    def add(self, data: bytes, base_id: int | None, **columns: Any) -> int:
        """Store these bytes against a base; without one, or where it is damaged, whole.

        ``columns`` are more of the row's; ``sha256`` where it is known already.
        """
        return self._insert(data, self._against(data, base_id), columns)

    def add_large(self, data: bytes, **columns: Any) -> int:
        """Store a body of more than ``large.LARGE`` bytes by itself."""
        return large.insert(self._database, self._table, data, **columns)

    def pieces(self, blob_id: int) -> Iterator[bytes]:
        """What :meth:`get` gives, in pieces where it is large; the last one when all is checked."""
        row = self._row(blob_id, "id, sha256, length, base_id, codec")
        if row["length"] <= large.LARGE or row["base_id"] is not None or row["codec"] == BLANK:
            yield self.get(blob_id)
            return
        try:
            yield from large.read(self._database, self._table, row)
        except deltas.DeltaError as error:
            raise self._damaged(blob_id, error.what) from error

    def add_after(self, data: bytes, last_id: int, **columns: Any) -> int | None:
        """Store the version after ``last_id``; gives its id.

        None, and nothing is stored, where it is better to begin anew, with no base or with one
        that the caller knows.
        """
        chain = self._ancestors(last_id)
        choice = self._promising(data, chain)
        if choice is None or choice.base_id is None or is_dear(choice, chain):
            return None
        return self._insert(data, choice, columns)

    def add_if_akin(self, data: bytes, base_id: int, **columns: Any) -> int | None:
        """Store against this base if that saves a good part; else None, and nothing is stored."""
        choice = self._against(data, base_id)
        base = self._row(base_id, "length, length(data) AS size")
        whole = len(data) * base["size"] / max(1, base["length"])
        if choice.base_id is None or len(choice.stored) > _AKIN * whole:
            return None
        return self._insert(data, choice, columns)

    def release(self, blob_id: int) -> list[int]:
        """Store what leans on this one without it; gives the ids. Raises ArchiveDamaged.

        The oldest of them takes its place, so that one of many versions is whole and not all.
        """
        below = self._row(blob_id, "base_id")["base_id"]
        sql = f"SELECT id FROM {self._table} WHERE base_id = ? ORDER BY id"
        leaning = [int(row["id"]) for row in self._database.rows(sql, (blob_id,))]
        for one in leaning:
            data = self.get(one)
            choices = [self._against(data, base) for base in dict.fromkeys((below, leaning[0]))]
            if one == leaning[0]:
                choices = choices[:1]
            self.rewrite(one, self._polish(data, min(choices, key=lambda each: len(each.stored))))
        return leaning

    def rebase(
        self, blob_id: int, data: bytes, bases: list[int | None], place: Place
    ) -> int | None:
        """Store it against the best of these, slowly, if that saves something; its size then.

        None among them is no base. ``place`` says what is going to lean on it.
        """
        row = self._row(blob_id, "depth, length(data) AS size")
        weight = place.weight
        # What leans on it now is settled after it; only should that never come, it counts.
        room = min(LONGEST - place.height, _LONGEST_CHAIN - 1 - self._height(blob_id))
        low = {link.id for one in bases if one is not None for link in self._lowest(one, room)}
        tried = [self._against(data, one) for one in sorted(low)]
        if None in bases or not tried:
            tried.append(self._against(data, None))
        best = min(tried, key=lambda one: worth(one, weight))
        choice = pressed(data, self._usable(best.base_id))
        present = row["size"] + STEP_PRICE * weight * row["depth"]
        if row["depth"] <= LONGEST and worth(choice, weight) >= _WORTH_REWRITING * present:
            return None
        self.rewrite(blob_id, choice)
        return len(choice.stored)

    def size_against(self, data: bytes, base_id: int | None) -> int:
        """The bytes that these would take in haste, against a base or whole."""
        return len(self._against(data, base_id).stored)

    def low(self, blob_id: int, room: int) -> dict[int, int]:
        """The blob and what it leans on, as far as fewer than ``room`` bases lie under each."""
        return {link.id: link.depth for link in self._ancestors(blob_id) if link.depth < room}

    def _lowest(self, blob_id: int, room: int) -> list[Link]:
        """The blob where it stands low enough, else what it stands on that does."""
        return [link for link in self._ancestors(blob_id) if link.depth < room][:1]

    def _height(self, blob_id: int) -> int:
        """How many lie upon it, one on the other."""
        sql = f"""
            WITH RECURSIVE above (id, height) AS (
                VALUES (?, 0)
                UNION SELECT one.id, height + 1 FROM {self._table} AS one
                JOIN above ON one.base_id = above.id WHERE height < {_LONGEST_CHAIN}
            )
            SELECT max(height) FROM above
        """
        return int(self._database.value(sql, (blob_id,)))

    def rewrite(self, blob_id: int, choice: Choice) -> None:
        """Store it in another way; the depths of all that lean on it follow."""
        self._database.change(
            f"UPDATE {self._table} SET base_id = ?, depth = ?, codec = ?, data = ? WHERE id = ?",
            (choice.base_id, choice.depth, choice.codec, choice.stored, blob_id),
        )
        above = f"SELECT id FROM {self._table} WHERE base_id = ? AND depth <> ?"
        for row in self._database.rows(above, (blob_id, choice.depth + 1)):
            self._deepen(row["id"], choice.depth + 1)

    def _deepen(self, blob_id: int, depth: int) -> None:
        self._database.change(f"UPDATE {self._table} SET depth = ? WHERE id = ?", (depth, blob_id))
        above = f"SELECT id FROM {self._table} WHERE base_id = ?"
        for row in self._database.rows(above, (blob_id,)):
            self._deepen(row["id"], depth + 1)

    def blank(self, blob_id: int) -> None:
        """Take its bytes away; hash and length stay. Nothing may lean on it."""
        self._database.change(
            f"UPDATE {self._table} SET base_id = NULL, depth = 0, codec = ?, data = zeroblob(0)"
            " WHERE id = ?",
            (BLANK, blob_id),
        )
        self._cache.clear()

    def replace(self, blob_id: int, data: bytes) -> None:
        """Other bytes in its place. Nothing may lean on it."""
        self._database.change(
            f"UPDATE {self._table} SET base_id = NULL, depth = 0, codec = ?, data = ?,"
            " sha256 = ?, length = ? WHERE id = ?",
            (deltas.PLAIN, data, hashlib.sha256(data).digest(), len(data), blob_id),
        )
        self._cache.clear()

    def depth(self, blob_id: int) -> int:
        """How many bases lie under it."""
        return int(self._row(blob_id, "depth")["depth"])

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
        """Few versions make up most of the bytes: those are worth a slower level."""
        if choice.base_id is None or len(choice.stored) < _WORTH_POLISHING:
            return choice
        slower = encoded(data, self._usable(choice.base_id), deltas.SLOWER)
        return slower if len(slower.stored) < len(choice.stored) else choice

    def _against(self, data: bytes, base_id: int | None) -> Choice:
        return encoded(data, self._usable(base_id))

    def _promising(self, data: bytes, chain: list[Link]) -> Choice | None:
        """Against the ancestor that is guessed to be best; where that was wrong, others too."""
        guess = next(iter(guesses(chain)), None)
        if guess is None:
            return None
        choice = encoded(data, self._base(guess.link))
        if len(choice.stored) <= guess.size + SURPRISE:
            return choice
        # The version before; or its base, where an error page stood between two versions.
        usual, count = usual_size(chain), 1 + (len(choice.stored) > _WORTH_POLISHING)
        tried = [(cost(len(choice.stored), usual, guess.link), choice)]
        for link in chain[:count]:
            if link.depth < DEPTH and link != guess.link:
                other = encoded(data, self._base(link))
                tried.append((cost(len(other.stored), usual, link), other))
        return min(tried, key=lambda one: one[0])[1]

    def _ancestors(self, blob_id: int) -> list[Link]:
        """The blob itself, its base, and so on down to the one that is whole.

        None where its bytes were taken away.
        """
        links: list[Link] = []
        current: int | None = blob_id
        while current is not None and len(links) < _LONGEST_CHAIN:
            row = self._row(current, "base_id, depth, length(data) AS size, sha256, codec")
            if row["codec"] == BLANK:
                return []
            links.append(Link(current, row["depth"], row["size"], row["sha256"]))
            current = row["base_id"]
        return links

    # --- reading -----------------------------------------------------------------------------
    def _row(self, blob_id: int, columns: str) -> Any:
        sql = f"SELECT {columns} FROM {self._table} WHERE id = ?"
        row = self._database.row(sql, (blob_id,))
        if row is None:
            raise NotStored(self._noun, str(blob_id))
        return row

    def _base(self, link: Link) -> Base | None:
        """The bytes to lean on; None where they are damaged."""
        held = self._cache.get(link.sha256)
        return self._usable(link.id) if held is None else Base(link.id, link.depth, held)

    def _usable(self, base_id: int | None) -> Base | None:
        if base_id is None:
            return None
        try:
            return self._get(self._step(base_id))
        except ArchiveDamaged:
            return None

    def _made(self, row: Any) -> bytes:
        """The bytes, made of those under them and checked by their hash."""
        blob_id, sha256 = row["id"], row["sha256"]
        steps, data = self._chain(row)
        try:
            while steps:
                step = steps.pop()
                data = deltas.decode(step["codec"], step["data"], step["length"], data)
                if steps:
                    self._cache.put(_UNCHECKED + step["sha256"], data)
        except deltas.DeltaError as error:
            raise self._damaged(blob_id, error.what) from error
        assert data is not None
        if hashlib.sha256(data).digest() != sha256:
            raise self._damaged(blob_id, "It does not give its hash.")
        return data

    def _chain(self, row: Any) -> tuple[list[Any], bytes | None]:
        """The rows to replay, topmost first, and the bytes under them where they are at hand."""
        steps = [row]
        while steps[-1]["base_id"] is not None:
            below = steps[-1]["below"]
            held = self._cache.get(below) or self._cache.get(_UNCHECKED + below)
            if held is not None:
                return steps, held
            steps.append(self._step(steps[-1]["base_id"]))
            if len(steps) > _LONGEST_CHAIN:
                raise ArchiveDamaged(f"The bases of {self._noun} {row['id']} go round in a ring.")
        return steps, None

    def _step(self, blob_id: int) -> Any:
        row = self._database.row(self._step_sql + "id = ?", (blob_id,))
        if row is None:
            raise NotStored(self._noun, str(blob_id))
        return row

    def _damaged(self, blob_id: int, why: str) -> ArchiveDamaged:
        return ArchiveDamaged(
            f"The {self._noun} {blob_id} is damaged.",
            why=why,
            do="See all damage with: variorum verify",
        )
