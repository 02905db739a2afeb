"""The index is kept up to date next to the pages, in a separate process if much is waiting."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.comparing.kept import compared
from monitor.comparing.stored import rules_version
from monitor.redacting import redact
from monitor.web import keeper
from monitor.web.keeper import FEW, keeping_up
from monitor.web.readahead import read_ahead, reading_ahead
from storage import redactions
from storage.archive import Archive
from storage.derived.made import Extent, Made
from storage.errors import ArchiveFull
from tests.commands.conftest import Keeper, reading

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 60


@pytest.fixture
def folder(tmp_path):
    """The folder of an archive with enough revisions for a process, none of them indexed."""
    with Archive.create(tmp_path / "archive") as archive, archive.transaction():
        keeper = Keeper(archive)
        for number in range(FEW + 5):
            keeper.begin(f"https://harbour.example/{number}", reading(f"Lamp {number}", "Text."))
    return tmp_path / "archive"


@pytest.fixture
def own(kept, tmp_path):
    """A copy of the archive, fully indexed."""
    return Path(shutil.copytree(kept, tmp_path / "copy"))


def becomes(question: Callable[[], bool]) -> bool:
    """Whether it becomes true before patience ends."""
    end = time.monotonic() + PATIENCE_S
    while not question() and time.monotonic() < end:
        time.sleep(0.05)
    return question()


def waits_for_nothing(archive: Archive) -> bool:
    """Whether everything is indexed before patience ends."""
    return becomes(lambda: archive.index.search.waiting() == 0)


def test_a_backlog_and_what_comes_after_it_are_indexed(folder):
    """The backlog in another process, the rest in this one; both without a request."""
    with keeping_up(folder), Archive.open(folder) as archive:
        assert waits_for_nothing(archive)
    with Archive.open(folder) as archive:
        assert len(archive.index.search.ids("headline : lamp", until=None, limit=100)) == FEW + 5


def test_the_process_ends_with_whoever_began_it(folder):
    """Its stdin is closed once its parent is gone, however that ended."""
    words = [sys.executable, "-m", "monitor.web.keeper", str(folder)]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0


def test_ctrl_c_does_not_reach_who_reads_ahead(own):
    """A terminal sends it to the whole group: a process that was starting printed a traceback."""
    with reading_ahead(own) as process:
        assert os.getpgid(process.pid) == process.pid


def test_ctrl_c_does_not_reach_who_indexes_a_backlog(folder, monkeypatch):
    """As above: `serve` ends the process, and reports the interruption itself."""
    begun = []

    class Told(subprocess.Popen):
        def __init__(self, *words, **more):
            super().__init__(*words, **more)
            begun.append(os.getpgid(self.pid) == self.pid)

    monkeypatch.setattr(keeper.subprocess, "Popen", Told)
    with keeping_up(folder):
        assert becomes(lambda: bool(begun))
    assert all(begun)


def test_a_diff_of_a_page_is_written_by_the_keeper(own):
    """The thread that shows the page writes nothing; the diff is in the index a moment later."""
    with keeping_up(own) as taker, Archive.open(own) as archive:
        archive.index.hand_over(taker)
        old, new = archive.revision(1, 1), archive.revision(1, 3)
        compared(archive, old, new)
        pair = (old.extraction_id, new.extraction_id, rules_version())
        assert archive.index.database.connection.total_changes == 0
        with Archive.open(own) as other:
            assert becomes(lambda: other.index.diffs.get(*pair) is not None)


def test_diffs_are_handed_over_while_another_process_writes_the_index(own):
    """Nobody who shows a page waits for that; they are written once the other one is done."""
    made = [Made(10**6, 10**6 + one, "x", Extent(0, 0, 0, ""), "text") for one in range(3)]
    with keeping_up(own) as taker, Archive.open(own) as archive, Archive.open(own) as other:
        archive.index.hand_over(taker)
        with other.index.database.transaction():
            for one in made:
                archive.index.diffs.put(one)
                assert archive.index.diffs.get(*one.key) == "text"
                pairs = [(one.old_id, one.new_id)]
                assert archive.index.diffs.extents(pairs, "x") == {one.new_id: one.extent}
        for one in made:
            assert becomes(lambda one=one: other.index.diffs.get(*one.key) == "text")


def test_a_mistake_in_one_revision_ends_no_thread(own, monkeypatch):
    """It is logged, and what the pages compute is still written."""

    def mistaken(*_words, **_more):
        raise KeyError("of ours")

    monkeypatch.setattr(keeper, "catch_up", mistaken)
    with keeping_up(own) as given:
        made = Made(1, 2, rules_version(), Extent(0, 0, 1, "."), "{}")
        given.take(made)
        until = time.monotonic() + PATIENCE_S
        while given.find(made.key) is not None:
            assert time.monotonic() < until
            time.sleep(0.01)


def test_a_redaction_that_finds_no_room_is_finished_later(own, monkeypatch):
    """The error says what is done and what is not; the same command again rewrites the file."""
    with Archive.open(own) as archive:
        number = archive.captures_of_revision(archive.revision(1, 1))[0].id
    make_anew = redactions.make_anew

    def full(_database):
        raise ArchiveFull(str(own))

    monkeypatch.setattr(redactions, "make_anew", full)
    with pytest.raises(ArchiveFull) as told:
        redact(own, number, "court order 7/26")
    assert "gone from the tables" in told.value.why
    done = []
    monkeypatch.setattr(redactions, "make_anew", lambda database: done.append(make_anew(database)))
    assert redact(own, number, "court order 7/26").gone == []
    assert len(done) == 1


def test_no_diff_of_a_redacted_text_comes_back(own):
    """A page that was being made during the redaction hands its diff over afterwards."""
    with Archive.open(own) as archive:
        old, new = archive.revision(1, 1), archive.revision(1, 2)
        number = archive.captures_of_revision(new)[0].id
    redact(own, number, "court order 7/26")
    pair = (old.extraction_id, new.extraction_id)
    with Archive.open(own) as archive:
        archive.index.diffs.put_all([Made(*pair, "x", Extent(0, 0, 0, ""), "the text of it")])
        assert archive.index.diffs.get(*pair, "x") is None


def test_all_of_the_files_are_read_ahead(own, tmp_path):
    """Missing files are skipped."""
    names = ("archive.db", "index.db")
    assert read_ahead(own) == sum((own / name).stat().st_size for name in names)
    assert read_ahead(tmp_path / "none") == 0
