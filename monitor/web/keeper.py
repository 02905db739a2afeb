"""Keeps the index up to date while pages are served.

The few revisions that a crawl brings are indexed here, a moment at a time. A backlog goes to a
process of its own: Python runs one thread at a time, and a page that asks the archive forty
questions gives way to a busy thread forty times.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.search.indexer import catch_up
from storage.archive import Archive
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

WORK_S, REST_S, IDLE_S = 0.02, 0.2, 5.0
"""It works so long, and rests so long where there is more: pages go first."""
FEW = 50
"""Revisions that are not worth a process."""
_POLITE = 10


@contextmanager
def keeping_up(folder: Path) -> Iterator[None]:
    """A thread of its own works inside of this."""
    stop = threading.Event()
    thread = threading.Thread(target=_work, args=(folder, stop), name="index", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)


def _work(folder: Path, stop: threading.Event) -> None:
    rest = 0.0
    while not stop.wait(rest):
        try:
            with Archive.open(folder) as archive:
                if archive.index.search.worn():
                    archive.index.forget()
                while not stop.wait(rest):
                    rest = _step(archive, stop)
        except ArchiveError:
            # Busy, full or damaged: pages say so where it matters, and it is tried again.
            rest = IDLE_S


def _step(archive: Archive, stop: threading.Event) -> float:
    """A moment's work, or all of a backlog; gives how long to rest."""
    if archive.index.search.waiting() <= FEW:
        left = catch_up(archive, seconds=WORK_S)
        archive.index.tidy()
        return REST_S if left else IDLE_S
    words = [sys.executable, "-m", __name__, str(archive.folder)]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as process:  # noqa: S603 — this program
        while process.poll() is None and not stop.wait(REST_S):
            pass
        process.terminate()
    return IDLE_S


def main() -> None:
    """The process: until nothing waits, or whoever began it is gone."""
    os.nice(_POLITE)
    with Archive.open(Path(sys.argv[1])) as archive:
        while catch_up(archive, seconds=10 * WORK_S) and not _is_alone():
            pass


def _is_alone() -> bool:
    """Was the other end of stdin closed? Nothing is ever written to it."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


if __name__ == "__main__":
    main()
