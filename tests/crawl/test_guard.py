"""Private addresses: never contacted unless the user named the host."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from spiders.configuration import Configuration
from spiders.crawl.http.client import Client
from spiders.crawl.http.exchange import Fetch
from spiders.crawl.http.guard import Guard, is_public
from storage.records import Outcome
from tests.crawl.conftest import QUICK, Keeper
from tests.crawl.wire_server import WireServer, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b:1::7f00:1",
    "fec0::1",
]
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:93.184.216.34"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address: str) -> None:
    """In every spelling, including those with an IPv4 address inside."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_let_through(address: str) -> None:
    """The open Internet is what we are for."""
    assert is_public(address)


@pytest.fixture
def other() -> Iterator[WireServer]:
    """A second server at another loopback address."""
    server = WireServer("127.0.0.99")
    yield server
    server.close()


def fetch(url: str, guard: Guard) -> str | None:
    """The fault of one request."""

    async def one() -> str | None:
        client = Client(QUICK, guard)
        fetched = await client.fetch(Fetch(url))
        client.close()
        return fetched.fault

    return asyncio.run(one())


def test_named_host_does_not_open_the_others(server: WireServer, other: WireServer) -> None:
    """Naming 127.0.0.1 with a port allows only that: no other port, no other address."""
    server.page("/ok", b"fine")
    other.page("/ok", b"secret")
    guard = Guard()
    guard.name([server.base + "/"])
    assert fetch(server.base + "/ok", guard) is None
    assert fetch(other.base + "/ok", guard) == "private address"
    for spelling in ("localhost", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]"):
        port = server.base.rpartition(":")[2]
        fault = fetch(f"http://{spelling}:{port}/ok", guard)
        assert fault in ("private address", "dns", "bad url"), spelling
    assert len(server.log) == 1
    assert other.log == []


def test_redirect_to_a_private_host_is_not_followed(
    keeper: Keeper, server: WireServer, other: WireServer
) -> None:
    """Even if the outlet claims that host as its own, and for its robots.txt."""
    outlet = keeper.archive.add_outlet(
        "trap", "http://trap.example/", ["trap.example", other.host], datetime.now(UTC)
    )
    assert outlet.id
    other.page("/ok", b"secret")
    server.routes["/page"] = redirect(other.base + "/ok")
    server.routes["/robots.txt"] = redirect(other.base + "/robots.txt")
    visit = keeper.crawl("/page")[0]
    assert visit.outcome in (Outcome.REDIRECTED, Outcome.REFUSED)
    (named,) = keeper.crawl(other.base + "/ok")
    assert (named.outcome, named.reason) == (Outcome.REFUSED, "private address")
    assert other.log == []


def test_name_that_resolves_to_a_private_address_is_refused(monkeypatch) -> None:
    """Every address of a name is checked, and a checked one is connected to."""
    answers = [[("10.0.0.1", 80)], [("169.254.169.254", 80), ("::ffff:127.0.0.1", 80)]]

    async def resolve(*_arguments, **_more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", pair) for pair in answers.pop(0)]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    assert fetch("http://rebinding.example/", Guard()) == "private address"
    assert fetch("http://rebinding.example/", Guard()) == "private address"


def test_rebinding_gains_nothing(monkeypatch, server: WireServer) -> None:
    """A name that resolves to a public address is connected to there, not looked up again."""
    asked: list[str] = []
    connected: list[str] = []
    port = int(server.base.rpartition(":")[2])

    async def resolve(_loop, name, *_arguments, **_more):
        asked.append(name)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    async def connect(_loop, _factory, address, *_arguments, **_more):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "create_connection", connect)
    assert fetch(f"http://rebinding.example:{port}/", Guard()) == "connection refused"
    assert (asked, connected) == (["rebinding.example"], ["93.184.216.34"])


def test_a_host_of_many_addresses_is_reached_by_the_other_family(
    monkeypatch, server: WireServer
) -> None:
    """Four unreachable IPv6 addresses hid the IPv4 one: every page failed."""
    port = int(server.base.rpartition(":")[2])
    dead = ["::1", "fd00::1", "fd00::2", "fd00::3"]

    async def resolve(*_arguments, **_more):
        six = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (one, port, 0, 0)) for one in dead]
        return [*six, (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    server.page("/ok", b"fine")
    guard = Guard([f"many.example:{port}"])
    assert fetch(f"http://many.example:{port}/ok", guard) is None


def test_a_host_that_moved_is_looked_up_again(monkeypatch, server: WireServer) -> None:
    """Nothing listens at its old address, which was tried for five more minutes as it rested.

    As long as the host answers it is looked up only once.
    """
    port, looked_up = int(server.host.rpartition(":")[2]), []

    async def resolve(_loop, name, *_arguments, **_more):
        looked_up.append(name)
        address = "127.0.0.2" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    server.page("/", b"<p>here</p>", Connection="close")
    name = f"moved.example:{port}"

    async def three() -> list[str | None]:
        client = Client(Configuration(), Guard([name]))
        return [(await client.fetch(Fetch(f"http://{name}/"))).fault for _ in range(3)]

    assert asyncio.run(three()) == ["connection refused", None, None]
    assert looked_up == ["moved.example"] * 2


def test_a_name_is_looked_up_as_it_stands_in_the_request(monkeypatch) -> None:
    """A redirect may have it in Unicode: a look-up by the rules of 2003 gave another host."""
    asked: list[str] = []

    async def resolve(_loop, name, *_arguments, **_more):
        asked.append(name)
        raise socket.gaierror

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    assert fetch("http://stra\u00dfe.example/", Guard()) == "dns"
    assert asked == ["xn--strae-oqa.example"]


def test_allowed_hosts_are_asked(server: WireServer) -> None:
    """With allow_private the user has named them too."""
    server.page("/ok", b"fine")
    configuration = replace(Configuration(), allow_private=(server.host,))
    assert fetch(server.base + "/ok", Guard(configuration.allow_private)) is None


def test_watched_name_is_not_thereby_a_private_host() -> None:
    """Adding an outlet by name does not let the name lead into the local network."""
    guard = Guard()
    guard.name(["http://outlet.example/", "http://192.168.1.7:8080/feed", "http://[::1]:81/"])
    assert not guard.permits("outlet.example", "10.0.0.1")
    assert guard.permits("192.168.1.7:8080", "192.168.1.7")
    assert guard.permits("[::1]:81", "::1")
    assert not guard.permits("[::1]:82", "::1")
