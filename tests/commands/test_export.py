"""``variorum export``: what is selected, where it is written, and JSON Lines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from monitor.export import dataset, jsonl
from storage.archive import Archive
from storage.history.rereading import begin_again

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.commands.conftest import Typist


def _names(text: str) -> list[tuple[int, int]]:
    rows = [json.loads(line) for line in text.splitlines()]
    return [(row["article"], row["revision"]) for row in rows]


HOLDER = """
import os, sys
from pathlib import Path
from monitor.export.files import destination
from monitor.export.folders import tree_in
target = Path(sys.argv[1])
if target.suffix:
    with destination(target) as stream:
        stream.write(b"the first")
        print("begun", flush=True)
        sys.stdin.readline()
else:
    with tree_in(target) as tree:
        tree.put("first.txt", b"the first")
        print("begun", flush=True)
        sys.stdin.readline()
"""
ELSEWHERE = 'echo 4000000 > /proc/sys/kernel/ns_last_pid; "$@"; exit $?'


@contextmanager
def exporting(target: Path, *before: str) -> Iterator[subprocess.Popen[str]]:
    """Begin an export to this path that waits for a line of input."""
    words = [*before, sys.executable, "-c", HOLDER, str(target)]
    with subprocess.Popen(
        words, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout is not None
            if process.stdout.readline() != "begun\n":
                pytest.skip("no name space for processes can be made here")
            yield process
        finally:
            process.kill()


TARGETS = pytest.mark.parametrize(("form", "target"), [("csv", "x.csv"), ("html", "site")])


TOLD_TO_END = """
import os, signal, sys
from monitor.cli import main
from monitor.export import formats

def write(*_):
    for _ in range(2):
        os.kill(os.getpid(), signal.SIGTERM)

formats.write = write
main(sys.argv[1:])
"""


def test_an_export_that_is_told_to_end_leaves_nothing(type_at: Typist, tmp_path: Path) -> None:
    """SIGTERM, as sent by services and `timeout`, killed it and left its hidden part behind."""
    words = ("--archive", str(type_at.folder), "export", "csv", "-o", str(tmp_path / "x.csv"))
    run = subprocess.run(
        [sys.executable, "-c", TOLD_TO_END, *words], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (130, "")
    assert "Interrupted." in run.stderr
    assert list(tmp_path.glob(".*")) == list(tmp_path.glob("x*")) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("form", ["csv", "warc"])
def test_what_has_no_room_is_named(type_at: Typist, form: str) -> None:
    """The error said that no space was left, but not where."""
    result = type_at("export", form, "-o", "/dev/full")
    assert result.exit_code == 1
    assert "Error: /dev/full: No space left on device." in result.stderr


@TARGETS
def test_what_a_killed_export_left_is_swept_up(
    type_at: Typist, tmp_path: Path, form: str, target: str
) -> None:
    """The next export to the same path removes it; the part of another path stays."""
    for name in (target, "other" + Path(target).suffix):
        with exporting(tmp_path / name) as process:
            process.kill()
    assert len(list(tmp_path.iterdir())) == 2
    assert type_at("export", form, "-o", str(tmp_path / target)).exit_code == 0
    left = [one.name for one in tmp_path.iterdir() if one.name != target]
    assert [name[:7] for name in left] == [".other."]


@TARGETS
def test_what_another_container_writes_is_left_alone(
    type_at: Typist, tmp_path: Path, form: str, target: str
) -> None:
    """It has its own process numbers, and no process here has the same number."""
    unshared = ("unshare", "--pid", "--fork", "--mount-proc", "sh", "-c", ELSEWHERE, "sh")
    with exporting(tmp_path / target, *unshared) as process:
        assert type_at("export", form, "-o", str(tmp_path / target)).exit_code == 0
        shutil.rmtree(tmp_path / target, ignore_errors=True)
        _, _ = process.communicate("go on\n")
        assert process.returncode == 0
    [written] = tmp_path.iterdir()
    if form == "html":
        written /= "first.txt"
    assert written.read_text() == "the first"


@TARGETS
def test_what_is_said_to_be_written_is_on_the_disk(
    type_at: Typist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, target: str
) -> None:
    """Every whole file and every name is synced: a power cut right after leaves no empty files."""
    asked: dict[int, int] = {}
    fsync = os.fsync

    def noted(file: int) -> None:
        fsync(file)
        found = os.fstat(file)
        asked[found.st_ino] = found.st_size

    monkeypatch.setattr(os, "fsync", noted)
    assert type_at("export", form, "-o", str(tmp_path / target)).exit_code == 0
    written = [tmp_path, *tmp_path.rglob("*")]
    assert any(one.is_file() for one in written)
    for one in written:
        found = one.stat()
        assert found.st_ino in asked, one
        assert one.is_dir() or asked[found.st_ino] == found.st_size > 0, one


def test_whole_archive_a_revision_a_line(type_at: Typist) -> None:
    """Every revision once, the same as with ``show --json``."""
    out = type_at("export", "jsonl").stdout
    assert _names(out) == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]
    assert json.loads(out.splitlines()[1]) == type_at.json("show", "1@2")


@pytest.mark.parametrize(
    "words",
    [
        ["--weight", "wording"],
        ["--kind", "number"],
        ["--kind", "stealth", "--kind", "number"],
        ["--kind", "number", "--kind", "headline"],
        ["--kind", "stealth", "--since", "2026-03-02"],
        ["--weight", "substantive", "--outlet", "harbour"],
    ],
    ids=str,
)
def test_the_filters_are_those_of_the_log(type_at: Typist, words: list[str]) -> None:
    """Whatever the log lists is also in the revisions, the table and the feed."""
    listed = {(row["article"], row["revision"]) for row in type_at.json("log", *words)}
    assert set(_names(type_at("export", "jsonl", *words).stdout)) == listed
    table = type_at("export", "jsonl", "--table", "changes", *words).stdout
    assert set(_names(table)) == listed
    assert type_at("export", "atom", *words).stdout.count("<entry>") == len(listed)


def test_what_went_is_in_the_table_though_nothing_else_changed(type_at: Typist) -> None:
    """Events in the period have rows, even if the article's text was first seen long before."""
    (row,) = [row for row in type_at.json("log") if row.get("event")]
    since = ["--since", row["first_seen"]]
    told = type_at("export", "jsonl", "--table", "changes", *since, str(row["article"])).stdout
    assert [json.loads(one)["event"] for one in told.splitlines()] == [row["event"]]
    kinds = type_at("export", "jsonl", "--table", "changes", "--kind", row["event"]).stdout
    assert [json.loads(one)["event"] for one in kinds.splitlines()] == [row["event"]]


@pytest.mark.parametrize("words", [["warc"], ["wacz"], ["csv", "--table", "visits"]], ids=str)
def test_visits_have_no_kind(type_at: Typist, tmp_path: Path, words: list[str]) -> None:
    """Visits cannot be selected by what changed: the error says so, and no file is written."""
    target = tmp_path / "file"
    result = type_at("export", *words, "--kind", "number", "-o", str(target))
    assert (result.exit_code, target.exists()) == (2, False)
    assert "Visits have no weight" in result.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["2"], [(2, 1), (2, 2)]),
        (["1@2", "2@1"], [(1, 2), (2, 1)]),
        (["1@2", "1"], [(1, 1), (1, 2), (1, 3)]),
        (["--since", "2026-03-04"], [(1, 3), (2, 2)]),
        (["--until", "2026-03-02"], [(1, 1)]),
        (["--outlet", "harbour", "1@1"], [(1, 1)]),
    ],
    ids=str,
)
def test_selection(type_at: Typist, words: list[str], expected: list[tuple[int, int]]) -> None:
    """By articles, by revisions, and by the time at which a revision was first seen."""
    assert _names(type_at("export", "jsonl", *words).stdout) == expected


def test_into_a_file(type_at: Typist, tmp_path: Path) -> None:
    """-o writes the same bytes, with the usual permissions of new files."""
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    result = type_at("export", "jsonl", "-o", str(target))
    assert result.stdout == ""
    assert "5 revisions written" in result.stderr
    assert target.read_bytes() == type_at.process("export", "jsonl").stdout
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_file_that_is_replaced_keeps_its_permissions(type_at: Typist, tmp_path: Path) -> None:
    """An export that nobody else may read does not become readable with the next one."""
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    for mode in (0o600, 0o440):
        target.chmod(mode)
        assert type_at("export", "jsonl", "1@1", "-o", str(target)).exit_code == 0
        assert _names(target.read_text()) == [(1, 1)]
        assert target.stat().st_mode & 0o777 == mode


def test_a_file_is_replaced_whole_or_not_at_all(
    type_at: Typist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure in the middle keeps the old file, and leaves nothing next to it."""
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    real, calls = jsonl.revision_json, []

    def fails_at_third(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return real(*arguments)

    monkeypatch.setattr(jsonl, "revision_json", fails_at_third)
    result = type_at("export", "jsonl", "-o", str(target))
    assert result.exit_code == 1
    assert "No space left" in result.stderr
    assert "Make room" in result.stderr
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_tables_of_one_package_are_of_one_moment(
    copied: Typist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article that is begun again while they are written is in all tables or in none."""
    target = tmp_path / "x.zip"
    real = dataset.rows_of

    def rows_of(name: str, *arguments: Any) -> Any:
        if name == "changes":
            with Archive.open_to_write(copied.folder) as archive:
                begin_again(archive, 1)
        return real(name, *arguments)

    monkeypatch.setattr(dataset, "rows_of", rows_of)
    result = copied("export", "jsonl", "--package", "-o", str(target))
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(target) as package:
        tables = [package.read(f"{name}.jsonl").decode() for name in ("revisions", "changes")]
    assert [{article for article, _ in _names(table)} & {1} for table in tables] == [{1}, {1}]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("jsonl", "archive.db"),
        ("csv --table changes", "a-mirror.db-wal"),
        ("warc", "variorum.toml"),
        ("jsonl", "signing-key.pem"),
        ("atom", "a-mirror"),
        ("html", "a-mirror.zip"),
        ("bag 1 1..2", "a-mirror.zip"),
    ],
)
def test_no_export_is_put_over_an_archive(copied: Typist, words: str, name: str) -> None:
    """One slip with the tab key replaced everything ever captured with a list of revisions."""
    target = copied.folder / name
    if not target.exists():
        shutil.copy(copied.folder / "archive.db", target)
    before = target.read_bytes()
    result = copied("export", *words.split(), "-o", str(target))
    assert (result.exit_code, target.read_bytes()) == (2, before)
    assert "already exists" in result.stderr


def test_unknown_article_leaves_the_file_alone(type_at: Typist, tmp_path: Path) -> None:
    """A mistyped name writes nothing."""
    target = tmp_path / "out.jsonl"
    assert type_at("export", "jsonl", "77", "-o", str(target)).exit_code == 1
    assert type_at("export", "jsonl", "1@77", "-o", str(target)).exit_code == 1
    assert not list(tmp_path.iterdir())


def test_folder_that_is_not_there(type_at: Typist, tmp_path: Path) -> None:
    """The error says so in words, as wrong use."""
    result = type_at("export", "jsonl", "-o", str(tmp_path / "none" / "out.jsonl"))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_unknown_format(type_at: Typist) -> None:
    """Unknown formats are wrong use."""
    assert type_at("export", "stone").exit_code == 2


def test_through_a_pipe(type_at: Typist) -> None:
    """``export jsonl -o /dev/stdout`` writes to the pipe, and does not replace it."""
    command = [sys.executable, "-m", "monitor", "--archive", str(type_at.folder)]
    run = subprocess.run(
        [*command, "export", "jsonl", "1@1", "-o", "/dev/stdout"], capture_output=True, check=True
    )
    assert _names(run.stdout.decode()) == [(1, 1)]


@pytest.mark.parametrize("form", ["jsonl", "html"])
def test_a_dash_is_stdout(type_at: Typist, form: str) -> None:
    """As in other programs; it was reported as a file of that name, and a terminal got bytes."""
    plain, dashed = (type_at.process("export", form, "1@1", *to) for to in ((), ("-o", "-")))
    assert dashed.stderr == plain.stderr
    assert dashed.stdout[:4] == plain.stdout[:4] != b""  # in a ZIP file a time follows


def test_a_link_stays_a_link(type_at: Typist, tmp_path: Path) -> None:
    """What a symbolic link points to is replaced."""
    target, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    target.write_text("old")
    link.symlink_to(target)
    assert type_at("export", "jsonl", "1@1", "-o", str(link)).exit_code == 0
    assert link.is_symlink()
    assert _names(target.read_text()) == [(1, 1)]
