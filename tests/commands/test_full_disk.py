"""A disk without a byte left: what can be told is told, and nothing half made is left behind."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from monitor.daemon.state import FULL, RUNNING, State, read, write
from monitor.indexing import catch_up
from storage.archive import Archive
from storage.database.times import to_text
from storage.records import Assessment
from tests.commands.conftest import FERRY, Keeper, reading
from tests.conftest import run_variorum
from tests.disk import small_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of six megabytes."""
    with small_disk(tmp_path / "disk", 6) as place:
        yield place


def fill(disk: Path) -> Path:
    """Take what is left, to the last byte; gives the file that has it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as stream:
        size = 1 << 20
        while size:
            try:
                written = stream.write(bytes(size))
            except OSError:
                written = 0
            size = size if written == size else size // 2
    return filler


def test_half_an_archive_is_none(disk: Path) -> None:
    """``init`` says why it could not, leaves no archive, and can be run again with more room."""
    filler = fill(disk)
    ran = run_variorum(disk, "init", str(disk / "archive"), codes=(1,))
    assert "No room left on the disk" in ran.err
    assert "Make room" in ran.err
    assert not list((disk / "archive").glob("archive.db*"))
    filler.unlink()
    run_variorum(disk, "init", str(disk / "archive"))
    run_variorum(disk / "archive", "outlet", "list")


@pytest.mark.parametrize("indexed", ["nothing", "all but the last", "all"])
def test_what_is_stored_can_be_read(indexed: str, disk: Path) -> None:
    """Search, stories and diffs are worked out in memory where the index has no room to grow."""
    folder = disk / "archive"
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, reading("Ferry runs late", "Nine passengers waited on the quay."))
        if indexed != "nothing":
            catch_up(archive)
        later = reading("Ferry runs late", "Ninety passengers waited on the quay.")
        keeper.change(FERRY, later, Assessment())
        if indexed == "all":
            catch_up(archive)
    fill(disk)
    found = run_variorum(folder, "search", "quay", "--json").json
    assert sorted((one["article"], one["revision"]) for one in found) == [(1, 1), (1, 2)]
    assert run_variorum(folder, "diff", "1", "1..2", "--json").json["edits"]
    assert run_variorum(folder, "story", "list", "--json").json == []
    assert len(run_variorum(folder, "log", "--json").json) == 2
    whole = disk.parent / "site.zip"
    run_variorum(folder, "export", "html", "-o", str(whole))
    assert whole.stat().st_size > 0


def test_one_more_word_for_the_index_has_no_room(disk: Path, blank: Callable[[Path], Path]) -> None:
    """With no room there is an answer all the same, and the file is made when there is room."""
    folder = blank(disk / "archive")
    filler = fill(disk)
    assert run_variorum(folder, "search", "quay", "--json").json == []
    filler.unlink()
    assert run_variorum(folder, "search", "quay", "--json").json == []
    assert (folder / "index.db").stat().st_size > 0


def test_a_daemon_without_room_says_so(disk: Path) -> None:
    """Its file said "running" to ``status`` and /healthz for as long as there was no room."""
    folder, now = disk / "archive", to_text(datetime.now(UTC))
    with Archive.create(folder):
        one = State(RUNNING, os.getpid(), "0", now, now, last_trouble="a long word about it")
        write(folder, one)
        fill(disk)
        one.state, one.last_trouble = FULL, "No room."
        write(folder, one)
        found = read(folder)
        assert (found["state"], found["last_trouble"]) == (FULL, "No room.")
