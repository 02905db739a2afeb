"""Imports: which file of somebody else's, or which archive, a visit came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database


class Imports:
    """``archive.imports``. A visit that we made ourselves is of none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, name: str, at: datetime) -> int:
        """The id of the import of what is called so; the same name again is the same import."""
        found = self._database.value("SELECT id FROM imports WHERE name = ?", (name,))
        if found is not None:
            return int(found)
        return self._database.insert("imports", name=name, began_at=to_text(at))

    def note(self, visit_id: int, import_id: int) -> None:
        """A visit came in by this import."""
        self._database.change("UPDATE visits SET import_id = ? WHERE id = ?", (import_id, visit_id))

    def of(self, visit_id: int) -> str | None:
        """What the visit came from; None where we made it, or where nobody noted it."""
        found = self._database.value(
            "SELECT imports.name FROM visits JOIN imports ON imports.id = visits.import_id"
            " WHERE visits.id = ?",
            (visit_id,),
        )
        return None if found is None else str(found)
