"""How the daemon is, for those who look from outside: a small file beside the archive.

The daemon writes it every few seconds; whether its writer is alive is seen by the archive's lock,
and whether it still does its work by the file's age.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from monitor import __version__
from storage.lock import holder
from storage.times import maybe_text, to_text

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.daemon.reading import Reading
    from spiders.crawl.watch import Signs
    from storage.archive import Archive
    from storage.records import Visit

FILE_NAME = "run.json"
BEAT_S = 5.0
"""How often the file is written."""
_WEIGH_S = 30.0
STUCK_AFTER = timedelta(seconds=90)
"""A daemon that has not written for so long is alive and does nothing."""

RUNNING, STOPPING, OFFLINE, FULL, STUCK, STOPPED = (
    "running",
    "stopping",
    "offline",
    "full",
    "stuck",
    "stopped",
)
WELL = frozenset({RUNNING, STOPPING, OFFLINE})
"""States in which nobody needs to do anything."""


@dataclass(slots=True)
class State:
    """What the daemon says of itself. Counts are since its start; times are RFC 3339, UTC."""

    state: str
    pid: int
    version: str
    started_at: str
    seen_at: str
    flying: int = 0
    visits: dict[str, int] = field(default_factory=dict)
    articles_new: int = 0
    revisions_new: int = 0
    due: int = 0
    oldest_due: str | None = None
    unread: int = 0
    last_visit_at: str | None = None
    last_checkpoint_at: str | None = None
    last_trouble: str | None = None


class Report:
    """Gathers what the daemon says of itself, and what it did since it last told."""

    def __init__(self, archive: Archive, signs: Signs, reading: Reading) -> None:
        now = to_text(datetime.now(UTC))
        self.state = State(RUNNING, os.getpid(), __version__, now, now)
        self._archive = archive
        self._signs = signs
        self._reading = reading
        self._told: Counter[str] = Counter()
        self._load_at = 0.0

    def note(self, visit: Visit) -> None:
        """A visit that is stored."""
        visits = self.state.visits
        visits[visit.outcome.value] = visits.get(visit.outcome.value, 0) + 1
        self.state.last_visit_at = to_text(visit.started_at)

    def begin(self, state: str, trouble: str | None = None) -> None:
        """It is in this state now, because of this."""
        self.state.state = state
        self.state.last_trouble = trouble or self.state.last_trouble
        self.write()

    def write(self) -> None:
        """Put the file there, as everything is now."""
        mine, counts = self.state, self._reading.counts
        if mine.state in {RUNNING, OFFLINE}:
            mine.state = OFFLINE if self._signs.outage.down else RUNNING
        mine.seen_at = to_text(datetime.now(UTC))
        mine.flying = self._signs.flying
        mine.articles_new, mine.revisions_new = counts.articles_new, counts.revisions_new
        self._weigh()
        write(self._archive.folder, mine)

    def end(self) -> None:
        """The last word."""
        self._load_at = 0.0
        self.begin(STOPPED)

    def since_last(self) -> dict[str, int]:
        """What was done since this was asked last, without what was not; empty for nothing."""
        now = Counter(self.state.visits)
        counts = self._reading.counts
        now["visits"] = sum(self.state.visits.values())
        now |= Counter(asdict(counts))
        done, self._told = now - self._told, now
        return dict(sorted(done.items(), key=lambda one: one[0] != "visits"))

    def _weigh(self) -> None:
        """How much there is to do, looked up seldom: it goes over everything that is due."""
        if time.monotonic() < self._load_at:
            return
        self._load_at = time.monotonic() + _WEIGH_S
        load = self._archive.agenda.load(datetime.now(UTC))
        self.state.due, self.state.unread = load.due, load.unread
        self.state.oldest_due = maybe_text(load.oldest)
        last = self._archive.ledger.checkpoints.last()
        self.state.last_checkpoint_at = None if last is None else to_text(last.made_at)


def write(folder: Path, state: State) -> None:
    """Put the file there as a whole. A full disk leaves the old one."""
    path, new = folder / FILE_NAME, folder / f"{FILE_NAME}.new"
    with contextlib.suppress(OSError):
        new.write_text(json.dumps(asdict(state)), encoding="utf-8")
        new.replace(path)


def read(folder: Path, now: datetime | None = None) -> dict[str, Any]:
    """The last state, with ``state`` as it is now; only that where nothing ever ran."""
    try:
        found: dict[str, Any] = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        seen = datetime.fromisoformat(found["seen_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return {"state": STOPPED}
    if holder(folder) != found.get("pid"):  # nobody's, or another command's
        found["state"] = STOPPED
    elif abs((now or datetime.now(UTC)) - seen) > STUCK_AFTER:
        found["state"] = STUCK
    return found
