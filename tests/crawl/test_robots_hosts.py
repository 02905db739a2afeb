"""Hosts that share one robots.txt address, or one robots.txt, with another."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.crawl.conftest import QUICK, Keeper
from tests.crawl.test_robots_again import OOPS, SHUTS, TEXT
from tests.crawl.wire_server import Script, plain

if TYPE_CHECKING:
    from tests.crawl.wire_server import WireServer


@pytest.mark.parametrize("fails", [False, True], ids=["within the hour", "while it fails"])
def test_that_one_host_has_no_file_opens_no_other(
    keeper: Keeper, server: WireServer, monkeypatch, *, fails: bool
) -> None:
    """The one with `www.` has the same address as the one without, and other rules."""
    here = asyncio.base_events.BaseEventLoop.getaddrinfo

    async def resolve(loop, _name, *arguments, **more):
        return await here(loop, "127.0.0.1", *arguments, **more)

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    port = server.host.rpartition(":")[2]
    hosts = (f"www.localhost:{port}", f"localhost:{port}")
    keeper.archive.take_hosts(keeper.outlet, hosts)
    named = replace(QUICK, allow_private=hosts)

    def robots(request: bytes) -> Script:
        shut = b"www." in request
        return plain(SHUTS, TEXT) if shut else plain(b"", status="404 Not Found")

    server.routes["/robots.txt"] = robots
    server.page("/shut", b"<p>fine</p>")
    server.page("/open", b"<p>fine</p>")
    shut, free = (
        f"http://{name}/{path}" for name, path in zip(hosts, ("shut", "open"), strict=True)
    )
    for url in (shut, free):
        keeper.crawl(url, configuration=named)
    assert len(server.asked("/open")) == 1
    if fails:
        server.routes["/robots.txt"] = OOPS
    keeper.crawl(shut, configuration=named, every_seed=fails)
    assert server.asked("/shut") == []
