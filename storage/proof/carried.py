"""What was broken before the seals are made anew stays broken after.

A migration changes tables without the triggers that keep up the seals, so all rows are sealed anew
when it is done. A row that was hurt until then would be sealed as it is, and be sound from then on.
So every run is looked at first, and what it is off by is noted among the seals, and goes into the
new ones: an exclusive-or that does not come out before does not come out after.

Seals that are not there although the archive was sealed once were taken away. They are made anew,
and that is noted for good, since nobody can tell what the rows were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.proof import runs
from storage.proof.runs import DEFINITIONS, VERSION, Run

if TYPE_CHECKING:
    import sqlite3

LOST = Run("lost", 0)
"""Noted where seals were taken away: whatever was changed until they were made anew is not told."""

READY = Run("ready", 0)
"""The rows have been looked at, or were never sealed: they may be sealed as they are."""

NEVER_SEALED = f"INSERT INTO seals VALUES ('{READY.table}', {READY.number}, 1);\n"
"""Goes in with the table, so that an archive that is being made is no archive that lost its seals.
"""

_OFF_BY = "off by "


def carry(connection: sqlite3.Connection) -> None:
    """Before a migration: note what is broken. Nothing where that is noted already.

    An archive from before there were seals has none to look at.
    """
    there = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'seals'").fetchone()
    if there is None or runs.seal_of(connection, READY):
        return
    found = [(READY, 1)]
    if runs.is_sealed(connection):
        found += _off(connection)
    else:
        found.append((LOST, 1))
    connection.execute("BEGIN IMMEDIATE")
    put(connection, found)
    connection.execute("COMMIT")


def put(connection: sqlite3.Connection, found: list[tuple[Run, int]]) -> None:
    """Write these, in the place of what stands there. Within a transaction of the caller."""
    connection.executemany(
        "INSERT OR REPLACE INTO seals (name, run, seal) VALUES (?, ?, ?)",
        [(run.table, run.number, bits) for run, bits in found],
    )


def carried(connection: sqlite3.Connection) -> dict[Run, int]:
    """By how much the seals that are made now are to be off; with a note where some were lost."""
    found = {
        Run(name.removeprefix(_OFF_BY), number): bits
        for name, number, bits in connection.execute("SELECT name, run, seal FROM seals")
        if name.startswith(_OFF_BY)
    }
    if runs.seal_of(connection, LOST) or not runs.seal_of(connection, READY):
        found[LOST] = 1
    return found


def _off(connection: sqlite3.Connection) -> list[tuple[Run, int]]:
    """The runs whose rows do not give their seal, and by what."""
    found = {DEFINITIONS: runs.definitions_hash(connection)}
    for table in runs.tables_of(connection):
        found |= runs.reckoned(connection, table)
    kept = {
        Run(name, number): bits
        for name, number, bits in connection.execute("SELECT name, run, seal FROM seals")
        if name not in (VERSION.table, LOST.table)
    }
    return [
        (Run(_OFF_BY + run.table, run.number), found.get(run, 0) ^ kept.get(run, 0))
        for run in sorted(set(found) | set(kept))
        if found.get(run, 0) != kept.get(run, 0)
    ]
