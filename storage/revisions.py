"""Revisions and events: the timeline of articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storage.database.times import from_text, maybe_time
from storage.digest import to_digest
from storage.errors import NotStored
from storage.history.blame import SILENCE, as_ours
from storage.kinds import EventKind, Weight
from storage.told import Assessment, Event, Revision

if TYPE_CHECKING:
    from storage.database.connection import Database

REVISIONS = """
    SELECT revisions.*, outlets.name AS outlet, articles.url AS url,
        before.last_seen AS previous_last_seen, before.title AS previous_title,
        before.extraction_id AS previous_extraction_id, extractions.content_sha256 AS sha256,
        revisions.first_seen AS moment
    FROM revisions
    JOIN articles ON articles.id = revisions.article_id
    JOIN outlets ON outlets.id = articles.outlet_id
    JOIN extractions ON extractions.id = revisions.extraction_id
    LEFT JOIN revisions AS before
        ON before.article_id = revisions.article_id AND before.number = revisions.number - 1
"""


def free_of_blame(database: Database, revision_id: int) -> None:
    """Apply :func:`storage.history.blame.as_ours` to the row of a revision that is ours."""
    database.change(
        "UPDATE revisions SET signals = (SELECT json_group_array(value) FROM json_each(signals)"
        " WHERE value <> ?) WHERE id = ? AND ours = 1 AND instr(signals, ?)",
        (SILENCE, revision_id, SILENCE),
    )


class Revisions:
    """The revisions, and the events between them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_article(self, article_id: int) -> list[Revision]:
        """The revisions of an article, oldest first."""
        rows = self._database.rows(
            REVISIONS + " WHERE revisions.article_id = ? ORDER BY revisions.number", (article_id,)
        )
        return [revision_of(row) for row in rows]

    def digests(self, article_id: int) -> tuple[str, ...]:
        """The content digests of an article's revisions, oldest first."""
        rows = self._database.rows(
            "SELECT content_sha256 FROM revisions"
            " JOIN extractions ON extractions.id = revisions.extraction_id"
            " WHERE revisions.article_id = ? ORDER BY revisions.number",
            (article_id,),
        )
        return tuple(to_digest(row["content_sha256"]) for row in rows)

    def get(self, article_id: int, number: int | None) -> Revision:
        """A revision by number, by default the latest one. Raises NotStored."""
        if number is None:
            row = self._database.row(
                REVISIONS + " WHERE revisions.article_id = ?"
                " ORDER BY revisions.number DESC LIMIT 1",
                (article_id,),
            )
        else:
            row = self._database.row(
                REVISIONS + " WHERE revisions.article_id = ? AND revisions.number = ?",
                (article_id, number),
            )
        if row is None:
            name = str(article_id) if number is None else f"{article_id}@{number}"
            raise NotStored("revision", name, do=f"See them with: variorum log {article_id}")
        return revision_of(row)

    def get_by_id(self, revision_id: int) -> Revision:
        """The revision of this id. Raises NotStored."""
        sql = REVISIONS + " WHERE revisions.id = ?"
        return revision_of(self._database.stored("revision", revision_id, sql))

    def events(self, article_id: int) -> list[Event]:
        """The events of an article, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM events WHERE article_id = ? ORDER BY at, id", (article_id,)
        )
        return [event_of(row) for row in rows]


def revision_of(row: Any) -> Revision:
    """The record of a row of :data:`REVISIONS`."""
    assessment = Assessment(
        weight=Weight(row["weight"]),
        kinds=tuple(json.loads(row["kinds"])),
        signals=tuple(json.loads(row["signals"])),
        summary=row["summary"],
    )
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
        assessment=as_ours(assessment) if row["ours"] else assessment,
        previous_title=row["previous_title"],
        previous_extraction_id=row["previous_extraction_id"],
    )


def event_of(row: Any) -> Event:
    """The record of a row of ``events``."""
    return Event(
        id=row["id"],
        article_id=row["article_id"],
        revision_id=row["revision_id"],
        kind=EventKind(row["kind"]),
        at=from_text(row["at"]),
        detail=row["detail"],
    )
