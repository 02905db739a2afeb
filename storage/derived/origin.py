"""Of which state of which archive an index was worked out.

An archive that was put back from an older backup gives the same numbers again, to other captures,
readings and revisions. What stands in an index under those numbers would then be told of them: a
figure that nobody printed, and silence about the one that was. So whoever writes the index notes
the last rows of the archive beside what is written; where the archive does not hold such a row
as it was, the index is not of this archive, and is thrown away.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from storage.database.connection import connect_to_read
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database.connection import Database

TABLES = """
CREATE TABLE origin (
    name TEXT PRIMARY KEY,
    id INTEGER NOT NULL,
    said TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_ROWS = {
    "identity": "SELECT 1 AS id, name AS said FROM identity",
    "ledger": "SELECT id, hex(leaf) AS said FROM ledger",
    "extractions": "SELECT id, capture_id || ' ' || reader_id AS said FROM extractions",
    "touched": "SELECT id, revision_id AS said FROM touched",
}
"""What names a state: a line of the ledger holds all lines before it; readings and revisions are
numbered without one when an archive is read again."""


def note(index: Database, archive: Database) -> None:
    """Note the state that the archive is in. Within a transaction of the index.

    A reader who sees an older moment does not take the note of a later one back.
    """
    for name, sql in _ROWS.items():
        row = archive.row(f"{sql} ORDER BY 1 DESC LIMIT 1")
        if row is not None:
            index.change(
                "INSERT INTO origin VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE"
                " SET id = excluded.id, said = excluded.said WHERE excluded.id > origin.id",
                (name, row["id"], str(row["said"])),
            )


def holds(index: Database, path: Path) -> bool:
    """Whether the archive at this path has all rows that were noted.

    It is asked anew, since what was noted may be later than what a reader in a snapshot sees. An
    archive that cannot be asked is not said to be another one.
    """
    noted = index.rows("SELECT name, id, said FROM origin")
    try:
        with closing(connect_to_read(path)) as archive:
            return all(_said(archive, row["name"], row["id"]) == row["said"] for row in noted)
    except ArchiveError:
        return True


def _said(archive: Database, name: str, number: int) -> str | None:
    found = archive.row(f"SELECT said FROM ({_ROWS[name]}) WHERE id = ?", (number,))
    return None if found is None else str(found["said"])
