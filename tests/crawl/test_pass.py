"""One pass: seeds, then what is due, each address once; stored before it is reported."""

from __future__ import annotations

import json
import os
import random
import signal
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from spiders.configuration import Configuration
from spiders.crawl.engine import crawl
from spiders.crawl.errand import Errand
from spiders.urls import surt
from storage.archive import Archive
from storage.errors import NotStored
from storage.records import Found, IncidentKind, Outcome, Role, SeedKind
from tests.conftest import NURSERY
from tests.crawl.conftest import QUICK, Keeper, in_an_hour
from tests.crawl.wire_server import Script, WireServer, plain, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from storage.records import Due, Visit
    from tests.forked import Forked


def feed(*paths: str) -> bytes:
    """A feed with these entries."""
    items = "".join(f"<item><title>{path}</title><link>{path}</link></item>" for path in paths)
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def outcomes(keeper: Keeper, visits: list[Visit]) -> dict[str, str]:
    """The outcomes of the visits by path."""
    url = {
        visit.address_id: keeper.archive.due_of(visit.address_id).address.url for visit in visits
    }
    return {
        url[visit.address_id].removeprefix(keeper.base): visit.outcome.value for visit in visits
    }


def test_seeds_first_then_what_they_name(keeper: Keeper, server: WireServer) -> None:
    """Articles just found are fetched in the same pass, and no address twice."""
    keeper.seed("/feed", SeedKind.FEED)
    keeper.seed("/", SeedKind.SECTION)
    server.page("/feed", feed("/first-long-story-1", "/second-long-story-2"), "application/rss+xml")
    server.page("/", b"<a href='/second-long-story-2'>2</a><a href='/third-long-story-3'>3</a>")
    for name in ("first", "second", "third"):
        number = ("first", "second", "third").index(name) + 1
        server.page(f"/{name}-long-story-{number}", b"<p>story</p>")
    visits = keeper.crawl()
    assert outcomes(keeper, visits) == {
        "/feed": "captured",
        "/": "captured",
        "/first-long-story-1": "captured",
        "/second-long-story-2": "captured",
        "/third-long-story-3": "captured",
    }
    assert len(visits) == 5
    again = keeper.crawl()
    assert set(outcomes(keeper, again)) == {"/feed", "/"}
    every = keeper.crawl(everything=True)
    assert len(every) == 5


def test_what_was_visited_and_comes_again_is_passed_over(
    keeper: Keeper, server: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its due time moved behind the others': looking up news each time took 1 % of a pass."""
    keeper.seed("/feed", SeedKind.FEED)
    names = [f"/a-long-story-{number}" for number in range(4)]
    server.page("/feed", feed(*names), "application/rss+xml")
    for name in names:
        server.page(name, b"<p>story</p>")
    keeper.crawl()
    due, newest, asked = keeper.archive.due, keeper.archive.seed_looks.newest, []

    def twice(*said: Any, **named: Any) -> Iterator[Due]:
        found = list(due(*said, **named))
        return iter([*found, *found])

    def counted(*said: Any) -> list[int]:
        asked.append(said)
        return newest(*said)

    monkeypatch.setattr(keeper.archive, "due", twice)
    monkeypatch.setattr(keeper.archive.seed_looks, "newest", counted)
    assert len(keeper.crawl(everything=True)) == 5
    again = len(asked)
    asked.clear()
    monkeypatch.setattr(keeper.archive, "due", due)
    keeper.crawl(everything=True)
    assert len(asked) == again


def test_a_flood_of_new_addresses_keeps_nobody_waiting(keeper: Keeper, server: WireServer) -> None:
    """A sitemap names a whole history at once: no known page was visited until all was read."""
    known = [f"/known/{number}" for number in range(3)]
    for path in known:
        server.page(path, b"<p>known")
    keeper.crawl(*known)
    flood = [f"{keeper.base}/old/{number}" for number in range(160)]
    found = [Found(url, surt(url)) for url in flood]
    keeper.archive.discover(keeper.outlet.id, found, datetime.now(UTC))
    for path in known:
        address = keeper.archive.address(surt(keeper.base + path))
        assert address is not None
        keeper.archive.reschedule(address.id, datetime.now(UTC))
    server.log.clear()
    visits = keeper.crawl(next_look=lambda *_: datetime.now(UTC) + timedelta(days=1))
    asked = [one.path for one in server.log if one.path != "/robots.txt"]
    assert len(visits) == len(asked) == len({*asked}) == len(flood) + len(known)
    assert max(asked.index(path) for path in known) < len(flood) // 2


def test_children_of_an_index_are_asked_in_the_same_pass(
    keeper: Keeper, server: WireServer
) -> None:
    """Even if the index itself did not change; a child has no due time of its own."""
    index = b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>"

    def answer(request: bytes) -> Script:
        if b"If-None-Match" in request:
            return Script(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        return plain(index, "application/xml", ETag='"1"')

    server.routes["/index.xml"] = answer
    server.page("/a.xml", b"<urlset><url><loc>/one</loc></url></urlset>", "application/xml")
    server.page("/one", b"<p>one</p>")
    server.page("/two", b"<p>two</p>")
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    assert outcomes(keeper, keeper.crawl())["/one"] == "captured"
    server.page(
        "/a.xml",
        b"<urlset><url><loc>/one</loc></url><url><loc>/two</loc></url></urlset>",
        "text/xml",
    )
    assert outcomes(keeper, keeper.crawl()) == {
        "/index.xml": "unmodified",
        "/a.xml": "captured",
        "/two": "captured",
    }
    child = keeper.address("/a.xml")
    assert (child.role, child.next_due) == (Role.SEED, None)


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (plain(b"", status="404 Not Found"), IncidentKind.SEED_FAILED),
        (plain(b"<html>moved</html>"), IncidentKind.SEED_FAILED),
        (plain(feed(), "application/rss+xml"), IncidentKind.SEED_EMPTY),
        (redirect("/feed"), IncidentKind.SEED_FAILED),
    ],
)
def test_seed_that_says_nothing_is_an_incident(
    script: Script, kind: IncidentKind, keeper: Keeper, server: WireServer
) -> None:
    """It opens by itself, and closes by itself when the seed works again."""
    keeper.seed("/feed", SeedKind.FEED)
    server.routes["/feed"] = script
    keeper.crawl()
    assert [one.kind for one in keeper.archive.incidents()] == [kind]
    server.page("/feed", feed("/some-long-story-1"), "application/rss+xml")
    keeper.crawl()
    assert keeper.archive.incidents() == []


def test_feed_of_other_outlets_is_not_followed(keeper: Keeper, server: WireServer) -> None:
    """Only pages on the outlet's own hosts are taken from a seed."""
    keeper.seed("/feed", SeedKind.FEED)
    entries = feed("http://stranger.example/some-long-story", "/our-own-long-story")
    server.page("/feed", entries, "text/xml")
    server.page("/our-own-long-story", b"<p>story</p>")
    assert set(outcomes(keeper, keeper.crawl())) == {"/feed", "/our-own-long-story"}
    server.page("/feed", feed("http://stranger.example/some-long-story"), "text/xml")
    keeper.crawl()
    assert [one.kind for one in keeper.archive.incidents()] == [IncidentKind.SEED_EMPTY]


def test_seed_that_moved_to_another_host_is_followed(keeper: Keeper, server: WireServer) -> None:
    """A feed may move to a service elsewhere; what it names is found all the same."""
    other = WireServer()
    other.page("/elsewhere", feed(keeper.base + "/story-from-elsewhere-1"), "text/xml")
    server.routes["/feed"] = redirect(other.base + "/elsewhere")
    server.page("/story-from-elsewhere-1", b"<p>story</p>")
    keeper.seed("/feed", SeedKind.FEED)
    allowed = Configuration(allow_private=(other.host,))
    visits = keeper.crawl(configuration=allowed)
    other.close()
    assert [visit.outcome.value for visit in visits] == ["redirected", "captured", "captured"]


def test_article_that_moved_is_found_where_it_moved_to(keeper: Keeper, server: WireServer) -> None:
    """The target is an address of its own, visited in the same pass and only once."""
    server.routes["/old"] = redirect("/new", "301 Moved")
    server.routes["/older"] = redirect("/new", "301 Moved")
    server.page("/new", b"<p>story</p>")
    visits = keeper.crawl("/old", "/older")
    assert outcomes(keeper, visits) == {
        "/old": "redirected",
        "/older": "redirected",
        "/new": "captured",
    }
    assert len(server.asked("/new")) == 1


def test_other_spelling_of_the_same_page_is_one_address(keeper: Keeper, server: WireServer) -> None:
    """A redirect to the trailing slash stays with its address, and is skipped next time."""
    server.routes["/story"] = redirect("/story/", "301 Moved")
    server.routes["/story/"] = lambda request: (
        Script(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        if b'If-None-Match: "1"' in request
        else plain(b"<p>story</p>", ETag='"1"')
    )
    first = keeper.crawl("/story")
    assert [visit.outcome.value for visit in first] == ["redirected", "captured"]
    assert len({visit.address_id for visit in first}) == 1
    assert [visit.outcome.value for visit in keeper.crawl("/story")] == ["unmodified"]


def test_our_own_rules_deny(keeper: Keeper, server: WireServer) -> None:
    """What the outlet's rules deny is refused without a request."""
    (keeper.archive.folder / "outlets").mkdir(exist_ok=True)
    (keeper.archive.folder / "outlets" / "raw.toml").write_text("deny = ['/print/']\n")
    visit = keeper.one("/print/story")
    assert (visit.outcome, visit.reason) == (Outcome.REFUSED, "rules")
    assert server.asked("/print/story") == []


def test_broken_rules_and_dead_servers_stop_nobody(keeper: Keeper, server: WireServer) -> None:
    """Each is an incident of its outlet; the others are crawled."""
    now = datetime.now(UTC)
    (keeper.archive.folder / "outlets").mkdir(exist_ok=True)
    (keeper.archive.folder / "outlets" / "broken.toml").write_text("deny = 3\n")
    for name, url in (("broken", "http://127.0.0.1:2/"), ("dead", "http://127.0.0.1:1/")):
        outlet = keeper.archive.add_outlet(name, url, [url[7:-1]], now)
        keeper.archive.add_seed(outlet.id, url, surt(url), SeedKind.SECTION, now)
    keeper.seed("/", SeedKind.SECTION)
    server.page("/", b"<a href='/some-long-story-1'>1</a>")
    server.page("/some-long-story-1", b"<p>story</p>")
    visits = keeper.crawl()
    assert outcomes(keeper, visits)["/some-long-story-1"] == "captured"
    kinds = {(one.outlet, one.kind) for one in keeper.archive.incidents()}
    assert ("broken", IncidentKind.RULE_FAILED) in kinds
    assert ("dead", IncidentKind.SEED_FAILED) in kinds


def test_words_cut_within_a_letter_end_no_pass(keeper: Keeper, server: WireServer) -> None:
    """A JSON feed cut its titles within an emoji: no article of the outlet was fetched."""
    half = "Nets are out \ud83d"
    item = {"url": "/some-long-story-1", "title": half, "summary": half, "date_modified": half}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": half, "items": [item]}
    feed |= {
        "next_url": f"/{half}",
        "feed_url": f"/{half}",
        "hubs": [{"type": "WebSub", "url": half}],
    }
    server.page("/feed", json.dumps(feed).encode(), "application/feed+json")
    server.page("/some-long-story-1", b"<p>story</p>")
    keeper.seed("/feed", SeedKind.FEED)
    visits = keeper.crawl()
    assert outcomes(keeper, visits)["/some-long-story-1"] == "captured"
    assert keeper.archive.incidents() == []


def test_paused_outlet_and_unknown_url(keeper: Keeper) -> None:
    """A paused outlet is left alone; a URL of no outlet is an error that says what to do."""
    keeper.seed("/feed", SeedKind.FEED)
    keeper.archive.set_paused("raw", True)  # noqa: FBT003  # part of the contract
    assert keeper.crawl() == []
    with pytest.raises(NotStored, match="outlet for"):
        keeper.crawl("http://stranger.example/x")


def test_seeds_that_are_not_due_can_wait(keeper: Keeper, server: WireServer) -> None:
    """The schedule visits seeds when they are due; a person visits them now."""
    keeper.seed("/feed", SeedKind.FEED)
    server.page("/feed", feed("/some-long-story-1"), "text/xml")
    keeper.crawl()
    assert keeper.crawl(every_seed=False) == []
    assert len(keeper.crawl()) == 1


def test_stop_ends_a_pass_early_and_keeps_what_flew(keeper: Keeper, server: WireServer) -> None:
    """Requests under way are finished and stored, the rest stays due."""
    stop = threading.Event()

    def answer(_request: bytes) -> Script:
        if len(server.log) > 10:
            stop.set()
        return Script(plain(b"x").head, (0.1, b"x"))

    server.routes |= {f"/p{number}": answer for number in range(50)}
    visits = keeper.crawl(*(f"/p{number}" for number in range(50)), stop=stop)
    assert 0 < len(visits) < 50
    assert {visit.outcome for visit in visits} == {Outcome.CAPTURED}
    assert keeper.archive.counts()["captures"] == len(visits) + 1  # robots.txt


def test_visits_are_stored_before_they_are_told(keeper: Keeper, server: WireServer) -> None:
    """When a visit is reported it is already in the archive, for other connections too."""
    for number in range(5):
        server.page(f"/p{number}", b"x")
    seen: list[int] = []

    def look(visit: Visit) -> None:
        with Archive.open(keeper.archive.folder) as reader:
            assert reader.last_visit(visit.address_id) is not None
        seen.append(visit.address_id)

    crawl(
        keeper.archive,
        QUICK,
        Errand(urls=[f"{keeper.base}/p{number}" for number in range(5)]),
        next_look=in_an_hour,
        on_progress=look,
    )
    assert len(seen) == 6


SCRIPT = """
import sys
from datetime import timedelta
from pathlib import Path
from spiders.configuration import Configuration
from spiders.crawl.engine import crawl
from storage.archive import Archive
with Archive.open_to_write(Path(sys.argv[1])) as archive:
    tomorrow = lambda due, outcome, now: now + timedelta(days=1)
    counts = crawl(archive, Configuration(), next_look=tomorrow)
    print(sum(counts.values()), flush=True)
"""
ARTICLES = 60
PATIENCE_S = 60.0


def start_crawl(folder: Path, said: IO[str]) -> Forked:
    """Start a crawl in a process of its own; at its end it prints the number of its visits."""
    with Path(os.devnull).open() as nothing:
        streams = [nothing.fileno(), said.fileno(), said.fileno()]
        return NURSERY.begin([str(folder)], dict(os.environ), streams, SCRIPT)


@pytest.fixture
def folder(server: WireServer, tmp_path: Path) -> Path:
    """An archive that watches a feed on the server."""
    now = datetime.now(UTC)
    with Archive.create(tmp_path / "archive") as archive:
        outlet = archive.add_outlet("raw", server.base + "/", [server.host], now)
        url = server.base + "/feed"
        archive.add_seed(outlet.id, url, surt(url), SeedKind.FEED, now)
    return tmp_path / "archive"


@pytest.fixture
def said() -> Iterator[IO[str]]:
    """A file for what a process prints."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as one:
        yield one


def told(said: IO[str]) -> str:
    """What the process printed."""
    said.seek(0)
    return said.read()


def many_articles(server: WireServer) -> list[str]:
    """A feed of many articles, each a little slow."""
    paths = [f"/some-long-story-{number}" for number in range(ARTICLES)]
    server.page("/feed", feed(*paths), "text/xml")
    for path in paths:
        body = path.encode() * 200
        server.routes[path] = Script(plain(body).head, (0.01, body))
    return paths


def test_kill_at_any_moment_loses_nothing(server: WireServer, folder: Path, said: IO[str]) -> None:
    """Killed twenty times, the archive is intact each time, and every article is captured."""
    paths = many_articles(server)
    for _ in range(20):
        wanted = len(server.log) + random.randrange(6)  # any moment will do
        process = start_crawl(folder, said)
        while len(server.log) < wanted and process.poll() is None:
            time.sleep(0.002)
        time.sleep(random.uniform(0.0, 0.05))
        process.kill()
        process.wait()
        with Archive.open_to_write(folder) as archive:
            assert archive.verify() == []
    assert start_crawl(folder, said).wait() == 0, told(said)
    with Archive.open(folder) as archive:
        assert archive.verify() == []
        for path in paths:
            address = archive.address(surt(server.base + path))
            assert address is not None, path
            capture = archive.last_capture(address.id)
            assert capture is not None, path
            assert archive.payload(capture.payload) == path.encode() * 200
        assert archive.counts()["addresses"] == ARTICLES + 2
        stored = archive.counts()["captures"]
        again = datetime.now(UTC) + timedelta(hours=1)
        assert list(archive.due(again)) == []
    assert stored <= len(server.log)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_end_a_crawl_cleanly(
    number: int, server: WireServer, folder: Path, said: IO[str]
) -> None:
    """Requests under way are stored, and the process ends by itself with what it has."""
    asked, signalled = threading.Event(), threading.Event()

    def answer(_request: bytes) -> Script:
        if len(server.log) > 10:
            asked.set()
            signalled.wait(PATIENCE_S)
        return plain(b"x")

    server.routes |= dict.fromkeys(many_articles(server), answer)
    process = start_crawl(folder, said)
    assert asked.wait(PATIENCE_S), told(said)
    process.send_signal(number)
    signalled.set()
    assert process.wait() == 0, told(said)
    with Archive.open(folder) as archive:
        assert archive.counts()["visits"] == int(told(said)) < ARTICLES
        assert archive.verify() == []
