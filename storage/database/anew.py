"""Rewriting the file (VACUUM), so that deleted bytes are gone and free pages return to the disk.

SQLite writes a copy into a temporary file and then copies all of it into the journal. Until the
journal is checkpointed, both take up room on the disk next to the file itself.
"""

from __future__ import annotations

import shutil
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from storage.database.connection import connect_in_memory
from storage.errors import ArchiveFull

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database.connection import Database

_MB = 1_000_000


def see_room(database: Database) -> None:
    """Raise ArchiveFull if the disk has too little room to rewrite the file."""
    value = database.value
    used = value("PRAGMA page_count") - value("PRAGMA freelist_count")
    needed = 2 * used * value("PRAGMA page_size")
    free = shutil.disk_usage(database.path.parent).free
    if free < needed:
        error = ArchiveFull(str(database.path.parent))
        error.why = (
            f"Rewriting the file takes another {needed // _MB:,} MB, twice what is in use, "
            f"and {free // _MB:,} MB are free. Nothing was changed."
        )
        raise error


def make_anew(database: Database) -> None:
    """Rewrite the file; nobody else can write meanwhile.

    Raises ArchiveFull, before anything is written if the lack of room can be foreseen.
    """
    see_room(database)
    with _temporary_files_beside(database):
        database.change("VACUUM")


@contextmanager
def _temporary_files_beside(database: Database) -> Iterator[None]:
    """Put SQLite's temporary files next to the archive: the system's own place is often too small.

    The pragma holds for the whole process, and drops the temporary triggers (those of the seals)
    of the connection that runs it, so it is run on a connection of its own.
    """
    folder = str(database.path.parent.absolute()).replace("'", "''")
    with closing(connect_in_memory()) as other:
        other.change(f"PRAGMA temp_store_directory = '{folder}'")
        try:
            yield
        finally:
            other.change("PRAGMA temp_store_directory = ''")
