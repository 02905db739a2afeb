"""``variorum run``: passes, one after the other, until a signal.

APScheduler is the clock and only that: it says when to look whether something is due. What is due
when is data in the archive, so nothing is lost when this process is.
"""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor import checkpoint
from monitor.process import one_pass, read_unread
from spiders.configuration import load
from storage.archive import Archive
from storage.errors import ArchiveFull, VariorumError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from apscheduler.schedulers.base import BaseScheduler

TICK_S = 15.0
"""How often it is looked whether something is due."""
WATCHDOG_S = 60.0
"""Looked at anyhow after so long by the monotonic clock: APScheduler counts by the wall clock,
and stands still when that is set back."""


class Clock:
    """Wakes the main thread: at every tick, and when it is time to stop."""

    def __init__(self, tick_s: float = TICK_S) -> None:
        self.stop = threading.Event()
        self._wake = threading.Event()
        self._scheduler = _scheduler()
        self._scheduler.add_job(
            self._wake.set, "interval", seconds=tick_s, next_run_time=datetime.now(UTC)
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        """The clock ticks inside of this, and SIGTERM and SIGINT stop it."""
        before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
        for number in before:
            signal.signal(number, self._on_signal)
        self._scheduler.start()
        try:
            yield
        finally:
            self._scheduler.shutdown(wait=False)
            for number, handler in before.items():
                signal.signal(number, handler)

    def wait(self) -> bool:
        """Until the next tick; False when it is time to stop."""
        if not self.stop.is_set():
            self._wake.wait(WATCHDOG_S)
            self._wake.clear()
        return not self.stop.is_set()

    def _on_signal(self, _number: int, _frame: object) -> None:
        self.stop.set()
        self._wake.set()


def _scheduler() -> BaseScheduler:
    """UTC, so that no hour comes twice; a late tick counts, and many late ones count as one."""
    from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415 - only `run`

    defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    return BackgroundScheduler(timezone=UTC, job_defaults=defaults)


def run(folder: Path, *, tick_s: float = TICK_S) -> int:
    """Crawl what is due, when it is, until SIGTERM or SIGINT; 0 at the end.

    A signal lets what is under way end and be stored. Raises ArchiveBusy and other ArchiveErrors.
    """
    clock = Clock(tick_s)
    with Archive.open_to_write(folder) as archive, clock.running():
        _say("started", archive=str(folder))
        read_unread(archive, rules_folder=folder / "outlets")
        while clock.wait():
            _pass_if_due(archive, folder, clock.stop)
            _checkpoint_if_due(archive, folder)
        _say("stopped")
    return 0


def _pass_if_due(archive: Archive, folder: Path, stop: threading.Event) -> None:
    due = archive.agenda.next_due()
    if due is None or due > datetime.now(UTC):
        return
    try:
        counts = one_pass(
            archive, load(folder), rules_folder=folder / "outlets", every_seed=False, stop=stop
        )
    except ArchiveFull as error:
        # Room may come back; until then nothing is told as stored, and nothing is forgotten.
        _say("full", error=error.what)
        return
    _say("pass", **{name: number for name, number in counts.items() if number})


def _checkpoint_if_due(archive: Archive, folder: Path) -> None:
    """Once a day; an authority that does not answer is asked again the next day."""
    if not checkpoint.is_due(archive, datetime.now(UTC)):
        return
    try:
        made = checkpoint.make(archive, load(folder))
    except ArchiveFull as error:
        _say("full", error=error.what)
        return
    except VariorumError as error:
        # A ledger or key that is hurt is no reason to stop crawling: it is told.
        _say("checkpoint_failed", error=error.what)
        return
    _say("checkpoint", size=made.checkpoint.size, root=made.checkpoint.root.hex())
    for fault in made.faults:
        _say("timestamp_failed", error=fault.what)


def _say(event: str, **values: object) -> None:
    """One line on stderr: time, event, key=value."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    words = " ".join(f"{key}={value}" for key, value in values.items())
    sys.stderr.write(f"{now} {event} {words}".rstrip() + "\n")
    sys.stderr.flush()
