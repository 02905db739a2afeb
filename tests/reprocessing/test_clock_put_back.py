"""The clock was put back between two looks: no history is reported in an order that never was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.passes import read_unread
from monitor.reading import room
from monitor.reprocessing.run import reprocess
from spiders.urls import surt
from storage.archive import Archive
from storage.history.rereading import begin_again
from storage.records import ArticleState, Found, Outcome, SeedKind, Visit
from tests.captures import HOME, START, capture_and_read, exchange, watch_courier
from tests.reprocessing.test_reprocess import worse
from tests.stories import filler

URL = f"{HOME}news/ferry"
FIRST, *REST = filler("ferry", 5)
DAYS = (0, 3, 1, 4)
"""The days of the four looks, by a clock that was put back after the second of them."""
VOTES = (10, 20, 30, 30)


def page(votes):
    """The page of the report with this count of votes."""
    counted = FIRST + f" By the evening the clerk had counted {votes} votes."
    text = "".join(f"<p>{one}</p>" for one in (counted, *REST))
    head = "<title>The ferry</title><meta property='og:type' content='article'>"
    return f"<html lang='en'><head>{head}</head><body><article><h1>The ferry</h1>{text}".encode()


def watch(archive):
    """Look four times, and read after each look."""
    addresses = watch_courier(archive, URL)
    for day, votes in zip(DAYS, VOTES, strict=True):
        capture_and_read(archive, addresses, [page(votes)], day)
    return addresses


def counts(archive):
    """The count of votes in each revision."""
    told = archive.revisions(archive.article(surt(URL)).id)
    texts = ["".join(b.text for b in archive.extraction(r.extraction_id).blocks) for r in told]
    return [int(text.split(" votes.")[0].rsplit(" ", 1)[1]) for text in texts]


@pytest.fixture
def archive(tmp_path):
    with Archive.create(tmp_path / "archive") as opened:
        yield opened


def test_a_better_reader_invents_no_revert(archive, monkeypatch):
    """When reread, the third look stays the third, though its time is before the second's."""
    with monkeypatch.context() as patch:
        worse(patch, lambda blocks: blocks[:-1])
        watch(archive)
    assert counts(archive) == [10, 20, 30]
    reprocess(archive, rules_folder=None)
    assert counts(archive) == [10, 20, 30]
    assert archive.verify() == []


def test_an_article_that_is_begun_again_invents_none(archive):
    """As happens when a late import has it read again from its first visit."""
    addresses = watch(archive)
    begin_again(archive, archive.article(surt(URL)).id)
    capture_and_read(archive, addresses, [page(30)], 5)
    assert counts(archive) == [10, 20, 30]


def test_what_is_read_after_the_clock_was_set_is_due_by_the_clock_of_now(archive):
    """It was fetched with the clock a year ahead, which was set before its text was read."""
    addresses = watch_courier(archive, URL)
    now = datetime.now(UTC)
    capture_and_read(archive, addresses, [page(10)], (now - START) / timedelta(days=1) + 365)
    assert archive.due_of(addresses[0].id).address.next_due < now + timedelta(days=40)


FEED = f"{HOME}feed.xml"


def say(archive, updated, day):
    """Record a look at the feed, which says that the report was changed at this time."""
    outlet = archive.outlet("courier")
    seed = archive.add_seed(outlet.id, FEED, surt(FEED), SeedKind.FEED, START)
    at = START + timedelta(days=day)
    found = (Found(URL, surt(URL), updated=updated),)
    archive.record(Visit(seed.address_id, at, at, Outcome.UNMODIFIED, 304, found=found))


def test_an_edit_before_the_feeds_first_word_is_found(archive):
    """By today's clock the feed had not spoken yet, as it was first visited while it was ahead."""
    addresses = watch_courier(archive, URL)
    say(archive, "2026-03-01T08:00:00Z", day=3)
    capture_and_read(archive, addresses, [page(10)], 4)
    capture_and_read(archive, addresses, [page(20)], 1)
    assert counts(archive) == [10, 20]
    assert archive.incidents() == []
    reprocess(archive, rules_folder=None)
    assert counts(archive) == [10, 20]


def test_an_edit_that_the_feed_dates_by_the_clock_of_now_is_not_silent(archive):
    """The old text was last seen by a clock ahead: the feed's word on the new one is no older.

    The next edit, about which the feed said nothing new, is silent.
    """
    addresses = watch_courier(archive, URL)
    say(archive, "2026-03-01T08:00:00Z", day=0)
    capture_and_read(archive, addresses, [page(10)], 0.5)
    capture_and_read(archive, addresses, [page(10)], 5)
    say(archive, "2026-03-02T08:00:00Z", day=1)
    capture_and_read(archive, addresses, [page(20)], 1.5)
    capture_and_read(archive, addresses, [page(30)], 2)
    told = archive.revisions(archive.article(surt(URL)).id)
    assert [one.assessment.signals for one in told[1:]] == [(), ("stealth",)]


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_no_end_of_a_batch_parts_what_contradicts(archive, monkeypatch, batch):
    """Visits are read in batches, oldest first: the third look comes before the second."""
    watch(archive)
    begin_again(archive, archive.article(surt(URL)).id)
    monkeypatch.setattr(room, "BATCH", batch)
    read_unread(archive, rules_folder=None)
    assert counts(archive) == [10, 20, 30]
    assert archive.unread(9) == []


def test_what_was_imported_late_goes_by_its_time(archive):
    """It was recorded last, which says nothing about when it was made."""
    (address,) = watch(archive)
    at = START - timedelta(days=1)
    captured = Outcome.CAPTURED
    old = archive.imports.begin("old.warc", START)
    visit = Visit(address.id, at, at, captured, 200, exchange=exchange(URL, page(5)), import_id=old)
    begin_again(archive, archive.article(surt(URL)).id)
    archive.record(visit)
    read_unread(archive, rules_folder=None)
    assert counts(archive) == [5, 10, 20, 30]


AMP = f"{HOME}amp/ferry"


def test_another_address_of_the_article_is_read_in_the_order_of_its_looks(archive):
    """Stored but unread: the article's own page, with the clock ahead, and then its AMP page."""
    own, amp = watch_courier(archive, URL, AMP)
    named = f"<link rel='canonical' href='{URL}'></head>".encode()
    capture_and_read(archive, [own, amp], [page(10), page(10).replace(b"</head>", named)], 0)
    for address, day, shown in ((own, 3, page(10)), (amp, 1, page(20)), (own, 1.1, page(20))):
        at = START + timedelta(days=day)
        body = shown if address is own else shown.replace(b"</head>", named)
        made = exchange(address.url, body)
        archive.record(Visit(address.id, at, at, Outcome.CAPTURED, 200, exchange=made))
    read_unread(archive, rules_folder=None)
    assert counts(archive) == [10, 20]


def test_nobody_is_gone_by_a_clock_that_was_ahead(archive):
    """Looks within minutes at two addresses, one of them visited while the clock was ahead."""
    own, amp = watch_courier(archive, URL, AMP)
    named = f"<link rel='canonical' href='{URL}'></head>".encode()
    capture_and_read(archive, [own, amp], [page(10), page(10).replace(b"</head>", named)], 0)
    for address, day in ((own, 3), (amp, 1), (own, 1.001), (amp, 1.002), (own, 1.003)):
        at = START + timedelta(days=day)
        archive.record(Visit(address.id, at, at, Outcome.MISSING, 404))
    read_unread(archive, rules_folder=None)
    assert archive.article(surt(URL)).state is ArticleState.LIVE
