"""The daemon's report on itself: collected here, written to its state file, and logged."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.daemon.state import OFFLINE, RUNNING, STOPPED, State, write
from spiders.crawl.recorder import counted_as
from storage.database.times import maybe_text, to_text

if TYPE_CHECKING:
    from monitor.daemon.reading import Reading
    from spiders.crawl.watch import Signs
    from storage.archive import Archive
    from storage.records import Visit

WEIGH_S = 30.0
"""How often to count how much there is to do, which takes longer the more there is."""


class Report:
    """Collects the daemon's state, and what it did since it last reported."""

    def __init__(self, archive: Archive, signs: Signs, reading: Reading) -> None:
        now = to_text(datetime.now(UTC))
        self.state = State(RUNNING, os.getpid(), __version__, now, now)
        self._archive = archive
        self._signs = signs
        self._reading = reading
        self._told: Counter[str] = Counter()

    def note(self, visit: Visit) -> None:
        """Note a visit that was stored."""
        visits = self.state.visits
        if (outcome := counted_as(visit)) is not None:
            visits[outcome.value] = visits.get(outcome.value, 0) + 1
        self.state.last_visit_at = to_text(visit.started_at)

    def begin(self, state: str, trouble: str | None = None) -> None:
        """Note that it is in this state now, because of this trouble, if any."""
        self.state.state = state
        self.state.last_trouble = trouble or self.state.last_trouble
        self.write()

    def write(self) -> None:
        """Write the state file."""
        mine, counts = self.state, self._reading.counts
        if mine.state in {RUNNING, OFFLINE}:
            mine.state = OFFLINE if self._signs.outage.down else RUNNING
        mine.seen_at = to_text(datetime.now(UTC))
        mine.flying = self._signs.flying
        mine.articles_new, mine.revisions_new = counts.articles_new, counts.revisions_new
        write(self._archive.folder, mine)

    def end(self) -> None:
        """Write the state file for the last time: the daemon has stopped."""
        self.weigh()
        self.begin(STOPPED)

    def since_last(self) -> dict[str, int]:
        """Counts of what was done since the last call; without zeros, empty if nothing was done."""
        now = Counter(self.state.visits)
        counts = self._reading.counts
        now["visits"] = sum(self.state.visits.values())
        now |= Counter(asdict(counts))
        done, self._told = now - self._told, now
        return dict(sorted(done.items(), key=lambda one: one[0] != "visits"))

    def weigh(self) -> None:
        """Count how much there is to do. Raises ArchiveError."""
        load = self._archive.agenda.load(datetime.now(UTC))
        self.state.due, self.state.unread = load.due, load.unread
        self.state.oldest_due = maybe_text(load.oldest)
        last = self._archive.checkpoints.last()
        self.state.last_checkpoint_at = None if last is None else to_text(last.made_at)
