"""Checking that everything is as it was stored. Damage is listed, never raised."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.errors import ArchiveError, PayloadDamaged, Redacted, VariorumError
from storage.proof import runs
from storage.proof.carried import LOST, READY
from storage.records import Damage

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.agenda.frontier import Frontier
    from storage.articles import Articles
    from storage.captures import Captures
    from storage.database.connection import Database
    from storage.extractions import Extractions
    from storage.payload.heads import Heads
    from storage.payload.payloads import Payloads
    from storage.proof.checkpoints import Checkpoints
    from storage.proof.ledger import Ledger
    from storage.revisions import Revisions

ROWS_A_JOB = 500
RUNS_A_JOB = 32
_LAST = 1 << 40
"""No archive has so many rows; a larger id is a damaged one."""

_CHANGED = "They are damaged, or were changed by a program that is not Variorum."
_UNSEALED = "They are gone, so nobody can tell whether a row was changed."
_LOST = "They were gone and were made again: changes until then cannot be detected."

COUNTED = (
    "outlets",
    "seeds",
    "addresses",
    "articles",
    "revisions",
    "events",
    "visits",
    "captures",
    "payloads",
    "extractions",
    "incidents",
)


class Nouns(NamedTuple):
    """The parts of the archive that are checked."""

    payloads: Payloads
    heads: Heads
    captures: Captures
    ledger: Ledger
    checkpoints: Checkpoints
    extractions: Extractions
    revisions: Revisions
    articles: Articles
    frontier: Frontier


class Job(NamedTuple):
    """A part of the work: rows of a table with ids from ``start`` up to ``stop`` (exclusive)."""

    kind: str
    table: str
    start: int = 0
    stop: int = 0


class Checks:
    """Counting and verifying."""

    def __init__(self, database: Database, nouns: Nouns) -> None:
        self._database = database
        ledger, checkpoints = nouns.ledger, nouns.checkpoints
        self._by_row: dict[tuple[str, str], Callable[[int], object]] = {
            ("payload", "payloads"): nouns.payloads.check,
            ("heads", "captures"): nouns.heads.check,
            ("capture", "captures"): nouns.captures.get,
            ("wire", "captures"): nouns.captures.check_wire,
            ("ledger", "ledger"): lambda number: ledger.check(number - 1),
            ("checkpoint", "checkpoints"): checkpoints.check,
            ("checkpoint", "timestamps"): checkpoints.check_timestamp,
            ("checkpoint", "signing_keys"): checkpoints.check_key,
            ("text", "texts"): nouns.extractions.check_text,
            ("extraction", "extractions"): nouns.extractions.check,
            ("revision", "revisions"): nouns.revisions.get_by_id,
            ("article", "articles"): nouns.articles.get,
            ("address", "addresses"): nouns.frontier.due_of,
        }
        self._ledger = ledger
        self._forget = (nouns.payloads.forget, nouns.heads.forget, nouns.extractions.forget)

    def counts(self) -> dict[str, int]:
        """The number of rows of each kind."""
        return {table: self._database.value(f"SELECT count(*) FROM {table}") for table in COUNTED}

    def verify(self, progress: Callable[[int, int], None] | None) -> list[Damage]:
        """All damage found. ``progress`` is called with the amount of work done, and of all.

        A wire body whose base is a damaged payload is not listed again.
        """
        jobs = self.jobs()
        total = sum(size_of(job) for job in jobs)
        damaged: list[Damage] = []
        done = 0
        for job in jobs:
            damaged += self.run(job)
            done += size_of(job)
            if progress is not None:
                progress(done, total)
        return damaged

    def jobs(self) -> list[Job]:
        """All the work. It may be done in any order, and any number of jobs at a time."""
        found = [Job("sqlite", pragma) for pragma in ("integrity_check", "foreign_key_check")]
        for kind, table in self._by_row:
            found += self._ranges(kind, table, "id", ROWS_A_JOB)
        found += [Job("ledger end", "ledger"), Job("rows", runs.SCHEMA)]
        try:
            with self._database.bounded():
                tables = runs.tables_of(self._database.connection)
        except (sqlite3.Error, UnicodeDecodeError):
            return found  # the jobs found so far will report the damage
        for one in tables:
            if one.key is None:
                found.append(Job("rows", one.name))
            else:
                found += self._ranges("rows", one.name, one.key, RUNS_A_JOB << runs.RUN_BITS)
        return found

    def _ranges(self, kind: str, table: str, key: str, step: int) -> list[Job]:
        """Jobs over a table; the last ends with the last row, so that new rows make a new job."""
        try:
            with self._database.bounded():
                last = self._database.value(f"SELECT max({key}) FROM {table}") or 0
                if kind == "rows":  # rows deleted at the end still have a seal
                    sql = "SELECT max(run) FROM seals WHERE name = ?"
                    run = self._database.value(sql, (table,)) or 0
                    last = max(last, (run + 1 << runs.RUN_BITS) - 1)
        except (ArchiveError, sqlite3.Error):
            last = 0
        if not isinstance(last, int) or not 0 <= last < _LAST:
            last = 0
        starts = range(0, last + 1, step)
        return [Job(kind, table, start, min(start + step, last + 1)) for start in starts]

    def run(self, job: Job) -> list[Damage]:
        """The damage found by one job; an unfinished transaction is not seen."""
        for forget in self._forget:  # the file is to be checked, not what is cached
            forget()
        with self._database.snapshot():
            if job.kind == "sqlite":
                return self._ask_sqlite(job.table)
            if job.kind == "rows":
                return self._broken_seals(job)
            if job.kind == "ledger end":
                return _attempt("ledger", "the whole", lambda _: self._ledger.check_end())
            return self._rows(job)

    def _rows(self, job: Job) -> list[Damage]:
        try:
            with self._database.bounded():
                rows = self._database.rows(
                    f"SELECT id FROM {job.table} WHERE id >= ? AND id < ? ORDER BY id",
                    (job.start, job.stop),
                )
        except (ArchiveError, sqlite3.Error) as error:
            return [Damage("database", job.table, _words(error))]
        ids = [row["id"] for row in rows]
        if ids != sorted(set(ids)):
            return [Damage("database", job.table, "Its rows are out of order.")]
        damaged: list[Damage] = []
        with self._database.bounded() as begin_again:
            check = self._check_of(job)
            for row_id in ids:
                begin_again()
                damaged += _attempt(job.kind, row_id, check)
        return damaged

    def _check_of(self, job: Job) -> Callable[[int], object]:
        """The function that checks one row of the job; lines of the ledger are read together."""
        if job.kind != "ledger":
            return self._by_row[job.kind, job.table]
        check = self._ledger.checks(job.start - 1, job.stop - 1)
        return lambda number: check(number - 1)

    def _broken_seals(self, job: Job) -> list[Damage]:
        """Rows that are not as the writer left them."""
        connection = self._database.connection
        try:
            with self._database.bounded():
                if not runs.is_sealed(connection):
                    ready = runs.seal_of(connection, READY) or job.table != runs.SCHEMA
                    return [] if ready else [Damage("rows", "seals", _UNSEALED)]
                if job.table == runs.SCHEMA and runs.seal_of(connection, LOST):
                    return [Damage("rows", "seals", _LOST)]
                if job.table == runs.SCHEMA:
                    told = runs.seal_of(connection, runs.DEFINITIONS)
                    right = told == runs.definitions_hash(connection)
                    return [] if right else [Damage("rows", runs.SCHEMA, _CHANGED)]
                broken = runs.broken(connection, job.table, job.start, job.stop)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            return [Damage("database", job.table, str(error))]
        return [Damage("rows", name, _CHANGED) for name in broken]

    def _ask_sqlite(self, pragma: str) -> list[Damage]:
        try:
            with self._database.bounded():
                rows = self._database.rows(f"PRAGMA {pragma}")
        except (ArchiveError, sqlite3.Error) as error:  # the latter for damaged table definitions
            return [Damage("database", "archive.db", _words(error))]
        if pragma == "integrity_check":
            return [Damage("database", "archive.db", str(row[0])) for row in rows if row[0] != "ok"]
        return [
            Damage(
                "database", f"{table}:{row_id}", f"It names a row of {other} that does not exist."
            )
            for table, row_id, other, _ in rows
        ]


def size_of(job: Job) -> int:
    """The amount of work, in rows."""
    return max(1, job.stop - job.start)


def _attempt(kind: str, row_id: int | str, check: Callable[[Any], object]) -> list[Damage]:
    """Run one check; whatever it raises is damage, since damaged rows can have any values."""
    try:
        check(row_id)
    except Redacted:
        return []
    except PayloadDamaged as error:
        return [Damage(kind, error.digest, error.why)] if kind == "payload" else []
    except VariorumError as error:
        return [Damage(kind, row_id, _words(error))]
    except Exception as error:  # noqa: BLE001 — the checks must go on, and it is not lost
        return [Damage(kind, row_id, repr(error))]
    return []


def _words(error: Exception) -> str:
    return f"{error.what} {error.why}".strip() if isinstance(error, VariorumError) else str(error)
