"""What was learnt about when articles are edited, by version, and the visits it is learnt from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.agenda.frontier import TURN
from storage.database.times import from_text, to_text
from storage.history.last_sight import UNVOUCHED

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

TABLES = """
CREATE TABLE lessons (
    id INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    looks INTEGER NOT NULL,
    edits INTEGER NOT NULL,
    threshold REAL NOT NULL,
    hazard TEXT NOT NULL,
    forecast TEXT NOT NULL
) STRICT;
"""

KEPT = 30
"""How many lessons are kept; the command ``why`` names the newest."""

_LOOKS = f"""
    SELECT addresses.article_id AS article, addresses.url AS url, visits.started_at AS at,
        visits.outcome AS outcome, outlets.name AS outlet,
        articles.published AS published, articles.first_seen AS first_seen
    FROM visits
    JOIN addresses ON addresses.id = visits.address_id
    JOIN articles ON articles.id = addresses.article_id AND articles.key = addresses.key
    JOIN outlets ON outlets.id = addresses.outlet_id
    WHERE visits.address_id IN (
        SELECT id FROM addresses WHERE role = 'article' AND article_id IN (
            SELECT id FROM articles WHERE first_seen >= ? ORDER BY id DESC LIMIT ?
        )
    ) AND visits.outcome IN ('captured', 'unmodified') AND NOT {UNVOUCHED} AND visits.unread = 0
    AND visits.import_id IS NULL
    ORDER BY addresses.article_id, visits.started_at, visits.id
"""
_EDITS = f"""
    SELECT article_id AS article, first_seen AS at FROM revisions
    WHERE number > 1 AND ours = 0 AND NOT {TURN.format("revisions")} AND article_id IN (
        SELECT id FROM articles WHERE first_seen >= ? ORDER BY id DESC LIMIT ?
    ) ORDER BY article_id, number
"""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A hazard as JSON (``monitor.cadence.hazard``), its threshold, and what it was learnt from.

    ``forecast`` is JSON too: how many edits would be missed at which number of fetches a day.
    """

    version: int
    made_at: datetime
    looks: int
    edits: int
    threshold: float
    hazard: str
    forecast: str


class Lessons:
    """``archive.lessons``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self) -> Lesson | None:
        """The newest lesson, or None."""
        row = self._database.row("SELECT * FROM lessons ORDER BY id DESC LIMIT 1")
        return None if row is None else _lesson(row)

    def version(self) -> int:
        """The version of the newest lesson, or 0."""
        return int(self._database.value("SELECT coalesce(max(id), 0) FROM lessons"))

    def put(self, lesson: Lesson) -> int:
        """Store it under the next version and return that, whatever ``version`` the lesson has."""
        with self._database.transaction():
            version = self._database.insert(
                "lessons",
                made_at=to_text(lesson.made_at),
                looks=lesson.looks,
                edits=lesson.edits,
                threshold=lesson.threshold,
                hazard=lesson.hazard,
                forecast=lesson.forecast,
            )
            self._database.change("DELETE FROM lessons WHERE id <= ?", (version - KEPT,))
        return version

    def looks(self, since: datetime, most: int) -> list[Any]:
        """Visits to articles first seen since then, at most the ``most`` newest articles.

        Rows of ``article``, ``url``, ``at``, ``outcome``, ``outlet``, ``published`` and
        ``first_seen`` as stored, sorted by article. Imported visits are left out: nobody here
        chose their times.
        """
        return self._database.rows(_LOOKS, (to_text(since), most))

    def edits(self, since: datetime, most: int) -> list[Any]:
        """The edits seen of those articles: rows of ``article`` and ``at``.

        Two texts that take turns are no edits.
        """
        return self._database.rows(_EDITS, (to_text(since), most))


def _lesson(row: Any) -> Lesson:
    return Lesson(
        version=row["id"],
        made_at=from_text(row["made_at"]),
        looks=row["looks"],
        edits=row["edits"],
        threshold=row["threshold"],
        hazard=row["hazard"],
        forecast=row["forecast"],
    )
