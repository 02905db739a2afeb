"""A disk without a free byte: what can be read is read, and nothing half made is left behind."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from monitor.daemon.state import FULL, RUNNING, State, read, write
from monitor.indexing import catch_up
from storage.archive import Archive
from storage.database.times import to_text
from storage.records import Assessment
from storage.warc.index import Index
from tests.commands.conftest import FERRY, Keeper, Typist, reading
from tests.conftest import run_variorum
from tests.disk import small_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A separate file system of six megabytes."""
    with small_disk(tmp_path / "disk", 6) as place:
        yield place


def fill(disk: Path) -> Path:
    """Use up all free space, to the last byte; gives the file that takes it."""
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
    """``init`` says why it failed, leaves no archive, and works once there is room."""
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
    """If the index has no room to grow, search, stories and diffs are computed in memory."""
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
    """A search still has an answer without room, and makes its index once there is room."""
    folder = blank(disk / "archive")
    filler = fill(disk)
    assert run_variorum(folder, "search", "quay", "--json").json == []
    filler.unlink()
    assert run_variorum(folder, "search", "quay", "--json").json == []
    assert (folder / "index.db").stat().st_size > 0


def test_a_daemon_without_room_says_so(disk: Path) -> None:
    """Its file told ``status`` and /healthz "running" for as long as there was no room."""
    folder, now = disk / "archive", to_text(datetime.now(UTC))
    with Archive.create(folder):
        one = State(RUNNING, os.getpid(), "0", now, now, last_trouble="a long word about it")
        write(folder, one)
        fill(disk)
        one.state, one.last_trouble = FULL, "No room."
        write(folder, one)
        found = read(folder)
        assert (found["state"], found["last_trouble"]) == (FULL, "No room.")


EXPORTS = {
    "jsonl": "all.jsonl",
    "xlsx": "all.xlsx",
    "html": "site",
    "warc": "all.warc.gz",
    "wacz": "all.wacz",
}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose exports do not fit on the rest of the disk, as it cannot be compressed."""
    folder, lot = tmp_path_factory.mktemp("large") / "archive", random.Random(1)
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        for number in range(3):
            words = lot.randbytes(60_000).hex()
            url = f"{FERRY}-{number}"
            keeper.begin(url, reading(f"Ferry {number}", words), words.encode())
    return folder


@pytest.mark.parametrize("form", EXPORTS)
def test_no_half_export_is_taken_for_a_whole_one(form: str, disk: Path, large: Path) -> None:
    """Nothing is left of it, not even hidden; where to make room is said, and only once."""
    fill(disk).unlink()
    left = disk / "left"
    left.write_bytes(bytes((6 << 20) - (40 << 10)))
    ran = run_variorum(large, "export", form, "-o", str(disk / EXPORTS[form]), codes=(1,))
    said = ran.err[ran.err.index("Error: ") :].splitlines()
    assert said[0].endswith("No space left on device.")
    assert said[0].startswith(f"Error: {disk / EXPORTS[form]}")
    assert ran.err.count("No space left") == 1
    assert said[-1].startswith("Make room")
    assert "Traceback" not in ran.err
    assert list(disk.iterdir()) == [left]


def test_no_half_copy_is_left(disk: Path, large: Path) -> None:
    """The journal of a copy that ran out of room stayed next to it for good."""
    left = disk / "left"
    left.write_bytes(bytes((6 << 20) - (20 << 10)))
    ran = run_variorum(large, "backup", str(disk / "copy.db"), codes=(1,))
    assert f"No room left on the disk for {disk / 'copy.db'}." in ran.err
    assert list(disk.iterdir()) == [left]


def test_a_mirror_forgets_when_there_is_room(disk: Path, large: Path, tmp_path: Path) -> None:
    """The rows were in, so the same command had nothing left to do: redacted data stayed there."""
    source, mirror, file = tmp_path / "source", disk / "mirror", str(tmp_path / "increment")
    shutil.copytree(large, source)
    mirror.mkdir()
    run_variorum(source, "backup", str(mirror))
    run_variorum(mirror, "search", "ferry")
    worked_out = (mirror / "index.db").read_bytes()
    run_variorum(source, "redact", "1", "--reason", "order")
    run_variorum(source, "archive", "export-since", str(mirror), "-o", file)
    fill(disk).unlink()
    room = shutil.disk_usage(disk).free - (mirror / "archive.db").stat().st_size
    (disk / "left").write_bytes(bytes(room))
    ran = run_variorum(mirror, "archive", "apply", file, codes=(1,))
    assert "is gone from the tables" in ran.err
    assert "Free some space, and run the same command again." in ran.err
    # As if it had been killed a moment earlier.
    (mirror / "index.db").write_bytes(worked_out)
    (disk / "left").unlink()
    assert run_variorum(mirror, "archive", "apply", file).out == f"{file}\t0\n"
    assert not (mirror / "index.db").exists()
    assert run_variorum(mirror, "archive", "stats", "--json").json["unused_bytes"] == 0


def test_no_room_for_drafts_is_no_mistake_of_the_program(
    disk: Path, large: Path, tmp_path: Path
) -> None:
    """A workbook is drafted in /tmp; without room there the program reported a fault of its own."""
    left = disk / "left"
    left.write_bytes(bytes((6 << 20) - (24 << 10)))
    words = [sys.executable, "-m", "monitor", "--archive", str(large), "export", "xlsx"]
    ran = subprocess.run(
        [*words, "-o", str(tmp_path / "all.xlsx")],
        env=os.environ | {"TMPDIR": str(disk)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "No space left on device." in ran.stderr
    assert f"and in {disk}," in ran.stderr
    assert list(disk.iterdir()) == [left]
    assert not (tmp_path / "all.xlsx").exists()


def test_no_room_for_the_index_of_an_export(
    type_at: Typist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite sorts a large index on the disk, in a file without a name."""

    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr(Index, "add", full)
    result = type_at("export", "wacz", "-o", str(tmp_path / "all.wacz"))
    assert result.exit_code == 1
    assert "No room left for temporary files." in result.stderr
    assert "mistake" not in result.stderr
