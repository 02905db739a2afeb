"""One address in two spellings: with a slash at its end, with ``www.``, with another scheme."""

from __future__ import annotations

import pytest

from storage.records import ArticleState, IncidentKind, SeedKind
from tests.crawl.wire_server import plain
from tests.stories import filler

SPELT, ANEW = "/news/quay", "/news/quay/"
TITLE, TEXT = "The quay of Holm is for sale", filler("quay of holm", 5)
CHECK = plain(b"<title>Just a moment...</title><h1>Checking your browser before accessing</h1>")


def feed_names(paper, path):
    """Let the feed name this address, and only this."""
    item = f"<item><title>{TITLE}</title><link>{paper.base}{path}</link></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>"
    paper.server.page("/feed", body.encode(), "application/rss+xml")


@pytest.mark.parametrize("kind", [SeedKind.FEED, SeedKind.SECTION])
def test_what_is_missing_as_it_was_spelt_is_asked_for_as_its_seed_spells_it(paper, kind):
    """An outlet that went to another scheme without redirects lost what its feed still named."""
    feed_names(paper, SPELT)
    if kind is SeedKind.SECTION:
        paper.server.page("/feed", f"<p><a href='{SPELT}'>{TITLE}</a></p>".encode())
    paper.keeper.seed("/feed", kind)
    paper.put(SPELT, TITLE, TEXT, called=None)
    paper.look(0)
    paper.put(ANEW, TITLE, (*TEXT, "The sale was called off on Monday."), called=None)
    paper.take(SPELT)
    feed_names(paper, ANEW)
    if kind is SeedKind.SECTION:
        paper.server.page("/feed", f"<p><a href='{ANEW}'>{TITLE}</a></p>".encode())
    paper.look_when_due(1, 1.1, 1.2, 2, 2.5, 3, 4)
    (article,) = paper.articles().values()
    assert article.state is ArticleState.LIVE
    assert paper.keeper.archive.events(article.id) == []
    assert len(paper.server.asked(SPELT)) <= 3
    archive = paper.keeper.archive
    shown = [archive.captures_of_revision(one)[0].url for one in archive.revisions(article.id)]
    assert shown == [paper.base + SPELT, paper.base + ANEW]
    assert archive.verify() == []


def test_what_fails_however_it_is_spelt_is_asked_for_no_more_often(paper):
    """Two seeds that spell it in two ways would have it asked for at each of their looks."""
    feed_names(paper, SPELT)
    paper.server.page("/world", f"<p><a href='{ANEW}'>{TITLE}</a></p>".encode())
    paper.keeper.seed("/feed", SeedKind.FEED)
    paper.keeper.seed("/world", SeedKind.SECTION)
    paper.put(SPELT, TITLE, TEXT, called=None)
    paper.look(0)
    paper.take(SPELT)
    paper.look_when_due(*(hour / 24 for hour in range(24, 60)))
    assert len(paper.server.asked(SPELT) + paper.server.asked(ANEW)) < 20


def test_what_was_wrong_with_it_as_it_was_spelt_ends_with_its_page(paper):
    """The incident named the former spelling, and nothing could end it."""
    paper.put(SPELT, TITLE, TEXT, called=None)
    paper.look(0)
    paper.server.routes[SPELT] = CHECK
    paper.look(1)
    assert [one.kind for one in paper.keeper.archive.incidents()] == [IncidentKind.BOT_CHECK]
    paper.put(ANEW, TITLE, TEXT, called=None)
    paper.lead(SPELT, ANEW)
    paper.look(2, 3)
    assert paper.keeper.archive.incidents() == []
