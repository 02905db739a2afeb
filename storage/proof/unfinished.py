"""Archives that are older than ledgers: whether all lines of their ledger have been made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import ArchiveDamaged

if TYPE_CHECKING:
    from storage.database.connection import Database

MIGRATED = "line made from an older archive"
"""Added to the software's name in lines that were made later than their capture was stored."""


def is_unfinished(database: Database) -> bool:
    """Whether making the lines of an older archive was interrupted.

    False if that cannot be found out: an archive must open, and ``verify`` reports damage.
    """
    try:
        behind = database.value(
            "SELECT 1 FROM captures WHERE id >"
            " (SELECT coalesce(max(capture_id), 0) FROM ledger) LIMIT 1"
        )
        if behind is None:
            return False
        last = database.value(
            "SELECT name FROM ledger JOIN software ON software.id = software_id"
            " ORDER BY ledger.id DESC LIMIT 1"
        )
    except ArchiveDamaged:
        return False
    return last is None or MIGRATED in last
