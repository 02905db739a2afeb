"""A host with only an IPv6 address: fetched, stored and exported like others."""

from __future__ import annotations

import asyncio
import gzip
import socket
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from spiders.urls import surt
from storage.archive import Archive
from storage.records import Outcome, SeedKind
from tests.conftest import run_variorum
from tests.crawl.conftest import QUICK, Keeper, keeper_of
from tests.crawl.wire_server import WireServer, redirect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def six() -> Iterator[WireServer]:
    """A server at ::1; skips the test if this machine has no such address."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            pass
    except OSError:
        pytest.skip("no IPv6 on this machine")
    one = WireServer("::1")
    yield one
    one.close()


@pytest.fixture
def folder(tmp_path: Path, blank: Callable[[Path], Path]) -> Path:
    """The folder of an empty archive."""
    return blank(tmp_path / "archive")


@pytest.fixture
def keeper(six: WireServer, folder: Path) -> Iterator[Keeper]:
    """An archive that watches the IPv6 server."""
    with Archive.open_to_write(folder) as archive:
        yield keeper_of(archive, six)


def test_a_host_without_a_name_is_asked_and_obeyed(keeper: Keeper, six: WireServer) -> None:
    """Its feed writes the address in full; robots.txt, redirects and Host are as for others."""
    port = six.host.rpartition(":")[2]
    long = f"http://[0:0:0:0:0:0:0:1]:{port}"
    links = (f"{long}/some-long-story-1", "/some-long-story-2", f"{six.base}/private/story-3")
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    six.page("/feed", f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "text/xml")
    six.page("/robots.txt", b"User-agent: *\nDisallow: /private/\n", "text/plain")
    six.page("/some-long-story-1", b"<p>one</p>")
    six.routes["/some-long-story-2"] = redirect(f"{long}/some-long-story-4")
    six.page("/some-long-story-4", b"<p>four</p>")
    keeper.seed("/feed", SeedKind.FEED)
    visits = keeper.crawl()
    assert {visit.outcome for visit in visits} == {
        Outcome.CAPTURED,
        Outcome.REDIRECTED,
        Outcome.REFUSED,
    }
    assert six.asked("/private/story-3") == []
    for path in ("/some-long-story-1", "/some-long-story-4"):
        (one,) = six.asked(path)
        assert f"Host: [::1]:{port}\r\n".encode() in one.request
        address = keeper.archive.address(surt(six.base + path))
        assert address is not None
        capture = keeper.archive.last_capture(address.id)
        assert capture is not None
        assert capture.peer == f"[::1]:{port}"
    assert keeper.archive.incidents() == []


def test_its_captures_are_exported_and_taken_in_again(
    keeper: Keeper, six: WireServer, folder: Path, tmp_path: Path, blank: Callable[[Path], Path]
) -> None:
    """With the host's address as WARC wants it: without brackets or port."""
    six.page("/some-long-story-1", b"<p>one</p>")
    keeper.one("/some-long-story-1")
    keeper.archive.close()
    target, other = tmp_path / "six.warc.gz", blank(tmp_path / "other")
    run_variorum(folder, "export", "warc", "-o", str(target))
    text = gzip.decompress(target.read_bytes())
    assert b"\r\nWARC-IP-Address: ::1\r\n" in text
    assert f"\r\nWARC-Target-URI: {six.base}/some-long-story-1\r\n".encode() in text
    run_variorum(other, "import", str(target))
    with Archive.open(other) as archive:
        address = archive.address(surt(six.base + "/some-long-story-1"))
        assert address is not None
        assert archive.last_capture(address.id) is not None


def test_a_name_that_has_such_addresses_alone_is_asked_and_exported(
    six: WireServer, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is requested by its name, and kept with the address that answered."""
    port = int(six.host.rpartition(":")[2])
    name = f"six.example:{port}"
    looked_up: list[str] = []

    async def resolve(_loop, asked, *_arguments, **_more):
        looked_up.append(asked)
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0))]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    six.page("/robots.txt", b"User-agent: *\nDisallow: /private/\n", "text/plain")
    six.routes["/some-long-story-1"] = redirect("/some-long-story-2")
    six.page("/some-long-story-2", b"<p>two</p>")
    with Archive.open_to_write(folder) as archive:
        outlet = archive.add_outlet("six", f"http://{name}/", [name], datetime.now(UTC))
        keeper = Keeper(archive, outlet, f"http://{name}")
        both = replace(QUICK, allow_private=(name,))
        visits = keeper.crawl("/some-long-story-1", "/private/x", configuration=both)
        outcomes = sorted(visit.outcome.value for visit in visits)
        assert outcomes == ["captured", "redirected", "refused"]
        assert {one.request.split(b"\r\n")[1] for one in six.log} == {f"Host: {name}".encode()}
        assert looked_up == ["six.example"]
        capture = archive.last_capture(keeper.address("/some-long-story-2").id)
        assert capture is not None
        assert (capture.url, capture.peer) == (
            f"http://{name}/some-long-story-2",
            f"[::1]:{port}",
        )
        assert archive.incidents() == []
    target = tmp_path / "six.warc.gz"
    run_variorum(folder, "export", "warc", "-o", str(target))
    text = gzip.decompress(target.read_bytes())
    addresses = {line for line in text.split(b"\r\n") if line.startswith(b"WARC-IP-Address")}
    assert addresses == {b"WARC-IP-Address: ::1"}
    assert f"\r\nWARC-Target-URI: http://{name}/some-long-story-2\r\n".encode() in text
