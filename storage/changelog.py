"""The log of changes: revisions and events in one order, newest first, by any filters."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING, Any, Self

from storage.database.times import to_text
from storage.errors import InputError
from storage.kinds import EventKind, Weight
from storage.revisions import REVISIONS, event_of, revision_of
from storage.told import Event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.database.connection import Database
    from storage.records import Revision

_PAGE, _LARGEST = 200, 2_000
"""How many rows are read at a time by default, and at most."""
_COUNTED = 2_000
"""How far marks are counted to find the rarest of several."""
_TOKEN = re.compile(r"(\d{4}-[\d:.T-]{21}Z)([re])(\d{1,18})\Z")
_LAST_ID = 2**63 - 1

_EVENTS = """
    SELECT events.*, events.at AS moment FROM events
    JOIN articles ON articles.id = events.article_id
"""

_SAME_EVENTS = (
    "SELECT count(*) FROM events WHERE at = ? AND id <= ? AND article_id = ? AND kind = ?"
)
_SAME_REVISIONS = (
    "SELECT count(*) FROM revisions WHERE first_seen = ? AND id <= ? AND article_id = ?"
)

Condition = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which changes: all that are named must hold. ``since`` is within, ``until`` is not.

    ``marks`` are kinds or signals of a revision, or kinds of an event. ``revision_ids``: only these
    revisions, and the events that belong to them. ``weight`` is the least weight of a revision, or
    of an event's kind.
    """

    article_id: int | None = None
    outlet_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    weight: Weight | None = None
    marks: tuple[str, ...] = ()
    revision_ids: tuple[int, ...] | None = None


def moment_of(row: Revision | Event) -> datetime:
    """When it was first seen, or happened; the log is in this order."""
    return row.at if isinstance(row, Event) else row.first_seen


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the log: the last row shown. It stays valid while the log grows."""

    moment: str
    of_event: bool
    id: int

    @classmethod
    def of(cls, row: Revision | Event) -> Self:
        """The position of this row."""
        return cls(to_text(moment_of(row)), isinstance(row, Event), row.id)

    @classmethod
    def parse(cls, token: str) -> Self:
        """The position that :func:`str` wrote. Raises InputError."""
        match = _TOKEN.match(token)
        if match is None:
            raise InputError(
                f"{token[:60]!r} is not a place in the log.", do="Start from the beginning."
            )
        return cls(match[1], of_event=match[2] == "e", id=int(match[3]))

    def __str__(self) -> str:
        return f"{self.moment}{'e' if self.of_event else 'r'}{self.id}"

    @property
    def rank(self) -> tuple[str, bool, int]:
        """The sort key; the log is in descending order."""
        return self.moment, not self.of_event, self.id


class ChangeLog:
    """Revisions and events together. At the same moment revisions come first, the newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(
        self, filters: Filters, after: Position | None = None, *, page: int | None = None
    ) -> Iterator[Revision | Event]:
        """Rows after ``after``, newest first, read lazily in pages of this size.

        The archive may change meanwhile.
        """
        page = min(page or _PAGE, _LARGEST)
        least = 0 if filters.weight is None else filters.weight.rank
        weights = [one.value for one in Weight if least <= one.rank]
        kinds = [one.value for one in EventKind if least <= one.weight.rank]
        shared = _shared_conditions(filters)
        revisions, events = (
            [*shared, _one_of(column, values)] if least else shared
            for column, values in (("revisions.weight", weights), ("events.kind", kinds))
        )
        start = _start(after, filters.until, of_event=False)
        walks = [self._walk("revisions", filters, revisions, start, page)]
        if kinds:
            start = _start(after, filters.until, of_event=True)
            walks.append(self._walk("events", filters, events, start, page))
        for row in merge(*walks, key=lambda row: row["moment"], reverse=True):
            yield event_of(row) if "at" in row.keys() else revision_of(row)  # noqa: SIM118 — a Row iterates over values

    def turn(self, row: Revision | Event) -> int:
        """Which it is, from 1, of the rows of its kind and article that have the same moment."""
        moment = (to_text(moment_of(row)), row.id, row.article_id)
        if isinstance(row, Event):
            return int(self._database.value(_SAME_EVENTS, (*moment, row.kind.value)))
        return int(self._database.value(_SAME_REVISIONS, moment))

    def _walk(
        self,
        table: str,
        filters: Filters,
        conditions: list[Condition],
        after: tuple[str, int],
        page: int,
    ) -> Iterator[Any]:
        """One table, newest first."""
        whole = REVISIONS if table == "revisions" else _EVENTS
        # Among ids all are put in order: what stands beside a row is looked up for those told.
        ids_first = filters.revision_ids is not None
        query = f"SELECT {table}.id FROM {table}" if ids_first else whole
        time, place = _time_of(table), f"{table}.{_time_of(table)}, {table}.id"
        marks = self._marks(filters, of_event=table == "events")
        # An article's rows are few, and stand together: a mark's may be most of the archive.
        along = None if filters.article_id is not None or not marks else marks.pop(0)
        # Along a mark, a period ends where its marks do: what lies outside is not walked over.
        moment = f"{table}.{time}" if along is None else "marks.moment"
        fixed: list[Condition] = [
            (sql.replace("{table}", table).replace("{time}", moment), values)
            for sql, values in [*conditions, *(_has(mark, table) for mark in marks)]
        ]
        if filters.revision_ids is not None:
            fixed.append(_among(filters.revision_ids, table))
        if along is not None:
            query += f" JOIN marks ON marks.id = {table}.id"
            fixed.append(("marks.mark = ? AND marks.of_event = ?", (along, table == "events")))
            place = "marks.moment, marks.id"
        order = ", ".join(f"{column} DESC" for column in place.split(", "))
        while True:
            wanted = [*fixed, (f"({place}) < (?, ?)", after)]
            sql = f"{query} WHERE {' AND '.join(sql for sql, _ in wanted)} ORDER BY {order} LIMIT ?"
            if ids_first:
                sql = f"{whole} WHERE {table}.id IN ({sql}) ORDER BY moment DESC, {table}.id DESC"
            values = [value for _, values in wanted for value in values]
            rows = self._database.rows(sql, (*values, page))
            yield from rows
            if len(rows) < page:
                return
            after = (rows[-1]["moment"], rows[-1]["id"])

    def _marks(self, filters: Filters, *, of_event: bool) -> list[str]:
        """The marks that are asked for, the rarest first: a walk over all goes along that one."""
        marks = list(filters.marks)
        if filters.outlet_id is not None:
            marks.append(f"outlet {filters.outlet_id}")
        if filters.article_id is not None or len(marks) == 1:
            return marks
        count = (
            "SELECT count(*) FROM"
            " (SELECT 1 FROM marks WHERE mark = ? AND of_event = ? LIMIT ?) AS some"
        )
        return sorted(
            marks, key=lambda mark: self._database.value(count, (mark, of_event, _COUNTED))
        )


def _time_of(table: str) -> str:
    return "first_seen" if table == "revisions" else "at"


def _start(after: Position | None, until: datetime | None, *, of_event: bool) -> tuple[str, int]:
    """Where the walk along one table begins, so that both tables together go on after ``after``.

    With a second upper bound, SQLite would begin each page at the end of the period.
    """
    end = ("~" if until is None else to_text(until), 0)
    if after is None:
        return end
    if after.of_event == of_event:
        return min(end, (after.moment, after.id))
    # Revisions precede events: after an event, no revision of the same moment is left.
    return min(end, (after.moment, _LAST_ID if of_event else 0))


def _has(mark: str, table: str) -> Condition:
    sql = (
        "EXISTS (SELECT 1 FROM marks AS other WHERE other.mark = ? AND other.of_event = ?"
        " AND other.moment = {time} AND other.id = {table}.id)"
    )
    return (sql, (mark, table == "events"))


def _one_of(column: str, values: list[str]) -> Condition:
    return (f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def _among(revision_ids: tuple[int, ...], table: str) -> Condition:
    column = "revisions.id" if table == "revisions" else "events.revision_id"
    return (f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(revision_ids),))


def _shared_conditions(filters: Filters) -> list[Condition]:
    conditions: list[Condition] = []
    if filters.article_id is not None:
        conditions.append(("{table}.article_id = ?", (filters.article_id,)))
    if filters.since is not None:
        conditions.append(("{time} >= ?", (to_text(filters.since),)))
    return conditions
