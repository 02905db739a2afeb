"""The index is kept up to date beside the pages, by a process of its own where much waits."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from monitor.web.keeper import FEW, keeping_up
from storage.archive import Archive
from tests.commands.conftest import Keeper, reading

PATIENCE_S = 60


@pytest.fixture
def folder(tmp_path):
    """More revisions than are worth a process, none of them indexed."""
    with Archive.create(tmp_path / "archive") as archive, archive.transaction():
        keeper = Keeper(archive)
        for number in range(FEW + 5):
            keeper.begin(f"https://harbour.example/{number}", reading(f"Lamp {number}", "Text."))
    return tmp_path / "archive"


def waits_for_nothing(archive: Archive) -> bool:
    """Until all is indexed, or patience ends."""
    end = time.monotonic() + PATIENCE_S
    while archive.index.search.waiting() and time.monotonic() < end:
        time.sleep(0.05)
    return archive.index.search.waiting() == 0


def test_a_backlog_and_what_comes_after_it_are_indexed(folder):
    """The backlog elsewhere, the rest here; both without being asked."""
    with keeping_up(folder), Archive.open(folder) as archive:
        assert waits_for_nothing(archive)
    with Archive.open(folder) as archive:
        assert len(archive.index.search.ids("headline : lamp", until=None, limit=100)) == FEW + 5


def test_the_process_ends_with_whoever_began_it(folder):
    """Its stdin is closed when that one is gone, however it went."""
    words = [sys.executable, "-m", "monitor.web.keeper", str(folder)]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0
