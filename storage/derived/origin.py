"""Which state of which archive an index was derived from.

An archive restored from an older backup gives the same ids again to other captures, readings and
revisions. An index made before would then be believed about them: it would show a figure that
nobody printed, and hide the one that was. So whoever writes the index also notes the last rows of
the archive. If the archive does not have such a row as it was noted, the index does not belong to
it and is thrown away.
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
"""What identifies a state. A ledger line vouches for all lines before it, but readings and
revisions get ids without one when an archive is read again."""


def note(index: Database, archive: Database) -> None:
    """Note the state that the archive is in. Within a transaction of the index.

    A reader whose snapshot is older does not overwrite a note of a later state.
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

    A new connection asks, since the noted rows may be later than what the reader's snapshot shows.
    An archive that cannot be read is given the benefit of the doubt.
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
