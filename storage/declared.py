"""When feeds and sitemaps say that a page was changed: their own words, each kept as it came.

A word is kept once for as long as it stays, with the time from which it stood there. Feeds and
sitemaps say it in ways of their own, so each is only ever compared with itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database.times import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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


class Declared:
    """What the seeds of outlets say of the times of their articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, seed_address_id: int, found: Iterable[Found], at: datetime) -> None:
        """What a seed says now of the addresses that it names; those must be known."""
        for one in found:
            if one.updated:
                values = (seed_address_id, to_text(at), one.updated, one.key)
                self._database.change(_NOTE, values)

    def moved(
        self, article_id: int, since: datetime, until: datetime, earlier: Sequence[datetime] = ()
    ) -> bool:
        """Whether a seed says another time of the article at ``until`` than it said at ``since``.

        False where no seed spoke of it before ``since``. At the times ``earlier`` the article was
        as it was at ``since``: a seed that said another time at each of them tells the time of
        day, and nothing of the article.
        """
        before, after = (self._as_of(article_id, time) for time in (since, until))
        then = [self._as_of(article_id, time) for time in earlier]
        return any(
            after[seed] != said and not _is_clock([*(one.get(seed) for one in then), said])
            for seed, said in before.items()
        )

    def _as_of(self, article_id: int, time: datetime) -> dict[tuple[int, int], str]:
        # SQLite takes the other columns from the row that has the maximum.
        rows = self._database.rows(_AS_OF, (article_id, to_text(time)))
        return {(row["address_id"], row["seed_address_id"]): row["updated"] for row in rows}


def _is_clock(words: Sequence[str | None]) -> bool:
    return len(words) > 1 and len(set(words)) == len(words)
