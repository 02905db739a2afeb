"""Visits on their way into the archive: grouped, and done only when they are on the disk."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from spiders.crawl.manners.robots import NO_ROBOTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.archive import Archive
    from storage.records import Outcome, Visit

GROUP = 50
GROUP_S = 0.2
"""A commit for so many visits, or after so long: a commit each costs ten times the rows."""


def counted_as(visit: Visit) -> Outcome | None:
    """Its outcome; None where it says nothing of a page: no robots.txt is no page that misses."""
    return None if visit.reason == NO_ROBOTS else visit.outcome


class Recorder:
    """Takes visits and writes them in groups.

    ``counts`` has those that are stored, by what they are counted as: see :func:`counted_as`.
    """

    def __init__(self, archive: Archive, on_progress: Callable[[Visit], None] | None) -> None:
        self.counts: Counter[Outcome | None] = Counter()
        self.failure: Exception | None = None
        self._archive = archive
        self._on_progress = on_progress
        self._waiting: list[Visit] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, visit: Visit) -> None:
        """Have it stored soon. Raises what the archive raises."""
        self._waiting.append(visit)
        if len(self._waiting) >= GROUP:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(GROUP_S, self._on_time)

    def flush(self) -> None:
        """Store everything that waits, now. Raises what the archive raises."""
        if self.failure is not None:
            raise self.failure
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        visits, self._waiting = self._waiting, []
        if not visits:
            return
        self._archive.record_all(visits)
        for visit in visits:
            self.counts[counted_as(visit)] += 1
            if self._on_progress is not None:
                self._on_progress(visit)

    def _on_time(self) -> None:
        """Called by the clock, where nobody can catch: the next add or flush raises it."""
        self._timer = None
        try:
            self.flush()
        except Exception as error:  # noqa: BLE001  # kept and raised again, see above
            self.failure = error
