"""Revisions and events: the timeline of articles."""

from __future__ import annotations

import json
from heapq import merge
from typing import TYPE_CHECKING, Any

from storage.errors import NotStored
from storage.payloads import to_digest
from storage.records import Assessment, Event, EventKind, Revision, Weight
from storage.times import from_text, maybe_time, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.connection import Database

_PAGE = 200

_REVISIONS = """
    SELECT revisions.*, outlets.name AS outlet, articles.url AS url,
        before.last_seen AS previous_last_seen, extractions.content_sha256 AS sha256,
        revisions.first_seen AS moment
    FROM revisions
    JOIN articles ON articles.id = revisions.article_id
    JOIN outlets ON outlets.id = articles.outlet_id
    JOIN extractions ON extractions.id = revisions.extraction_id
    LEFT JOIN revisions AS before
        ON before.article_id = revisions.article_id AND before.number = revisions.number - 1
"""

_EVENTS = """
    SELECT events.*, events.at AS moment FROM events
    JOIN articles ON articles.id = events.article_id
"""


class Revisions:
    """The revisions and the events beside them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_article(self, article_id: int) -> list[Revision]:
        """Oldest first."""
        rows = self._database.rows(
            _REVISIONS + " WHERE revisions.article_id = ? ORDER BY revisions.number", (article_id,)
        )
        return [_revision(row) for row in rows]

    def get(self, article_id: int, number: int | None) -> Revision:
        """The latest when no number is given. Raises NotStored."""
        if number is None:
            row = self._database.row(
                _REVISIONS + " WHERE revisions.article_id = ?"
                " ORDER BY revisions.number DESC LIMIT 1",
                (article_id,),
            )
        else:
            row = self._database.row(
                _REVISIONS + " WHERE revisions.article_id = ? AND revisions.number = ?",
                (article_id, number),
            )
        if row is None:
            name = str(article_id) if number is None else f"{article_id}@{number}"
            raise NotStored("revision", name, do=f"See them with: variorum log {article_id}")
        return _revision(row)

    def get_by_id(self, revision_id: int) -> Revision:
        """Raises NotStored."""
        row = self._database.row(_REVISIONS + " WHERE revisions.id = ?", (revision_id,))
        if row is None:
            raise NotStored("revision", str(revision_id))
        return _revision(row)

    def events(self, article_id: int) -> list[Event]:
        """Oldest first."""
        rows = self._database.rows(
            "SELECT * FROM events WHERE article_id = ? ORDER BY at, id", (article_id,)
        )
        return [_event(row) for row in rows]

    def log(
        self,
        *,
        article_id: int | None,
        outlet_id: int | None,
        since: datetime | None,
        until: datetime | None,
        weight: Weight | None,
        kind: str | None,
    ) -> Iterator[Revision | Event]:
        """Newest first. ``since`` is within, ``until`` is not.

        ``kind`` is a kind or signal of a revision, or that of an event. Events weigh nothing: a
        weight above ``none`` leaves them out.
        """
        heaviest = Weight.SUBSTANTIVE.rank
        least = 0 if weight is None else weight.rank
        weights = [one.value for one in Weight if least <= one.rank <= heaviest]
        shared = _shared_conditions(article_id, outlet_id, since, until)
        revisions = [
            *shared,
            (f"revisions.weight IN ({', '.join('?' * len(weights))})", tuple(weights)),
        ]
        events = [*shared]
        if kind is not None:
            mark = f'%"{_escaped(kind)}"%'
            either = r"(revisions.kinds LIKE ? ESCAPE '\' OR revisions.signals LIKE ? ESCAPE '\')"
            revisions.append((either, (mark, mark)))
            events.append(("events.kind = ?", (kind,)))
        walks = [self._walk(_REVISIONS, "revisions", "first_seen", revisions)]
        if least == 0:
            walks.append(self._walk(_EVENTS, "events", "at", events))
        for row in merge(*walks, key=lambda row: row["moment"], reverse=True):
            yield _event(row) if "at" in row.keys() else _revision(row)  # noqa: SIM118 — a Row iterates over values

    def _walk(
        self, query: str, table: str, time: str, conditions: list[tuple[str, tuple[Any, ...]]]
    ) -> Iterator[Any]:
        """Newest first, in pages, so that the archive may change while this is being walked."""
        after: tuple[str, int] = ("~", 0)
        while True:
            wanted = [
                (f"({table}.{time}, {table}.id) < (?, ?)", after),
                *((sql.replace("{time}", f"{table}.{time}"), values) for sql, values in conditions),
            ]
            rows = self._database.rows(
                query
                + f" WHERE {' AND '.join(sql for sql, _ in wanted)}"
                + f" ORDER BY {table}.{time} DESC, {table}.id DESC LIMIT ?",
                (*(value for _, values in wanted for value in values), _PAGE),
            )
            yield from rows
            if len(rows) < _PAGE:
                return
            after = (rows[-1]["moment"], rows[-1]["id"])


def _shared_conditions(
    article_id: int | None, outlet_id: int | None, since: datetime | None, until: datetime | None
) -> list[tuple[str, tuple[Any, ...]]]:
    conditions: list[tuple[str, tuple[Any, ...]]] = []
    if article_id is not None:
        conditions.append(("articles.id = ?", (article_id,)))
    if outlet_id is not None:
        conditions.append(("articles.outlet_id = ?", (outlet_id,)))
    if since is not None:
        conditions.append(("{time} >= ?", (to_text(since),)))
    if until is not None:
        conditions.append(("{time} < ?", (to_text(until),)))
    return conditions


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _revision(row: Any) -> Revision:
    return Revision(
        id=row["id"],
        article_id=row["article_id"],
        number=row["number"],
        outlet=row["outlet"],
        url=row["url"],
        title=row["title"],
        digest=to_digest(row["sha256"]),
        extraction_id=row["extraction_id"],
        first_seen=from_text(row["first_seen"]),
        last_seen=from_text(row["last_seen"]),
        previous_last_seen=maybe_time(row["previous_last_seen"]),
        assessment=Assessment(
            weight=Weight(row["weight"]),
            kinds=tuple(json.loads(row["kinds"])),
            signals=tuple(json.loads(row["signals"])),
            summary=row["summary"],
            ours=bool(row["ours"]),
        ),
    )


def _event(row: Any) -> Event:
    return Event(
        id=row["id"],
        article_id=row["article_id"],
        revision_id=row["revision_id"],
        kind=EventKind(row["kind"]),
        at=from_text(row["at"]),
        detail=row["detail"],
    )
