"""Ledgers of archives that are older than ledgers: whether all of their lines are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import ArchiveDamaged

if TYPE_CHECKING:
    from storage.database.connection import Database

MIGRATED = "line made from an older archive"
"""Stands with the software in lines that were not made when their capture was stored."""


def is_unfinished(database: Database) -> bool:
    """Whether whoever made the lines of an older archive was stopped before the last of them.

    False where it cannot be told: an archive must open, and ``verify`` tells of damage.
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
