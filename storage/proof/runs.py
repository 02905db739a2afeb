"""What seals cover: runs of rows in the tables, and the seal that these rows should have.

A table's rows fall into runs of 1,024 ids; the seal of a run is the exclusive-or of a hash of
every row. :mod:`storage.proof.seals` maintains the seals; here they are compared with the rows.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

RUN_BITS = 10
SCHEMA = "sqlite_schema"
"""The run that covers the definitions of all tables."""

_OWN = "seals"
_HASHED = {"data", "sha256"}
"""If a table has both columns, the second already protects the first."""


class Table(NamedTuple):
    """The columns of a table that are sealed. ``key`` is the one that assigns runs, or None."""

    name: str
    columns: tuple[str, ...]
    key: str | None


class Run(NamedTuple):
    """Rows of a table with ids from ``number << RUN_BITS`` on, or all its rows."""

    table: str
    number: int


DEFINITIONS = Run(SCHEMA, 0)

VERSION = Run("version", 0)
"""Records which schema the seals belong to."""


def is_sealed(connection: sqlite3.Connection) -> bool:
    """Whether the seals belong to the schema that the file has."""
    return seal_of(connection, VERSION) == version_of(connection)


def version_of(connection: sqlite3.Connection) -> int:
    """The schema that the file has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def row_hash(values: Iterable[Any]) -> int:
    """A hash of 64 bits with sign, as SQLite stores it; the same in every version of Python."""
    text = ascii(tuple(values)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True)


def tables_of(connection: sqlite3.Connection) -> list[Table]:
    """The tables that are sealed: all that have rows of their own."""
    rows = connection.execute(
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> ? ORDER BY name",
        (_OWN,),
    ).fetchall()
    return [_table(connection, name, bool(without_ids)) for name, without_ids in rows]


def _table(connection: sqlite3.Connection, name: str, without_ids: bool) -> Table:  # noqa: FBT001 — one caller
    columns = connection.execute(
        "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid", (name,)
    ).fetchall()
    keys = [(column, kind) for column, kind, key in columns if key]
    by_id = not without_ids and len(keys) == 1 and keys[0][1].upper() == "INTEGER"
    names = [column for column, _, _ in columns]
    if set(names) >= _HASHED:
        names.remove("data")
    return Table(name, tuple(names), keys[0][0] if by_id else None)


def reckoned(
    connection: sqlite3.Connection,
    table: Table,
    runs: range | None = None,
    last: int | None = None,
) -> dict[Run, int]:
    """The seals that the rows should have; optionally of some runs only, and up to an id."""
    columns = ", ".join(f'"{column}"' for column in table.columns)
    key = f'"{table.key}"' if table.key else "0"
    sql = f'SELECT {key}, {columns} FROM main."{table.name}"'
    if runs is not None and table.key:
        sql += f" WHERE {key} >= {runs.start << RUN_BITS} AND {key} < {runs.stop << RUN_BITS}"
        if last is not None:
            sql += f" AND {key} <= {last}"
    found: dict[Run, int] = {}
    for number, *values in connection.execute(sql):
        run = Run(table.name, number >> RUN_BITS)
        found[run] = found.get(run, 0) ^ row_hash(values)
    return found


def broken(connection: sqlite3.Connection, name: str, start: int, stop: int) -> list[str]:
    """Which rows of a table are not as they were written, in words.

    The range of ids consists of whole runs, except for the last; a table without ids is one run.
    """
    table = next((one for one in tables_of(connection) if one.name == name), None)
    if table is None:
        return [name]
    runs = range(start >> RUN_BITS, max(0, stop - 1 >> RUN_BITS) + 1)
    found = reckoned(connection, table, runs)
    rows = connection.execute(
        "SELECT run, seal FROM seals WHERE name = ? AND run >= ? AND run < ?",
        (name, runs.start, runs.stop),
    )
    kept = {Run(name, number): seal for number, seal in rows}
    return [
        words(table, run)
        for run in sorted(set(found) | set(kept))
        if found.get(run, 0) != kept.get(run, 0)
    ]


def definitions_hash(connection: sqlite3.Connection) -> int:
    """The hash over the definitions of all tables, indexes, views and triggers."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name")
    return row_hash(tuple(row) for row in rows)


def seal_of(connection: sqlite3.Connection, run: Run) -> int:
    """The stored seal, or 0."""
    row = connection.execute(
        "SELECT seal FROM seals WHERE name = ? AND run = ?", (run.table, run.number)
    ).fetchone()
    return int(row[0]) if row else 0


def words(table: Table, run: Run) -> str:
    """A description of these rows for people."""
    if table.key is None:
        return table.name
    first = run.number << RUN_BITS
    return f"{table.name} {max(1, first)}-{first + (1 << RUN_BITS) - 1}"
