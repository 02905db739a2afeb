"""Addresses that redirect to an article: one from which it moved, and one that always did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.passes import read_unread
from spiders.urls import surt
from storage.archive import Archive
from storage.records import EventKind, Found, Outcome, Visit
from tests.captures import HOME, START, capture_and_read, watch_courier
from tests.stories import filler

SHORT, LONG = f"{HOME}?p=1", f"{HOME}news/ferry"
_TEXT = "".join(f"<p>{one}</p>" for one in filler("ferry", 5))
PAGE = (
    f"<html lang='en'><head><title>The ferry</title></head><body><article><h1>The ferry</h1>{_TEXT}"
)


@pytest.fixture
def archive(tmp_path, blank):
    """An archive that knows the article by its short address."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as opened:
        watch_courier(opened, SHORT)
        yield opened


def lead(archive, start, target, day):
    """Record a visit on this day at which the one address redirects to the other."""
    address, at = archive.address(surt(start)), START + timedelta(days=day)
    found = (Found(target, surt(target)),)
    archive.record(Visit(address.id, at, at, Outcome.REDIRECTED, 301, location=target, found=found))


def show(archive, url, day):
    """Capture and read the article at this address on this day."""
    capture_and_read(archive, [archive.address(surt(url))], [PAGE.encode()], day)


def moves(archive):
    """The reported moves of the one article."""
    (article,) = archive.articles()
    return [one.detail for one in archive.events(article.id) if one.kind is EventKind.MOVED_URL]


@pytest.mark.parametrize("articles", [1, 2])
def test_a_text_at_another_address_has_the_older_one_asked_at_once(archive, articles):
    """It may have moved, and would otherwise be two histories until the old address is due.

    If pages declare no canonical URL it is one article at once, and the move is reported no later.
    """
    old, new = f"{HOME}news/crossing", LONG
    archive.discover(1, [Found(old, surt(old)), Found(new, surt(new))], START)
    for day, url in enumerate((old, new)):
        named = f"<head><link rel='canonical' href='{url}'>" if articles > 1 else "<head>"
        page = PAGE.replace("<head>", named).encode()
        archive.reschedule(archive.address(surt(old)).id, START + timedelta(days=9))
        capture_and_read(archive, [archive.address(surt(url))], [page], day)
    assert archive.address(surt(old)).next_due == START + timedelta(days=1)
    assert len(list(archive.articles())) == articles
    lead(archive, old, new, 1.1)
    read_unread(archive, rules_folder=None)
    assert len(moves(archive)) == 1


def test_a_short_link_in_the_feed_is_no_move(archive):
    """It redirects to the article at every look, as it did from the first."""
    for day in range(4):
        lead(archive, SHORT, LONG, day)
        show(archive, LONG, day + 0.1)
    assert moves(archive) == []


def test_an_article_that_moved_is_told_to_have_moved_once(archive):
    """The article itself was at the short address before."""
    show(archive, SHORT, 0)
    for day in range(1, 4):
        lead(archive, SHORT, LONG, day)
        show(archive, LONG, day + 0.1)
    assert moves(archive) == [f"redirects to {LONG}"]


def test_a_ring_is_no_move(archive):
    """A cookie wall redirects to another address and back, and shows nothing at either."""
    show(archive, SHORT, 0)
    lead(archive, SHORT, LONG, 1)
    read_unread(archive, rules_folder=None)
    for day in range(2, 5):
        lead(archive, LONG, SHORT, day)
        read_unread(archive, rules_folder=None)
    assert moves(archive) == []
