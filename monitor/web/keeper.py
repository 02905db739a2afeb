"""Keeps the index up to date while pages are served, a little at a time."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.search.indexer import catch_up
from storage.archive import Archive
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORK_S, REST_S, IDLE_S = 0.05, 0.2, 5.0
"""It works so long, and rests so long where there is more: pages go first."""


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
                    rest = REST_S if catch_up(archive, seconds=WORK_S) else IDLE_S
        except ArchiveError:
            # Busy, full or damaged: pages say so where it matters, and it is tried again.
            rest = IDLE_S
