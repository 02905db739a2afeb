"""The connection to ``archive.db``, and everything that is particular to SQLite.

The other modules write portable SQL with ``?`` for values. Journal, pragmas and ways of opening
are dealt with here and nowhere else; error codes in ``storage.database.faults``.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.database.bound import bounded
from storage.database.closing import closed_on_failure
from storage.database.faults import FAULTS, translate
from storage.database.lock import ASK_EVERY_S, PATIENCE_S, SILENCE_S, Turn
from storage.database.place import Place
from storage.errors import ArchiveBusy, ArchiveFull, ArchiveReadOnly, DiskFailed, NotStored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from storage.proof.seals import Seals

SCHEMA_VERSION = 19
"""How many migrations ``storage.database.schema`` holds; kept in ``PRAGMA user_version``."""

APPLICATION_ID = 0x5661724F  # "VarO": lets `file` and SQLite tell whose file this is

_WRITES = {"INSERT", "UPDATE", "DELETE", "REPLAC"}


class Database:
    """One SQLite connection, with our own errors and nested transactions.

    To be used by one thread. Every method may raise ArchiveFull, ArchiveDamaged, ArchiveReadOnly
    or ArchiveBusy.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, writable: bool) -> None:
        self.path = path
        self.connection = connection
        self.writable = writable
        self._nesting = 0
        self._turn: Turn | None = None
        self._place: Place | None = None
        self._seals: Seals | None = None

    def seal(self) -> None:
        """Maintain the seals from now on, so that ``verify`` can find any damaged row.

        This also marks the file as the archive itself, which several processes may write to: each
        waits its turn.
        """
        self._turn, self._place = Turn(self.path.parent), Place(self.path)
        from storage.proof.seals import Seals  # noqa: PLC0415 — a reader needs none

        try:
            self._seals = Seals(self.connection)
        except FAULTS as error:
            raise translate(error, self.path) from error

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows, readable by name."""
        if self._is_write_alone(sql):
            with self.transaction():
                return self.rows(sql, values)
        try:
            return self.connection.execute(sql, values).fetchall()
        except UnicodeEncodeError:
            return self.rows(sql, [storable(value) for value in values])
        except FAULTS as error:
            raise translate(error, self.path) from error

    def row(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first row, or None. The statement is run to its end."""
        return next(iter(self.rows(sql, values)), None)

    def stored(self, noun: str, row_id: int, sql: str) -> Any:
        """The row that ``sql`` selects by this id. Raises NotStored, which names ``noun``."""
        row = self.row(sql, (row_id,))
        if row is None:
            raise NotStored(noun, str(row_id))
        return row

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def change(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run a statement and return the number of rows it changed."""
        if self._is_write_alone(sql):
            with self.transaction():
                return self.change(sql, values)
        return self._execute(sql, values).rowcount

    def _execute(self, sql: str, values: Sequence[Any]) -> sqlite3.Cursor:
        try:
            return self.connection.execute(sql, values)
        except UnicodeEncodeError:
            return self._execute(sql, [storable(value) for value in values])
        except FAULTS as error:
            raise translate(error, self.path) from error

    def change_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row of values."""
        if self._is_write_alone(sql):
            with self.transaction():
                return self.change_many(sql, values)
        try:
            self.connection.executemany(sql, values)
        except FAULTS as error:
            raise translate(error, self.path) from error

    def insert(self, table: str, **columns: Any) -> int:
        """Add one row and return its id. Column names come from our own code, never from data."""
        sql = _insertion(table, tuple(columns))
        if self._is_write_alone(sql):
            with self.transaction():
                return self.insert(table, **columns)
        row_id = self._execute(sql, tuple(columns.values())).lastrowid
        assert row_id is not None
        return row_id

    def insert_in_pieces(self, table: str, size: int, pieces: Iterable[Any], **columns: Any) -> int:
        """Add one row whose ``data``, ``size`` bytes long, comes in pieces; return its id."""
        with self.transaction():
            names = ", ".join([*columns, "data"])
            marks = ", ".join(["?"] * len(columns) + ["zeroblob(?)"])
            sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            row_id = self._execute(sql, (*columns.values(), size)).lastrowid
            assert row_id is not None
            try:
                with self.connection.blobopen(table, "data", row_id) as blob:
                    for piece in pieces:
                        blob.write(piece)
            except FAULTS as error:
                raise translate(error, self.path) from error
        return row_id

    @contextmanager
    def opened(self, table: str, column: str, row_id: int) -> Iterator[Any]:
        """A value to be read in pieces."""
        try:
            with self.connection.blobopen(table, column, row_id, readonly=True) as blob:
                yield blob
        except FAULTS as error:
            raise translate(error, self.path) from error

    def guard(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Let ``work`` use the connection, with SQLite's errors translated to ours."""
        try:
            work(self.connection)
        except FAULTS as error:
            raise translate(error, self.path) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. A nested one that fails is undone without undoing the outer one."""
        if not self.writable:
            raise ArchiveReadOnly(str(self.path))
        level = self._nesting
        self._begin(level)
        self._nesting = level + 1
        if self._seals is not None:
            self._seals.begin()
        try:
            yield
            self._see_it_lasts()
            if self._seals is not None and level == 0:
                self._write_seals(self._seals)
            self._nesting = level
            self.change("COMMIT" if level == 0 else f"RELEASE level_{level}")
        except BaseException:
            self._nesting = level
            if self._seals is not None:
                self._seals.undo()
            self._undo(level)
            raise
        if self._seals is not None:
            self._seals.keep()

    def _begin(self, level: int) -> None:
        if level:
            self.change(f"SAVEPOINT level_{level}")
        elif self._turn is None:
            self.change("BEGIN IMMEDIATE")
        else:
            self.see_place()
            with self._turn.taken():
                self._begin_in(self._turn)

    def see_place(self) -> None:
        """Raise ArchiveMoved if the file that was opened for writing is no longer in its place."""
        if self._place is not None:
            self._place.see()

    def _begin_in(self, turn: Turn) -> None:
        """Wait for the running transaction, and after a while tell the user about the wait."""
        try:
            with self.patience(SILENCE_S):
                self.change("BEGIN IMMEDIATE")
        except ArchiveBusy:
            turn.tell()
            self.change("BEGIN IMMEDIATE")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside is of one moment, whoever writes meanwhile."""
        if self.connection.in_transaction:
            yield
            return
        self.change("BEGIN")
        try:
            yield
        finally:
            self.change("ROLLBACK")

    @contextmanager
    def patience(self, seconds: float) -> Iterator[None]:
        """Inside, wait for another writer no longer than this before raising ArchiveBusy."""
        self.value(f"PRAGMA busy_timeout = {round(1000 * seconds)}")
        try:
            yield
        finally:
            self.value(f"PRAGMA busy_timeout = {round(1000 * PATIENCE_S)}")

    def bounded(self) -> AbstractContextManager[Callable[[], None]]:
        """Make sure that statements inside end, even where damaged pages form a loop.

        Together they may take as many steps as a few passes over the file would. Calling what is
        yielded grants as many steps again; so for many rows the file's size is looked up once.
        """
        return bounded(self.connection, self.path)

    def _write_seals(self, seals: Seals) -> None:
        try:
            seals.write()
        except FAULTS as error:
            raise translate(error, self.path) from error

    def _is_write_alone(self, sql: str) -> bool:
        """Whether it changes rows outside a transaction; then one is needed, for the seals too."""
        self._see_it_lasts()
        return self._nesting == 0 and self._seals is not None and sql.lstrip()[:6] in _WRITES

    def _see_it_lasts(self) -> None:
        """Raise DiskFailed if SQLite has rolled back by itself, as it does when the disk fails.

        Later statements of the same transaction would be committed one by one, without seals.
        """
        if self._nesting and not self.connection.in_transaction:
            raise DiskFailed(str(self.path), "What was being written was undone.")

    def _undo(self, level: int) -> None:
        # SQLite may have rolled back by itself (disk full); then there is nothing left to undo.
        if not self.connection.in_transaction:
            return
        if level == 0:
            self.change("ROLLBACK")
        else:
            self.change(f"ROLLBACK TO level_{level}")
            self.change(f"RELEASE level_{level}")

    def version(self) -> int:
        """How many migrations have been applied to this file."""
        return int(self.value("PRAGMA user_version"))

    def close(self) -> None:
        """Close; the last connection to close folds the journal into the file."""
        if self._turn is not None:
            self._turn.close()
        try:
            self.connection.close()
        except FAULTS as error:
            raise translate(error, self.path) from error


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"


def storable(value: Any) -> Any:
    """A lone surrogate cannot be written as UTF-8; in text for people it becomes a ``?``."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def connect_to_write(path: Path) -> Database:
    """Open the file, or make it, for the one writer."""
    database = Database(path, _connect(path, "rwc"), writable=True)
    with closed_on_failure(database):
        _keep_journal_beside(database)
        # FULL: when a commit returns it has reached the disk, and survives a power failure.
        database.change("PRAGMA synchronous = FULL")
        database.value("PRAGMA journal_size_limit = 67108864")
    return database


def _keep_journal_beside(database: Database) -> None:
    """Switch a new file to a write-ahead log, even while another process does the same.

    This is the one step where SQLite does not wait: it refuses the second process at once.
    """
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            database.value("PRAGMA journal_mode = WAL")
        except ArchiveBusy:
            if time.monotonic() > until:
                raise
            time.sleep(ASK_EVERY_S)
        else:
            return


def connect_to_read(path: Path) -> Database:
    """Open for reading, also in a read-only folder and while somebody writes.

    A reader of a write-ahead log has to write to the log's index file. If it may not (a copy on a
    read-only medium), or the disk has no room for it, and there is no journal, then the file
    cannot change and is read as it is.
    """
    journal = path.with_name(path.name + "-wal")
    last: Exception | None = None
    for mode in ("rw", "ro", "ro&immutable=1"):
        if "immutable" in mode and journal.exists() and journal.stat().st_size:
            break
        try:
            database = Database(path, _connect(path, mode), writable=False)
            with closed_on_failure(database):
                database.value("PRAGMA query_only = ON")
                database.value("SELECT count(*) FROM sqlite_schema")
        except (ArchiveReadOnly, ArchiveFull) as error:
            last = error
        else:
            return database
    raise last or ArchiveReadOnly(str(path))


def connect_in_memory() -> Database:
    """A database that vanishes when it is closed."""
    path = Path(":memory:")
    return Database(path, _connect_at("file::memory:", path), writable=True)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return _connect_at(f"{path.absolute().as_uri()}?mode={mode}", path)


def _connect_at(address: str, path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(address, uri=True, timeout=PATIENCE_S, isolation_level=None)
        with closed_on_failure(connection):
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
    except sqlite3.Error as error:
        raise translate(error, path) from error
    return connection
