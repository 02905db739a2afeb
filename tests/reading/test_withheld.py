"""Pages whose very bytes were redacted, and that are still online: known, but not read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.reprocessing.run import reprocess
from spiders.urls import surt
from storage.archive import Archive
from storage.records import Found
from tests.captures import START, capture_and_read
from tests.stories import story

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://echo.example/news/mill"
HEAD = "<html><head><title>The mill</title></head><body><article><h1>The mill</h1>"


def page(text: str, nonce: int = 0) -> bytes:
    """The page of the article, with this sentence in it."""
    words = "".join(f"<p>{one}</p>" for one in (*story("mill").paragraphs, text))
    return f"{HEAD}{words}</article><!-- {nonce} --></body></html>".encode()


@pytest.fixture
def watched_page(tmp_path, blank):
    """An archive with one address, and a function that captures and reads its page on a day."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        outlet = archive.add_outlet("echo", "https://echo.example/", ["echo.example"], START)
        addresses = archive.discover(outlet.id, [Found(URL, surt(URL))], START)

        def look(day: int, text: str, nonce: int = 0, rules: Path | None = None):
            capture_and_read(archive, addresses, [page(text, nonce)], day, rules)
            return archive.last_capture(addresses[0].id).id

        yield archive, look


def redact(archive, capture):
    archive.redactions.redact([capture], "court", START + timedelta(days=9))


def test_a_redacted_page_that_stands_there_still_is_another_sight_of_it(watched_page):
    """No look is a fault of the reader, and the later capture says why it has no body."""
    archive, look = watched_page
    redact(archive, look(0, "It burned."))
    later = look(1, "It burned.")
    (article,) = archive.articles()
    (revision,) = archive.revisions(article.id)
    assert archive.incidents() == []
    assert article.last_seen == revision.last_seen == START + timedelta(days=1)
    assert archive.redactions.of(later).reason == "court"
    assert archive.redactions.neighbours(archive.capture(later).address_id) == []
    assert archive.verify() == []


def test_a_text_that_was_redacted_and_comes_back_is_a_revision(watched_page):
    """A, B, A is three revisions, though nobody may read A any more; rereading keeps them."""
    archive, look = watched_page
    redact(archive, look(0, "It burned."))
    look(1, "It stood.")
    look(2, "It burned.")
    (article,) = archive.articles()

    def told():
        return [(one.number, one.assessment.signals) for one in archive.revisions(article.id)]

    assert told() == [(1, ()), (2, ()), (3, ("revert",))]
    assert archive.extraction(archive.revision(article.id).extraction_id).redacted == "court"
    reprocess(archive, rules_folder=None)
    assert told() == [(1, ()), (2, ()), (3, ("revert",))]
    assert archive.incidents() == []
    assert archive.verify() == []


def test_a_revision_whose_own_page_is_gone_is_read_again_from_another_that_shows_it(
    watched_page, tmp_path: Path
):
    """Otherwise each look by new rules failed, though another page has the same text."""
    archive, look = watched_page
    first = look(0, "It burned for 7 hours.")
    second = look(1, "It burned for 7 hours.", nonce=1)
    redact(archive, first)
    (tmp_path / "echo.toml").write_text('remove = ["div.advert"]\n')
    look(2, "It burned for 9 hours.", rules=tmp_path)
    (article,) = archive.articles()
    before, last = archive.revisions(article.id)
    assert archive.incidents() == []
    assert archive.capture_of_extraction(before.extraction_id).id == second
    assert archive.extraction(before.extraction_id).rules is not None
    assert last.assessment.kinds == ("number",)
