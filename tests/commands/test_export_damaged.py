"""One damaged body or text is named and left out of an export; all the rest is exported."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from storage.errors import ArchiveDamaged
from storage.warc.reader import read_records
from tests.commands.conftest import FERRY, Typist

if TYPE_CHECKING:
    from pathlib import Path

DAMAGED = 4


def hurt(folder: Path, table: str, row: int) -> None:
    """Overwrite this row with other bytes, as a failing disk would."""
    with Archive.open_to_write(folder) as archive:
        archive._database.connection.execute(
            f"UPDATE {table} SET data = x'00ff00ff' WHERE id = ?", (row,)
        )


@pytest.fixture
def copied(filled: Path, tmp_path: Path) -> Typist:
    """Commands at a separate archive with a checkpoint, from which no index was made yet."""
    unknown = shutil.ignore_patterns("index.db*")
    shutil.copytree(filled, tmp_path / "archive", ignore=unknown)
    typed = Typist(tmp_path / "archive")
    assert typed("checkpoint").exit_code == 0
    return typed


@pytest.fixture
def bodiless(copied: Typist) -> Typist:
    """An archive in which the body of the second capture is damaged."""
    with Archive.open(copied.folder) as archive:
        sql = "SELECT payload_id FROM captures WHERE id = 2"
        payload = archive._database.value(sql)
    hurt(copied.folder, "payloads", payload)
    return copied


@pytest.fixture
def textless(copied: Typist) -> Typist:
    """An archive in which the text of the ferry article's last revision is damaged."""
    with Archive.open(copied.folder) as archive:
        article = next(one.id for one in archive.articles() if one.url == FERRY)
        sql = "SELECT text_id FROM extractions WHERE id = ?"
        text = archive._database.value(sql, (archive.revision(article, 3).extraction_id,))
    hurt(copied.folder, "texts", text)
    with Archive.open(copied.folder) as archive:
        archive.extraction(archive.revision(article, 2).extraction_id)
        with pytest.raises(ArchiveDamaged):
            archive.extraction(archive.revision(article, 3).extraction_id)
    return copied


def test_reading_again_tells_what_it_could_not_read(bodiless: Typist) -> None:
    """It ended with 0, and did not mention what can no longer be read.

    The other body is stored as its difference from the damaged one.
    """
    told = bodiless("reprocess")
    assert told.exit_code == DAMAGED
    assert "Damaged, and not read again: 2 captures: 2, 5\n" in told.stderr
    assert told.stderr.splitlines()[-1].endswith(" verify")
    again = bodiless("reprocess", "--json")
    assert (again.exit_code, json.loads(again.stdout)["damaged"]) == (DAMAGED, [2, 5])


def test_a_diff_is_explained_though_a_page_of_it_is_damaged(bodiless: Typist) -> None:
    """Its texts are sound, yet it ended with an error because of a remark about the page."""
    told = bodiless("diff", FERRY, "2..3", "--explain")
    assert told.exit_code == 0
    assert "why substantive" in told.stdout
    remark = next(one for one in told.stdout.splitlines() if one.startswith("Whether the outlet"))
    assert remark.endswith(" is damaged.")


def warc_of(path: Path) -> bytes:
    """The captures in a WARC file, or in a WACZ."""
    if path.suffix == ".wacz":
        with zipfile.ZipFile(path) as members:
            return members.read("archive/data.warc.gz")
    return path.read_bytes()


def unread(folder: Path) -> list[int]:
    """The captures whose bodies cannot be read: the damaged one, and any stored as differences."""
    found = []
    with Archive.open(folder) as archive:
        for number in range(1, archive.counts()["captures"] + 1):
            try:
                archive.payload(archive.capture(number).payload)
            except ArchiveDamaged:
                found.append(number)
    return found


@pytest.mark.parametrize("form", ["warc", "wacz"])
def test_a_damaged_body_leaves_the_rest_of_an_export(
    bodiless: Typist, tmp_path: Path, form: str
) -> None:
    """The file is sound, has all other captures, and says itself what is missing."""
    path = tmp_path / f"all.{form}"
    result = bodiless("export", form, "-o", str(path))
    assert result.exit_code == DAMAGED, result.stderr
    assert "capture 2" in result.stderr
    assert FERRY in result.stderr
    assert "verify" in result.stderr
    blocks: dict[str, list[bytes]] = {}
    for record in read_records(io.BytesIO(warc_of(path))):
        blocks.setdefault(record.head.type, []).append(record.read_all(10**6))
        record.finish()
        assert record.faults == []
    told = [one for one in blocks["metadata"] if b"variorum-damaged: " in one]
    assert len(told) == len(unread(bodiless.folder)) > 0
    assert len(blocks["response"]) == len(blocks["metadata"]) - len(told) > 0


TABLES = [
    ("jsonl",),
    ("jsonl", "--table", "edits"),
    ("csv",),
    ("csv", "--package"),
    ("xlsx",),
    ("parquet",),
]


@pytest.mark.parametrize("words", TABLES, ids=" ".join)
def test_a_damaged_text_leaves_the_rest_of_the_tables(
    textless: Typist, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Only what was read from it is left out, and it is named."""
    if words == ("parquet",):
        pytest.importorskip("pyarrow")
    path = tmp_path / "out"
    result = textless("export", *words, "-o", str(path))
    assert result.exit_code == DAMAGED, result.stderr
    assert FERRY in result.stderr
    assert path.stat().st_size
    if words == ("jsonl",):
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        assert sorted((one["article"], one["revision"]) for one in rows) == [
            *((1, 1), (1, 2)),
            *((2, 1), (2, 2)),
        ]


def test_what_needs_no_text_is_whole(textless: Typist) -> None:
    """Summaries are stored apart from the texts."""
    assert textless("export", "csv", "--table", "changes").exit_code == 0


def test_a_log_with_what_changed_goes_on_behind_a_damaged_text(textless: Typist) -> None:
    """The log stopped there, and its JSON was cut off."""
    result = textless("log", "-p", "--all")
    assert result.exit_code == DAMAGED, result.stderr
    assert "1@3" in result.stderr
    assert FERRY in result.stderr
    assert result.stdout.count("What changed cannot be shown") == 1
    assert "21 people" in result.stdout
    written = textless("log", "-p", "--json")
    assert written.exit_code == DAMAGED
    rows = json.loads(written.stdout)
    assert [one["revision"] for one in rows if "damaged" in one] == [3]
    assert any(one["diff"] for one in rows)


@pytest.mark.parametrize("number", [1, 2])
def test_a_log_goes_on_behind_a_revision_that_is_missing(textless: Typist, number: int) -> None:
    """A row was lost with its page of the file: the log ended at the change that needs it."""
    with Archive.open_to_write(textless.folder) as archive:
        archive._database.connection.execute("PRAGMA foreign_keys = OFF")
        archive._database.change(
            "DELETE FROM revisions WHERE article_id = 1 AND number = ?", [number]
        )
    result = textless("log", "-p", "--all")
    assert result.exit_code == DAMAGED, result.stderr
    assert f"no revision 1@{number}" in result.stderr
    assert "2@2" in result.stdout
    assert textless("log").exit_code == 0


def test_an_entry_of_a_damaged_text_says_so(textless: Typist) -> None:
    """In the command's feed and in the web pages' feed, all of which was an error."""
    whole = Typist(textless.folder)("export", "atom")
    assert whole.exit_code == DAMAGED
    client = create_app(Settings(textless.folder, lambda *words: " ".join(words))).test_client()
    with client.get("/changes.atom") as answer:
        served = answer.get_data(as_text=True)
    for feed in (whole.stdout, served):
        assert feed.count("is damaged") == 1
        assert feed.count("<entry>") >= 4
        assert "21" in feed


def test_a_page_of_a_damaged_text_says_so(textless: Typist, tmp_path: Path) -> None:
    """The site is written, including a page for the damaged text, and other pages are as usual."""
    result = textless("export", "html", "-o", str(tmp_path / "site"))
    assert result.exit_code == DAMAGED, result.stderr
    assert "1@3" in result.stderr
    pages = {one.name: one.read_text() for one in (tmp_path / "site/articles/1").iterdir()}
    assert "damaged" in pages["3.html"]
    assert "damaged" in pages["diff-2-3.html"]
    assert "21 people" in pages["2.html"]
    assert (tmp_path / "site/articles/2/2.html").is_file()


def checked_by_its_script(bag: Path) -> subprocess.CompletedProcess[str]:
    """What the script reports to whoever was given the bag."""
    words = [sys.executable, bag / "data" / "verify.py", bag]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_a_bag_proves_what_there_is(bodiless: Typist, tmp_path: Path) -> None:
    """It claims nothing about missing bytes, and its script finds it valid."""
    bag = tmp_path / "bag"
    result = bodiless("export", "bag", "1", "1..3", "-o", str(bag))
    assert result.exit_code == DAMAGED, result.stderr
    assert "capture 2" in result.stderr
    done = checked_by_its_script(bag)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(bag / "data/captures.wacz") as members:
        records = gzip.decompress(members.read("archive/data.warc.gz"))
    assert b"variorum-damaged: " in records


def test_a_bag_has_no_page_of_what_it_does_not_prove(copied: Typist, tmp_path: Path) -> None:
    """If a revision's only capture is damaged, VERIFY.md does not refer to its page."""
    with Archive.open(copied.folder) as archive:
        [first, *_] = archive.captures_of_revision(archive.revision(1, 3))
        sql = "SELECT payload_id FROM captures WHERE id = ?"
        payload = archive._database.value(sql, (first.id,))
    hurt(copied.folder, "payloads", payload)
    bag = tmp_path / "bag"
    result = copied("export", "bag", "1", "1..3", "-o", str(bag))
    assert result.exit_code == DAMAGED, result.stderr
    assert f"capture {first.id}" in result.stderr
    done = checked_by_its_script(bag)
    assert done.returncode == 0, done.stdout + done.stderr
    sent = {one.name for one in (bag / "data/pages").glob("*-as-sent.txt")}
    told = (bag / "data/VERIFY.md").read_text(encoding="utf-8")
    assert sent == {"revision-1-as-sent.txt"}
    assert set(re.findall(r"revision-\d-as-sent.txt", told)) == sent
    about = (bag / "data/about.html").read_text(encoding="utf-8")
    assert re.findall("That revision . was ever sent", about) == ["That revision 3 was ever sent"]


def test_a_bag_that_would_prove_nothing_is_refused(bodiless: Typist, tmp_path: Path) -> None:
    """All its captures are damaged: the bag had no line, and its script ended in a traceback."""
    result = bodiless("export", "bag", "1", "2..2", "-o", str(tmp_path / "bag"))
    assert result.exit_code == DAMAGED
    assert "would prove nothing" in result.stderr
    assert not (tmp_path / "bag").exists()


def test_a_download_that_lacks_something_is_refused(bodiless: Typist) -> None:
    """A browser shows no message next to a file, so the answer names the damage instead."""
    client = create_app(Settings(bodiless.folder, lambda *words: " ".join(words))).test_client()
    answer = client.get("/export/download?form=warc")
    assert answer.status_code == 500
    assert "capture 2" in answer.get_data(as_text=True)
    with client.get("/export/download?form=jsonl") as other:
        assert other.status_code == 200
