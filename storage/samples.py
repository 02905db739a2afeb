"""Samples: some captures of an outlet's articles, for a look at what rules would find on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.captures import CAPTURES, capture_of
from storage.database.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database
    from storage.records import Capture


class Samples:
    """Captures that were read as articles, at most one of each article or of each address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(
        self, outlet_id: int, limit: int, *, each_article_once: bool = False
    ) -> list[Capture]:
        """What stands at its addresses now, as far as it was read as an article; newest first.

        ``each_article_once``: of one with several addresses (AMP, print) what was captured last.
        """
        one = "coalesce(article_id, -id)" if each_article_once else "id"
        return self._captures(
            "SELECT max(last_capture_id) FROM addresses AS one"
            " WHERE one.outlet_id = ? AND last_capture_id IS NOT NULL"
            " AND EXISTS (SELECT 1 FROM extractions WHERE capture_id = last_capture_id)"
            f" GROUP BY {one} ORDER BY 1 DESC LIMIT ?",
            (outlet_id, limit),
        )

    def between(
        self, outlet_id: int, since: datetime | None, until: datetime | None, limit: int
    ) -> list[Capture]:
        """Of a time: at or after ``since``, before ``until`` (None: without an end); newest first.

        Goes over the outlet's visits, so it takes longer than :meth:`latest`.
        """
        return self._captures(
            "SELECT max(visits.id) FROM addresses AS one"
            " JOIN visits ON visits.address_id = one.id"
            " JOIN extractions ON extractions.capture_id = visits.id"
            " WHERE one.outlet_id = ? AND visits.started_at >= ? AND visits.started_at < ?"
            " GROUP BY one.id ORDER BY 1 DESC LIMIT ?",
            (
                outlet_id,
                "" if since is None else to_text(since),
                "9999" if until is None else to_text(until),
                limit,
            ),
        )

    def at_address(self, address_id: int, limit: int) -> list[Capture]:
        """Those of one address that were read, newest first."""
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
