"""Addresses that a feed names, and at which no article has been read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.cadence.explain import explain
from monitor.decide.absence import AGAIN_FOR, CANDIDATE_TRIES, GONE_UNREAD, NEVER_THERE, NOT_YET
from monitor.passes import read_unread
from monitor.queries.references import find_article
from monitor.reading.announced import TOLD_FOR
from spiders.urls import surt
from storage.archive import Archive
from storage.errors import NotStored
from storage.records import Found, IncidentKind, Outcome, Role, SeedKind, Visit
from tests.captures import START, capture_and_read
from tests.stories import filler

HOME = "https://courier.example/"
FEED, URL = f"{HOME}feed", f"{HOME}news/ferry"
TEXT = "".join(f"<p>{one}</p>" for one in filler("ferry", 5))
ARTICLE = (
    f"<html lang='en'><title>The ferry</title><article><h1>The ferry</h1>{TEXT}</article>".encode()
)
SHELL = (
    b"<!doctype html><title>Courier</title><div id='root'></div><script src='/app.js'></script>"
    b"<noscript>You need to enable JavaScript to run this app.</noscript>"
)
CHECK = (
    b"<!doctype html><title>Just a moment...</title><h1>Checking your browser</h1>"
    b"<p>Please enable JavaScript and cookies to continue</p>"
)


@pytest.fixture
def archive(tmp_path, blank):
    """An archive with a feed that has named one address."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as opened:
        outlet = opened.add_outlet("courier", HOME, ["courier.example"], START)
        opened.add_seed(outlet.id, FEED, surt(FEED), SeedKind.FEED, START)
        name(opened, FEED, URL)
        yield opened


def name(archive, seed, url):
    """Record that a seed names this address."""
    found = (Found(url, surt(url), title="The ferry"),)
    asked = archive.address(surt(seed))
    archive.record(Visit(asked.id, START, START, Outcome.UNMODIFIED, 304, found=found))


def show(archive, page, day=0.1, url=URL):
    """Capture and read this page on this day."""
    capture_and_read(archive, [archive.address(surt(url))], [page], day)


def miss(archive, times=CANDIDATE_TRIES, day=1):
    """Record this many 404s at the address, an hour apart."""
    for one in range(times):
        at = START + timedelta(days=day, hours=one)
        archive.record(Visit(archive.address(surt(URL)).id, at, at, Outcome.MISSING, 404))
        read_unread(archive, rules_folder=None)


def told(archive):
    """The open incidents of lost articles."""
    return [one.detail for one in archive.incidents() if one.kind is IncidentKind.ARTICLE_LOST]


@pytest.mark.parametrize("page", [SHELL, b"", b"<p>Back in an hour"], ids=["app", "empty", "break"])
def test_a_page_that_is_empty_at_first_is_asked_again(archive, page):
    """At its first look it was taken for no article, and never fetched again, without a word."""
    show(archive, page)
    assert archive.address(surt(URL)).role is Role.CANDIDATE
    assert told(archive) == [NOT_YET]
    why = explain(archive.due_of(archive.address(surt(URL)).id), START + timedelta(days=1)).sentence
    assert "No article has been read there yet" in why
    show(archive, ARTICLE, 0.2)
    assert [one.title for one in archive.articles()] == ["The ferry"]
    assert told(archive) == []


def test_what_shows_no_article_for_a_week_is_none(archive):
    """Feeds name other things too: they are neither fetched nor reported forever."""
    show(archive, SHELL)
    show(archive, SHELL, AGAIN_FOR / timedelta(days=1) + 0.2)
    assert archive.address(surt(URL)).role is Role.NONE
    assert told(archive) == []


def test_what_a_feed_leads_to_is_awaited_as_well(archive):
    """Many feeds name addresses of a click counter, which redirect to the article."""
    target = f"{HOME}2026/ferry"
    start, at = archive.address(surt(URL)), START + timedelta(hours=1)
    found = (Found(target, surt(target)),)
    archive.record(Visit(start.id, at, at, Outcome.REDIRECTED, 302, location=target, found=found))
    show(archive, SHELL, url=target)
    assert archive.address(surt(target)).role is Role.CANDIDATE
    assert told(archive) == [NOT_YET]


def test_what_was_empty_and_leads_to_the_article_is_lost_no_more(archive):
    """The article was put elsewhere: its incident stayed open forever."""
    show(archive, SHELL)
    assert told(archive) == [NOT_YET]
    target = f"{HOME}2026/ferry"
    start, at = archive.address(surt(URL)), START + timedelta(days=1)
    found = (Found(target, surt(target)),)
    archive.record(Visit(start.id, at, at, Outcome.REDIRECTED, 302, location=target, found=found))
    show(archive, ARTICLE, 1.1, url=target)
    assert [one.title for one in archive.articles()] == ["The ferry"]
    assert told(archive) == []


def test_what_no_feed_names_is_no_article_at_once(archive):
    """Section pages and sitemaps name pages of an outlet, whatever they are."""
    section = f"{HOME}section"
    archive.add_seed(1, section, surt(section), SeedKind.SECTION, START)
    other = f"{HOME}about"
    name(archive, section, other)
    show(archive, SHELL, url=other)
    assert archive.address(surt(other)).role is Role.NONE
    assert told(archive) == []


@pytest.mark.parametrize(
    ("page", "said"), [(SHELL, GONE_UNREAD), (CHECK, GONE_UNREAD), (None, NEVER_THERE)]
)
def test_what_was_gone_before_it_was_read_is_told(archive, page, said):
    """Its only page had no text, or there was none: nothing else says that it existed."""
    if page is not None:
        show(archive, page)
    miss(archive)
    assert told(archive) == [said]
    asked = archive.address(surt(URL))
    assert asked.role is Role.NONE
    why = explain(archive.due_of(asked.id), START).sentence
    assert why.startswith(f"It was not there at {CANDIDATE_TRIES} visits in a row")
    with pytest.raises(NotStored) as failed:
        find_article(archive, URL)
    assert f"variorum why {URL}" in (failed.value.do or "")


def test_what_is_missing_once_is_not_told(archive):
    """One failed look is no loss."""
    show(archive, CHECK)
    miss(archive, times=1)
    assert told(archive) == []
    assert archive.address(surt(URL)).role is Role.CANDIDATE


def test_what_was_never_there_is_looked_at_while_the_feed_names_it(archive):
    """It was published a week later, and stayed unread for good; one look a day finds it."""
    miss(archive)
    assert archive.address(surt(URL)).role is Role.NONE
    name(archive, FEED, URL)
    asked, last = archive.address(surt(URL)), START + timedelta(days=1, hours=CANDIDATE_TRIES - 1)
    assert (asked.role, asked.next_due) == (Role.CANDIDATE, last + timedelta(days=1))
    miss(archive, times=1, day=2.5)
    assert archive.address(surt(URL)).role is Role.NONE
    assert told(archive) == [NEVER_THERE]
    name(archive, FEED, URL)
    show(archive, ARTICLE, 4)
    assert [one.title for one in archive.articles()] == ["The ferry"]
    assert told(archive) == []


def test_what_was_read_and_is_none_is_not_looked_at_again(archive):
    """It was there, and the feed names it as before."""
    show(archive, SHELL)
    show(archive, SHELL, AGAIN_FOR / timedelta(days=1) + 0.2)
    name(archive, FEED, URL)
    assert archive.address(surt(URL)).role is Role.NONE


def test_what_was_never_there_is_told_for_a_month(archive):
    """Nothing else can end that incident: it stayed open forever."""
    miss(archive)
    other, end = f"{HOME}news/other", 1 + TOLD_FOR / timedelta(days=1)
    name(archive, FEED, other)
    show(archive, ARTICLE, end, other)
    assert told(archive) == [NEVER_THERE]
    show(archive, ARTICLE, end + 1, other)
    assert told(archive) == []
