"""A copy of an archive while it is in use: whole, of one moment, and checked before it is told."""

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
"""Pages copied in one go, 8 MB."""


def backup(folder: Path, target: Path, progress: Callable[[int, int], None]) -> int:
    """Copy the database of an archive to a new file; gives its size in bytes.

    ``progress`` is told how many pages of how many are copied. The file appears under its name
    when it is whole and on the disk. Raises FileExists, InputError, ArchiveFull,
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
    """One read transaction holds it all: what is written meanwhile does not start it anew."""
    copy = sqlite3.connect(draft)
    try:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(
            copy,
            pages=_PAGES,
            progress=lambda _, left, total: progress(total - left, total),
        )
        # One file, whole by itself: no journal beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
        source.execute("ROLLBACK")


def _check(draft: Path) -> None:
    """SQLite's own check of the copy; ``variorum verify`` on it does all the rest."""
    try:
        database = connect_to_read(draft)
        try:
            said = [row[0] for row in database.rows("PRAGMA quick_check")]
        finally:
            database.close()
    except ArchiveDamaged as error:  # too hurt to be checked: it names the draft, which goes away
        said = [error.why]
    if said != ["ok"]:
        raise ArchiveDamaged(
            "The copy is damaged, and so is the archive.",
            why=str(said[0]),
            do="See all damage with: variorum verify",
        )
