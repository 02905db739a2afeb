"""The ledger: an append-only chain with a line for each capture, in the order of storing.

The lines are the leaves of a Merkle tree as in RFC 9162, so that one root stands for all of them,
and a short proof shows that a capture is among them. Indexes count from 0, sizes are numbers of
lines, hashes are 32 bytes.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import TYPE_CHECKING, Any

from storage.captures import CAPTURE_COLUMNS, CAPTURES
from storage.errors import ArchiveDamaged, ArchiveError, NotStored
from storage.proof import merkle
from storage.proof.lines import BEFORE_THE_FIRST, is_of, line_of
from storage.proof.unfinished import MIGRATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.database.connection import Database
    from storage.payload.heads import Heads

TABLES = """
CREATE TABLE software (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    capture_id INTEGER NOT NULL UNIQUE REFERENCES captures (id),
    software_id INTEGER NOT NULL REFERENCES software (id),
    leaf BLOB NOT NULL
) STRICT;
CREATE TABLE ledger_nodes (
    height INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (height, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE redactions (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id),
    redacted_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    line TEXT NOT NULL
) STRICT;
CREATE TABLE signing_keys (
    id INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL UNIQUE,
    first_used_at TEXT NOT NULL
) STRICT;
CREATE TABLE checkpoints (
    id INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    key_id INTEGER NOT NULL REFERENCES signing_keys (id),
    note TEXT NOT NULL
) STRICT;
CREATE TABLE timestamps (
    id INTEGER PRIMARY KEY,
    checkpoint_id INTEGER NOT NULL REFERENCES checkpoints (id),
    authority TEXT NOT NULL,
    stamped_at TEXT NOT NULL,
    response BLOB NOT NULL,
    sha256 BLOB NOT NULL
) STRICT;
CREATE INDEX timestamps_of_checkpoint ON timestamps (checkpoint_id);
"""

_STEP = 8
"""Hashes of runs of 256 leaves, of 65,536 and so on are stored; others are computed as needed."""

_LINES = f"""
    SELECT {CAPTURE_COLUMNS}, ledger.id AS number, software.name AS software, leaf,
        redactions.line AS line
    FROM ledger
    JOIN software ON software.id = ledger.software_id
    JOIN captures ON captures.id = ledger.capture_id
    JOIN visits ON visits.id = captures.id
    JOIN addresses ON addresses.id = visits.address_id
    JOIN payloads ON payloads.id = captures.payload_id
    LEFT JOIN redactions ON redactions.capture_id = captures.id
"""


class Ledger:
    """``archive.ledger``. Only :meth:`append` and :meth:`catch_up` write."""

    def __init__(self, database: Database, heads: Heads) -> None:
        self._database = database
        self._heads = heads

    # --- writing -----------------------------------------------------------------------------
    def append(self, capture_id: int, heads: tuple[bytes, bytes] | None, *, note: str = "") -> int:
        """Add the line of a capture just stored, in the same transaction; return its index."""
        last = self._database.row(
            "SELECT ledger.id, leaf, software_id, name FROM ledger"
            " JOIN software ON software.id = software_id ORDER BY ledger.id DESC LIMIT 1"
        )
        index, previous = (0, BEFORE_THE_FIRST) if last is None else (last["id"], last["leaf"])
        row = self._database.row(CAPTURES + " WHERE captures.id = ?", (capture_id,))
        if row["imported_from"] is not None:
            note = note or f"taken in from {row['imported_from']}"
        software = _software() + (f" ({note})" if note else "")
        line = line_of(row, heads, index, previous, software)
        same = last is not None and last["name"] == software
        self._database.insert(
            "ledger",
            id=index + 1,
            capture_id=capture_id,
            software_id=last["software_id"] if same else self._software_id(software),
            leaf=merkle.leaf_hash(line),
        )
        self._keep_runs(index + 1)
        return index

    def catch_up(self, limit: int = 1000) -> int:
        """Add lines for captures that have none, as in an older archive; return how many."""
        rows = self._database.rows(
            "SELECT id FROM captures WHERE id >"
            " (SELECT coalesce(max(capture_id), 0) FROM ledger) ORDER BY id LIMIT ?",
            (limit,),
        )
        if rows:
            with self._database.transaction():
                for row in rows:
                    self.append(row["id"], self._heads_of(row["id"]), note=MIGRATED)
        return len(rows)

    def _heads_of(self, capture_id: int) -> tuple[bytes, bytes] | None:
        """The heads; None if damaged: ``verify`` will report it, and the archive still opens."""
        try:
            return self._heads.get(capture_id)
        except (ArchiveDamaged, NotStored):
            return None

    def _software_id(self, name: str) -> int:
        known = self._database.value("SELECT id FROM software WHERE name = ?", (name,))
        return self._database.insert("software", name=name) if known is None else int(known)

    def _keep_runs(self, size: int) -> None:
        """Store the hashes of the large runs that end with the last line."""
        height = _STEP
        while size % (1 << height) == 0:
            start = size - (1 << height)
            self._database.change(
                "INSERT INTO ledger_nodes (height, position, hash) VALUES (?, ?, ?)",
                (height, start >> height, self._reckoned(start, size)),
            )
            height += _STEP

    # --- reading -----------------------------------------------------------------------------
    @property
    def size(self) -> int:
        """How many lines there are."""
        return int(self._database.value("SELECT coalesce(max(id), 0) FROM ledger"))

    def lines(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The lines from index ``start`` up to ``stop`` (exclusive). Raises ArchiveDamaged."""
        while stop is None or start < stop:
            end = start + 500 if stop is None else min(stop, start + 500)
            rows = self._database.rows(
                _LINES + " WHERE ledger.id > ? AND ledger.id <= ? ORDER BY ledger.id", (start, end)
            )
            if not rows:
                return
            previous = self._leaf_before(start)
            for row in rows:
                yield self._line(row, previous)
                previous = row["leaf"]
            start = end

    def line(self, index: int) -> bytes:
        """The line of this index. Raises NotStored, ArchiveDamaged."""
        for line in self.lines(index, index + 1):
            return line
        raise NotStored("line of the ledger", str(index))

    def leaf(self, index: int) -> bytes:
        """The stored hash of a line. Raises NotStored."""
        found = self._database.value("SELECT leaf FROM ledger WHERE id = ?", (index + 1,))
        if found is None:
            raise NotStored("line of the ledger", str(index))
        return bytes(found)

    def index_of(self, capture_id: int) -> int:
        """The index of a capture's line. Raises NotStored."""
        found = self._database.value("SELECT id FROM ledger WHERE capture_id = ?", (capture_id,))
        if found is None:
            raise NotStored("line of the ledger for capture", str(capture_id))
        return int(found) - 1

    def root(self, size: int | None = None) -> bytes:
        """The root over the first ``size`` lines, or over all. Raises NotStored."""
        size = self._known(size)
        return self._run(0, size) if size else merkle.EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that the line is part of the tree of this size. Raises NotStored."""
        size = self._known(size)
        self._known(index + 1)
        return merkle.inclusion(self._run, index, size)

    def check(self, index: int) -> None:
        """Check that the line gives its leaf, and that stored hashes ending with it are right.

        Raises NotStored, ArchiveDamaged.
        """
        self._check(index, self._rows(index, index + 1))

    def checks(self, start: int, stop: int) -> Callable[[int], None]:
        """:meth:`check` for ``start`` to ``stop`` (exclusive), with all rows read at once.

        If that fails they are read singly, so that a damaged row does not affect the others.
        """
        try:
            rows = self._rows(start, stop)
        except (ArchiveError, sqlite3.Error):
            return self.check
        return lambda index: self._check(index, rows)

    def _rows(self, start: int, stop: int) -> dict[int, Any]:
        sql = _LINES + " WHERE ledger.id > ? AND ledger.id <= ?"
        return {row["number"] - 1: row for row in self._database.rows(sql, (start, stop))}

    def _check(self, index: int, rows: dict[int, Any]) -> None:
        row, before = rows.get(index), rows.get(index - 1)
        if row is None:
            raise NotStored("line of the ledger", str(index))
        previous = self._leaf_before(index) if before is None else before["leaf"]
        line = self._line(row, previous)
        if merkle.leaf_hash(line) != row["leaf"]:
            raise ArchiveDamaged(f"Line {index} of the ledger does not match its hash.")
        # Of a redacted capture the line is left, which was stored as text.
        if row["line"] is not None and not is_of(line, row, index, previous, row["software"]):
            raise ArchiveDamaged(
                f"Capture {row['id']}, which was redacted, is not what line {index} of the"
                " ledger says of it."
            )
        self._check_runs(index + 1)

    def _check_runs(self, size: int) -> None:
        height = _STEP
        while size % (1 << height) == 0:
            start = size - (1 << height)
            if self._node(height, start) != self._reckoned(start, size):
                raise ArchiveDamaged(f"A hash over the ledger's lines up to {size - 1} is wrong.")
            height += _STEP

    def check_end(self) -> None:
        """Check that the last captures have their lines as well. Raises ArchiveDamaged."""
        captures, last = self._database.row("SELECT count(*), max(id) FROM captures")
        if (captures, last) != (
            self.size,
            self._database.value("SELECT max(capture_id) FROM ledger"),
        ):
            raise ArchiveDamaged(
                f"The ledger has {self.size} lines where there are {captures} captures."
            )

    def _known(self, size: int | None) -> int:
        if size is None:
            return self.size
        if size > self.size:
            raise NotStored("ledger of size", str(size))
        return size

    def _leaf_before(self, index: int) -> bytes:
        return self.leaf(index - 1) if index else BEFORE_THE_FIRST

    def _line(self, row: Any, previous: bytes) -> bytes:
        if row["line"] is not None:
            return str(row["line"]).encode()
        heads = self._heads.get(row["id"])
        return line_of(row, heads, row["number"] - 1, previous, row["software"])

    # --- the tree ----------------------------------------------------------------------------
    def _run(self, start: int, stop: int) -> bytes:
        """The hash over these leaves: stored, or computed from stored hashes and leaves."""
        height = (stop - start).bit_length() - 1
        if height and height % _STEP == 0 and stop - start == 1 << height:
            return self._node(height, start)
        return self._reckoned(start, stop)

    def _reckoned(self, start: int, stop: int) -> bytes:
        """Compute it from the stored hashes below, read at once, and the remaining leaves."""
        if stop - start <= 1 << _STEP:
            return merkle.fold(self._leaves(start, stop))
        height = (stop - start - 1).bit_length() - 1
        height -= height % _STEP
        middle = start + ((stop - start) >> height << height)
        hashes = self._nodes(height, start, middle)
        if middle < stop:
            hashes.append(self._run(middle, stop))
        return merkle.fold(hashes)

    def _node(self, height: int, start: int) -> bytes:
        return self._nodes(height, start, start + (1 << height))[0]

    def _nodes(self, height: int, start: int, stop: int) -> list[bytes]:
        first, last = start >> height, stop >> height
        rows = self._database.rows(
            "SELECT hash FROM ledger_nodes WHERE height = ? AND position >= ? AND position < ?"
            " ORDER BY position",
            (height, first, last),
        )
        if len(rows) != last - first:
            raise ArchiveDamaged(f"A hash over the ledger's lines from {start} on is missing.")
        return [bytes(row["hash"]) for row in rows]

    def _leaves(self, start: int, stop: int) -> list[bytes]:
        rows = self._database.rows(
            "SELECT leaf FROM ledger WHERE id > ? AND id <= ? ORDER BY id", (start, stop)
        )
        if len(rows) != stop - start:
            raise ArchiveDamaged(f"Lines of the ledger are missing between {start} and {stop}.")
        return [bytes(row["leaf"]) for row in rows]


@cache
def _software() -> str:
    """What lines name as their writer: name and version of the program."""
    from importlib import metadata  # noqa: PLC0415 — slow to load, and readers need none of it

    try:
        return f"variorum {metadata.version('variorum')}"
    except metadata.PackageNotFoundError:
        return "variorum"
