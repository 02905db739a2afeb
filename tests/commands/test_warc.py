"""``variorum warc check``."""

from __future__ import annotations

import gzip
import json
from zipfile import ZipFile

import pytest

from tests.warc import makers


def files(folder):
    sound = folder / "sound.warc.gz"
    sound.write_bytes(makers.packed(makers.info(), makers.response()))
    warned = folder / "warned.warc"
    warned.write_bytes(makers.response())
    wrong = folder / "wrong.warc.gz"
    wrong.write_bytes(makers.packed(makers.info(), makers.response(date=None)))
    return [str(sound), str(warned), str(wrong)]


def test_each_file_gets_a_verdict(type_at, tmp_path):
    """Sound files, warnings and errors are distinguished; an error sets the exit code."""
    names = files(tmp_path)
    result = type_at("warc", "check", *names, "--nl")
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["verdict"] for row in rows] == ["sound", "warning", "error"]
    assert rows[2]["findings"][0]["what"] == "no WARC-Date"


def test_a_table_begins_on_a_line_of_its_own(type_at, tmp_path):
    """Its heading came right after the progress message that was there before."""
    shown = type_at.terminal("warc", "check", *files(tmp_path), environment={"NO_COLOR": "1"})
    heading = next(text for text in shown.split("\n") if text.endswith("finding"))
    assert heading.rpartition("\r\x1b[K")[2].startswith("file ")


def test_warnings_alone_end_well(type_at, tmp_path):
    """Errors stop a script, warnings do not."""
    assert type_at("warc", "check", *files(tmp_path)[:2]).exit_code == 0


def test_findings_are_rows(type_at, tmp_path):
    """In a pipe, each finding is a line with file, verdict, offset and message."""
    name = files(tmp_path)[2]
    result = type_at("warc", "check", name)
    file, verdict, offset, what = result.stdout.splitlines()[0].split("\t")
    assert (file, verdict, what) == (name, "error", "no WARC-Date")
    assert int(offset) > 0


def test_a_file_that_is_not_there(type_at, tmp_path):
    """A wrong name is reported without a traceback."""
    result = type_at("warc", "check", str(tmp_path / "none.warc"))
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_a_package_is_checked_where_it_lies(type_at, tmp_path, monkeypatch):
    """A WACZ is checked like any other file, without unpacking it first."""
    monkeypatch.chdir(tmp_path)
    assert type_at("export", "wacz", "-o", str(tmp_path / "story.wacz")).exit_code == 0
    (row,) = type_at.json("warc", "check", "./story.wacz")
    assert (row["file"], row["verdict"]) == ("./story.wacz", "sound")
    assert row["records"] > 1


def test_a_package_that_contradicts_itself_has_errors(type_at, tmp_path):
    """A changed list of pages and a changed record are each reported with their member."""
    assert type_at("export", "wacz", "-o", str(tmp_path / "story.wacz")).exit_code == 0
    spoilt = tmp_path / "spoilt.wacz"
    with ZipFile(tmp_path / "story.wacz") as sound, ZipFile(spoilt, "w") as changed:
        for name in sound.namelist():
            data = sound.read(name)
            if name == "pages/pages.jsonl":
                data = data.replace(b"Ferry", b"Fairy")
            if name == "archive/data.warc.gz":
                text = gzip.decompress(data)
                data = gzip.compress(text.replace(b"WARC-Date: 2026-03", b"WARC-Date: 2026-33"))
            changed.writestr(name, data)
    result = type_at("warc", "check", "--nl", str(spoilt))
    assert result.exit_code == 1
    row = json.loads(result.stdout)
    found = {finding["what"].partition(" (")[0] for finding in row["findings"]}
    assert "pages/pages.jsonl is not what datapackage.json says" in found
    assert any(what.startswith("archive/data.warc.gz: ") for what in found)
    assert row["errors"] == sum(one["severity"] == "error" for one in row["findings"])


def test_a_package_without_a_record_keeps_no_other_file_from_its_check(type_at, tmp_path):
    """One truncated download ended the check of all files named after it."""
    sound, cut, bare = (tmp_path / f"{name}.wacz" for name in ("sound", "cut", "bare"))
    assert type_at("export", "wacz", "-o", str(sound)).exit_code == 0
    cut.write_bytes(sound.read_bytes()[:-400])
    with ZipFile(bare, "w") as opened:
        opened.writestr("pages/pages.jsonl", "{}")
    result = type_at("warc", "check", "--nl", str(cut), str(bare), str(sound))
    assert result.exit_code == 1
    rows = [json.loads(row) for row in result.stdout.splitlines()]
    assert [row["verdict"] for row in rows] == ["error", "error", "sound"]
    assert [one["what"] for row in rows for one in row["findings"]] == [
        "is a ZIP file that cannot be read (File is not a zip file)",
        "contains no WARC file (It is a ZIP file with other content)",
    ]


def test_a_name_says_how_a_file_is_packed(type_at, tmp_path):
    """A .warc file is plain, and has what the packed one has; both are sound."""
    plain, packed = tmp_path / "all.warc", tmp_path / "all.warc.gz"
    for target in (plain, packed):
        assert type_at("export", "warc", "-o", str(target)).exit_code == 0
    begun = b"WARC/1.1\r\nWARC-Type: warcinfo\r\n"
    assert plain.read_bytes().startswith(begun)
    kept, same = plain.read_bytes(), gzip.decompress(packed.read_bytes())
    assert kept.count(b"\r\n\r\nWARC/1.1\r\n") == same.count(b"\r\n\r\nWARC/1.1\r\n") > 1
    assert kept.count(b"WARC-Type: response") == same.count(b"WARC-Type: response") > 1
    rows = type_at("warc", "check", str(plain), str(packed), "--nl").stdout.splitlines()
    assert [json.loads(row)["verdict"] for row in rows] == ["sound", "sound"]


@pytest.mark.parametrize(
    "nothing",
    [b"", gzip.compress(b""), b"<p>no record"],
    ids=["empty", "packed", "other things"],
)
def test_nobody_is_sent_in_a_circle(type_at, tmp_path, nothing):
    """For a file without records `check` advised `import`, and `import` advised `check`."""
    name = tmp_path / "nothing.warc"
    name.write_bytes(nothing)
    result = type_at("warc", "check", str(name), "--nl")
    assert (result.exit_code, json.loads(result.stdout)["records"]) == (1, 0)
    assert "no WARC record was found" in result.stdout
    assert "import" not in result.stderr


def test_what_is_taken_in_is_what_has_records(type_at, tmp_path):
    """Of several files, those without records are left out of the suggested command."""
    names = files(tmp_path)
    empty = tmp_path / "empty.warc"
    empty.write_bytes(b"")
    result = type_at("warc", "check", str(empty), *names[:1])
    assert result.stderr.splitlines()[-1].endswith(f"import {names[0]}")
