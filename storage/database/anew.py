"""Making the file anew: nothing is left in it of what went, and what is free goes back to the disk.

SQLite writes a copy into a temporary file, and then all of it into the journal; until that is
folded in, both stand on the disk beside the file itself.
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
    """Raises ArchiveFull where the disk has too little room for it."""
    value = database.value
    used = value("PRAGMA page_count") - value("PRAGMA freelist_count")
    needed = 2 * used * value("PRAGMA page_size")
    free = shutil.disk_usage(database.path.parent).free
    if free < needed:
        error = ArchiveFull(str(database.path.parent))
        error.why = (
            f"Making the file anew takes {needed // _MB:,} MB beside it, twice what is in use, and"
            f" {free // _MB:,} MB are free. Nothing was changed."
        )
        raise error


def make_anew(database: Database) -> None:
    """Nobody else can write meanwhile. Raises ArchiveFull, before it begins where that is seen."""
    see_room(database)
    with _temporary_files_beside(database):
        database.change("VACUUM")


@contextmanager
def _temporary_files_beside(database: Database) -> Iterator[None]:
    """And not where the system has them, which often has room for no archive.

    It holds for the whole process, and takes the temporary triggers, which are the seals', from
    the connection that says it: so another one does.
    """
    folder = str(database.path.parent.absolute()).replace("'", "''")
    with closing(connect_in_memory()) as other:
        other.change(f"PRAGMA temp_store_directory = '{folder}'")
        try:
            yield
        finally:
            other.change("PRAGMA temp_store_directory = ''")
