"""Oddities of well-meaning hosts: each page is kept to the byte, and none is fetched too often."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from storage.records import IncidentKind, Outcome, SeedKind
from tests.crawl.conftest import QUICK
from tests.crawl.wire_server import Script, plain, redirect

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper
    from tests.crawl.wire_server import WireServer

PAGE = b"<html><body><p>The ferry of Holm sails again.</p></body></html>"
OTHER = b"<html><body><p>The bridge of Astrup is closed.</p></body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LONG = b"Content-Length: %d\r\n\r\n" % len(PAGE)
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
IN_A_CHUNK = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)
ONE = replace(QUICK, concurrent_per_host=1)
ODD = {
    "hints before it": Script(HINTS * 3 + HEAD + LONG, (PAGE,)),
    "hints without an end": Script(HINTS * 2000 + HEAD + LONG, (PAGE,)),
    "a line of 100 kB": Script(HEAD + b"Policy: " + b"a" * 100_000 + b"\r\n" + LONG, (PAGE,)),
    "a storm of cookies": Script(
        HEAD + b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"x" * 80) for n in range(180)) + LONG,
        (PAGE,),
    ),
    "one length, twice": Script(HEAD + LONG[:-2] + LONG, (PAGE,)),
    "a length beside chunks": Script(
        HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", (IN_A_CHUNK,)
    ),
    "chunks with extensions": Script(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
        (IN_A_CHUNK.replace(b"\r\n", b';name="v"\r\n', 1),),
    ),
    "bare line ends": Script((HEAD + LONG).replace(b"\r\n", b"\n"), (PAGE,)),
    "a status without words": Script(HEAD.replace(b" OK", b"") + LONG, (PAGE,)),
    "a folded line": Script(HEAD + b"X-A: a\r\n  b\r\n" + LONG, (PAGE,)),
    "a line that is no field": Script(HEAD + b"made by hand\r\n" + LONG, (PAGE,)),
    "HTTP/1.0": Script(HEAD.replace(b"1.1", b"1.0") + b"\r\n", (PAGE,), close=True),
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_answer_is_had_to_the_byte(odd: str, keeper: Keeper, server: WireServer) -> None:
    """Browsers show each of them; and the connection can be used for the next page."""
    server.routes["/page"] = ODD[odd]
    server.page("/other", OTHER)
    visits = keeper.crawl("/page", "/other", configuration=ONE)
    assert [(one.outcome, one.reason) for one in visits] == [(Outcome.CAPTURED, None)] * 2
    payloads = {keeper.archive.payload(keeper.capture(one).payload) for one in visits}
    assert payloads == {PAGE, OTHER}
    assert keeper.archive.incidents() == []


@pytest.mark.parametrize("less", [0, 7], ids=["behind the page", "of the page"])
def test_what_comes_behind_the_length_is_no_answer_to_the_next_request(
    keeper: Keeper, server: WireServer, less: int
) -> None:
    """A body longer than announced leaves its end on a connection that is reused."""
    length = b"Content-Length: %d\r\n\r\n" % (len(PAGE) - less)
    server.routes["/page"] = Script(HEAD + length, (PAGE + b"HTTP/1.1 404 Not Found\r\n\r\n",))
    server.page("/other", OTHER)
    visits = keeper.crawl("/page", "/other", configuration=ONE)
    assert [one.outcome for one in visits] == [Outcome.CAPTURED] * 2
    kept = [keeper.archive.payload(keeper.capture(one).payload) for one in visits]
    assert kept == [PAGE[: len(PAGE) - less], OTHER]


def test_a_part_of_a_page_is_no_other_page(keeper: Keeper, server: WireServer) -> None:
    """What follows ``#`` is for browsers: it is neither requested nor part of the address."""
    server.routes["/page"] = redirect("/real#part-2", "308 Permanent Redirect")
    server.page("/real", PAGE)
    visits = keeper.crawl("/page")
    assert [one.outcome for one in visits] == [Outcome.REDIRECTED, Outcome.CAPTURED]
    assert [one.path for one in server.log] == ["/robots.txt", "/page", "/real"]
    assert keeper.archive.payload(keeper.capture(visits[1]).payload) == PAGE


def test_an_index_that_names_itself_is_asked_once_a_pass(
    keeper: Keeper, server: WireServer
) -> None:
    """By its own address, by another spelling of it, and by a child that names it again."""
    names = [f"{keeper.base}/index.xml", "/index.xml", f"{keeper.base}/index.xml#2", "/part.xml"]
    entries = "".join(f"<sitemap><loc>{name}</loc></sitemap>" for name in names)
    index = f"<sitemapindex>{entries}</sitemapindex>".encode()
    server.page("/index.xml", index, "text/xml")
    server.page("/part.xml", index, "text/xml")
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    for passed in (1, 2):
        keeper.crawl()
        assert len(server.asked("/index.xml")) == passed


def test_a_feed_of_one_link_thousands_of_times_names_one_page(
    keeper: Keeper, server: WireServer
) -> None:
    """However its entries differ otherwise."""
    items = "".join(
        f"<item><title>Holm {number}</title><guid>{number}</guid>"
        f"<link>{keeper.base}/some-long-story-1#{number}</link></item>"
        for number in range(3_000)
    )
    feed = f"<rss version='2.0'><channel>{items}</channel></rss>"
    server.page("/feed", feed.encode(), "text/xml")
    server.page("/some-long-story-1", PAGE)
    keeper.seed("/feed", SeedKind.FEED)
    for passed in (1, 2):
        keeper.crawl()
        assert len(server.asked("/some-long-story-1")) == 1
        assert len(server.log) == 1 + 2 * passed
    assert keeper.archive.incidents() == []


def test_who_lets_one_page_through_is_asked_no_faster_for_the_others(
    keeper: Keeper, server: WireServer
) -> None:
    """429 for all but one: after the first the host rests, whatever that one page answers."""
    server.page("/open", PAGE)
    for number in range(20):
        server.routes[f"/shut-{number}"] = plain(b"", status="429 Too Many Requests")
    shut = [f"/shut-{number}" for number in range(20)]
    asked = 0
    for _ in range(3):
        keeper.crawl("/open", *shut, configuration=ONE)
        told = sum(one.path.startswith("/shut") for one in server.log)
        assert told - asked <= 1
        asked = told
        assert [one.kind for one in keeper.archive.incidents()] == [IncidentKind.SLOWED_DOWN]
        (state,) = keeper.archive.hosts.all()
        assert state.rests_until is not None
        assert state.rests_until - datetime.now(UTC) > timedelta(seconds=50)
        keeper.archive.hosts.put(replace(state, rests_until=datetime.now(UTC)))
