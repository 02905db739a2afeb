"""A crawl that is told to stop while a server is silent: it ends, and the address stays due."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from spiders.crawl import engine, watch
from spiders.crawl.leaving import leave
from spiders.crawl.network import Network, within_scrapy
from spiders.crawl.seeds.visits import VERY_MANY
from spiders.crawl.watch import Watch
from spiders.urls import surt
from storage.records import Found, Outcome, SeedKind
from tests.crawl.conftest import QUICK, Keeper, in_an_hour
from tests.crawl.wire_server import NOT_FOUND, Script, WireServer, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

FEED = b"<rss version='2.0'><channel><item><link>/some-long-story-1</link></item></channel></rss>"
PATHS = ("/robots.txt", "/feed", "/some-long-story-1")


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """An event until which the server does not answer."""
    one = threading.Event()
    yield one
    one.set()


@pytest.fixture
def asked(keeper: Keeper, server: WireServer) -> threading.Event:
    """An outlet with a feed and a story; the event is set once its silent path is requested."""
    server.page("/feed", FEED, "text/xml")
    server.page("/some-long-story-1", b"<p>story</p>")
    keeper.seed("/feed", SeedKind.FEED)
    return threading.Event()


def silent(server: WireServer, path: str, asked: threading.Event, over: threading.Event) -> None:
    """Make the server accept this request without answering."""

    def wait(_request: bytes) -> Script:
        asked.set()
        over.wait(60)
        return answer

    answer = server.routes.get(path, NOT_FOUND)
    assert isinstance(answer, Script)
    server.routes[path] = wait


def is_as_if_unasked(keeper: Keeper, path: str) -> bool:
    """Whether nothing is reported of it, no visit is stored, and it is due or has no due time."""
    address = keeper.address(path)
    waits = address.next_due is None or address.next_due <= datetime.now(UTC)
    unvisited = keeper.archive.last_visit(address.id) is None
    return waits and unvisited and keeper.archive.incidents() == []


@pytest.mark.parametrize(("entries", "stored"), [(VERY_MANY + 1, False), (10, True)])
def test_a_stop_does_not_wait_until_a_large_sitemap_is_taken_in(
    keeper: Keeper,
    server: WireServer,
    monkeypatch: pytest.MonkeyPatch,
    entries: int,
    *,
    stored: bool,
) -> None:
    """It was ignored for a minute. The sitemap stays due, while a small one is stored."""
    monkeypatch.setattr(engine, "GRACE_S", 60.0)
    pages = "".join(f"<url><loc>{keeper.base}/news/{one}</loc></url>" for one in range(entries))
    answer = plain(f"<urlset>{pages}</urlset>".encode(), "text/xml")

    def stop(_request: bytes) -> Script:
        if not told:
            told.append(True)
            os.kill(os.getpid(), signal.SIGTERM)
        return answer

    told: list[bool] = []
    server.routes["/sitemap.xml"] = stop
    keeper.seed("/sitemap.xml", SeedKind.SITEMAP)
    visits = keeper.crawl()
    assert [one.outcome for one in visits] == [Outcome.CAPTURED] * stored
    assert stored or is_as_if_unasked(keeper, "/sitemap.xml")
    if not stored:  # and nothing of it was stored
        (again,) = keeper.crawl(configuration=replace(QUICK, deny=("/news/",)))
        assert again.outcome is Outcome.CAPTURED


@pytest.mark.parametrize("path", PATHS)
def test_a_pass_waits_for_no_silent_server(
    path: str,
    keeper: Keeper,
    server: WireServer,
    asked: threading.Event,
    over: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl-C took up to the time-out, half a minute, and our stop was reported as the host's."""
    monkeypatch.setattr(engine, "GRACE_S", 0.1)
    silent(server, path, asked, over)
    keeper.crawl(stop=asked)
    assert not over.is_set()
    assert asked.is_set()
    assert is_as_if_unasked(keeper, path)
    over.set()
    keeper.crawl()
    assert server.asked("/some-long-story-1")


@pytest.mark.parametrize("path", PATHS)
def test_nor_does_a_crawl_that_lasts(
    path: str,
    keeper: Keeper,
    server: WireServer,
    asked: threading.Event,
    over: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A container kills it after ten seconds."""
    monkeypatch.setattr(watch, "GRACE_OF_SERVICE_S", 0.1)
    silent(server, path, asked, over)

    async def watched() -> None:
        network = Network(QUICK)
        one = Watch(keeper.archive, QUICK, network.name, in_an_hour)

        async def stop() -> None:
            await asyncio.to_thread(asked.wait)
            one.stop()

        async with asyncio.TaskGroup() as group:
            group.create_task(stop())
            await within_scrapy(one.run, network)
        assert one.signs.flying == 0

    asyncio.run(watched())
    assert is_as_if_unasked(keeper, path)


def test_what_comes_within_the_grace_is_kept(
    keeper: Keeper, server: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that is under way when the crawl is told to stop is stored."""
    stop, heard = threading.Event(), threading.Event()

    async def leaving(tasks: Collection[asyncio.Task[bool]], grace_s: float) -> None:
        heard.set()
        await leave(tasks, 20 * grace_s)

    monkeypatch.setattr(engine, "leave", leaving)

    def late(_request: bytes) -> Script:
        stop.set()
        assert heard.wait(60)
        return plain(b"<p>story</p>")

    server.routes["/some-long-story-1"] = late
    url = keeper.base + "/some-long-story-1"
    keeper.archive.discover(keeper.outlet.id, [Found(url, surt(url))], datetime.now(UTC))
    (visit,) = keeper.crawl(stop=stop)
    assert keeper.archive.payload(keeper.capture(visit).payload) == b"<p>story</p>"
