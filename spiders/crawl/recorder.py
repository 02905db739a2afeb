"""Visits on their way into the archive: in groups, and counted only once they are on disk."""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from spiders.crawl.mishap import met
from spiders.crawl.unstorable import Unstorable
from storage.errors import ArchiveDamaged, ArchiveTakesNothing, NotStored

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.archive import Archive
    from storage.records import Outcome, Visit

GROUP = 50
GROUP_S = 0.2
"""A commit for this many visits, or after this long: one per visit costs ten times its rows."""


def counted_as(visit: Visit) -> Outcome | None:
    """Its outcome; None of a robots.txt: each pass asks for it, and it is no page that changed."""
    return visit.outcome if visit.of_page else None


class Recorder:
    """Takes visits and writes them in groups.

    ``counts`` is the number of stored visits by what they are counted as: see :func:`counted_as`.
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
        """The number of visits that are not stored yet."""
        return len(self._waiting)

    def add(self, visit: Visit) -> None:
        """Store a visit soon. Raises what the archive raises."""
        self._waiting.append(visit)
        if len(self._waiting) >= GROUP:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(GROUP_S, self._on_time)

    def flush(self) -> None:
        """Store everything that waits, now. Raises what the archive raises, or raised in a timer.

        If the archive takes nothing at the moment, all of it waits for the next attempt.
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
        """Store visits together; if one cannot be, store each by itself, and report that one.

        Raises what concerns all of them, or what no incident can report, when the others are done.
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
        """Flush, called by a timer, where nobody can catch an error: the next flush raises it."""
        self._timer = None
        self.failure = met(self.flush)
