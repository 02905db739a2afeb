"""Checks: is everything as it was stored? Damage is listed, never raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from storage.errors import ArchiveError, PayloadDamaged, VariorumError
from storage.records import Damage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.articles import Articles
    from storage.captures import Captures
    from storage.connection import Database
    from storage.extractions import Extractions
    from storage.frontier import Frontier
    from storage.heads import Heads
    from storage.ledger import Ledger
    from storage.payloads import Payloads
    from storage.revisions import Revisions

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
    """What the checks read."""

    payloads: Payloads
    heads: Heads
    captures: Captures
    ledger: Ledger
    extractions: Extractions
    revisions: Revisions
    articles: Articles
    frontier: Frontier


class Checks:
    """Counting and verifying."""

    def __init__(self, database: Database, nouns: Nouns) -> None:
        self._database = database
        self._nouns = nouns

    def counts(self) -> dict[str, int]:
        """Rows a noun."""
        return {table: self._database.value(f"SELECT count(*) FROM {table}") for table in COUNTED}

    def verify(self, progress: Callable[[int, int], None] | None) -> list[Damage]:
        """All damage found. ``progress`` is told how many checks of how many are done.

        A wire body that leans on a damaged payload is not told again.
        """
        steps: tuple[tuple[str, str, Callable[[int], object]], ...] = (
            ("payload", "payloads", self._nouns.payloads.get_by_id),
            ("heads", "captures", self._nouns.heads.get),
            ("capture", "captures", self._nouns.captures.get),
            ("wire", "captures", self._nouns.captures.check_wire),
            ("ledger", "ledger", lambda number: self._nouns.ledger.check(number - 1)),
            ("checkpoint", "checkpoints", self._nouns.ledger.checkpoints.check),
            ("checkpoint", "timestamps", self._nouns.ledger.checkpoints.check_timestamp),
            ("text", "texts", self._nouns.extractions.text_bytes),
            ("extraction", "extractions", self._nouns.extractions.check),
            ("revision", "revisions", self._nouns.revisions.get_by_id),
            ("article", "articles", self._nouns.articles.get),
            ("address", "addresses", self._nouns.frontier.due_of),
        )
        damaged: list[Damage] = []
        total = sum(self._size(table) for _, table, _ in steps)
        done = 0
        for kind, table, check in steps:
            for row_id in self._ids(table, damaged):
                damaged += _attempt(kind, row_id, check)
                done += 1
                if progress is not None:
                    progress(done, max(done, total))
        damaged += _attempt("ledger", "the whole", lambda _: self._nouns.ledger.check_end())
        for pragma in ("integrity_check", "foreign_key_check"):
            damaged += self._ask_sqlite(pragma)
        return damaged

    def _size(self, table: str) -> int:
        try:
            return int(self._database.value(f"SELECT count(*) FROM {table}"))
        except ArchiveError:
            return 0

    def _ids(self, table: str, damaged: list[Damage]) -> Iterator[int]:
        after = 0
        while True:
            try:
                rows = self._database.rows(
                    f"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT 1000", (after,)
                )
            except ArchiveError as error:
                damaged.append(Damage("database", table, _words(error)))
                return
            if not rows:
                return
            for row in rows:
                yield row["id"]
            after = rows[-1]["id"]

    def _ask_sqlite(self, pragma: str) -> list[Damage]:
        try:
            rows = self._database.rows(f"PRAGMA {pragma}")
        except ArchiveError as error:
            return [Damage("database", "archive.db", _words(error))]
        if pragma == "integrity_check":
            return [Damage("database", "archive.db", str(row[0])) for row in rows if row[0] != "ok"]
        return [
            Damage("database", f"{table}:{row_id}", f"It names a row of {other} that is not there.")
            for table, row_id, other, _ in rows
        ]


def _attempt(kind: str, row_id: int | str, check: Callable[[Any], object]) -> list[Damage]:
    """Run one check; whatever it raises is damage: hurt rows hold values of any kind."""
    try:
        check(row_id)
    except PayloadDamaged as error:
        return [Damage(kind, error.digest, error.why)] if kind == "payload" else []
    except VariorumError as error:
        return [Damage(kind, row_id, _words(error))]
    except Exception as error:  # noqa: BLE001 — the checks must go on, and it is not lost
        return [Damage(kind, row_id, repr(error))]
    return []


def _words(error: VariorumError) -> str:
    return f"{error.what} {error.why}".strip()
