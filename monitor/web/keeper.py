"""Keeps the index up to date while pages are served, and is the only part of them that writes it.

The diffs that pages make are handed to a thread here, so that nobody who waits for a page waits
for a disk or another writer. The few revisions that a crawl adds are also indexed here, a moment
at a time. A backlog goes to a process of its own: Python runs one thread at a time, and a page
that makes forty queries gives way to a busy thread forty times.
"""

from __future__ import annotations

import itertools
import logging
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.indexing import catch_up
from storage.archive import Archive
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.derived.made import Made

WORK_S, REST_S, IDLE_S = 0.02, 0.2, 1.0
"""How long the thread works at a time, and rests if there is more, or if not: pages come first."""
FEW = 50
"""Up to this many revisions are not worth a process."""
_AFTER_A_PROCESS_S = 5.0
"""The rest after a process, so that one that fails is not started again at once."""
_AFTER_A_MISTAKE_S = 60.0
_MOST_HANDED, _AT_ONCE = 500, 30
"""How many diffs can wait to be written (others are dropped and made again when needed), and how
many are written at once."""
_POLITE = 10
_LOG = logging.getLogger(__name__)


@contextmanager
def keeping_up(folder: Path) -> Iterator[Keeper]:
    """A context in which the thread runs; gives the keeper, which takes diffs to be written."""
    keeper = Keeper(folder)
    thread = threading.Thread(target=keeper.work, name="index", daemon=True)
    thread.start()
    try:
        yield keeper
    finally:
        keeper.stop()
        thread.join(timeout=10)


class Keeper:
    """What the thread does, and what it has to write.

    It is a :class:`storage.derived.diffs.Taker`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stop, self._wake = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._handed: dict[tuple[int, int, str], Made] = {}

    def take(self, made: Made) -> None:
        """Accept a diff to write, from any thread and without waiting."""
        with self._lock:
            if len(self._handed) < _MOST_HANDED:
                self._handed[made.key] = made
        self._wake.set()

    def find(self, key: tuple[int, int, str]) -> Made | None:
        """A diff that was taken and is not written yet: others may request the page meanwhile."""
        return self._handed.get(key)

    def stop(self) -> None:
        """Make the thread end soon; called from another thread."""
        self._stop.set()
        self._wake.set()

    def work(self) -> None:
        """Work until :meth:`stop` is called."""
        while not self._stop.is_set():
            try:
                with Archive.open(self._folder) as archive:
                    if archive.index.search.worn():
                        archive.index.forget()
                    self._go_on(archive)
            except ArchiveError:
                # Busy, full or damaged: pages say so where it matters; try again.
                self._stop.wait(IDLE_S)
                self._wake.set()  # what could not be written is still waiting

    def _go_on(self, archive: Archive) -> None:
        while not self._stop.is_set():
            self._rest(archive, self._tried(archive))

    def _tried(self, archive: Archive) -> float:
        """Do a step; gives how long to rest. A bug in it is logged and does not end the thread."""
        try:
            return self._step(archive)
        except ArchiveError:
            raise
        except Exception:  # noqa: BLE001 — it is in the log, and diffs are written all the same
            _LOG.exception("New changes could not be indexed.")
            return _AFTER_A_MISTAKE_S

    def _step(self, archive: Archive) -> float:
        """Do a moment's work, or all of a backlog; gives how long to rest."""
        if archive.index.search.waiting() <= FEW:
            return REST_S if catch_up(archive, seconds=WORK_S) else IDLE_S
        words = [sys.executable, "-m", __name__, str(archive.folder)]
        # In a process group of its own: Ctrl-C on a terminal goes to us, and we end it.
        with subprocess.Popen(  # noqa: S603 — this program
            words, stdin=subprocess.PIPE, process_group=0
        ) as process:
            while process.poll() is None and not self._stop.is_set():
                self._rest(archive, REST_S)
            process.terminate()
        return _AFTER_A_PROCESS_S

    def _rest(self, archive: Archive, seconds: float) -> None:
        """For this long, only write the diffs that come in."""
        until = time.monotonic() + seconds
        while self._wake.wait(max(0.0, until - time.monotonic())) and not self._stop.is_set():
            self._wake.clear()
            while some := self._some():
                archive.index.diffs.put_all(some)
                self._let_go(some)

    def _some(self) -> list[Made]:
        with self._lock:
            return list(itertools.islice(self._handed.values(), _AT_ONCE))

    def _let_go(self, written: list[Made]) -> None:
        with self._lock:
            for made in written:
                self._handed.pop(made.key, None)


def main() -> None:
    """The process: index until nothing waits, or the process that started it is gone."""
    os.nice(_POLITE)
    with Archive.open(Path(sys.argv[1])) as archive:
        while catch_up(archive, seconds=10 * WORK_S) and not _is_alone():
            pass


def _is_alone() -> bool:
    """Whether the other end of stdin was closed. Nothing is ever written to it."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


if __name__ == "__main__":
    main()
