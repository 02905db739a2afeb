"""Seals: checksums over the rows of every table, so that no bit flips unnoticed.

Payloads and texts have hashes of their own; a date, a weight or an outcome has none. So the rows of
every table fall into runs of 1,024 ids, and for each run the exclusive-or of a hash of every row is
stored. Temporary triggers, which only the writing connection has, report each row that is added,
deleted or changed, and the sum goes into ``seals`` with the transaction. A program that writes to
the file without them breaks the seals, and ``verify`` says where.

This finds accidents. Against somebody who can rewrite the file, there are the ledger's checkpoints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.proof.carried import carried
from storage.proof.runs import (
    DEFINITIONS,
    RUN_BITS,
    VERSION,
    definitions_hash,
    is_sealed,
    reckoned,
    row_hash,
    tables_of,
    version_of,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from storage.proof.runs import Table

TABLES = """
CREATE TABLE seals (
    name TEXT NOT NULL,
    run INTEGER NOT NULL,
    seal INTEGER NOT NULL,
    PRIMARY KEY (name, run)
) STRICT, WITHOUT ROWID;
"""

_MOST_NEWEST = 1024
"""How many row hashes are cached: a mirror may change all its rows in one transaction."""


class Seals:
    """The seals of one writing connection. To be made once the schema is up to date."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # By table and run; as plain tuples and not as a Run, because one is made for every row.
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
        """A transaction begins, maybe within another."""
        self._before.append(dict(self._changed))

    def write(self) -> None:
        """The outermost transaction is about to be committed."""
        self._put(self._changed.items())

    def undo(self) -> None:
        """Discard what was noted since the last :meth:`begin`."""
        self._changed = self._before.pop()

    def keep(self) -> None:
        """Leave what was noted to the enclosing transaction, if there is one."""
        self._before.pop()
        if not self._before:
            self._changed = {}
            self._newest = {}

    def _note(self, table: str, key: int, *values: Any) -> None:
        """Note that a row is added or deleted; called by a trigger."""
        self._flip(table, key, row_hash(values))

    def _note_change(self, table: str, old_key: int, key: int, *values: Any) -> None:
        """Note that a row changes; ``values`` are the old ones and then as many new ones.

        Some rows change with every visit in a transaction: the new hash of one change is the old
        hash of the next, and is therefore cached.
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
        # SQLite has no exclusive-or; it is the bits that either has, without those that both have.
        self._connection.executemany(
            "INSERT INTO seals (name, run, seal) VALUES (?, ?, ?) ON CONFLICT (name, run)"
            " DO UPDATE SET seal = (seal | excluded.seal) - (seal & excluded.seal)",
            [(table, number, seal) for (table, number), seal in changed if seal],
        )

    def _seal_all(self) -> None:
        """Seal all rows: after a migration, which works without triggers, or for the first time.

        What was broken before stays broken: see ``storage.proof.carried``.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            if not is_sealed(self._connection):  # otherwise another process was faster
                off = carried(self._connection)
                self._connection.execute("DELETE FROM seals")
                for table in tables_of(self._connection):
                    self._put(reckoned(self._connection, table).items())
                self._put([(DEFINITIONS, definitions_hash(self._connection))])
                self._put([(VERSION, version_of(self._connection))])
                self._put(off.items())
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _triggers(table: Table) -> Iterator[str]:
    """Temporary triggers, dropped with the connection. Changes by other triggers fire them too."""

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
