"""What SQLite says, in our words: which error of ours each of its errors is."""

from __future__ import annotations

import os
import resource
import sqlite3
from typing import TYPE_CHECKING

from storage.errors import (
    NO_ROOM,
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveFull,
    ArchiveReadOnly,
    DiskFailed,
)

if TYPE_CHECKING:
    from pathlib import Path

# What SQLite says for a quota (EDQUOT), a limit of the file size (EFBIG), and for a broken disk as
# well; for no room (ENOSPC) it says so, but for the file beside the journal.
_MAYBE_FULL = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}
_LITTLE_ROOM = 16 * 1024 * 1024
# A statement is only ever interrupted where it goes round in a ring: see ``bounded``.
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_INTERRUPT}
# Definitions that were hurt have the code of a mistake in a statement; so has hurt text.
_HURT_WORDS = ("decode to UTF-8", "malformed database schema", "foreign key mismatch")
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# Hurt text does not decode, sometimes in SQLite's own message about it.
FAULTS = (sqlite3.Error, UnicodeDecodeError)


def translate(error: Exception, path: Path) -> Exception:
    """The error of ours that says what happened, or the same where the fault is our own."""
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, UnicodeDecodeError) or any(one in str(error) for one in _HURT_WORDS):
        return _damaged(error, path)
    if code is None:
        return error
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL or (code in _MAYBE_FULL and _is_tight(path)):
        return ArchiveFull(str(path))
    if primary in _DAMAGED:
        return _damaged(error, path)
    if primary in _READ_ONLY:
        return ArchiveReadOnly(str(path), readable=_may_read(path))
    if primary in _BUSY:
        return ArchiveBusy(str(path.parent), str(error))
    if primary == sqlite3.SQLITE_IOERR:
        return DiskFailed(str(path), f"SQLite says: {error}.")
    return error


def _may_read(path: Path) -> bool:
    """By who we are just now; what is not there is nothing that we may not read."""
    return not path.exists() or os.access(
        path, os.R_OK, effective_ids=os.access in os.supports_effective_ids
    )


def _is_tight(path: Path) -> bool:
    """Whether the file may not grow, or has little room to: of a quota only a trial tells."""
    if resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY:
        return True
    from tempfile import TemporaryFile  # noqa: PLC0415 — only where something failed

    try:
        room = os.statvfs(path.parent)
        if room.f_bavail * room.f_frsize < _LITTLE_ROOM:
            return True
        with TemporaryFile(dir=path.parent, buffering=0) as trial:
            written = os.pwrite(trial.fileno(), bytes(_LITTLE_ROOM), 0)
            os.fsync(trial.fileno())
    except OSError as error:
        return error.errno in NO_ROOM
    return written < _LITTLE_ROOM


def _damaged(error: Exception, path: Path) -> ArchiveDamaged:
    return ArchiveDamaged(
        f"{path} is damaged.",
        why=f"SQLite says: {error}.",
        do="See what is hurt with: variorum verify",
    )


def translate_copying(error: Exception, source: Path, target: Path) -> Exception:
    """The same where a file is made of another: its draft is gone by then, and no name for users.

    Damage is that of the source, which is read; what was written is new.
    """
    fault = translate(error, target)
    return translate(error, source) if isinstance(fault, ArchiveDamaged) else fault
