"""``variorum import``."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys

import pytest

from tests.warc import makers
from tests.warc.test_import import SECOND, page, response


def write(folder, *records):
    path = folder / "a.warc.gz"
    path.write_bytes(makers.packed(makers.info(), *records))
    return str(path)


def test_counts(type_empty, tmp_path):
    """The counts of an import, by their names in the JSON; a second import adds nothing."""
    path = write(tmp_path, response(), response(page(SECOND), date="2017-01-01T00:00:00Z"))
    first = type_empty.json("import", path)
    assert first == {
        "captures": 2,
        "articles_new": 1,
        "revisions_new": 1,
        "skipped": 0,
        "skipped_why": {},
    }
    second = type_empty.json("import", path)
    assert (second["captures"], second["skipped"]) == (0, 2)
    log = type_empty.json("log")
    assert [row["first_seen"][:4] for row in log] == ["2017", "2016"]


def test_faults_are_talk_and_counts_are_data(type_empty, tmp_path):
    """A broken record is reported on stderr, with file and offset; the rest is imported."""
    broken = response(path="/news/a-broken-story").replace(b"much was", b"MUCH was")
    path = write(tmp_path, response(), broken)
    result = type_empty("import", path)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "captures\t1"
    assert "skipped\tfaulty\t1" in result.stdout.splitlines()
    assert f"{path}, offset " in result.stderr
    assert "not what its digest says" in result.stderr


@pytest.mark.parametrize(
    "nothing",
    [b"", gzip.compress(b""), gzip.compress(b"") * 2],
    ids=["empty", "packed", "packed twice"],
)
def test_a_file_of_nothing_is_no_file_without_news(type_empty, tmp_path, nothing):
    """The file of a crawler that died at once ended with 0 when packed, and with 2 when plain."""
    path = tmp_path / "nothing.warc.gz"
    path.write_bytes(nothing)
    result = type_empty("import", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Nothing was changed." in result.stderr


def test_a_file_of_faults_alone_is_a_failure(type_empty, tmp_path):
    """Other files are imported and counted, then the bad one is named; exit code 1."""
    sound = write(tmp_path, response())
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(makers.packed(makers.info(), *[_lying(at) for at in range(3)]))
    result = type_empty("import", sound, str(broken), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["captures"] == 1
    assert json.loads(result.stdout)["skipped_why"] == {"faulty": 3}
    assert f"Nothing could be imported from {broken}." in result.stderr
    assert type_empty("import", sound).exit_code == 0


def test_a_list_of_faults_alone_is_a_failure(type_empty, tmp_path):
    """A list without a valid address fails; one good line is enough for success."""
    listed = tmp_path / "addresses.txt"
    listed.write_text("https:///\n")
    assert type_empty("import", str(listed)).exit_code == 2
    listed.write_text("https://news.example .org\n")
    assert type_empty("import", str(listed)).exit_code == 1
    listed.write_text("https://news.example .org\nhttps://news.example/ferry\n")
    assert type_empty("import", str(listed)).exit_code == 0


def test_an_archive_of_nothing_readable_is_a_failure(type_empty, tmp_path):
    """A file cut off within its only capture fails; one without captures does not."""
    whole = makers.packed(makers.info(), response())
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(whole[: len(whole) - 60])
    assert type_empty("import", str(cut)).exit_code == 1
    assert type_empty("import", write(tmp_path)).exit_code == 0


def _lying(at):
    """A response whose payload does not match its digest."""
    return response(path=f"/news/a-broken-story-{at}").replace(b"much was", b"MUCH was")


def test_the_limit_is_that_of_the_settings(type_empty, tmp_path):
    """max_bytes of variorum.toml applies to files too, and the message names it."""
    (type_empty.folder / "variorum.toml").write_text("max_bytes = 300000\n")
    result = type_empty("import", write(tmp_path, response(bytes(600_000)), response()), "--json")
    assert json.loads(result.stdout)["captures"] == 1
    assert "max_bytes" in result.stderr


def test_what_is_no_warc_is_a_usage_error(type_empty, tmp_path):
    """Other bytes are refused, with advice on what to do."""
    other = tmp_path / "other"
    other.write_bytes(b"\x7fELF")
    result = type_empty("import", str(other))
    assert result.exit_code == 2
    assert "is neither a WARC file" in result.stderr
    assert "warc check" in result.stderr


def test_saved_pages_are_said_not_to_be_taken(type_empty, tmp_path):
    """A page, a folder of pages or a bag is refused, with the reason and an alternative."""
    page_file = tmp_path / "page.html"
    page_file.write_bytes(b"\xef\xbb\xbf\n" + page())
    alone = type_empty("import", str(page_file))
    assert alone.exit_code == 2
    assert "does not say when it was fetched" in alone.stderr
    assert f"compare {page_file} OTHER" in alone.stderr
    folder = type_empty("import", str(tmp_path))
    assert folder.exit_code == 2
    assert "folders cannot be imported" in folder.stderr
    assert "does not say when it was fetched" in folder.stderr
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "captures.wacz").write_bytes(b"PK")
    bag = type_empty("import", str(tmp_path))
    assert (bag.exit_code, "data/captures.wacz" in bag.stderr) == (2, True)


def test_a_feed_is_not_called_a_page(type_empty, tmp_path):
    """A saved feed is reported as a feed; a page that begins as XML is still a page."""
    head = b'<?xml version="1.0"?>\n<!-- made at noon -->\n'
    for number, root in enumerate((b"<rss version='2.0'>", b"<urlset xmlns='x'>")):
        feed = tmp_path / f"feed{number}.xml"
        feed.write_bytes(head + root)
        assert "is a feed or a sitemap" in type_empty("import", str(feed)).stderr
    page_file = tmp_path / "page.xhtml"
    page_file.write_bytes(head + b"<!DOCTYPE html><html><body><feed></feed></body></html>")
    assert "pages cannot be imported" in type_empty("import", str(page_file)).stderr


def test_a_file_that_was_cut_off_is_no_success(type_empty, tmp_path):
    """What comes before the cut is imported; wherever the cut is, the exit code is 1."""
    parts = [makers.packed(one) for one in (makers.info(), response(), response(page(SECOND)))]
    whole = b"".join(parts)
    cut = tmp_path / "cut.warc.gz"
    for at in (len(whole) - 1, len(whole) - 60, len(whole) - len(parts[-1]) + 2):
        cut.write_bytes(whole[:at])
        result = type_empty("import", str(cut), "--json")
        assert result.exit_code == 1, at
        assert "cut off" in result.stderr
        assert json.loads(result.stdout)["captures"] + json.loads(result.stdout)["skipped"]
    cut.write_bytes(whole)
    assert type_empty("import", str(cut)).exit_code == 0


def test_a_broken_record_in_the_middle_is_no_cut(type_empty, tmp_path):
    """It is reported and skipped, and the import ends with 0."""
    path = write(tmp_path, _lying(1), response())
    result = type_empty("import", path)
    assert result.exit_code == 0
    assert "not imported" in result.stderr


def test_rules_with_a_mistake_are_told_at_an_import(type_empty, tmp_path):
    """Rules for an imported host are reported if broken, though their file has another name."""
    rules = type_empty.folder / "outlets"
    rules.mkdir(exist_ok=True)
    (rules / "mine.toml").write_text('hosts = ["herald.example"]\nselcet = ["p"]\n')
    result = type_empty("import", write(tmp_path, response()))
    assert "mine.toml, line 2" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_arc_file_is_known_as_one(type_empty, tmp_path, pack):
    """The predecessor of WARC is refused, with the command that converts it."""
    old = tmp_path / "old.arc.gz"
    old.write_bytes(pack(b"filedesc://old.arc 0.0.0.0 20050101000000 text/plain 76\n"))
    result = type_empty("import", str(old))
    assert result.exit_code == 2
    assert "is an ARC file" in result.stderr
    assert f"warcio recompress {old}" in result.stderr


def test_no_crawler_is_loaded():
    """An import needs neither Scrapy nor Twisted, and does not wait for them."""
    script = "import sys, monitor.importing.run; print({'scrapy', 'twisted'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "set()"
