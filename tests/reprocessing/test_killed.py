"""A reprocess that is killed at any moment and resumed: the result is the same."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time

import pytest

from storage.archive import Archive
from storage.digest import content_digest
from tests.captures import capture_and_read, watch_courier
from tests.conftest import begin_variorum
from tests.extract.pages import TEMPLATES, Around, Story
from tests.reprocessing.test_reprocess import again, worse
from tests.stories import filler

PATIENCE_S = 120
TRIES = 10


def pages(number, day):
    """The page of an article; every third has its last paragraph edited on the second day."""
    first, *rest = filler(f"killed {number}", 4)
    if day and number % 3 == 0:
        rest[-1] = rest[-1][:-1] + ", or so it was said."
    story = Story(
        "en",
        f"Report {number} of the harbour commission",
        "What it found.",
        (first, *rest),
        url=f"https://courier.example/news/report-{number}",
    )
    return TEMPLATES["ghost"](story, Around(nonce=f"n{day}", counter=day)).encode()


def read_badly(folder, articles, monkeypatch):
    """Make an archive read by a worse reader, which never saw the last paragraph."""
    urls = [f"https://courier.example/news/report-{number}" for number in range(articles)]
    with monkeypatch.context() as patch, Archive.create(folder) as archive:
        worse(patch, lambda blocks: blocks[:-1])
        addresses = watch_courier(archive, *urls)
        for day in range(2):
            shown = [pages(number, day) for number in range(len(addresses))]
            capture_and_read(archive, addresses, shown, day)


def readings(folder):
    """The number of readings, as seen by a process other than the writer."""
    connection = sqlite3.connect(f"file:{folder / 'archive.db'}?mode=ro", uri=True, timeout=30)
    try:
        return connection.execute("SELECT count(*) FROM extractions").fetchone()[0]
    finally:
        connection.close()


def kill_at(folder, wanted):
    """Let it run until there are this many readings, then kill it; False if it had ended."""
    running, until = begin_variorum(folder, "reprocess"), time.monotonic() + PATIENCE_S
    while running.poll() is None and readings(folder) < wanted and time.monotonic() < until:
        time.sleep(0.002)
    ended = running.poll() is not None
    if not ended:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait(PATIENCE_S)
    return not ended


def state(folder):
    """Everything a user could see of the archive, after checking that it verifies."""
    with Archive.open(folder) as archive:
        told = []
        for article in archive.articles():
            for one in archive.revisions(article.id):
                reading = archive.extraction(one.extraction_id)
                captures = [each.id for each in archive.captures_of_revision(one)]
                seen = one.first_seen, one.last_seen, one.previous_last_seen
                told.append((article.url, one.number, one.digest, seen, one.assessment, captures))
                assert one.digest == content_digest(reading)
                assert reading.reader != "0"
        assert archive.verify() == []
        return told, archive.counts()["revisions"], archive.counts()["extractions"]


def finish(folder):
    """Read again what is left to read."""
    with Archive.open_to_write(folder) as archive:
        again(archive)


@pytest.mark.parametrize(
    ("articles", "kills"),
    [pytest.param(10, 1, id="one process"), pytest.param(48, 3, marks=pytest.mark.long, id="more")],
)
def test_a_reprocess_that_is_killed_ends_the_same(tmp_path, monkeypatch, articles, kills):
    """Wherever it was killed: exactly the result of one uninterrupted run.

    From 40 articles on, the processes that read for it are killed with it.
    """
    old, whole, killed = (tmp_path / name for name in ("old", "whole", "killed"))
    read_badly(old, articles, monkeypatch)
    shutil.copytree(old, whole)
    before = readings(old)
    finish(whole)
    made = readings(whole) - before
    assert made == 2 * articles
    lot = random.Random()  # any moment must work
    targets = sorted(lot.sample(range(1, made // 2), kills))
    for _ in range(TRIES):
        shutil.copytree(old, killed)
        if all(kill_at(killed, before + target) for target in targets):
            break
        shutil.rmtree(killed)  # it ended before it could be killed
    finish(killed)
    assert state(killed) == state(whole)
    finish(killed)
    assert readings(killed) == before + made
