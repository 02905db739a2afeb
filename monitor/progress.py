"""The progress of a pass, in words for the user who is watching."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from spiders.crawl.errand import Errand
    from storage.archive import Archive
    from storage.records import Visit

COUNTED_S = 1.0
"""The shortest interval for counting what is left; it is longer if counting takes long."""
_SHARE = 50.0


class PassProgress:
    """Counts visits and readings, and passes the counts and totals to ``show``.

    The totals are estimates: more is found on the way, and what a resting host postpones no longer
    counts.
    """

    def __init__(self, archive: Archive, errand: Errand, show: Callable[[str], None]) -> None:
        self._archive = archive
        self._errand = errand
        self._show = show
        self._fetched = self._left = 0
        self._unread: int | None = None
        self._count_at = 0.0

    def fetched(self, visit: Visit) -> None:
        """Count one more stored visit; those to robots.txt, made along the way, do not count."""
        if not visit.of_page:
            return
        self._fetched += 1
        if (
            self._errand.urls or self._errand.everything
        ):  # due or not, so the number of due ones says nothing
            self._show(f"{self._fetched} fetched")
            return
        if time.monotonic() >= self._count_at:
            began = time.monotonic()
            ids = self._errand.outlet_ids
            self._left = self._archive.agenda.left(datetime.now(UTC), ids)
            took_s = time.monotonic() - began
            self._count_at = began + max(COUNTED_S, _SHARE * took_s)
        else:
            self._left = max(self._left - 1, 0)
        self._show(f"{self._fetched} of {self._fetched + self._left} fetched")

    def read(self, number: int) -> None:
        """Show that this many visits have been read."""
        if self._unread is None:
            left = self._archive.agenda.load(datetime.now(UTC)).unread
            self._unread = number + left
        self._show(f"{number} of {max(self._unread, number)} read")
