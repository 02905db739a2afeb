"""Translating SQLite's errors into ours."""

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

# SQLite reports these for an exceeded quota (EDQUOT) or file size limit (EFBIG), but for a broken
# disk as well. A full disk (ENOSPC) has a code of its own, except for the journal's index file.
_MAYBE_FULL = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}
_LITTLE_ROOM = 16 * 1024 * 1024
# A statement is interrupted only where damaged pages make it loop: see ``bounded``.
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_INTERRUPT}
# Damaged table definitions, and damaged text, get the same code as a mistake in a statement.
_HURT_WORDS = ("decode to UTF-8", "malformed database schema", "foreign key mismatch")
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# Damaged text does not decode, sometimes not even in SQLite's own message about it.
FAULTS = (sqlite3.Error, UnicodeDecodeError)


def translate(error: Exception, path: Path) -> Exception:
    """Our error for what happened, or ``error`` itself where the mistake is in our own code."""
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
    """Whether the effective user may read it. A file that does not exist is not forbidden."""
    return not path.exists() or os.access(
        path, os.R_OK, effective_ids=os.access in os.supports_effective_ids
    )


def _is_tight(path: Path) -> bool:
    """Whether the file cannot grow, or hardly; only writing a trial file reveals a quota."""
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
        do="See what is damaged with: variorum verify",
    )


def translate_copying(error: Exception, source: Path, target: Path) -> Exception:
    """The same for copying: the error names the target, not its draft, which is gone by then.

    Damage can only be in ``source``, which is read; what was written is new.
    """
    fault = translate(error, target)
    return translate(error, source) if isinstance(fault, ArchiveDamaged) else fault
