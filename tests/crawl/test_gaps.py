"""Seeds in a crawl: their pace, gaps opened and closed, children of indexes, new pages first."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from spiders.crawl.seeds.pace import GAP_KEPT
from spiders.urls import surt
from storage.records import IncidentKind, SeedKind
from tests.crawl.conftest import QUICK, Keeper
from tests.crawl.wire_server import Script, WireServer, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

ALONE = replace(QUICK, concurrent_per_host=1)


def story(number: int) -> str:
    """The path of an article."""
    return f"/some-long-story-{number}"


def feed(numbers: Iterable[int], more: str = "") -> bytes:
    """A feed of these articles, with more elements in its channel."""
    items = "".join(f"<item><link>{story(number)}</link></item>" for number in numbers)
    atom = "xmlns:atom='http://www.w3.org/2005/Atom'"
    return f"<rss version='2.0' {atom}><channel>{more}{items}</channel></rss>".encode()


def captured(keeper: Keeper) -> set[int]:
    """The numbers of the articles that were captured."""
    found = set()
    for number in range(100):
        address = keeper.archive.address(surt(keeper.base + story(number)))
        if address is not None and keeper.archive.last_capture(address.id) is not None:
            found.add(number)
    return found


@pytest.fixture
def overflowed(keeper: Keeper, server: WireServer) -> Keeper:
    """A feed of five, last seen with 0 to 4; now it has 20 to 24."""
    server.routes |= {story(number): plain(b"<p>story</p>") for number in range(100)}
    keeper.seed("/feed", SeedKind.FEED)
    server.page("/feed", feed(range(5)), "text/xml")
    keeper.crawl()
    server.page("/feed", feed(range(20, 25)), "text/xml")
    return keeper


def gaps(keeper: Keeper) -> list[str]:
    """The subjects of the open incidents of gaps."""
    return [
        one.subject for one in keeper.archive.incidents() if one.kind is IncidentKind.DISCOVERY_GAP
    ]


def test_gap_is_told_and_stays_told(overflowed: Keeper) -> None:
    """Nobody knows what came and went: health says since when, for at most a week."""
    overflowed.crawl()
    (incident,) = overflowed.archive.incidents()
    assert incident.kind is IncidentKind.DISCOVERY_GAP
    assert incident.subject == overflowed.base + "/feed"
    assert incident.detail.startswith("none of its 5 entries stood there at the look before, at 20")
    overflowed.crawl()
    (again,) = overflowed.archive.incidents()
    assert again.count == 1
    address = overflowed.archive.address(surt(overflowed.base + "/feed"))
    assert address is not None
    look = overflowed.archive.seed_looks.of(address.id)
    assert look is not None
    assert look.gap_since is not None
    overflowed.archive.seed_looks.put(replace(look, gap_since=look.gap_since - GAP_KEPT))
    overflowed.crawl()
    assert overflowed.archive.incidents() == []


def test_gap_is_closed_by_the_older_pages_of_the_feed(
    overflowed: Keeper, server: WireServer
) -> None:
    """RFC 5005: pages are fetched until one shows a known entry, and no further."""
    link = "<atom:link rel='next' href='/feed?page={}'/>"
    server.page("/feed", feed(range(20, 25), link.format(2)), "text/xml")
    for page, first in ((2, 15), (3, 10), (4, 5), (5, 0), (6, 0)):
        body = feed(range(first, first + 5), link.format(page + 1))
        server.page(f"/feed?page={page}", body, "text/xml")
    overflowed.crawl()
    assert captured(overflowed) == set(range(25))
    assert gaps(overflowed) == []
    assert server.asked("/feed?page=5")
    assert not server.asked("/feed?page=6")
    asked = len(server.log)
    overflowed.crawl()  # none of that is fetched again
    assert [one.path for one in server.log[asked:]] == ["/robots.txt", "/feed"]


def test_older_pages_in_a_ring_end(overflowed: Keeper, server: WireServer) -> None:
    """If the pages of a feed form a ring, it is not followed again."""
    ring = "<atom:link rel='next' href='/feed?page=2'/>"
    server.page("/feed", feed(range(20, 25), ring), "text/xml")
    server.page("/feed?page=2", feed(range(15, 20), ring), "text/xml")
    overflowed.crawl()
    assert len(server.asked("/feed?page=2")) == 1
    assert gaps(overflowed) == [overflowed.base + "/feed"]


@pytest.mark.parametrize("reach", [4, 5])
def test_gap_is_closed_by_a_section_page_that_reaches_back_far_enough(
    reach: int, overflowed: Keeper, server: WireServer
) -> None:
    """It names what came between, and something older: then nothing is missing."""
    links = "".join(f"<a href='{story(number)}'>{number}</a>" for number in range(reach, 25))
    server.page("/news/", links.encode())
    overflowed.seed("/news/", SeedKind.SECTION)
    overflowed.crawl()
    assert captured(overflowed) == set(range(5)) | set(range(reach, 25))
    assert gaps(overflowed) == ([] if reach == 4 else [overflowed.base + "/feed"])


def test_gap_is_closed_by_the_sitemap_of_robots(overflowed: Keeper, server: WireServer) -> None:
    """Through its index, only the newest children; what is older than the gap is left out."""
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    server.page("/robots.txt", b"Sitemap: /index.xml\n", "text/plain")
    children = f"<sitemap><loc>/new.xml</loc><lastmod>{today}</lastmod></sitemap>"
    children += "<sitemap><loc>/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>"
    server.page("/index.xml", f"<sitemapindex>{children}</sitemapindex>".encode(), "text/xml")
    entries = "".join(
        f"<url><loc>{story(number)}</loc><lastmod>{today}</lastmod></url>" for number in range(25)
    )
    entries += f"<url><loc>{story(90)}</loc><lastmod>2019-05-05</lastmod></url>"
    server.page("/new.xml", f"<urlset>{entries}</urlset>".encode(), "text/xml")
    overflowed.crawl()
    assert captured(overflowed) == set(range(25))
    assert gaps(overflowed) == []
    assert not server.asked("/old.xml")
    asked = len(server.asked("/index.xml"))
    overflowed.crawl()
    assert len(server.asked("/index.xml")) == asked  # it is no seed


def test_seed_is_due_by_what_it_names(keeper: Keeper, server: WireServer) -> None:
    """The feed is due sooner after news, later without; the server's freshness counts too."""
    keeper.seed("/feed", SeedKind.FEED)
    server.page("/feed", feed(range(30)), "text/xml")
    due = []
    for last in (30, 30, 55):
        server.page("/feed", feed(range(last - 30, last)), "text/xml")
        visits = keeper.crawl(next_look=lambda *_: datetime.now(UTC) + timedelta(days=9))
        (visit,) = (one for one in visits if one.found)
        assert visit.next_due is not None
        due.append(visit.next_due - visit.finished_at)
    assert due[1] >= due[0] > due[2]
    assert due[0] == timedelta(minutes=10)
    server.page("/feed", feed(range(60, 90)), "text/xml", Cache_Control="max-age=840")
    (visit,) = (one for one in keeper.crawl() if one.found)
    assert visit.next_due is not None
    assert visit.next_due - visit.finished_at == timedelta(minutes=14)


def test_a_feed_that_was_empty_for_a_while_hides_no_gap(keeper: Keeper, server: WireServer) -> None:
    """What it names after that is compared with what it named before."""
    server.routes |= {story(number): plain(b"<p>story</p>") for number in range(100)}
    keeper.seed("/feed", SeedKind.FEED)
    for numbers in (range(5), range(0), range(3, 8), range(0), range(20, 25)):
        assert gaps(keeper) == []
        server.page("/feed", feed(numbers), "text/xml")
        keeper.crawl()
    assert gaps(keeper) == [keeper.base + "/feed"]


def test_child_is_asked_when_the_index_says_that_it_changed(
    keeper: Keeper, server: WireServer
) -> None:
    """By lastmod; without one every time. A past month is read once."""

    def index(*dates: str) -> bytes:
        children = "".join(
            f"<sitemap><loc>/{number}.xml</loc>{f'<lastmod>{date}</lastmod>' if date else ''}"
            "</sitemap>"
            for number, date in enumerate(dates)
        )
        return f"<sitemapindex>{children}</sitemapindex>".encode()

    for number in range(3):
        body = f"<urlset><url><loc>{story(number)}</loc></url></urlset>"
        server.page(f"/{number}.xml", body.encode(), "text/xml")
        server.page(story(number), b"<p>story</p>")
    today = datetime.now(UTC).strftime("%Y-%m-%dT23:59:59Z")
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    server.page("/index.xml", index("2024-01-31", "2024-02-29", ""), "text/xml")
    keeper.crawl()
    server.page("/index.xml", index("2024-01-31", today, ""), "text/xml")
    keeper.crawl()
    assert [len(server.asked(f"/{number}.xml")) for number in range(3)] == [1, 2, 2]


@pytest.mark.parametrize(("behind", "asked"), [(timedelta(minutes=10), 2), (timedelta(hours=2), 1)])
def test_a_child_of_a_server_whose_clock_is_behind_is_asked(
    keeper: Keeper, server: WireServer, behind: timedelta, asked: int
) -> None:
    """Its lastmod is just before our look, but it changed just after: an hour is allowed."""
    body = f"<urlset><url><loc>{story(1)}</loc></url></urlset>"
    server.page("/1.xml", body.encode(), "text/xml")
    server.page(story(1), b"<p>story</p>")
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    for changed in (datetime.now(UTC) - timedelta(days=9), datetime.now(UTC) - behind):
        child = f"<sitemap><loc>/1.xml</loc><lastmod>{changed.isoformat()}</lastmod></sitemap>"
        server.page("/index.xml", f"<sitemapindex>{child}</sitemapindex>".encode(), "text/xml")
        keeper.crawl()
    assert len(server.asked("/1.xml")) == asked


def test_children_that_a_stopped_pass_left_are_asked_by_the_next(
    keeper: Keeper, server: WireServer
) -> None:
    """They are due on their own until they have been read."""
    stop, children = threading.Event(), [f"/{number}.xml" for number in range(20)]
    names = "".join(f"<sitemap><loc>{path}</loc></sitemap>" for path in children)
    body = b"<urlset><url><loc>/x-y-z-1</loc></url></urlset>"
    child = plain(body, "text/xml")

    def first(_request: bytes) -> Script:
        stop.set()
        return Script(child.head, (0.3, body))  # the crawl notices a stop a little later

    server.page("/index.xml", f"<sitemapindex>{names}</sitemapindex>".encode(), "text/xml")
    server.routes |= dict.fromkeys(children, first)
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    keeper.crawl(stop=stop, configuration=ALONE)
    assert 0 < sum(len(server.asked(path)) for path in children) < len(children)
    server.routes |= dict.fromkeys(children, child)
    keeper.crawl(every_seed=False)
    assert all(server.asked(path) for path in children)
    assert len(server.asked("/index.xml")) == 1


def test_new_page_goes_before_the_backlog_and_between_the_seeds(
    keeper: Keeper, server: WireServer
) -> None:
    """A page that was just found is captured next, whatever else is long overdue."""
    server.routes |= {story(number): plain(b"<p>story</p>") for number in range(100)}
    before = timedelta(days=1)
    backlog = [story(number) for number in range(30)]
    keeper.crawl(*backlog, next_look=lambda *_: datetime.now(UTC) - before)  # long due again
    children = "".join(f"<sitemap><loc>/{number}.xml</loc></sitemap>" for number in range(30))
    index = f"<sitemapindex>{children}</sitemapindex>".encode()
    child = f"<urlset><url><loc>{story(0)}</loc></url></urlset>".encode()
    slow = Script(plain(child, "text/xml").head, (0.05, child))
    server.routes |= {f"/{number}.xml": slow for number in range(30)}
    server.page("/index.xml", index, "text/xml")
    server.page("/feed", feed([77]), "text/xml")
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    keeper.seed("/feed", SeedKind.FEED)
    server.log.clear()
    keeper.crawl(configuration=ALONE)
    paths = [one.path for one in server.log]
    new = paths.index(story(77))
    assert not [path for path in paths[:new] if path in backlog]
    assert new < max(paths.index(f"/{number}.xml") for number in range(30))
    assert set(paths) >= set(backlog)
