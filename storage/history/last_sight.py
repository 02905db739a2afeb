"""Until when a revision was seen: at its last capture, or by a 304 that came after it.

A 304 is the host's word that an address shows what it showed. Where an edit came to light and
the address's validators are not known to have moved with it (they stayed, or were there no more),
that word was given of them and not of the text: only captures count there.
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
    """``captures``: when each address last showed it whole. No 304 counts at ``unvouched``.

    Nor does one that came when the next revision had been seen (``until``).
    """
    seen = max(captures.values())
    for address_id, at in captures.items():
        if address_id != unvouched:
            later = database.value(_UNMODIFIED, (address_id, at, until, at))
            seen = max(seen, later or "")
    return seen


def set_back(database: Database, revision_id: int, address_id: int, at: str) -> None:
    """No 304 of this address was a sight of the revision that was over by ``at``."""
    rows = database.rows(_CAPTURES, (revision_id, at))
    captures = {row["address_id"]: row["at"] for row in rows}
    database.change(
        "UPDATE revisions SET last_seen = ? WHERE id = ?",
        (last_sight(database, captures, at, address_id), revision_id),
    )


def out_of_the_future(database: Database, revision_id: int, at: str) -> None:
    """What changed after a clock that was ahead saw it: its last capture by the clock of now."""
    database.change(_OUT_OF_THE_FUTURE, (at, revision_id, to_text(datetime.now(UTC))))


class Gaps:
    """The times between the last sight of each revision of an article and the first of the next.

    In the memory, since an article may have as many visits as revisions, or more.
    """

    def __init__(self, database: Database, article_id: int) -> None:
        rows = database.rows(_GAPS, (article_id,))
        self._ends = [row["ends"] for row in rows]
        begins = [row["begins"] for row in reversed(rows)]
        self._earliest = [*accumulate(begins, min)][::-1]

    def hold(self, at: str) -> bool:
        """Was a 304 of this time a sight of none, as :data:`UNVOUCHED` says?"""
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
"""A 304 between the last sight of a revision and the first of the next one was a sight of none."""
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
