"""When feeds and sitemaps say that a page was changed, in their own words, stored as they came.

The same words are stored once for as long as they stay, with the time since when. Feeds and
sitemaps have ways of their own to say it, so each is only ever compared with itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database.connection import storable
from storage.database.times import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.database.connection import Database
    from storage.records import Found

TABLES = """
CREATE TABLE declared (
    address_id INTEGER NOT NULL REFERENCES addresses (id),
    seed_address_id INTEGER NOT NULL REFERENCES addresses (id),
    at TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (address_id, seed_address_id, at)
) STRICT, WITHOUT ROWID;
"""

_NOTE = """
    INSERT OR IGNORE INTO declared (address_id, seed_address_id, at, updated)
    SELECT addresses.id, ?1, ?2, ?3 FROM addresses WHERE addresses.key = ?4
    AND ?3 IS NOT (
        SELECT updated FROM declared WHERE address_id = addresses.id AND seed_address_id = ?1
        AND at <= ?2 ORDER BY at DESC LIMIT 1
    )
"""
_AS_OF = """
    SELECT address_id, seed_address_id, updated, max(at) FROM declared
    JOIN addresses ON addresses.id = address_id
    WHERE addresses.article_id = ? AND at <= ? GROUP BY address_id, seed_address_id
"""
_MOVES = """
    SELECT declared.address_id, seed_address_id, count(*) AS moves, (
        SELECT count(*) FROM visits
        WHERE visits.address_id = declared.address_id AND started_at > ?2 AND started_at <= ?3
    ) AS looks
    FROM declared JOIN addresses ON addresses.id = declared.address_id
    WHERE addresses.article_id = ?1 AND declared.at > ?2 AND declared.at <= ?3
    GROUP BY declared.address_id, seed_address_id
"""
CLOCK = 3
"""If a seed said another time at each of this many looks, it merely tells the time of day."""


class Declared:
    """What the seeds of outlets say about the times of their articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, seed_address_id: int, found: Iterable[Found], at: datetime) -> None:
        """Note what a seed says now about the addresses that it names, which must be known."""
        time = to_text(at)
        named = ((one.key, storable(one.updated)) for one in found if one.updated)
        said = ((seed_address_id, time, updated, key) for key, updated in named)
        self._database.change_many(_NOTE, said)

    def moved(
        self, article_id: int, since: datetime, until: datetime, first: datetime | None = None
    ) -> bool:
        """Whether a seed gave another time for the article at ``until`` than it did at ``since``.

        A seed that did not name it before both of these does not count (``until`` is earlier than
        ``since`` if the clock was put back). The article did not change from ``first`` to
        ``since``: a seed that gave another time for each of several visits in that period tells
        the time of day, and says nothing about the article.
        """
        before, after = (self._as_of(article_id, time) for time in (since, until))
        moved = {seed for seed, said in before.items() if after.get(seed, said) != said}
        return bool(moved) and not moved <= self._clocks(article_id, first or since, until)

    def _clocks(self, article_id: int, since: datetime, until: datetime) -> set[tuple[int, int]]:
        rows = self._database.rows(_MOVES, (article_id, to_text(since), to_text(until)))
        return {
            (row["address_id"], row["seed_address_id"])
            for row in rows
            if row["moves"] >= row["looks"] >= CLOCK
        }

    def _as_of(self, article_id: int, time: datetime) -> dict[tuple[int, int], str]:
        # SQLite takes the other columns from the row with the maximum.
        rows = self._database.rows(_AS_OF, (article_id, to_text(time)))
        return {(row["address_id"], row["seed_address_id"]): row["updated"] for row in rows}
