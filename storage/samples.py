"""Samples: some captures of an outlet's articles, to see what rules would find on them.

A redacted capture is no sample, since its bytes are gone; only for a single address is it given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.captures import CAPTURES, REDACTED_CAPTURES, capture_of
from storage.database.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database
    from storage.records import Capture


_WHOLE = f"last_capture_id NOT IN {REDACTED_CAPTURES}"


class Samples:
    """Captures of articles that were read (with one exception), one per article or address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(
        self, outlet_id: int, limit: int, *, each_article_once: bool = False
    ) -> list[Capture]:
        """The last capture of each of its addresses, if it was read as an article; newest first.

        ``each_article_once``: of an article with several addresses (AMP, print), only the newest.
        """
        one = "coalesce(article_id, -id)" if each_article_once else "id"
        return self._captures(
            "SELECT max(last_capture_id) FROM addresses AS one"
            f" WHERE one.outlet_id = ? AND last_capture_id IS NOT NULL AND {_WHOLE}"
            " AND EXISTS (SELECT 1 FROM extractions WHERE capture_id = last_capture_id)"
            f" GROUP BY {one} ORDER BY 1 DESC LIMIT ?",
            (outlet_id, limit),
        )

    def between(
        self, outlet_id: int, since: datetime | None, until: datetime | None, limit: int
    ) -> list[Capture]:
        """Captures at or after ``since`` and before ``until`` (None: no bound); newest first.

        It walks the outlet's visits, so it takes longer than :meth:`latest`.
        """
        return self._captures(
            "SELECT max(visits.id) FROM addresses AS one"
            " JOIN visits ON visits.address_id = one.id"
            " JOIN extractions ON extractions.capture_id = visits.id"
            " WHERE one.outlet_id = ? AND visits.started_at >= ? AND visits.started_at < ?"
            f" AND visits.id NOT IN {REDACTED_CAPTURES}"
            " GROUP BY one.id ORDER BY 1 DESC LIMIT ?",
            (
                outlet_id,
                "" if since is None else to_text(since),
                "9999" if until is None else to_text(until),
                limit,
            ),
        )

    def left_unread(
        self, outlet_id: int, since: datetime, limit: int, *, address_id: int | None = None
    ) -> list[Capture]:
        """The last captures of addresses of articles, if since then and unread; newest first.

        Only answers with status 200; pages that a failing rule left unread are among them.
        """
        return self._captures(
            "SELECT last_capture_id FROM addresses AS one"
            " JOIN visits ON visits.id = last_capture_id"
            " JOIN captures AS last ON last.id = last_capture_id"
            " WHERE one.outlet_id = ? AND one.article_id IS NOT NULL AND visits.started_at >= ?"
            f" AND {_WHOLE} AND last.status = 200 AND (? IS NULL OR one.id = ?)"
            " AND NOT EXISTS (SELECT 1 FROM extractions WHERE capture_id = last_capture_id)"
            " ORDER BY 1 DESC LIMIT ?",
            (outlet_id, to_text(since), address_id, address_id, limit),
        )

    def at_address(self, address_id: int, limit: int) -> list[Capture]:
        """Captures of one address that were read, newest first."""
        return self._captures(
            "SELECT visits.id FROM visits WHERE visits.address_id = ?"
            " AND EXISTS (SELECT 1 FROM extractions WHERE capture_id = visits.id)"
            " ORDER BY visits.id DESC LIMIT ?",
            (address_id, limit),
        )

    def _captures(self, chosen: str, values: tuple[object, ...]) -> list[Capture]:
        rows = self._database.rows(
            f"{CAPTURES} WHERE captures.id IN ({chosen})"
            " ORDER BY visits.started_at DESC, captures.id DESC",
            values,
        )
        return [capture_of(row) for row in rows]
