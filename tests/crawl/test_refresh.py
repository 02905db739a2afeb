"""Pages that only lead to another one, by ``<meta http-equiv=refresh>``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.passes import read_unread
from spiders.crawl.http.refresh import refresh_target
from storage.records import EventKind, Outcome
from tests.crawl.test_belief import story
from tests.crawl.wire_server import WireServer, plain
from tests.growth import costs_less, grows_with_length

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper

HUGO = (
    "<!DOCTYPE html><html lang=en><head><title>https://c.example/b</title>"
    '<link rel=canonical href="https://c.example/b"><meta name=robots content="noindex">'
    '<meta charset=utf-8><meta http-equiv=refresh content="0; url={}"></head></html>'
)


def meta(content: str, rest: str = "") -> bytes:
    """A page with this tag, and this after it."""
    return f"<html><head><meta http-equiv='Refresh' content='{content}'>{rest}".encode()


@pytest.mark.parametrize(
    ("page", "target"),
    [
        (HUGO.format("https://c.example/b").encode(), "https://c.example/b"),
        (meta("0;URL=/b?x=1&amp;y=2"), "/b?x=1&y=2"),
        (meta("3, /b", "<p>You will be taken there.</p>"), "/b"),
        (b"<meta content='0; url=\"/b\"' http-equiv=refresh>", "/b"),
        (meta("600; url=/b"), None),
        (meta("0"), None),
        (meta("0; url=/b", "<p>" + "words of a short article " * 20), None),
        (b"<noscript><meta http-equiv=refresh content='0;url=/b'></noscript>", None),
        (b"<!-- <meta http-equiv=refresh content='0;url=/b'> -->", None),
        (meta("0; url=/b", " " * 9000), None),
        (b"<p>nothing</p>", None),
    ],
)
def test_where_a_page_leads(page: bytes, target: str | None) -> None:
    """Soon, with little else on the page, and for everybody: a page with a text is a page."""
    assert refresh_target(page) == target


def test_a_page_that_leads_on_is_a_redirect(keeper: Keeper, server: WireServer) -> None:
    """The article moved with its history; it was reported as a lost article."""
    server.page("/a", story())
    keeper.one("/a")
    server.page("/a", HUGO.format("/b").encode())
    server.page("/b", story())
    visits = keeper.crawl("/a")
    assert [(one.outcome, one.status) for one in visits] == [
        (Outcome.REDIRECTED, 200),
        (Outcome.CAPTURED, 200),
    ]
    read_unread(keeper.archive, rules_folder=None)
    (article,) = keeper.archive.articles()
    events = [one.kind for one in keeper.archive.events(article.id)]
    assert (events, article.revisions) == ([EventKind.MOVED_URL], 1)
    assert keeper.archive.incidents() == []


@pytest.mark.parametrize(
    ("path", "to"),
    [("/a", "/a"), ("/a", "/a?bm-verify=AAQ1"), ("/a?id=1", "/a?id=1&bm=9"), ("/a", "?t=9#top")],
)
def test_a_page_that_waits_for_itself_is_a_page(
    keeper: Keeper, server: WireServer, path: str, to: str
) -> None:
    """A check that reloads itself leads nowhere: each of its tokens was a new address."""
    server.routes[path] = plain(meta(f"2; url={to}"))
    assert [one.outcome for one in keeper.crawl(path)] == [Outcome.CAPTURED]


def test_another_page_of_a_script_is_another_page(keeper: Keeper, server: WireServer) -> None:
    """Its number is in the query."""
    server.routes["/a?id=1"] = plain(meta("0; url=/a?id=12"))
    server.page("/a?id=12", story())
    outcomes = [one.outcome for one in keeper.crawl("/a?id=1")]
    assert outcomes == [Outcome.REDIRECTED, Outcome.CAPTURED]


@pytest.mark.parametrize(
    "piece",
    [b"<meta ", b"<!--", b"<meta http-equiv=refresh ", b"<script"],
    ids=["tags", "comments", "refresh", "scripts"],
)
def test_hostile_pages_are_looked_at_in_no_time(piece: bytes) -> None:
    """The patterns are bounded, and so is what they search."""
    small, large, beyond = (piece * (length // len(piece)) for length in (1_000, 8_000, 99_000))
    assert refresh_target(large) is None
    assert grows_with_length(refresh_target, small, large, power=2)
    assert costs_less(lambda: refresh_target(beyond), lambda: refresh_target(large))
