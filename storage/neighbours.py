"""What other articles of an outlet showed around the time when one was visited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.database.times import from_text, to_text
from storage.records import ArticleState

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from storage.database.connection import Database

_LOOKED_AROUND = 5000
"""How many visits, to any outlet, are walked before and after it."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A visit to another article; ``capture`` is the id of its capture, or None for a 304."""

    article_id: int
    at: datetime
    capture: int | None


class Neighbours:
    """``archive.sights.neighbours``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(
        self,
        outlet_id: int,
        article_id: int,
        visit: tuple[int, datetime],
        within: timedelta,
        most: int,
    ) -> list[Neighbour]:
        """For each other article of the outlet, the visit nearest in time to this one.

        Only visits within that time that got a page or a 304; the nearest first, at most ``most``.
        """
        visit_id, at = visit
        span = to_text(at - within), to_text(at + within)
        rows = self._database.rows(
            "SELECT article_id, started_at, outcome, visits.id AS visit_id"
            " FROM visits CROSS JOIN addresses"
            " WHERE addresses.id = address_id AND outlet_id = ? AND article_id IS NOT NULL"
            " AND article_id != ? AND visits.id BETWEEN ? AND ? AND started_at BETWEEN ? AND ?"
            " AND outcome IN ('captured', 'unmodified')"
            " ORDER BY abs(julianday(started_at) - julianday(?)), visits.id",
            (
                *(outlet_id, article_id, visit_id - _LOOKED_AROUND, visit_id + _LOOKED_AROUND),
                *(*span, to_text(at)),
            ),
        )
        found: dict[int, Neighbour] = {}
        for row in rows:
            capture = row["visit_id"] if row["outcome"] == "captured" else None
            time = from_text(row["started_at"])
            found.setdefault(row["article_id"], Neighbour(row["article_id"], time, capture))
            if len(found) == most:
                break
        return list(found.values())

    def are_absent(self, outlet_id: int, absence: str, since: datetime) -> bool:
        """Is any article of the outlet absent for this reason, since this time or later?"""
        found = self._database.value(
            # "+": walk the few that are absent, and not all of the outlet.
            "SELECT 1 FROM articles WHERE +outlet_id = ? AND absences > 0"
            " AND absent_since >= ? AND absence = ? LIMIT 1",
            (outlet_id, to_text(since), absence),
        )
        return found is not None

    def missed(self, outlet_id: int, absence: str, since: datetime) -> int:
        """How many articles are absent for this reason since then, and not yet declared gone."""
        found = self._database.value(
            "SELECT count(*) FROM articles WHERE +outlet_id = ? AND absences > 0"
            " AND absent_since >= ? AND absence = ? AND state != ?",
            (outlet_id, to_text(since), absence, ArticleState.GONE.value),
        )
        return int(found)

    def is_seen(self, outlet_id: int, since: datetime) -> bool:
        """Was any article of the outlet seen since then?

        The newest are tried first, as they are visited most often: of 60,000 articles, most of them
        no longer visited, only a few are looked at if the outlet is well.
        """
        found = self._database.value(
            "SELECT 1 FROM articles WHERE +outlet_id = ? AND last_seen >= ?"
            " ORDER BY id DESC LIMIT 1",
            (outlet_id, to_text(since)),
        )
        return found is not None
