"""Visits on their way into the archive: grouped, and done only when they are on the disk."""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from spiders.crawl.manners.robots import NO_ROBOTS
from spiders.crawl.mishap import met
from spiders.crawl.unstorable import Unstorable
from storage.errors import ArchiveDamaged, ArchiveTakesNothing, NotStored

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
        self._unstorable = Unstorable(archive)

    @property
    def waiting(self) -> int:
        """How many visits are not stored yet."""
        return len(self._waiting)

    def add(self, visit: Visit) -> None:
        """Have it stored soon. Raises what the archive raises."""
        self._waiting.append(visit)
        if len(self._waiting) >= GROUP:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(GROUP_S, self._on_time)

    def flush(self) -> None:
        """Store everything that waits, now. Raises what the archive raises, now or on the clock.

        Where it takes nothing just now, all of it waits for the next time that this is tried.
        """
        failure, self.failure = self.failure, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        visits, self._waiting = self._waiting, []
        if visits:
            self._store(visits)
        if failure is not None:
            raise failure

    def _store(self, visits: list[Visit]) -> None:
        """Store them together; where one of them cannot be, each by itself, and that one is told.

        Raises what concerns all of them, or what an incident cannot tell, when the others are done.
        """
        error = met(partial(self._archive.record_all, visits))
        if error is None:
            self._count(visits)
        elif isinstance(error, ArchiveTakesNothing):
            self._waiting = visits + self._waiting
            raise error
        elif len(visits) > 1:
            self._one_by_one(visits)
        elif isinstance(error, ArchiveDamaged | NotStored):
            raise error
        else:
            self._unstorable.tell(visits[0], error)

    def _one_by_one(self, visits: list[Visit]) -> None:
        untold: Exception | None = None
        for at, visit in enumerate(visits):
            error = met(partial(self._store, [visit]))
            if isinstance(error, ArchiveTakesNothing):
                self._waiting += visits[at + 1 :]
                raise error
            untold = untold or error
        if untold is not None:
            raise untold

    def _count(self, visits: list[Visit]) -> None:
        self._unstorable.close(visits)
        for visit in visits:
            self.counts[counted_as(visit)] += 1
            if self._on_progress is not None:
                self._on_progress(visit)

    def _on_time(self) -> None:
        """Called by the clock, where nobody can catch: the next add or flush raises it."""
        self._timer = None
        self.failure = met(self.flush)
