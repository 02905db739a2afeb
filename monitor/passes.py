"""A pass: crawl what is due, then read what has not been read.

::

    unread() | read | decide | apply

Visits are read and applied in the order of their times, with one transaction per batch, so that a
killed process loses at most a batch of reading, which is then done again.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.daemon.heap import give_back
from monitor.looks import Looks
from monitor.progress import PassProgress
from monitor.reading.counts import ReadCounts
from monitor.reading.room import BATCH, ReadingRoom
from spiders.crawl.errand import Errand
from storage.records import Outcome

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from spiders.configuration import Configuration
    from storage.archive import Archive


def read_unread(
    archive: Archive,
    *,
    rules_folder: Path | None,
    on_progress: Callable[[int], None] | None = None,
    stop: threading.Event | None = None,
) -> ReadCounts:
    """Read every visit that has not been read, oldest first.

    ``on_progress`` is called with the number of visits read so far. ``stop`` ends it early; the
    rest is read the next time.
    """
    room = ReadingRoom(archive, rules_folder)
    counts, done, given_back = ReadCounts(), 0, 0
    while stop is None or not stop.is_set():
        some, number = room.read_some()
        if not number:
            break
        counts, done = counts + some, done + number
        if done - given_back >= BATCH:
            give_back()  # else the heap would only grow as pages and readings come and go
            given_back = done
        if on_progress is not None:
            on_progress(done)
    return counts + ReadCounts(incidents=room.watch_fields())


def one_pass(
    archive: Archive,
    configuration: Configuration,
    errand: Errand = Errand(),  # noqa: B008 - frozen
    *,
    rules_folder: Path | None,
    stop: threading.Event | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> dict[str, int]:
    """Fetch what is due and read it, as ``variorum crawl`` does; return the counts.

    ``stop`` ends the fetching early, and is set by a signal; a signal during the reading ends the
    reading. ``on_progress`` is called with words for a terminal.
    """
    from spiders.crawl.engine import crawl  # noqa: PLC0415 - imports Scrapy, which READ needs not

    started = datetime.now(UTC)
    archive.agenda.heal(started)
    looks = Looks(archive)
    archive.rank_by(looks.rank)
    far = None if on_progress is None else PassProgress(archive, errand, on_progress)
    outcomes = crawl(
        archive,
        configuration,
        errand,
        next_look=looks,
        on_progress=None if far is None else far.fetched,
        stop=stop,
    )
    give_back()  # the memory that was used for storing pages
    told = None if far is None else far.read
    with _ended_in_order(stop or threading.Event()) as enough:
        read = read_unread(archive, rules_folder=rules_folder, on_progress=told, stop=enough)
    return summary(archive, outcomes, read, started)


@contextlib.contextmanager
def _ended_in_order(stop: threading.Event) -> Iterator[threading.Event]:
    """A context for reading pages; gives an event that SIGTERM and a closed terminal set.

    They also set ``stop``. A second signal works as usual; ignored signals stay ignored. Signals
    are handled only if this is the main thread.
    """
    enough = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield enough
        return
    asked = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)}
    before = {one: known for one, known in asked.items() if known is not signal.SIG_IGN}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def on_signal(*_: object) -> None:
        enough.set()
        stop.set()
        restore()

    for number in before:
        signal.signal(number, on_signal)
    try:
        yield enough
    finally:
        restore()


def summary(
    archive: Archive, outcomes: Counter[Outcome | None], read: ReadCounts, started: datetime
) -> dict[str, int]:
    """The counts of a pass, by the names that the command line gives them.

    Looks at robots.txt are none of them.
    """
    incidents = archive.incidents(open_only=False, since=started)
    return {
        "visits": sum(outcomes[outcome] for outcome in Outcome),
        **{outcome.value: outcomes[outcome] for outcome in Outcome},
        "articles_new": read.articles_new - read.articles_joined,
        "revisions_new": read.revisions_new,
        "incidents": len(incidents),
    }
