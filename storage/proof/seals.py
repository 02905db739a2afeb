"""Seals: a check over the rows of every table, kept up by the writer, so that no bit flips unseen.

What was captured and read has hashes of its own; a date, a weight or an outcome has none. So the
rows of every table fall into runs of 1,024 ids, and of each run the exclusive-or of a hash of
every row is kept. Temporary triggers, which only the writing connection has, tell of each row that
comes, goes or changes; what they told goes into ``seals`` with the transaction. A program that
writes to the file without them breaks the seals, and ``verify`` says where.

This finds accidents. Against somebody who can rewrite the file stand the ledger's checkpoints.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

TABLES = """
CREATE TABLE seals (
    name TEXT NOT NULL,
    run INTEGER NOT NULL,
    seal INTEGER NOT NULL,
    PRIMARY KEY (name, run)
) STRICT, WITHOUT ROWID;
"""

RUN_BITS = 10
SCHEMA = "sqlite_schema"
"""The run that seals the definitions of all tables."""

VERSION = "version"
"""The run that says which schema the seals are of."""

_MOST_NEWEST = 1024
"""Rows of which the hash is held: a transaction of a mirror may change all that there are."""

_OWN = "seals"
_HASHED = {"data", "sha256"}
"""Where a table has both, the first is checked by the second."""


class Table(NamedTuple):
    """What is sealed of a table. ``key`` is the column by which rows fall into runs, or None."""

    name: str
    columns: tuple[str, ...]
    key: str | None


class Run(NamedTuple):
    """Rows of a table with ids from ``number << RUN_BITS`` on, or all of them."""

    table: str
    number: int


DEFINITIONS = Run(SCHEMA, 0)


class Seals:
    """The seals of one writing connection. Made once the schema is what it is to be."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # By table and run, as plain tuples, which are made for every row: see Run.
        self._changed: dict[tuple[str, int], int] = {}
        self._before: list[dict[tuple[str, int], int]] = []
        self._newest: dict[tuple[str, int], tuple[tuple[Any, ...], int]] = {}
        if not is_sealed(connection):
            self._seal_all()
        connection.create_function("variorum_seal", -1, self._note)
        connection.create_function("variorum_reseal", -1, self._note_change)
        for table in tables_of(connection):
            for statement in _triggers(table):
                connection.execute(statement)

    def begin(self) -> None:
        """A transaction, or one within another."""
        self._before.append(dict(self._changed))

    def write(self) -> None:
        """The outermost transaction is about to be committed."""
        self._put(self._changed.items())

    def undo(self) -> None:
        """What was noted since the last :meth:`begin` has not been."""
        self._changed = self._before.pop()

    def keep(self) -> None:
        """What was noted goes in with the transaction around this one, or has gone in."""
        self._before.pop()
        if not self._before:
            self._changed = {}
            self._newest = {}

    def _note(self, table: str, key: int, *values: Any) -> None:
        """A row comes or goes."""
        self._flip(table, key, row_hash(values))

    def _note_change(self, table: str, old_key: int, key: int, *values: Any) -> None:
        """A row changes; ``values`` are the old ones and then as many new ones.

        Some rows change with every visit of a transaction: what one was made is what it is next.
        """
        half = len(values) // 2
        old, new = values[:half], values[half:]
        known, hash_then = self._newest.get((table, old_key), ((), 0))
        self._flip(table, old_key, hash_then if known == old else row_hash(old))
        hash_now = row_hash(new)
        if len(self._newest) >= _MOST_NEWEST:
            self._newest.clear()
        self._newest[table, key] = new, hash_now
        self._flip(table, key, hash_now)

    def _flip(self, table: str, key: int, bits: int) -> None:
        run = table, key >> RUN_BITS
        self._changed[run] = self._changed.get(run, 0) ^ bits

    def _put(self, changed: Iterable[tuple[tuple[str, int], int]]) -> None:
        # SQLite has no exclusive-or: what either has, without what both have.
        self._connection.executemany(
            "INSERT INTO seals (name, run, seal) VALUES (?, ?, ?) ON CONFLICT (name, run)"
            " DO UPDATE SET seal = (seal | excluded.seal) - (seal & excluded.seal)",
            [(table, number, seal) for (table, number), seal in changed if seal],
        )

    def _seal_all(self) -> None:
        """After a migration, which works without triggers, and for an archive never sealed.

        What was broken before stays broken: see ``storage.proof.carried``.
        """
        from storage.proof.carried import carried  # noqa: PLC0415 — it stands on this file

        self._connection.execute("BEGIN IMMEDIATE")
        try:
            if not is_sealed(self._connection):  # else another process has done it meanwhile
                off = carried(self._connection)
                self._connection.execute("DELETE FROM seals")
                for table in tables_of(self._connection):
                    self._put(reckoned(self._connection, table).items())
                self._put([(DEFINITIONS, definitions_hash(self._connection))])
                self._put([(Run(VERSION, 0), _version(self._connection))])
                self._put(off.items())
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def is_sealed(connection: sqlite3.Connection) -> bool:
    """Whether the seals are of the schema that the file has."""
    return seal_of(connection, Run(VERSION, 0)) == _version(connection)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def row_hash(values: Iterable[Any]) -> int:
    """64 bits with a sign, as SQLite keeps them; the same in every version of Python."""
    text = ascii(tuple(values)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True)


def tables_of(connection: sqlite3.Connection) -> list[Table]:
    """Those that are sealed: all that hold rows of their own."""
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


def _triggers(table: Table) -> Iterator[str]:
    """Dropped with the connection. They fire for what other triggers do as well."""

    def row(side: str) -> str:
        return ", ".join(f'{side}."{column}"' for column in table.columns)

    def key(side: str) -> str:
        return f'{side}."{table.key}"' if table.key else "0"

    both = f"{key('OLD')}, {key('NEW')}, {row('OLD')}, {row('NEW')}"
    for event, call in (
        ("INSERT", f"variorum_seal('{table.name}', {key('NEW')}, {row('NEW')})"),
        ("DELETE", f"variorum_seal('{table.name}', {key('OLD')}, {row('OLD')})"),
        ("UPDATE", f"variorum_reseal('{table.name}', {both})"),
    ):
        yield (
            f'CREATE TEMP TRIGGER "seal {table.name} {event}" AFTER {event}'
            f' ON main."{table.name}" BEGIN SELECT {call}; END'
        )


# --- checking --------------------------------------------------------------------------------
def reckoned(
    connection: sqlite3.Connection,
    table: Table,
    runs: range | None = None,
    last: int | None = None,
) -> dict[Run, int]:
    """The seals as the rows would have them; of some runs, and up to an id, where there are ids."""
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

    The ids are those of whole runs, but for the last; without ids the table is one run.
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
    """Over the definitions of all tables, indexes, views and triggers."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name")
    return row_hash(tuple(row) for row in rows)


def seal_of(connection: sqlite3.Connection, run: Run) -> int:
    """The seal that is kept; 0 where there is none."""
    row = connection.execute(
        "SELECT seal FROM seals WHERE name = ? AND run = ?", (run.table, run.number)
    ).fetchone()
    return int(row[0]) if row else 0


def words(table: Table, run: Run) -> str:
    """Which rows these are, for people."""
    if table.key is None:
        return table.name
    first = run.number << RUN_BITS
    return f"{table.name} {max(1, first)}-{first + (1 << RUN_BITS) - 1}"
