"""The footnote of a revision: what it says, and that others can check it."""

from __future__ import annotations

import hashlib

from monitor.views.citation import citation
from monitor.web.words import islands
from storage.archive import Archive
from tests.commands.conftest import FIRST, SECOND, START, Keeper, Typist, reading

URL = "https://harbour.example/a"


def test_a_footnote_can_be_checked_by_hand(tmp_path):
    """Author, headline, outlet, address, times to the second, and the digest of the exact page."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(URL, FIRST, b"<p>12 people")
        keeper.compare(URL, FIRST, SECOND)
        revision = archive.revision(1, 1)
        extraction = archive.extraction(revision.extraction_id)
        told = citation(revision, extraction, archive.captures_of_revision(revision)[0])
    page = hashlib.sha256(b"<p>12 people").hexdigest()
    assert told == (
        f"Ada Quay: “Ferry runs late”, harbour, {URL} (revision 1, seen 2026-03-01T08:00:00Z; text"
        f" {revision.digest}; page captured 2026-03-01T08:00:00Z, sha256:{page})."
    )
    typist = Typist(tmp_path / "archive")
    assert typist("show", "1@1", "--cite").stdout == f"{told}\n"


def test_a_footnote_names_whose_word_an_imported_capture_is(tmp_path):
    """It did not say that we had not fetched the page ourselves at the time that it gives."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.import_id = archive.imports.begin("old\x1b.warc.gz", START)
        keeper.begin(URL, FIRST)
    typist = Typist(tmp_path / "archive")
    assert "(revision 1, seen 2026" in typist("show", "1@1", "--cite").stdout
    assert ", imported from old␛.warc.gz)." in typist("show", "1@1", "--cite").stdout
    assert "old␛.warc.gz" in typist("show", "--capture", "1").stdout
    assert typist.json("show", "--capture", "1")["imported_from"] == "old\x1b.warc.gz"


def test_a_footnote_is_one_paragraph_whatever_a_page_says(tmp_path):
    """A missing headline is left out; control characters and line ends never come through."""
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(URL, reading("", "x", byline=("A\x1b[2J\nB",)))
        revision = archive.revision(1, 1)
        told = citation(revision, archive.extraction(revision.extraction_id), None)
    assert "\x1b" not in told
    assert "\n" not in told
    assert "“" not in told
    assert told.endswith(f"text {revision.digest}).")


def test_quotation_marks_within_a_headline_are_single(tmp_path):
    """The headline is in double ones, whether those within it are curly or straight."""
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(URL, reading('Mayor “lied” about "Dorne"', "x"))
        revision = archive.revision(1, 1)
        told = citation(revision, archive.extraction(revision.extraction_id), None)
    assert "“Mayor ‘lied’ about ‘Dorne’”, " in told


def test_a_footnote_in_arabic_keeps_its_order(tmp_path):
    """Name and headline are bidi isolates; on the page each is an element with its language."""
    first = reading("عنوان الخبر", "نص", byline=("سلمى حداد",), language="ar")
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(URL, first)
        revision = archive.revision(1, 1)
        told = citation(revision, archive.extraction(revision.extraction_id), None)
    assert told.startswith("\u2068سلمى حداد\u2069: “\u2068عنوان الخبر\u2069”, harbour, ")
    assert islands(told, "ar").startswith('<bdi lang="ar">سلمى حداد</bdi>: “<bdi lang="ar">عنوان')
    assert islands("<b>", None) == "&lt;b&gt;"
