"""Watching without an end: what happens to fetched pages if the archive cannot store them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from spiders.crawl import recorder, watch
from spiders.crawl.http.exchange import Fetched
from spiders.crawl.http.wire import parse_head
from spiders.crawl.watch import Watch
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import payload_digest
from storage.errors import ArchiveFull
from storage.records import Exchange, Found, Outcome
from tests.crawl.conftest import QUICK, in_an_hour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from spiders.crawl.http.exchange import Fetch
    from storage.records import Visit

QUICK_ONE, SLOW_ONE = "127.0.0.1", "127.0.0.2"


def answer(fetch: Fetch, status: int, body: bytes = b"") -> Fetched:
    """An immediate answer of a server."""
    head, now = parse_head(b"HTTP/1.1 %d X\r\n\r\n" % status), datetime.now(UTC)
    exchange = Exchange(
        url=fetch.url,
        request_head=b"GET / HTTP/1.1\r\n\r\n",
        response_head=head.raw,
        status=status,
        payload=body,
        wire_digest=payload_digest(body),
        wire_length=len(body),
    )
    return Fetched(now, now, exchange, head)


@pytest.mark.parametrize("hosts", [[[QUICK_ONE], [SLOW_ONE]], [[QUICK_ONE, SLOW_ONE]]])
def test_what_flew_when_the_disk_was_full_has_landed(
    tmp_path: Path,
    blank: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
    hosts: list[list[str]],
) -> None:
    """After a failure nothing waited for it; at the outlet that met the failure it was aborted."""
    monkeypatch.setattr(recorder, "GROUP", 1)
    monkeypatch.setattr(watch, "GRACE_OF_SERVICE_S", 60.0)
    slow, flown = asyncio.Event(), []

    async def ask(fetch: Fetch) -> Fetched:
        if fetch.url.endswith("robots.txt"):
            return answer(fetch, 404)
        if SLOW_ONE in fetch.url:
            await slow.wait()
            flown.append(fetch.url)
        return answer(fetch, 200, b"<p>fetched</p>")

    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        for some in hosts:
            urls = [f"http://{host}/page" for host in some]
            outlet = archive.add_outlet(some[0], urls[0], some, datetime.now(UTC))
            archive.discover(outlet.id, [Found(url, surt(url)) for url in urls], datetime.now(UTC))
        store = archive.record_all

        def full(visits: Iterable[Visit]) -> list[int]:
            if all(one.outcome is Outcome.MISSING for one in visits):  # no robots.txt
                return store(visits)
            asyncio.get_running_loop().call_later(0.1, slow.set)
            raise ArchiveFull("archive.db")

        monkeypatch.setattr(archive, "record_all", full)
        one_watch = Watch(archive, QUICK, lambda _urls: None, in_an_hour)

        async def watched() -> None:
            with pytest.raises(ArchiveFull):
                await one_watch.run(ask)
            assert (one_watch.signs.flying, len(flown)) == (0, 1)

        asyncio.run(watched())


def test_what_waits_is_stored_where_a_watch_is_ended_by_force(
    tmp_path: Path, blank: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a second Ctrl-C or a fault of ours: what had arrived by then was thrown away."""
    monkeypatch.setattr(recorder, "GROUP_S", 3600.0)
    came = asyncio.Event()

    async def ask(fetch: Fetch) -> Fetched:
        if fetch.url.endswith("robots.txt"):
            return answer(fetch, 404)
        if fetch.url.endswith("second"):
            came.set()
            await asyncio.Event().wait()
        return answer(fetch, 200, b"<p>fetched</p>")

    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        home, now = f"http://{QUICK_ONE}/", datetime.now(UTC)
        outlet = archive.add_outlet("quick", home, [QUICK_ONE], now)
        for name in ("first", "second"):
            archive.discover(outlet.id, [Found(home + name, surt(home + name))], now)
        archive.reschedule(archive.address(surt(home + "first")).id, now - timedelta(hours=1))

        async def watched() -> None:
            quick = replace(QUICK, concurrent_per_host=1)
            task = asyncio.create_task(
                Watch(archive, quick, lambda _urls: None, in_an_hour).run(ask)
            )
            await came.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(watched())
        rows = archive._database.rows("SELECT url FROM addresses WHERE last_capture_id NOT NULL")
        assert [row["url"] for row in rows] == [home + "first"]
