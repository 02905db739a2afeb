"""Hosts that share one robots.txt address, or one robots.txt, with another."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from spiders.urls import surt
from storage.records import Found, IncidentKind
from tests.crawl.conftest import QUICK, Keeper
from tests.crawl.test_robots_again import FORBIDS, OOPS, SHUTS, TEXT
from tests.crawl.wire_server import Script, plain, redirect

if TYPE_CHECKING:
    from tests.crawl.wire_server import WireServer


@pytest.mark.parametrize("fails", [False, True], ids=["within the hour", "while it fails"])
def test_that_one_host_has_no_file_opens_no_other(
    keeper: Keeper, server: WireServer, monkeypatch, *, fails: bool
) -> None:
    """The host with `www.` shares its address with the one without, but has other rules."""
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


@pytest.mark.parametrize("elsewhere", [False, True], ids=["on the host", "on another host"])
def test_a_file_that_a_redirect_leads_to_is_remembered(
    keeper: Keeper, server: WireServer, *, elsewhere: bool
) -> None:
    """It was asked for anew by each process, and the first error of its server forbade all pages.

    What another host fails is told as that, not as a fault of the host of the pages.
    """
    name = f"localhost:{server.host.rpartition(':')[2]}"
    both = replace(QUICK, allow_private=(name,))
    to = f"http://{name}/rules" if elsewhere else "/rules"
    server.routes["/robots.txt"] = redirect(to)
    server.page("/rules", FORBIDS, TEXT)
    server.page("/page", b"<p>fine</p>")
    keeper.crawl("/page", configuration=both)
    keeper.crawl("/page", "/private/x", configuration=both, every_seed=False)
    assert len(server.asked("/rules")) == 1
    server.routes["/rules"] = plain(b"", status="429 Too Many Requests")
    seen = keeper.crawl("/page", "/private/x", configuration=both)
    if elsewhere:
        assert sorted(str(visit.reason) for visit in seen) == ["None", "robots"]
        assert keeper.archive.incidents() == []
    else:
        assert [visit.reason for visit in seen] == ["robots"]  # the host of the pages must rest
    rests = {one.host for one in keeper.archive.hosts.all() if one.rests_until is not None}
    assert rests == {name if elsewhere else server.host}


def test_another_host_that_cannot_be_reached_is_no_fault_of_the_pages_host(
    keeper: Keeper, server: WireServer
) -> None:
    """The log said of each page that its host refused connections; nobody had asked it."""
    server.routes["/robots.txt"] = redirect("http://127.0.0.1:1/robots.txt")
    server.page("/page", b"<p>fine</p>")
    both = replace(QUICK, allow_private=("127.0.0.1:1",))
    (visit,) = keeper.crawl("/page", configuration=both)
    assert visit.reason == "robots unreachable"
    (told,) = keeper.archive.incidents()
    assert (told.kind, told.detail) == (IncidentKind.ROBOTS_UNREACHABLE, "connection refused")


def on_one_host(keeper: Keeper, server: WireServer) -> None:
    """Add a second outlet on the same host, with a page for each outlet."""
    second = keeper.archive.add_outlet("second", server.base, [server.host], datetime.now(UTC))
    for path in ("/first", "/second"):
        server.page(path, b"<p>fine</p>")
    url = server.base + "/second"
    keeper.archive.discover(second.id, [Found(url, surt(url))], datetime.now(UTC))


def told(keeper: Keeper) -> list[tuple[str, str]]:
    """The kinds of the open incidents, with their outlets."""
    return sorted((one.kind.value, one.outlet) for one in keeper.archive.incidents())


def test_what_one_outlet_gets_from_a_host_can_be_had_for_all_on_it(
    keeper: Keeper, server: WireServer
) -> None:
    """One file is fetched once a pass, for whichever outlet comes first."""
    on_one_host(keeper, server)
    server.routes["/robots.txt"] = OOPS
    keeper.crawl("/first")
    assert told(keeper) == [("robots_unreachable", "raw")]
    server.page("/robots.txt", b"", TEXT)
    keeper.crawl("/second")
    assert told(keeper) == []


def test_what_is_newly_forbidden_is_told_of_all_outlets_on_the_host(
    keeper: Keeper, server: WireServer
) -> None:
    """The next look would find the same file, and nothing new in it."""
    on_one_host(keeper, server)
    server.page("/robots.txt", b"", TEXT)
    keeper.crawl("/first", "/second")
    server.page("/robots.txt", SHUTS, TEXT)
    keeper.crawl("/first")
    assert told(keeper) == [("robots_changed", "raw"), ("robots_changed", "second")]
    server.page("/robots.txt", b"", TEXT)
    keeper.crawl("/second")
    assert told(keeper) == []
