"""When a revision was last seen: at its last capture, or by a 304 that came after it.

A 304 is the host's word that an address still shows what it showed. If an edit came to light and
the address's validators are not known to have changed with it (they stayed the same, or were no
longer sent), that word was about the validators and not the text; then only captures count.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime
from itertools import accumulate
from typing import TYPE_CHECKING

from storage.database.times import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.database.connection import Database


def last_sight(
    database: Database, captures: Mapping[int, str], until: str, unvouched: int | None
) -> str:
    """When a revision was last seen; ``captures`` has the time of its last capture by address.

    No 304 counts at the address ``unvouched``, or after the next revision was seen (``until``).
    """
    seen = max(captures.values())
    for address_id, at in captures.items():
        if address_id != unvouched:
            later = database.value(_UNMODIFIED, (address_id, at, until, at))
            seen = max(seen, later or "")
    return seen


def set_back(database: Database, revision_id: int, address_id: int, at: str) -> None:
    """Let no 304 of this address count as a sight of the revision, which had ended by ``at``."""
    rows = database.rows(_CAPTURES, (revision_id, at))
    captures = {row["address_id"]: row["at"] for row in rows}
    database.change(
        "UPDATE revisions SET last_seen = ? WHERE id = ?",
        (last_sight(database, captures, at, address_id), revision_id),
    )


def out_of_the_future(database: Database, revision_id: int, at: str) -> None:
    """Correct ``last_seen`` if a clock that was ahead set it: to the last capture before ``at``."""
    database.change(_OUT_OF_THE_FUTURE, (at, revision_id, to_text(datetime.now(UTC))))


class Gaps:
    """The gaps between the last sight of each revision of an article and the first of the next.

    Held in memory, to be asked about each of the article's visits, which may be many.
    """

    def __init__(self, database: Database, article_id: int) -> None:
        rows = database.rows(_GAPS, (article_id,))
        self._ends = [row["ends"] for row in rows]
        begins = [row["begins"] for row in reversed(rows)]
        self._earliest = [*accumulate(begins, min)][::-1]

    def hold(self, at: str) -> bool:
        """Does this time lie in a gap, so that a 304 then was no sight? See :data:`UNVOUCHED`."""
        later = bisect_right(self._ends, at)
        return later < len(self._ends) and self._earliest[later] < at


UNVOUCHED = """
    (visits.outcome = 'unmodified' AND EXISTS (
        SELECT 1 FROM revisions AS new
        JOIN revisions AS old ON old.article_id = new.article_id AND old.number = new.number - 1
        WHERE new.article_id = addresses.article_id
        AND old.last_seen < visits.started_at AND new.first_seen > visits.started_at
    ))
"""
"""SQL: a 304 between the last sight of a revision and the first of the next is a sight of neither.
"""
_GAPS = """
    SELECT old.last_seen AS begins, new.first_seen AS ends FROM revisions AS new
    JOIN revisions AS old ON old.article_id = new.article_id AND old.number = new.number - 1
    WHERE new.article_id = ? AND old.last_seen < new.first_seen ORDER BY ends
"""
_CAPTURES = """
    SELECT address_id, max(started_at) AS at
    FROM extractions JOIN visits ON visits.id = extractions.capture_id
    WHERE extractions.revision_id = ? AND started_at <= ? GROUP BY address_id
"""
_UNMODIFIED = """
    SELECT max(started_at) FROM visits AS visit
    WHERE address_id = ? AND outcome = 'unmodified' AND unread = 0
    AND started_at > ? AND started_at < ?
    AND NOT EXISTS (
        SELECT 1 FROM visits AS other WHERE other.address_id = visit.address_id
        AND other.outcome = 'captured'
        AND other.started_at > ? AND other.started_at <= visit.started_at
    )
"""
_OUT_OF_THE_FUTURE = """
    UPDATE revisions SET last_seen = coalesce((
        SELECT max(started_at) FROM visits JOIN extractions ON capture_id = visits.id
        WHERE extractions.revision_id = revisions.id AND started_at <= ?
    ), last_seen) WHERE id = ? AND last_seen > ?
"""
