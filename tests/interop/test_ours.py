"""Files that we write, read and checked by other programs.

The programs are run, not imitated; a test is skipped if its program is not installed.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import run_variorum

WARCIO = """
import hashlib, json, sys
from warcio.archiveiterator import ArchiveIterator
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream, check_digests="raise"):
        body = record.content_stream().read()
        print(json.dumps([record.rec_type, record.rec_headers.get_header("WARC-Target-URI"),
                          hashlib.sha256(body).hexdigest()]))
"""
FASTWARC = """
import sys
from fastwarc.warc import ArchiveIterator
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream, parse_http=False):
        print(record.verify_block_digest())
"""


@pytest.fixture(scope="module")
def exported(crawled, tmp_path_factory):
    """A file of two passes over the test outlet, the second with 304s and an edit; its archive."""
    target = tmp_path_factory.mktemp("warc") / "all.warc.gz"
    run_variorum(crawled, "export", "warc", "-o", str(target))
    return target, crawled


def lines(module, script, *words):
    pytest.importorskip(module)
    command = [sys.executable, "-c", script, *map(str, words)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=120)
    return done.stdout.splitlines()


def test_our_own_linter(exported):
    """Our own linter finds neither errors nor warnings."""
    [row] = run_variorum(exported[1], "warc", "check", "--json", str(exported[0])).json
    assert (row["verdict"], row["findings"]) == ("sound", [])
    assert row["records"] > 20


def test_warcio_reads_every_page(exported):
    """In warcio every digest matches, and decoded bodies are the archive's payloads."""
    target, archive = exported
    rows = [json.loads(line) for line in lines("warcio", WARCIO, target)]
    bodies = {digest for kind, _, digest in rows if kind == "response"}
    revisions = run_variorum(archive, "export", "jsonl").lines
    payloads = {one["payload"] for revision in revisions for one in revision["captures"]}
    assert len(revisions) == 5
    assert payloads <= {f"sha256:{digest}" for digest in bodies}


def test_warcio_check(exported):
    """`warcio check` succeeds."""
    pytest.importorskip("warcio")
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(exported[0])]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout


def test_fastwarc_reads_every_record(exported):
    """In fastwarc there are as many records as we wrote, and every block digest matches."""
    target, archive = exported
    rows = lines("fastwarc", FASTWARC, target)
    [report] = run_variorum(archive, "warc", "check", "--json", str(target)).json
    assert rows == ["True"] * report["records"]
