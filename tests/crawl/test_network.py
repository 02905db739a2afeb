"""The way to the network, and what is reported if it fails."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from spiders.crawl.http.exchange import Fetch
from spiders.crawl.network import Network
from storage.records import IncidentKind
from tests.crawl.conftest import QUICK, Keeper
from tests.crawl.wire_server import Script, plain

if TYPE_CHECKING:
    from spiders.crawl.http.exchange import Fetched
    from spiders.crawl.http.wire import Head
    from tests.crawl.wire_server import WireServer

PATIENCE_S = 60.0


def test_a_client_ends_when_nothing_is_under_way_by_it(server: WireServer) -> None:
    """Settings may be reread for years; requests begun with the old ones are finished."""
    asked, let_go = threading.Event(), threading.Event()

    def slow(_request: bytes) -> Script:
        asked.set()
        let_go.wait(PATIENCE_S)
        return plain(b"slow")

    server.routes["/slow"] = slow
    server.page("/quick", b"quick")

    async def work() -> None:
        network = Network(QUICK)
        network.name([server.base])
        flies = asyncio.create_task(network.fetch(Fetch(server.base + "/slow")))
        assert await asyncio.to_thread(asked.wait, PATIENCE_S)
        for _ in range(3):
            network.renew(QUICK)
        network.name([server.base])
        await network.fetch(Fetch(server.base + "/quick"))
        assert len(network._old) == 1  # it finishes what it began
        let_go.set()
        finished = await flies
        assert finished.exchange is not None
        assert finished.exchange.payload == b"slow"
        assert network._old == []
        await network.end()

    asyncio.run(work())


def test_what_goes_wrong_with_an_outlet_says_where(keeper: Keeper, server: WireServer) -> None:
    """A fault of ours is an incident of the outlet, with the place in the code; all goes on."""

    def next_look(*_asked: object) -> None:
        raise LookupError("no such day")

    server.page("/page", b"x")
    keeper.crawl("/page", next_look=next_look)
    (incident,) = keeper.archive.incidents()
    assert incident.kind == IncidentKind.CRAWL_FAILED
    assert incident.detail.startswith("LookupError: no such day (test_network.py:")
    assert "in next_look, from visitor.py:" in incident.detail


@pytest.mark.parametrize("ours", [True, False])
def test_a_pause_of_ours_is_no_time_of_the_host(server: WireServer, *, ours: bool) -> None:
    """Our own sleep, or a pause to store, is neither time-out nor slow host; silence is."""
    rest = (0.05, b"here") if ours else ()
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n"
    server.routes["/page"] = Script(head, (b"<p>t", *rest))

    async def work() -> Fetched:
        loop = asyncio.get_running_loop()
        clock, ahead = loop.time, 0.0
        loop.time = lambda: clock() + ahead

        def pause(_head: Head) -> None:
            nonlocal ahead
            ahead += 3600.0

        network = Network(replace(QUICK, timeout_s=60.0 if ours else 0.01))
        network.name([server.base])
        fetched = await network.fetch(Fetch(server.base + "/page", refuse=pause if ours else None))
        await network.end()
        return fetched

    fetched = asyncio.run(work())
    assert fetched.fault == (None if ours else "timeout")
    assert 0 < fetched.took_s < QUICK.timeout_s
