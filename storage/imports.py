"""Imports: the file or web archive that a visit was imported from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

TABLES = """
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    began_at TEXT NOT NULL
) STRICT;
ALTER TABLE visits ADD COLUMN import_id INTEGER REFERENCES imports (id);
CREATE INDEX captures_of_wire ON captures (wire_id) WHERE wire_id IS NOT NULL;
"""


class Imports:
    """``archive.imports``. A visit that we made ourselves belongs to none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, name: str, at: datetime) -> int:
        """The id of the import with this name; the same name again is the same import."""
        found = self._database.value("SELECT id FROM imports WHERE name = ?", (name,))
        if found is not None:
            return int(found)
        return self._database.insert("imports", name=name, began_at=to_text(at))
