"""The file ``index.db``: data derived from the archive, which can be derived again.

It is kept next to ``archive.db`` and not in it, for three reasons: whoever serves pages may write
it while a crawl holds the archive; an archive that is handed on stays small; and it may be deleted
at any time, since nothing is lost. A file of another form, or a damaged one, is replaced.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from storage.database.closing import closed_on_failure
from storage.database.connection import connect_in_memory, connect_to_read, connect_to_write
from storage.derived import origin
from storage.derived.tables import FORM, TABLES
from storage.errors import ArchiveDamaged, ArchiveFull, ArchiveReadOnly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.database.connection import Database
    from storage.derived.made import Taker

INDEX_NAME = "index.db"


class IndexFile:
    """The file, opened on first use. To be used by one thread."""

    def __init__(self, folder: Path, archive: Database) -> None:
        self._folder = folder
        self._archive = archive
        self._database: Database | None = None
        self._file: int | None = None
        self._taker: Taker | None = None
        self._is_within = False

    @property
    def database(self) -> Database:
        """The connection; a new one if anybody has replaced the file.

        Never within a transaction, which has to end in the file that it began in.
        """
        if self._is_within and self._database is not None:
            return self._database
        if self._database is not None and _file_of(self._folder) != self._file:
            self.close()
        if self._database is None:
            self._database = open_index(self._folder, self._archive.path)
            self._file = _file_of(self._folder)
        return self._database

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction that also notes which state of the archive the data was derived from.

        Raises ArchiveBusy, ArchiveReadOnly.
        """
        database = self.database
        with database.transaction():
            if self._is_within:
                yield
                return
            self._is_within = True
            try:
                yield
            finally:
                self._is_within = False
            origin.note(database, self._archive)

    def hand_over(self, taker: Taker) -> None:
        """From now on give new data to ``taker`` instead of writing it here.

        A disk sometimes takes a third of a second, which a reader of pages would have to wait.
        """
        self._taker = taker

    @property
    def taker(self) -> Taker | None:
        """Who writes the index and keeps it up to date; None if this process does so itself.

        Also None on a medium that cannot be written, where each process has an index in memory.
        """
        return self._taker if self.database.path.name == INDEX_NAME else None

    def work_in_memory(self) -> None:
        """Leave the file as it is, and use an empty index in memory until this is closed.

        For a process that found no room to bring the file up to date.
        """
        self.close()
        self._database, self._file = _in_memory(), _file_of(self._folder)

    def close(self) -> None:
        """Close the file. May be called twice."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def forget(self) -> None:
        """Delete all derived data; it is derived again when it is needed."""
        self.close()
        forget(self._folder)

    def remembered(self, name: str) -> int:
        """The number remembered under this name, or 0."""
        return int(self.database.value("SELECT value FROM progress WHERE name = ?", (name,)) or 0)

    def remember(self, name: str, value: int) -> None:
        """Remember a number. Within a transaction of the caller."""
        self.database.change(
            "INSERT INTO progress VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


def _file_of(folder: Path) -> int | None:
    """The inode of the file there now: a deleted file can still be read by whoever has it open."""
    try:
        return (folder / INDEX_NAME).stat().st_ino
    except OSError:
        return None


def open_index(folder: Path, archive: Path) -> Database:
    """Open the index, or make it; on a read-only or full medium make an empty one in memory.

    An index that was not derived from this ``archive`` (a path) is replaced, like a damaged one.
    """
    path = folder / INDEX_NAME
    try:
        return _of_this(_opened(path), archive)
    except ArchiveDamaged:
        forget(folder)
        return _opened_or_in_memory(path, archive)
    except (ArchiveReadOnly, ArchiveFull):
        return _to_read(path, archive)


def _opened_or_in_memory(path: Path, archive: Path) -> Database:
    """Make the file anew, if there is room for it."""
    try:
        return _opened(path)
    except ArchiveFull:
        return _to_read(path, archive)


def _of_this(database: Database, archive: Path) -> Database:
    """The same index. Raises ArchiveDamaged if it was derived from something else."""
    with closed_on_failure(database):
        if not origin.holds(database, archive):
            raise ArchiveDamaged(f"{database.path} belongs to another archive.")
    return database


def forget(folder: Path) -> None:
    """Delete the index; it is made again when it is needed."""
    for name in (INDEX_NAME, f"{INDEX_NAME}-wal", f"{INDEX_NAME}-shm"):
        (folder / name).unlink(missing_ok=True)


def _opened(path: Path) -> Database:
    database = connect_to_write(path)
    with closed_on_failure(database):
        database.change("PRAGMA synchronous = NORMAL")  # whatever is lost can be derived again
        if database.version() != FORM:
            _make(database)
    return database


def _to_read(path: Path, archive: Path) -> Database:
    with suppress(ArchiveReadOnly, ArchiveDamaged, ArchiveFull):
        database = connect_to_read(path)
        with closed_on_failure(database):
            is_ours = database.version() == FORM
        if is_ours:
            return _of_this(database, archive)
        database.close()
    return _in_memory()


def _in_memory() -> Database:
    database = connect_in_memory()
    _make(database)
    return database


def _make(database: Database) -> None:
    """Make all tables, replacing whatever is there."""
    with database.transaction():
        if database.version() == FORM:  # another process was quicker
            return
        # Dropping an FTS5 table drops the tables that it consists of.
        for row in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            if not row["name"].startswith(("sqlite_", "documents_")):
                database.change(f'DROP TABLE IF EXISTS "{row["name"]}"')
        for statement in (TABLES + origin.TABLES).split(";\n"):
            if statement.strip():
                database.change(statement)
        database.change(f"PRAGMA user_version = {FORM}")
