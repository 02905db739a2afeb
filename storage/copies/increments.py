"""Increments: a file with what an archive has and a copy of it lacks, and applying it to the copy.

A copy made by ``backup`` becomes a mirror: it has the same rows under the same ids, so the ledger's
lines and every checkpoint are valid there as they are here. How the two differ is known from their
seals (:mod:`storage.proof.seals`): runs of rows whose seals agree are not looked at.

An increment is a SQLite file of its own. ``increment`` says which archive it belongs to, which
state it continues and which state it leads to. ``rows_<table>`` have the rows, ``runs`` names the
runs of rows that these replace. ``seals`` and ``lasts`` describe the state it leads to, so that the
next increment can be made against this file.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, contextmanager
from functools import reduce
from operator import xor
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.database.connection import connect_to_read
from storage.database.faults import translate_copying
from storage.database.names import DATABASE_NAME
from storage.database.opening import open_to_read
from storage.errors import InputError, NotStored
from storage.files.placing import placed
from storage.proof import runs
from storage.proof.carried import LOST
from storage.proof.runs import RUN_BITS, Run, Table, row_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from storage.archive import Archive
    from storage.database.connection import Database

    Progress = Callable[[int], None]

_TABLES = """
CREATE TABLE increment (name TEXT PRIMARY KEY, value ANY) STRICT;
CREATE TABLE seals (name TEXT, run INTEGER, seal INTEGER, PRIMARY KEY (name, run)) STRICT;
CREATE TABLE lasts (name TEXT PRIMARY KEY, last INTEGER) STRICT;
CREATE TABLE runs (name TEXT, run INTEGER, after INTEGER, told INTEGER) STRICT;
"""
_DATABASE = b"SQLite format 3\0"
_GROUP = 500
_DO = "Make one for this copy: variorum archive export-since its archive.db -o FILE"


class State(NamedTuple):
    """The state of a copy: the seals of all its rows, and the last id of each table."""

    archive: str
    version: int
    seals: dict[Run, int]
    lasts: dict[str, int]

    @property
    def name(self) -> str:
        """A name that is the same for the same rows."""
        lines = sorted(f"{run.table} {run.number} {seal}" for run, seal in self.seals.items())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class Part(NamedTuple):
    """A run of rows that differs. ``after``: the copy has the rows up to this id; None: no rows."""

    table: Table
    number: int
    after: int | None

    def where(self, *, old: bool = False) -> str:
        """SQL for the rows of the table that it stands for; ``old``: those to be deleted."""
        if self.table.key is None:
            return "1"
        first, stop = self.number << RUN_BITS, self.number + 1 << RUN_BITS
        if self.after is not None and not old:
            first = max(first, self.after + 1)
        return f'"{self.table.key}" >= {first} AND "{self.table.key}" < {stop}'


def export_since(folder: Path, since: Path, target: Path, progress: Progress) -> int:
    """Write what was added, changed or deleted since a copy was made; return the number of rows.

    ``since`` is the copy (``archive.db``, as ``backup`` makes it) or the last increment. The file
    appears under its name when it is complete and on the disk. Raises InputError, FileExists.
    """
    with placed(target) as draft, closing(open_to_read(folder)) as source:
        known = state_of(since / DATABASE_NAME if since.is_dir() else since)
        try:
            with source.snapshot():
                now = _state(source.connection)
                _refuse_strangers(known, now, since)
                with closing(sqlite3.connect(draft, isolation_level=None)) as made:
                    return _write(source.connection, made, known, now, progress)
        except sqlite3.Error as error:
            raise translate_copying(error, source.path, target) from error


def apply(archive: Archive, path: Path, progress: Progress) -> int:
    """Apply an increment to a copy that is open for writing; return the number of rows.

    All of it is applied or nothing. 0 means that the copy has it already; what it redacted is then
    removed from the file once more. Raises InputError if the file continues another state than the
    copy's, is damaged, or contradicts the copy's own ledger.
    """
    database = archive._database  # noqa: SLF001 — behind the same door
    opened = _open(path)
    try:
        about = dict(opened.rows("SELECT name, value FROM increment"))
        made = _state_in(opened.connection)
        here = _state(database.connection)
        _refuse_strangers(made, here, path)
        if here.name == made.name:
            if _redactions(opened, "rows_redactions"):  # it may have been stopped before the end
                _leave_nothing(archive)
            return 0
        if here.name != about["since"]:
            raise InputError(
                f"{path} does not continue what this copy holds.",
                why="It was made for another state, or something else was written here.",
                do=_DO,
            )
        database.value("PRAGMA secure_delete = ON")  # what was redacted there is gone here too
        redacted = _redactions(database)
        with database.transaction():
            size, root = archive.ledger.size, archive.ledger.root()
            count = _take(database, opened.connection, made, progress)
            _check_ledger(archive, size, root, path)
    except (sqlite3.Error, KeyError) as error:
        raise _damaged(path, str(error)) from error
    finally:
        opened.close()
    if _redactions(database) > redacted:
        _leave_nothing(archive)
    return count


def _leave_nothing(archive: Archive) -> None:
    """Leave nothing of redacted text: delete the derived index, and rewrite the file."""
    archive.index.forget()
    archive.redactions.purge()


# --- states ----------------------------------------------------------------------------------
def state_of(path: Path) -> State:
    """The state of an archive's file, or the one an increment leads to. Raises InputError."""
    opened = _open(path)
    try:
        names = {row["name"] for row in opened.rows("SELECT name FROM sqlite_schema")}
        if "increment" in names:
            return _state_in(opened.connection)
        if "seals" not in names:
            raise _damaged(path, "It is neither a copy of an archive nor an increment")
        return _state(opened.connection)
    finally:
        opened.close()


def _open(path: Path) -> Database:
    do = "Name a copy of the archive, or an increment."
    if not path.is_file():
        raise InputError(f"There is no file {path}.", do=do)
    with path.open("rb") as file:
        if file.read(len(_DATABASE)) != _DATABASE:
            why = "It is neither a copy of an archive nor an increment."
            raise InputError(f"{path} is not a database.", why=why, do=do)
    return connect_to_read(path)


def _state(connection: sqlite3.Connection) -> State:
    lasts = {
        table.name: int(_value(connection, f'SELECT max("{table.key}") FROM "{table.name}"') or 0)
        for table in runs.tables_of(connection)
        if table.key
    }
    identity = str(_value(connection, "SELECT name FROM identity"))
    version = int(_value(connection, "PRAGMA user_version"))
    return State(identity, version, _seals_in(connection), lasts)


def _value(connection: sqlite3.Connection, sql: str) -> Any:
    return connection.execute(sql).fetchone()[0]


def _state_in(increment: sqlite3.Connection) -> State:
    about = dict(increment.execute("SELECT name, value FROM increment").fetchall())
    lasts = dict(increment.execute("SELECT name, last FROM lasts").fetchall())
    return State(about["archive"], about["version"], _seals_in(increment), lasts)


def _seals_in(connection: sqlite3.Connection) -> dict[Run, int]:
    # A note that seals were lost concerns one file alone, and makes no row differ.
    rows = connection.execute(
        "SELECT name, run, seal FROM seals WHERE seal <> 0 AND name <> ?", LOST[:1]
    )
    return {Run(name, number): seal for name, number, seal in rows}


def _refuse_strangers(one: State, other: State, path: Path) -> None:
    if one.archive != other.archive:
        raise InputError(
            f"{path} belongs to another archive.",
            why="A mirror starts as a copy of the archive that it mirrors.",
            do="Make one: variorum backup FILE",
        )
    if one.version != other.version:
        raise InputError(
            f"{path} has schema {one.version}, but {other.version} is needed.",
            why="Both sides must run the same version of Variorum.",
            do="Upgrade the older side, then make the increment again.",
        )


# --- writing one -----------------------------------------------------------------------------
def _write(
    source: sqlite3.Connection,
    made: sqlite3.Connection,
    known: State,
    now: State,
    progress: Progress,
) -> int:
    made.executescript(_TABLES)
    made.execute("BEGIN")
    about = {"archive": now.archive, "version": now.version, "since": known.name}
    made.executemany("INSERT INTO increment VALUES (?, ?)", about.items())
    made.executemany(
        "INSERT INTO seals VALUES (?, ?, ?)", [(*run, seal) for run, seal in now.seals.items()]
    )
    made.executemany("INSERT INTO lasts VALUES (?, ?)", now.lasts.items())
    count = 0
    for table in runs.tables_of(source):
        names = _columns(source, table.name)
        made.execute(f'CREATE TABLE "rows_{table.name}" ({names})')
        marks = ", ".join("?" * (names.count(",") + 1))
        for part in _parts(source, table, known, now):
            rows = source.execute(f'SELECT {names} FROM "{table.name}" WHERE {part.where()}')
            told = 0
            while group := [tuple(row) for row in rows.fetchmany(_GROUP)]:
                made.executemany(f'INSERT INTO "rows_{table.name}" VALUES ({marks})', group)
                count += len(group)
                told ^= _hash_of(group)
                progress(count)
            made.execute(
                "INSERT INTO runs VALUES (?, ?, ?, ?)", (table.name, part.number, part.after, told)
            )
    made.execute("COMMIT")
    return count


def _parts(source: sqlite3.Connection, table: Table, known: State, now: State) -> Iterator[Part]:
    """The runs of a table whose seals differ; of the last run only the new rows, if possible."""
    numbers = {run.number for run in (*known.seals, *now.seals) if run.table == table.name}
    last = known.lasts.get(table.name, 0)
    for number in sorted(numbers):
        run = Run(table.name, number)
        before = known.seals.get(run, 0)
        if before == now.seals.get(run, 0):
            continue
        after = None
        if table.key is not None and number >= last >> RUN_BITS:
            old = runs.reckoned(source, table, range(number, number + 1), last)
            after = last if old.get(run, 0) == before else None
        yield Part(table, number, after)


def _columns(connection: sqlite3.Connection, table: str) -> str:
    rows = connection.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))
    return ", ".join(f'"{row[0]}"' for row in rows)


# --- taking one in ---------------------------------------------------------------------------
def _take(
    database: Database, increment: sqlite3.Connection, made: State, progress: Progress
) -> int:
    """Replace the rows, and check that each run then gives its seal. Raises InputError."""
    tables = {table.name: table for table in runs.tables_of(database.connection)}
    parts = [
        (Part(tables[name], number, after), told)
        for name, number, after, told in increment.execute("SELECT * FROM runs")
    ]
    count = 0
    with _without_triggers(database):
        database.change("PRAGMA defer_foreign_keys = ON")
        for part, _ in parts:
            if part.after is None:
                where = part.where(old=True)
                database.change(f'DELETE FROM "{part.table.name}" WHERE {where}')
        for part, told in parts:
            count += _take_rows(database, increment, part, told)
            progress(count)
    for part, _ in parts:
        _check_part(database.connection, part, made)
    return count


def _hash_of(group: list[tuple[Any, ...]]) -> int:
    """The hash of these rows, in any order, as it is part of a run's seal."""
    return reduce(xor, map(row_hash, group), 0)


def _take_rows(database: Database, increment: sqlite3.Connection, part: Part, told: int) -> int:
    name = part.table.name
    names = _columns(database.connection, name)
    marks = ", ".join("?" * (names.count(",") + 1))
    rows = increment.execute(f'SELECT {names} FROM "rows_{name}" WHERE {part.where()}')
    count = 0
    while group := [tuple(row) for row in rows.fetchmany(_GROUP)]:
        database.change_many(f'INSERT INTO "{name}" ({names}) VALUES ({marks})', group)
        count += len(group)
        told ^= _hash_of(group)
    if told:
        raise _damaged_rows(part)
    return count


def _check_part(connection: sqlite3.Connection, part: Part, made: State) -> None:
    run = Run(part.table.name, part.number)
    one = range(part.number, part.number + 1)
    if runs.reckoned(connection, part.table, one).get(run, 0) != made.seals.get(run, 0):
        raise _damaged_rows(part)


@contextmanager
def _without_triggers(database: Database) -> Iterator[None]:
    """Without the archive's triggers: the rows that they made are in the increment as well."""
    rows = database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    for row in rows:
        database.change(f'DROP TRIGGER "{row["name"]}"')
    yield
    for row in rows:
        database.change(row["sql"])


def _check_ledger(archive: Archive, size: int, root: bytes, path: Path) -> None:
    """Check that the ledger still has everything that it had before."""
    try:
        kept = archive.ledger.root(size) == root
    except NotStored:
        kept = False
    if not kept:
        raise InputError(
            f"{path} does not continue the ledger of this copy.",
            why="Lines that were here before are missing or different: somebody rewrote them.",
            do="Keep this copy, and check both with: variorum verify",
        )


def _redactions(database: Database, table: str = "redactions") -> Any:
    return database.value(f"SELECT count(*) FROM {table}")


def _damaged_rows(part: Part) -> InputError:
    where = runs.words(part.table, Run(part.table.name, part.number))
    return _damaged("The increment", f"Rows of {where} are not as they were written")


def _damaged(path: Path | str, why: str) -> InputError:
    return InputError(f"{path} cannot be used.", why=f"{why}.", do=_DO)
