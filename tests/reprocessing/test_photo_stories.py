"""Photo stories, and what is left of an article without its text, read again."""

from __future__ import annotations

import pytest

from monitor.reprocessing.run import reprocess
from storage.archive import Archive
from tests.captures import HOME, capture_and_read, watch_courier
from tests.stories import filler

CAPTIONS = (
    "A fisherman mends his net at four in the morning.",
    "The quota was cut by 22 % last year, says the harbour master.",
    "Ice on the winch is broken off with hammers by the crew.",
    "The auction hall has been closed since the spring of 2019.",
    "Nobody on the pier remembers a colder night than that.",
)
TEXT = "".join(f"<p>{one}</p>" for one in filler("sea", 5))


def page(*captions, text=""):
    """The page of an article with these captions and this text."""
    figures = "".join(
        f"<figure><img src='/{number}.jpg' width='900' height='600'>"
        f"<figcaption>{one}</figcaption></figure>"
        for number, one in enumerate(captions)
    )
    head = (
        "<title>A night at sea</title><meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2026-02-28T10:00:00Z'>"
    )
    story = f"<article><h1>A night at sea</h1>{text}{figures}</article>"
    return f"<html lang='en'><head>{head}</head><body>{story}</body></html>".encode()


@pytest.fixture
def archive(tmp_path):
    """An archive in which nothing has been read yet."""
    with Archive.create(tmp_path / "archive") as opened:
        yield opened


def said(archive, monkeypatch, *pages):
    """The texts of the revisions: as first read, and after a better reader has read them."""
    addresses = watch_courier(archive, f"{HOME}sea")
    for day, one in enumerate(pages):
        capture_and_read(archive, addresses, [one], day)
    at_once = texts(archive)
    monkeypatch.setattr("spiders.extract.reader.READER", "of tomorrow")
    reprocess(archive, rules_folder=None)
    return at_once, texts(archive)


def texts(archive):
    """The texts of all revisions of the one article."""
    (article,) = archive.articles()
    revisions = archive.revisions(article.id)
    return [
        [block.text for block in archive.extraction(one.extraction_id).blocks] for one in revisions
    ]


def test_captions_without_the_text_are_no_edit_when_they_are_read_again(archive, monkeypatch):
    """The page lost its text for a day: a better reader reported an emptied article."""
    whole = page(*CAPTIONS, text=TEXT)
    at_once, again = said(archive, monkeypatch, whole, page(*CAPTIONS), whole)
    assert len(at_once) == 1
    assert again == at_once


def test_a_photo_story_that_lost_captions_is_told_so_at_once_and_again(archive, monkeypatch):
    """Three of five are left, too few on their own for a photo story."""
    at_once, again = said(archive, monkeypatch, page(*CAPTIONS), page(*CAPTIONS[:3]))
    assert at_once == [[*CAPTIONS], [*CAPTIONS[:3]]]
    assert again == at_once
