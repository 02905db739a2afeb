"""Carrying broken seals over a migration, so that damage is not sealed as if it were sound.

A migration changes tables without the triggers that maintain the seals, so all rows are sealed
again when it is done. A row that was damaged before would then count as sound. So every run is
checked first, and the difference from its seal is noted among the seals and added to the new one:
an exclusive-or that was wrong before is wrong afterwards.

If an archive was sealed once and has no seals any more, somebody removed them. They are made again,
and that is noted for good, since nobody can tell what the rows used to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.proof import runs
from storage.proof.runs import DEFINITIONS, VERSION, Run

if TYPE_CHECKING:
    import sqlite3

LOST = Run("lost", 0)
"""Noted where seals had been removed: changes made until they were renewed go unnoticed."""

READY = Run("ready", 0)
"""The rows have been checked, or were never sealed: they may be sealed as they are."""

NEVER_SEALED = f"INSERT INTO seals VALUES ('{READY.table}', {READY.number}, 1);\n"
"""Inserted with the table, so that an archive being created is not one that lost its seals."""

_OFF_BY = "off by "


def carry(connection: sqlite3.Connection) -> None:
    """Before a migration, note what is broken, unless that is noted already.

    An archive from before there were seals has none to check.
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
    """Write these, replacing what is there. Within a transaction of the caller."""
    connection.executemany(
        "INSERT OR REPLACE INTO seals (name, run, seal) VALUES (?, ?, ?)",
        [(run.table, run.number, bits) for run, bits in found],
    )


def carried(connection: sqlite3.Connection) -> dict[Run, int]:
    """The differences to add to the new seals, and the note if some were lost."""
    found = {
        Run(name.removeprefix(_OFF_BY), number): bits
        for name, number, bits in connection.execute("SELECT name, run, seal FROM seals")
        if name.startswith(_OFF_BY)
    }
    if runs.seal_of(connection, LOST) or not runs.seal_of(connection, READY):
        found[LOST] = 1
    return found


def _off(connection: sqlite3.Connection) -> list[tuple[Run, int]]:
    """The runs whose rows do not give their seal, each with the difference."""
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
