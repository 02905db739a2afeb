"""Opening an archive: creating it, migrating it, and refusing what cannot be opened."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from storage.database import lock as locks
from storage.database.closing import closed_on_failure
from storage.database.connection import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    connect_to_read,
    connect_to_write,
)
from storage.database.lock import WriterLock
from storage.database.names import DATABASE_NAME, KEY_NAME
from storage.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveExists,
    ArchiveNotFound,
    ArchiveReadOnly,
    ArchiveTooNew,
    ArchiveTooOld,
    InputError,
    refused,
)
from storage.proof.unfinished import is_unfinished

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database.connection import Database

_BEGINNING = b"SQLite format 3\0"
_LEAST_PAGE = 512


def create(folder: Path) -> tuple[Database, WriterLock]:
    """Make the folder and an empty archive in it.

    Raises ArchiveExists, ArchiveReadOnly; InputError where a file stands in the folder's place, or
    a file of somebody else's has the name of ours.
    """
    if (folder / DATABASE_NAME).exists():
        with suppress(ArchiveDamaged):  # an archive as well
            _to_read(folder).close()
        raise ArchiveExists(str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise InputError(
            f"{folder} cannot be made a folder: there is a file of that name.",
            why="Nothing was changed.",
            do="Choose another folder.",
        ) from error
    except OSError as error:
        raise refused(error, str(folder)) from error
    return _write(folder)


def open_to_write(folder: Path) -> tuple[Database, WriterLock]:
    """Open for the one writer; migrates an older schema.

    Raises ArchiveNotFound, ArchiveBusy, ArchiveReadOnly, ArchiveTooNew, ArchiveDamaged.
    """
    _to_read(folder).close()
    return _write(folder)


def open_beside(folder: Path) -> Database:
    """Open for small changes while somebody else may be writing; migrates an older schema.

    Raises ArchiveNotFound, ArchiveReadOnly, ArchiveTooNew, ArchiveDamaged, and ArchiveTooOld if
    an older version of the program is using it.
    """
    path = folder / DATABASE_NAME
    open_to_read(folder).close()
    database = connect_to_write(path)
    with closed_on_failure(database):
        database.seal()
    return database


def open_to_read(folder: Path) -> Database:
    """Open for reading; migrates an older schema and completes its ledger if nobody is writing.

    Raises ArchiveNotFound, ArchiveTooNew, ArchiveTooOld, ArchiveDamaged.
    """
    database = _to_read(folder)
    with closed_on_failure(database):
        found = _refuse_newer(database)
        unfinished = found == SCHEMA_VERSION and is_unfinished(database)
    if found == SCHEMA_VERSION and not unfinished:
        return database
    database.close()
    try:
        writer, lock = _write(folder)
    except (ArchiveBusy, ArchiveReadOnly) as error:
        if unfinished:  # only the ledger is incomplete; everything else can be read
            return connect_to_read(folder / DATABASE_NAME)
        raise ArchiveTooOld(found, SCHEMA_VERSION, error.what) from error
    writer.close()
    lock.release()
    return connect_to_read(folder / DATABASE_NAME)


def _to_read(folder: Path) -> Database:
    """Open the file whatever its schema, provided that it is one of ours."""
    path = folder / DATABASE_NAME
    if not path.exists():
        raise ArchiveNotFound(str(folder))
    if _was_never_one(path):
        raise _not_ours(f"{path} is not a database, and so not an archive of Variorum.")
    database = connect_to_read(path)
    with closed_on_failure(database):
        _refuse_strangers(database, folder)
    return database


def _not_ours(told: str) -> InputError:
    return InputError(
        told,
        why="Nothing was changed.",
        do="Choose another folder with --archive.",
    )


def _was_never_one(path: Path) -> bool:
    """Is it neither a database nor one whose first bytes were overwritten?

    The latter would still consist of whole pages, or have an archive's key next to it.
    """
    if not path.is_file():
        return True
    if path.stat().st_size % _LEAST_PAGE == 0 or (path.parent / KEY_NAME).exists():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_BEGINNING)) != _BEGINNING
    except OSError:  # SQLite will explain it better
        return False


def _write(folder: Path) -> tuple[Database, WriterLock]:
    lock = WriterLock(folder)
    try:
        database = connect_to_write(folder / DATABASE_NAME)
        with closed_on_failure(database):
            if _refuse_newer(database) < SCHEMA_VERSION:
                _migrate(database)
            database.seal()
            _write_missing_lines(database)
    except BaseException:
        lock.release()
        raise
    return database, lock


def _refuse_strangers(database: Database, folder: Path) -> None:
    """Refuse to turn another program's file, or the remains of an archive, into a new archive.

    An empty file is an archive whose creation was interrupted, unless there is a key, which is
    made last.
    """
    if database.value("PRAGMA application_id") == APPLICATION_ID:
        return
    path = folder / DATABASE_NAME
    if database.value("SELECT count(*) FROM sqlite_schema"):
        raise _not_ours(f"{path} is a database, but not an archive of Variorum.")
    if (folder / KEY_NAME).exists():
        raise ArchiveDamaged(
            f"{path} is empty.",
            why="There was an archive here: its signing key is still there. Nothing was changed.",
            do="Restore a backup in its place.",
        )


def _refuse_newer(database: Database) -> int:
    found = database.version()
    if found > SCHEMA_VERSION:
        raise ArchiveTooNew(found, SCHEMA_VERSION)
    return found


def _migrate(database: Database) -> None:
    from storage.database.schema import migrate  # noqa: PLC0415 — sqlite-utils is slow to load
    from storage.proof.carried import carry  # noqa: PLC0415 — rarely needed

    if database.version():  # else it is only just being created
        locks.on_migrate(database.path.parent)
    database.guard(carry)
    database.guard(migrate)


def _write_missing_lines(database: Database) -> None:
    """Complete the ledger of an archive that is older than ledgers, or was interrupted in this."""
    from storage.payload.heads import Heads  # noqa: PLC0415 — a reader needs none
    from storage.proof.ledger import Ledger  # noqa: PLC0415 — the same

    ledger = Ledger(database, Heads(database))
    while ledger.catch_up():
        pass
