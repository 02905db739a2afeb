"""Which articles report the same event: derived from their texts, and kept in ``index.db``.

A story has the id of the first article that was put into it. Articles are compared by vectors of
terms; the heaviest terms of each are posted, so that articles that share them can be found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.database.times import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from storage.derived.file import IndexFile

_COUNTED = "story articles"
_POSTED = 16
_MOST_POSTINGS = 200
"""How many articles are looked at for a term: one that more articles have tells nothing."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An article within its story.

    ``likeness`` (0 to 1) and ``shared`` (terms) relate it to the article that drew it into the
    story; None and empty for the first one.
    """

    article_id: int
    story_id: int
    outlet_id: int
    moment: datetime
    likeness: float | None
    shared: tuple[str, ...]
    vector: dict[str, float]


@dataclass(frozen=True, slots=True)
class Story:
    """One event, and when its first and last article were published, or first seen."""

    id: int
    first: datetime
    last: datetime
    articles: int
    outlets: int


class Stories:
    """``archive.index.stories``. To be used by one thread."""

    def __init__(self, index: IndexFile) -> None:
        self._index = index

    # --- finding -----------------------------------------------------------------------------
    def latest(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        before: tuple[str, int] | None = None,
        limit: int = 50,
    ) -> list[Story]:
        """Events that several outlets report, those with the newest last article first.

        ``before`` is where the page before ended: the last time and the id of its last story.
        """
        rows = self._index.database.rows(
            "SELECT * FROM stories WHERE outlets > 1 AND (last, id) < (?, ?)"
            " AND last >= ? AND first < ? ORDER BY last DESC, id DESC LIMIT ?",
            (
                *(before or ("~", 0)),
                "" if since is None else to_text(since),
                "~" if until is None else to_text(until),
                limit,
            ),
        )
        return [_story(row) for row in rows]

    def of_article(self, article_id: int) -> Story | None:
        """The story that an article belongs to, whether one outlet reports it or several."""
        row = self._index.database.row(
            "SELECT stories.* FROM story_articles JOIN stories ON stories.id = story_id"
            " WHERE article_id = ?",
            (article_id,),
        )
        return None if row is None else _story(row)

    def articles(self, story_id: int) -> list[Placed]:
        """The articles of a story, the oldest first."""
        rows = self._index.database.rows(
            "SELECT * FROM story_articles WHERE story_id = ? ORDER BY moment, article_id",
            (story_id,),
        )
        return [_placed(row) for row in rows]

    def near(self, terms: Iterable[str], since: datetime, until: datetime, most: int) -> list[int]:
        """Articles from this period that share most of these terms, the nearest first."""
        counts: dict[int, int] = {}
        for term in list(terms)[:_POSTED]:
            for row in self._index.database.rows(
                "SELECT article_id FROM story_terms WHERE term = ? AND moment >= ? AND moment <= ?"
                " ORDER BY moment DESC LIMIT ?",
                (term, to_text(since), to_text(until), _MOST_POSTINGS),
            ):
                counts[row["article_id"]] = counts.get(row["article_id"], 0) + 1
        return sorted(counts, key=lambda one: (-counts[one], one))[:most]

    def placed(self, article_id: int) -> Placed | None:
        """The article in its story; None if it was not placed yet."""
        row = self._index.database.row(
            "SELECT * FROM story_articles WHERE article_id = ?", (article_id,)
        )
        return None if row is None else _placed(row)

    def known(self, terms: Iterable[str]) -> tuple[dict[str, int], int]:
        """How many articles have each term, and how many articles there are in all."""
        wanted = list(terms)
        rows = self._index.database.rows(
            f"SELECT term, number FROM story_counts WHERE term IN ({', '.join('?' * len(wanted))})",
            wanted,
        )
        counts = {row["term"]: row["number"] for row in rows}
        return counts, self._index.remembered(_COUNTED)

    # --- placing -----------------------------------------------------------------------------
    def count(self, terms: Iterable[str]) -> None:
        """Count one more article with these terms. Within a transaction of the caller."""
        self._index.database.change_many(
            "INSERT INTO story_counts VALUES (?, 1)"
            " ON CONFLICT (term) DO UPDATE SET number = number + 1",
            [(term,) for term in terms],
        )
        self._index.remember(_COUNTED, self._index.remembered(_COUNTED) + 1)

    def put(self, placed: Placed) -> None:
        """Put an article into its story. Within a transaction of the caller."""
        database = self._index.database
        moment = to_text(placed.moment)
        database.change(
            "INSERT OR REPLACE INTO story_articles VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(placed.article_id, placed.story_id, placed.outlet_id, moment, placed.likeness),
                json.dumps(placed.shared, ensure_ascii=False),
                json.dumps(placed.vector, ensure_ascii=False),
            ),
        )
        database.change_many(
            "INSERT OR IGNORE INTO story_terms VALUES (?, ?, ?)",
            [(term, moment, placed.article_id) for term in list(placed.vector)[:_POSTED]],
        )
        database.change(
            "INSERT OR REPLACE INTO stories SELECT story_id, min(moment), max(moment), count(*),"
            " count(DISTINCT outlet_id) FROM story_articles WHERE story_id = ?",
            (placed.story_id,),
        )


def _placed(row: Mapping[str, Any]) -> Placed:
    return Placed(
        article_id=row["article_id"],
        story_id=row["story_id"],
        outlet_id=row["outlet_id"],
        moment=from_text(row["moment"]),
        likeness=row["likeness"],
        shared=tuple(json.loads(row["shared"])),
        vector=json.loads(row["vector"]),
    )


def _story(row: Mapping[str, Any]) -> Story:
    return Story(
        row["id"], from_text(row["first"]), from_text(row["last"]), row["articles"], row["outlets"]
    )
