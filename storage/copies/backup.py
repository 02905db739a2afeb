"""Copying an archive while it is in use: a full copy as of one moment, checked at the end."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from storage.database.connection import connect_to_read
from storage.database.faults import translate_copying
from storage.database.names import DATABASE_NAME
from storage.database.opening import open_to_read
from storage.errors import ArchiveDamaged
from storage.files.placing import placed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PAGES = 2000
"""Pages copied at a time, 8 MB."""


def backup(folder: Path, target: Path, progress: Callable[[int, int], None]) -> int:
    """Copy the database of an archive to a new file; return its size in bytes.

    ``progress`` is called with the number of pages copied, and of all. The file appears under its
    name when it is complete and on the disk. Raises FileExists, InputError, ArchiveFull,
    ArchiveDamaged.
    """
    if target.is_dir():
        target = target / DATABASE_NAME
    with placed(target) as draft, closing(open_to_read(folder)) as source:
        try:
            _copy(source.connection, draft, progress)
            _check(draft)
        except sqlite3.Error as error:
            raise translate_copying(error, source.path, target) from error
    return target.stat().st_size


def _copy(source: sqlite3.Connection, draft: Path, progress: Callable[[int, int], None]) -> None:
    """Copy in one read transaction; otherwise SQLite would start over whenever somebody writes."""
    copy = sqlite3.connect(draft)
    try:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(
            copy,
            pages=_PAGES,
            progress=lambda _, left, total: progress(total - left, total),
        )
        # A single file that is complete by itself, without a journal.
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
        source.execute("ROLLBACK")


def _check(draft: Path) -> None:
    """Run SQLite's own check on the copy; ``variorum verify`` can check the rest."""
    try:
        database = connect_to_read(draft)
        try:
            said = [row[0] for row in database.rows("PRAGMA quick_check")]
        finally:
            database.close()
    except ArchiveDamaged as error:  # too damaged to check; it names the draft, which is deleted
        said = [error.why]
    if said != ["ok"]:
        raise ArchiveDamaged(
            "The copy is damaged, and so is the archive.",
            why=str(said[0]),
            do="See all damage with: variorum verify",
        )
