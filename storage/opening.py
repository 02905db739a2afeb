"""Opening an archive: making it, migrating it, and refusing what cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.connection import SCHEMA_VERSION, connect_to_read, connect_to_write
from storage.errors import (
    ArchiveBusy,
    ArchiveExists,
    ArchiveNotFound,
    ArchiveReadOnly,
    ArchiveTooNew,
    ArchiveTooOld,
)
from storage.heads import Heads
from storage.ledger import Ledger
from storage.lock import WriterLock

if TYPE_CHECKING:
    from pathlib import Path

    from storage.connection import Database

DATABASE_NAME = "archive.db"


def create(folder: Path) -> tuple[Database, WriterLock]:
    """Make the folder and an empty archive. Raises ArchiveExists, ArchiveReadOnly."""
    if (folder / DATABASE_NAME).exists():
        raise ArchiveExists(str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise ArchiveReadOnly(str(folder)) from error
    except FileExistsError as error:
        raise ArchiveNotFound(str(folder)) from error
    return _write(folder)


def open_to_write(folder: Path) -> tuple[Database, WriterLock]:
    """Open for the one writer, migrating an older schema.

    Raises ArchiveNotFound, ArchiveBusy, ArchiveReadOnly, ArchiveTooNew, ArchiveDamaged.
    """
    if not (folder / DATABASE_NAME).is_file():
        raise ArchiveNotFound(str(folder))
    return _write(folder)


def open_beside(folder: Path) -> Database:
    """Open to write small things, whoever else writes; an older schema is migrated first.

    Raises ArchiveNotFound, ArchiveReadOnly, ArchiveTooNew, ArchiveDamaged; ArchiveTooOld where
    an older version of the program is running on it.
    """
    path = folder / DATABASE_NAME
    open_to_read(folder).close()
    database = connect_to_write(path)
    try:
        database.seal()
    except BaseException:
        database.close()
        raise
    return database


def open_to_read(folder: Path) -> Database:
    """Open to read; an older schema is migrated where nobody writes.

    Raises ArchiveNotFound, ArchiveTooNew, ArchiveTooOld, ArchiveDamaged.
    """
    path = folder / DATABASE_NAME
    if not path.is_file():
        raise ArchiveNotFound(str(folder))
    database = connect_to_read(path)
    try:
        found = _refuse_newer(database)
    except BaseException:
        database.close()
        raise
    if found == SCHEMA_VERSION:
        return database
    database.close()
    try:
        writer, lock = _write(folder)
    except (ArchiveBusy, ArchiveReadOnly) as error:
        raise ArchiveTooOld(found, SCHEMA_VERSION, error.what) from error
    writer.close()
    lock.release()
    return connect_to_read(path)


def _write(folder: Path) -> tuple[Database, WriterLock]:
    lock = WriterLock(folder)
    try:
        database = connect_to_write(folder / DATABASE_NAME)
        try:
            if _refuse_newer(database) < SCHEMA_VERSION:
                _migrate(database)
            database.seal()
            _write_missing_lines(database)
        except BaseException:
            database.close()
            raise
    except BaseException:
        lock.release()
        raise
    return database, lock


def _refuse_newer(database: Database) -> int:
    found = database.version()
    if found > SCHEMA_VERSION:
        raise ArchiveTooNew(found, SCHEMA_VERSION)
    return found


def _migrate(database: Database) -> None:
    # Only here: sqlite-utils takes longer to load than most commands take to answer.
    from storage.schema import migrate  # noqa: PLC0415

    database.guard(migrate)


def _write_missing_lines(database: Database) -> None:
    """The ledger of an archive that is older than ledgers; a kill in between is made good."""
    ledger = Ledger(database, Heads(database))
    while ledger.catch_up():
        pass
