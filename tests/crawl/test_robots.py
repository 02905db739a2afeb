"""robots.txt by RFC 9309: what it says, and that it is obeyed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from spiders.crawl.engine import crawl
from spiders.crawl.errand import Errand
from spiders.crawl.manners.pace import Pace
from spiders.crawl.manners.robots import (
    parse,
    robots_url,
)
from spiders.urls import surt
from storage.agenda.hosts import HostState
from storage.records import Found, IncidentKind, Outcome, SeedKind
from tests.crawl.conftest import QUICK, Keeper, in_an_hour
from tests.crawl.wire_server import Script, plain, redirect

if TYPE_CHECKING:
    from spiders.crawl.manners.pace import _Host
    from tests.crawl.wire_server import WireServer

FORBIDS = b"User-agent: *\nDisallow: /private/\nAllow: /private/but-this\n"
TEXT = "text/plain"


def test_forbidden_pages_are_not_asked(keeper: Keeper, server: WireServer) -> None:
    """The visit says that robots.txt refused it, and the server never gets a request."""
    server.page("/robots.txt", FORBIDS, TEXT)
    server.page("/private/but-this", b"<p>fine</p>")
    visits = keeper.crawl("/private/page", "/private/but-this")
    assert sorted((visit.outcome.value, visit.reason) for visit in visits) == [
        ("captured", None),
        ("refused", "robots"),
    ]
    assert server.asked("/private/page") == []


def test_our_own_name_goes_before_the_star(keeper: Keeper, server: WireServer) -> None:
    """If there is a group for Variorum, only that counts for us."""
    server.page(
        "/robots.txt", b"User-agent: Variorum\nDisallow: /\n\nUser-agent: *\nAllow: /\n", TEXT
    )
    assert keeper.one("/page").reason == "robots"


def test_no_robots_is_nothing_that_is_missing(keeper: Keeper, server: WireServer) -> None:
    """It is a visit but no missing page; an actual missing page is counted."""
    server.routes["/robots.txt"] = plain(b"", status="404 Not Found")
    server.page("/here", b"x")
    urls = [keeper.base + "/here", keeper.base + "/gone"]
    counts = crawl(keeper.archive, QUICK, Errand(urls=urls), next_look=in_an_hour)
    assert (counts[Outcome.CAPTURED], counts[Outcome.MISSING], counts.total()) == (1, 1, 3)
    assert keeper.archive.counts()["visits"] == 3


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (plain(b"nothing here", status="404 Not Found"), True),
        (plain(b"", status="403 Forbidden"), True),
        (plain(b"", status="410 Gone"), True),
        (plain(b"<!DOCTYPE html><pre>\nUser-agent: *\nDisallow: /\n</pre>"), True),
        (plain(b"\n  <html><pre>\nUser-agent: *\nDisallow: /\n</pre>", TEXT), True),
        (plain(b"\xff\xfe\x00\x01 junk", TEXT), True),
        (plain(b"", TEXT), True),
        (plain(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", TEXT), False),
        (plain(b"user-agent:*\r\ndisallow:/page", TEXT), False),
        (plain(b"#" * 5_000_000 + b"\nUser-agent: *\nDisallow: /\n", TEXT), True),
        (plain(b"User-agent: *\nDisallow: /\n" + b"#" * 5_000_000, TEXT), False),
        (plain("User-agent: *\nDisallow: /\n".encode("utf-16"), TEXT), False),
        (plain(FORBIDS, TEXT, Content_Encoding="gzip"), True),
        (plain(b"User-agent: *\nDisallow: /\n", TEXT, Content_Encoding="gzip"), False),
        (Script(b"HTTP/1.1 204 No Content\r\n\r\n"), True),
        (plain(b"\x00\x8b\xfe\x00\x07" * 9, TEXT, Content_Encoding="gzip"), False),
        (redirect("ftp://news.example/robots.txt"), True),
        (Script(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), False),
    ],
    ids=[
        *(
            "404",
            "403",
            "410",
            "html",
            "html after space",
            "junk",
            "empty",
            "bom",
            "sloppy",
            "late",
            "5 MB",
        ),
        *("utf-16", "not packed", "packed, it says", "204"),
        *("broken", "leads nowhere", "does not say where"),
    ],
)
def test_what_an_answer_means(
    robots: Script, *, allowed: bool, keeper: Keeper, server: WireServer
) -> None:
    """No file, a page instead of a file, and odd files: only what they forbid is forbidden."""
    server.routes["/robots.txt"] = robots
    server.page("/page", b"<p>fine</p>")
    visit = keeper.one("/page")
    assert (visit.outcome is Outcome.CAPTURED) is allowed


@pytest.mark.parametrize("status", ["500 Oops", "503 Service Unavailable", "429 Too Many"])
def test_server_in_trouble_forbids_everything(
    status: str, keeper: Keeper, server: WireServer
) -> None:
    """An error for robots.txt is no permission; it is an incident that closes by itself."""
    server.routes["/robots.txt"] = plain(b"", status=status)
    visits = keeper.crawl("/page")
    if status.startswith("500"):
        assert [(one.outcome, one.reason) for one in visits] == [
            (Outcome.REFUSED, "robots unreachable")
        ]
    assert server.asked("/page") == []
    assert IncidentKind.ROBOTS_UNREACHABLE in {one.kind for one in keeper.archive.incidents()}
    server.page("/robots.txt", b"", TEXT)
    server.page("/page", b"<p>fine</p>")
    if not status.startswith("500"):
        assert keeper.crawl("/page") == []  # it still rests
        return
    assert keeper.one("/page").outcome is Outcome.CAPTURED
    kinds = {one.kind for one in keeper.archive.incidents()}
    assert IncidentKind.ROBOTS_UNREACHABLE not in kinds


def test_no_more_than_its_limit_is_asked_of_a_huge_one(keeper: Keeper, server: WireServer) -> None:
    """Half a megabyte is read and stored; the rest is not fetched."""
    server.routes["/robots.txt"] = Script(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", endless=FORBIDS + b"#" * 65536
    )
    server.page("/page", b"<p>fine</p>")
    assert keeper.one("/page").outcome is Outcome.CAPTURED
    assert keeper.one("/private/x").reason == "robots"
    capture = keeper.archive.last_capture(keeper.address("/robots.txt").id)
    assert capture is not None
    assert (capture.payload_length, capture.truncated) == (500 * 1024, "length")


def test_rules_that_forbid_what_is_watched_are_told(keeper: Keeper, server: WireServer) -> None:
    """That an outlet newly forbids us its articles is an incident until it allows them again."""
    server.page("/robots.txt", b"User-agent: *\nDisallow: /else/\n", TEXT)
    server.page("/news/one", b"<p>fine</p>")
    keeper.one("/news/one")
    server.page("/robots.txt", b"User-agent: *\nDisallow: /news/\n", TEXT)
    assert keeper.one("/news/one").reason == "robots"
    (incident,) = keeper.archive.incidents()
    assert incident.kind is IncidentKind.ROBOTS_CHANGED
    assert incident.detail == (
        f"now forbids 1 of 1 watched addresses, such as {keeper.base}/news/one"
    )
    keeper.one("/news/one")  # it still does
    assert len(keeper.archive.incidents()) == 1
    server.page("/robots.txt", b"User-agent: *\nDisallow:\n", TEXT)
    assert keeper.one("/news/one").outcome is Outcome.CAPTURED
    assert keeper.archive.incidents() == []


def test_only_what_a_file_speaks_for_and_forbids_anew_is_told(
    keeper: Keeper, server: WireServer
) -> None:
    """One of two articles was forbidden before; on a second host another file decides."""
    other = f"http://localhost:{server.host.rpartition(':')[2]}"
    both = replace(QUICK, allow_private=(urlsplit(other).netloc,))
    keeper.seed(other + "/feed", SeedKind.FEED)
    found = Found(other + "/c", surt(other + "/c"))
    keeper.archive.discover(keeper.outlet.id, [found], datetime.now(UTC))

    def told(*forbidden: str) -> list[tuple[str, str]]:
        rules = "".join(f"Disallow: {path}\n" for path in forbidden)
        server.page("/robots.txt", f"User-agent: *\n{rules}".encode(), TEXT)
        keeper.crawl("/a", "/b", other + "/c", configuration=both)
        return [(one.subject, one.detail) for one in keeper.archive.incidents()]

    assert told("/a") == []
    ((subject, detail),) = told("/a", "/b")
    assert subject == keeper.base + "/robots.txt"
    assert "2 of 2" in detail
    ((subject, detail),) = told("/c", "/feed")
    assert subject == other + "/robots.txt"
    assert "2 of 2" in detail


def test_a_feed_of_pages_that_are_all_forbidden_is_told(
    keeper: Keeper, server: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was ever read, and the outlet was in good health; a long one is tried throughout."""
    monkeypatch.setattr("spiders.crawl.seeds.visits.SAMPLE", 2)
    paths = ("/news/c", "/news/d", "/news/a", "/news/b")
    named = "".join(f"<item><link>{path}</link></item>" for path in paths)
    server.page(
        "/feed", f"<rss version='2.0'><channel>{named}</channel></rss>".encode(), "text/xml"
    )
    keeper.seed("/feed", SeedKind.FEED)
    few = "/news/c\nDisallow: /news/d"
    for rules, told in (("/news", 1), (few, 0), ("/news", 1), ("/nothing", 0)):
        server.page("/robots.txt", f"User-agent: *\nDisallow: {rules}\n".encode(), TEXT)
        keeper.crawl()
        kinds = [one.kind for one in keeper.archive.incidents()]
        assert kinds.count(IncidentKind.SEED_EMPTY) == told


@pytest.mark.parametrize(
    ("crawl_delay", "ours"), [(0.05, 0.3), (0.3, 0.05)], ids=["ours", "theirs"]
)
def test_the_slower_of_two_paces_is_kept(
    keeper: Keeper,
    server: WireServer,
    turns: list[float],
    crawl_delay: float,
    ours: float,
) -> None:
    """A host that lets us hurry is visited no faster than the user wants, and vice versa."""
    rules = f"User-agent: *\nCrawl-delay: {crawl_delay}\n"
    server.page("/robots.txt", rules.encode(), TEXT)
    paths = [f"/page-{number}" for number in range(4)]
    for path in paths:  # fast answers shorten the delay, down to its floor
        server.page(path, b"<p>fine</p>")
    assert len(keeper.crawl(*paths, delay_s=ours)) == 4
    assert min(later - earlier for earlier, later in pairwise(turns[-4:])) > 0.29


def test_redirects_of_robots_are_followed(keeper: Keeper, server: WireServer) -> None:
    """Up to five hops; beyond them there is no file."""
    for number in range(9):
        server.routes[f"/r{number}"] = redirect(f"/r{number + 1}")
    server.routes["/robots.txt"] = redirect("/r5")
    server.page("/r9", b"User-agent: *\nDisallow: /\n", TEXT)
    server.page("/page", b"<p>fine</p>")
    assert keeper.one("/page").reason == "robots"


def test_a_page_that_leads_on_is_no_robots(keeper: Keeper, server: WireServer) -> None:
    """A page that answers every address is no file: where it leads (a dead host) has no say."""
    leads = b"<meta http-equiv=refresh content='0; url=http://nobody.example:1/'>"
    server.routes["/robots.txt"] = plain(leads)
    server.page("/page", b"<p>x</p>")
    assert keeper.one("/page").outcome is Outcome.CAPTURED
    asked = [one.request.split()[1] for one in server.log]
    assert asked == [b"/robots.txt", b"/page"]
    assert keeper.archive.incidents() == []


def test_half_a_way_to_robots_is_no_permission(keeper: Keeper, server: WireServer) -> None:
    """The first hop was stored while the next host rested: for a day everything was allowed."""
    other = f"localhost:{server.host.rpartition(':')[2]}"
    server.routes["/robots.txt"] = redirect(f"http://{other}/real")
    server.page("/real", b"User-agent: *\nDisallow: /\n", TEXT)
    server.page("/page", b"<p>fine</p>")
    rests, both = datetime.now(UTC) + timedelta(hours=1), replace(QUICK, allow_private=(other,))
    for until, reason in ((rests, "robots unreachable"), (None, "robots")):
        keeper.archive.hosts.put(HostState(other, until))
        assert keeper.one("/page", both).reason == reason


def test_too_many_redirects_of_robots_forbid_nothing(keeper: Keeper, server: WireServer) -> None:
    """A robots.txt that is never reached counts as none (RFC 9309, 2.3.1.2)."""
    server.routes["/robots.txt"] = redirect("/robots.txt?1")
    for number in range(1, 20):
        server.routes[f"/robots.txt?{number}"] = redirect(f"/robots.txt?{number + 1}")
    server.page("/page", b"<p>fine</p>")
    assert keeper.one("/page").outcome is Outcome.CAPTURED
    assert len(server.log) == 7
    keeper.crawl("/page", every_seed=False)
    assert len(server.log) == 8  # this is known for an hour


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The times at which the pace let each request begin, unaffected by a busy machine."""
    begun: list[float] = []
    wait = Pace._wait

    async def noted(self: Pace, state: _Host) -> None:
        await wait(self, state)
        begun.append(state.next_at - state.delay_s)

    monkeypatch.setattr(Pace, "_wait", noted)
    return begun


def test_crawl_delay_keeps_requests_apart(
    keeper: Keeper, server: WireServer, turns: list[float]
) -> None:
    """The host's own pace is kept, even at a loopback address, and behind its file once known."""
    server.page("/robots.txt", b"User-agent: *\nCrawl-delay: 0.3\n", TEXT)
    for number in range(3):
        server.page(f"/page-{number}", b"<p>fine</p>")
    assert len(keeper.crawl(*(f"/page-{number}" for number in range(3)))) == len(turns) == 3
    assert min(later - earlier for earlier, later in pairwise(turns)) > 0.29
    keeper.crawl("/page-0")
    robots, page = turns[3:]
    assert page - robots > 0.29


def test_delay_is_kept_over_workers(keeper: Keeper, server: WireServer, turns: list[float]) -> None:
    """However many requests may run at once, their starts are a delay apart."""
    for number in range(4):
        server.page(f"/page-{number}", b"<p>fine</p>")
    visits = keeper.crawl(
        *(f"/page-{number}" for number in range(4)),
        configuration=replace(QUICK, concurrent_per_host=4),
        delay_s=0.2,
    )
    assert len(visits) == len(turns) - 1 == 4  # and robots.txt before them
    assert min(later - earlier for earlier, later in pairwise(turns)) > 0.19


def test_crawl_delay_has_an_end() -> None:
    """A delay of a week does not stop an archive, nor does a word instead of a number."""
    assert parse(b"User-agent: *\nCrawl-delay: 604800\n").crawl_delay_s == 120
    assert parse(b"User-agent: *\nCrawl-delay: soon\n").crawl_delay_s == 0


@pytest.mark.parametrize(
    ("named", "ours"),
    [
        ("Variorum", True),
        ("Variorum/0.1.0", True),
        ("variorum/0.1.0 (+https://archive.example/)", True),
        ("VARIORUM/*", True),
        ("variorum-images", False),
        ("variorums", False),
    ],
)
def test_who_is_named_as_in_the_logs_is_named(named: str, *, ours: bool) -> None:
    """An outlet that forbids us copies our name from its log: the version is no part of it."""
    robots = parse(f"User-agent: *\nAllow: /\n\nUser-agent: {named}\nDisallow: /\n".encode())
    assert robots.allows("https://news.example/") is not ours


def test_rules_stand_at_the_host_whoever_asks_for_the_page() -> None:
    """A name and a password before the host are no part of it, and are sent to nobody."""
    assert robots_url("https://ada:quay@news.example:8443/a?b#c") == (
        "https://news.example:8443/robots.txt"
    )
