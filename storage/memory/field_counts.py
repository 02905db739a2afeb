"""Counts of the fields that readings had: running totals for each outlet, day and field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.records import FieldCount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.database.connection import Database

TABLES = """
CREATE TABLE field_counts (
    outlet_id INTEGER NOT NULL REFERENCES outlets (id),
    day TEXT NOT NULL,
    field TEXT NOT NULL,
    readings INTEGER NOT NULL,
    present INTEGER NOT NULL,
    log_length REAL NOT NULL,
    PRIMARY KEY (outlet_id, day, field)
) STRICT, WITHOUT ROWID;
"""


class FieldCounts:
    """The counts; added to as articles are read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, counts: Iterable[FieldCount]) -> None:
        """Add to what is counted already."""
        with self._database.transaction():
            self._database.change_many(
                "INSERT INTO field_counts"
                " (outlet_id, day, field, readings, present, log_length)"
                " VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (outlet_id, day, field) DO UPDATE SET"
                " readings = field_counts.readings + excluded.readings,"
                " present = field_counts.present + excluded.present,"
                " log_length = field_counts.log_length + excluded.log_length",
                [
                    (one.outlet_id, one.day, one.field, one.readings, one.present, one.log_length)
                    for one in counts
                ],
            )

    def of_outlet(self, outlet_id: int, days: int) -> list[FieldCount]:
        """Counts of the last ``days`` days on which the outlet was read at all, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM field_counts WHERE outlet_id = ? AND day >= coalesce("
            " (SELECT date(max(day), ?) FROM field_counts WHERE outlet_id = ?), '')"
            " ORDER BY field, day",
            (outlet_id, f"-{days - 1} days", outlet_id),
        )
        return [FieldCount(**dict(row)) for row in rows]
