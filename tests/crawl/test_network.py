"""The way to the network, and what is told where it leads nowhere."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from spiders.crawl.http.exchange import Fetch
from spiders.crawl.network import Network
from storage.records import IncidentKind
from tests.crawl.conftest import QUICK, Keeper
from tests.crawl.wire_server import Script, plain

if TYPE_CHECKING:
    from tests.crawl.wire_server import WireServer

PATIENCE_S = 60.0


def test_a_client_ends_when_nothing_is_under_way_by_it(server: WireServer) -> None:
    """Settings can be read again for years; what began by the old ones is finished."""
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
        assert network.clients == 2
        let_go.set()
        finished = await flies
        assert finished.exchange is not None
        assert finished.exchange.payload == b"slow"
        assert network.clients == 1
        await network.end()

    asyncio.run(work())


def test_what_goes_wrong_with_an_outlet_says_where(keeper: Keeper, server: WireServer) -> None:
    """A fault of ours is the outlet's incident, with the place in the code, and stops nobody."""

    def next_look(*_asked: object) -> None:
        raise LookupError("no such day")

    server.page("/page", b"x")
    keeper.crawl("/page", next_look=next_look)
    (incident,) = keeper.archive.incidents()
    assert incident.kind == IncidentKind.CRAWL_FAILED
    assert incident.detail.startswith("LookupError: no such day (test_network.py:")
    assert "in next_look, from visitor.py:" in incident.detail
