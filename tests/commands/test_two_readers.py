"""Two processes that read an archive at once, while a third one writes."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from storage.archive import Archive
from storage.records import Assessment, Weight
from tests.commands.conftest import FERRY, Keeper, reading
from tests.conftest import run_variorum

ROUNDS = 3


@contextmanager
def edited_when_asked(folder):
    """Edit an article in another thread; gives a function that requests five more revisions."""
    wanted, wrote, over = threading.Semaphore(0), threading.Event(), threading.Event()

    def write():
        with Archive.create(folder) as archive:
            keeper = Keeper(archive)
            keeper.begin(FERRY, reading("Ferry", "Crossing 1 was late."))
            wrote.set()
            while wanted.acquire() and not over.is_set():
                said = reading("Ferry", f"Crossing {keeper.now:%j} was late.")
                keeper.change(FERRY, said, Assessment(Weight.SUBSTANTIVE, ("number",)))
                wrote.set()

    def ask():
        wrote.clear()
        wanted.release(5)
        assert wrote.wait(60)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            assert wrote.wait(60)
            yield ask
        finally:
            over.set()
            wanted.release()
        writing.result()


def look(folder, ask):
    """What a log, an export and a search show, round after round: the revision numbers of each."""
    told = []
    for _ in range(ROUNDS):
        ask()
        log = json.loads(run_variorum(folder, "log", "--json").out)
        lines = run_variorum(folder, "export", "jsonl").out.splitlines()
        found = json.loads(run_variorum(folder, "search", "crossing", "--json").out)
        told += [
            sorted(row["revision"] for row in log),
            [json.loads(line)["revision"] for line in lines],
            sorted(row["revision"] for row in found),
        ]
    return told


def test_two_readers_beside_a_writer_tell_what_was_there(tmp_path):
    """No wait for a lock fails, no half of a write is seen, and what was shown stays shown."""
    folder = tmp_path / "archive"
    with edited_when_asked(folder) as ask, ThreadPoolExecutor(2) as pool:
        both = [pool.submit(look, folder, ask) for _ in range(2)]
        told = [one.result() for one in both]
    for numbers in told:
        assert all(some == list(range(1, len(some) + 1)) for some in numbers)
        lengths = [len(some) for some in numbers]
        assert lengths == sorted(lengths)
        assert lengths[-1] > lengths[0]
    with Archive.open(folder) as archive:
        assert archive.verify() == []
