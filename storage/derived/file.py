"""The file ``index.db``: what was worked out from the archive, and can be worked out again.

It stands beside ``archive.db`` and not in it, for three reasons: whoever shows pages may write it
while a crawl holds the archive; an archive that is handed on stays small; and it may be deleted
at any time, since nothing is lost with it. A file of another form, or a damaged one, is made anew.
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
    """The file, opened when it is first asked for. For one thread."""

    def __init__(self, folder: Path, archive: Database) -> None:
        self._folder = folder
        self._archive = archive
        self._database: Database | None = None
        self._file: int | None = None
        self._taker: Taker | None = None
        self._is_within = False

    @property
    def database(self) -> Database:
        """The connection; a new one where the file was made anew, by whomever.

        Not within a transaction, which is ended in the file that it was begun in.
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
        """Everything is written in one, and the state of the archive that it is of with it.

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
        """Give what is worked out here to somebody who writes it, instead of writing it.

        A disk takes a third of a second at times, and whoever waits for a page would wait for it.
        """
        self._taker = taker

    @property
    def taker(self) -> Taker | None:
        """Who writes it and keeps it up to date; None: whoever has this open.

        It is None too on a medium that cannot be written: each has an index in memory there.
        """
        return self._taker if self.database.path.name == INDEX_NAME else None

    def work_in_memory(self) -> None:
        """Leave the file as it is, and begin with an empty index that is gone when this is closed.

        For whoever found no room to bring the file up to date.
        """
        self.close()
        self._database, self._file = _in_memory(), _file_of(self._folder)

    def close(self) -> None:
        """May be called twice."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def forget(self) -> None:
        """Everything that was worked out; it is worked out again when it is asked for."""
        self.close()
        forget(self._folder)

    def remembered(self, name: str) -> int:
        """A number that was remembered, else 0."""
        return int(self.database.value("SELECT value FROM progress WHERE name = ?", (name,)) or 0)

    def remember(self, name: str, value: int) -> None:
        """Within a transaction of the caller."""
        self.database.change(
            "INSERT INTO progress VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


def _file_of(folder: Path) -> int | None:
    """Which file stands there now: one that was deleted goes on being read by whoever has it."""
    try:
        return (folder / INDEX_NAME).stat().st_ino
    except OSError:
        return None


def open_index(folder: Path, archive: Path) -> Database:
    """Open or make it. On a medium that cannot be written, or is full, it is made in memory, empty.

    One that is not of the ``archive`` (a path) as it is now is made anew like a damaged one.
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
    """Anew, where there is room for it."""
    try:
        return _opened(path)
    except ArchiveFull:
        return _to_read(path, archive)


def _of_this(database: Database, archive: Path) -> Database:
    """Raises ArchiveDamaged where it was worked out from something else."""
    with closed_on_failure(database):
        if not origin.holds(database, archive):
            raise ArchiveDamaged(f"{database.path} is of another archive.")
    return database


def forget(folder: Path) -> None:
    """Delete the index; it is made again when it is asked for."""
    for name in (INDEX_NAME, f"{INDEX_NAME}-wal", f"{INDEX_NAME}-shm"):
        (folder / name).unlink(missing_ok=True)


def _opened(path: Path) -> Database:
    database = connect_to_write(path)
    with closed_on_failure(database):
        database.change("PRAGMA synchronous = NORMAL")  # what is lost is made again
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
    """All tables, in the place of whatever is there."""
    with database.transaction():
        if database.version() == FORM:  # another process was quicker
            return
        # The tables below an FTS5 table go with it.
        for row in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            if not row["name"].startswith(("sqlite_", "documents_")):
                database.change(f'DROP TABLE IF EXISTS "{row["name"]}"')
        for statement in (TABLES + origin.TABLES).split(";\n"):
            if statement.strip():
                database.change(statement)
        database.change(f"PRAGMA user_version = {FORM}")
