"""KEEP: one pass over the seeds and over what is due."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from spiders.crawl.errand import Errand
from spiders.crawl.http.guard import Guard
from spiders.crawl.incidents import Incidents
from spiders.crawl.leaving import GRACE_S, leave
from spiders.crawl.manners.pace import Pace
from spiders.crawl.manners.robots_book import RobotsBook
from spiders.crawl.mishap import met
from spiders.crawl.network import within_scrapy
from spiders.crawl.outlet_run import first_of, run_outlet
from spiders.crawl.recorder import Recorder
from spiders.crawl.visitor import Tools
from spiders.urls import canonical, host, surt
from storage.errors import NotStored
from storage.records import Found

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Sequence

    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Asking
    from spiders.crawl.outlet_pass import OutletPass
    from spiders.crawl.visitor import NextLook
    from storage.archive import Archive
    from storage.records import Due, Outcome, Outlet, Visit

OUTLETS_AT_ONCE = 64
_STOP_EVERY_S = 0.25


def crawl(
    archive: Archive,
    configuration: Configuration,
    errand: Errand = Errand(),  # noqa: B008 - frozen
    *,
    next_look: NextLook,
    on_progress: Callable[[Visit], None] | None = None,
    stop: threading.Event | None = None,
) -> Counter[Outcome | None]:
    """Make one pass: the seeds, then every address that is due, until nothing is. Blocks.

    ``stop`` ends the pass early: what is being fetched is stored if it comes in within a few
    seconds, and stays due if not; SIGTERM, SIGINT and SIGHUP set it. Returns the visits by outcome,
    all of them stored; None: those of robots.txt. May be called any number of times in a process.
    Raises NotStored for a URL of no outlet, and ArchiveError.
    """
    crawl_pass = Pass(archive, configuration, errand, next_look=next_look, on_progress=on_progress)
    stop = stop or threading.Event()
    asyncio.run(_in_scrapy(crawl_pass, configuration, stop))
    return crawl_pass.recorder.counts


class Pass:
    """One pass and everything it knows. ``run`` is given the way to the network."""

    def __init__(
        self,
        archive: Archive,
        configuration: Configuration,
        errand: Errand,
        *,
        next_look: NextLook,
        on_progress: Callable[[Visit], None] | None = None,
    ) -> None:
        self.recorder = Recorder(archive, on_progress)
        self.stop = asyncio.Event()
        self.failure: BaseException | None = None
        self._runs: list[asyncio.Task[bool]] = []
        self._archive = archive
        self._configuration = configuration
        self._outlets = [
            outlet
            for outlet in archive.outlets()
            if not outlet.paused and (errand.outlet_ids is None or outlet.id in errand.outlet_ids)
        ]
        self._named = self._by_outlet(errand.urls)
        self._errand = errand
        self._next_look = next_look
        self._claimed: set[int] = set()
        self.guard = Guard(configuration.allow_private)
        for outlet in self._outlets:
            self.guard.name([outlet.home, *(seed.url for seed in archive.seeds(outlet.id))])

    async def run(self, fetch: Asking) -> None:
        """Visit each outlet in a task of its own, so that a slow one keeps no other waiting."""
        tools = self._tools(fetch)
        gate = asyncio.Semaphore(OUTLETS_AT_ONCE)
        try:
            async with asyncio.TaskGroup() as group:
                self._runs = [
                    group.create_task(self._one(outlet, tools, gate)) for outlet in self._outlets
                ]
        except BaseExceptionGroup as errors:
            self.failure = first_of(errors)
        finally:
            tools.robots.leave()
            error = met(partial(self._flush, tools.pace))
            self.failure = self.failure or error

    async def end(self) -> None:
        """Start nothing more; what is under way has a moment to finish."""
        self.stop.set()
        await leave([one for one in self._runs if not one.done()], GRACE_S)

    def _flush(self, pace: Pace) -> None:
        self.recorder.flush()
        pace.remember_delays()

    async def _one(self, outlet: Outlet, tools: Tools, gate: asyncio.Semaphore) -> bool:
        async with gate:
            return await run_outlet(tools, outlet, self.stop, self._visit)

    async def _visit(self, one: OutletPass) -> None:
        if self._named:
            await one.visit_all(iter(self._named.get(one.outlet.id, ())))
            return
        await one.visit_seeds_and_new(every=self._errand.every_seed)
        await one.visit_due(everything=self._errand.everything)

    def _tools(self, fetch: Asking) -> Tools:
        pace = Pace(self._configuration.concurrent_per_host, self.stop, self._archive.hosts)
        incidents = Incidents(self._archive)
        robots = RobotsBook(
            self._archive,
            self._configuration,
            fetch,
            self.recorder,
            pace,
            incidents,
            self._errand.delay_s,
            patient=not self._errand.every_seed,
        )
        return Tools(
            archive=self._archive,
            configuration=self._configuration,
            fetch=fetch,
            recorder=self.recorder,
            pace=pace,
            robots=robots,
            incidents=incidents,
            next_look=self._next_look,
            claim=self._claim,
        )

    def _claim(self, address_id: int) -> bool:
        if address_id in self._claimed:
            return False
        self._claimed.add(address_id)
        return True

    def _by_outlet(self, urls: Sequence[str]) -> dict[int, list[Due]]:
        """The addresses of the URLs that were named, added if they are new. Raises NotStored."""
        named: dict[int, list[Due]] = {}
        for url in urls:
            address = self._archive.address(surt(url))
            if address is None:
                outlet = self._archive.outlet_of_host(host(url))
                if outlet is None:
                    raise NotStored("outlet for", url, do=f"Add it with: variorum add {url}")
                found = Found(canonical(url), surt(url))
                address = self._archive.discover(outlet.id, [found], datetime.now(UTC))[0]
            named.setdefault(address.outlet_id, []).append(self._archive.due_of(address.id))
        return named


async def _in_scrapy(crawl_pass: Pass, configuration: Configuration, stop: threading.Event) -> None:
    """Run the pass inside a Scrapy crawl of its own. Raises what the pass raised."""
    from spiders.crawl.http.client import Client  # noqa: PLC0415  # 0.4 s of CPU, only to crawl

    client = Client(configuration, crawl_pass.guard)
    watcher = asyncio.create_task(_watch(stop, crawl_pass))
    with _signals(stop, crawl_pass.stop):
        try:
            await within_scrapy(crawl_pass.run, client)
        finally:
            watcher.cancel()
            await client.end()
    if crawl_pass.failure is not None:
        raise crawl_pass.failure


async def _watch(outer: threading.Event, crawl_pass: Pass) -> None:
    """Pass a stop from another thread on into the event loop."""
    while not outer.is_set():  # noqa: ASYNC110  # a threading.Event cannot be awaited
        await asyncio.sleep(_STOP_EVERY_S)
    await crawl_pass.end()


@contextlib.contextmanager
def _signals(outer: threading.Event, inner: asyncio.Event) -> Iterator[None]:
    """Let SIGTERM, SIGINT and SIGHUP end the pass; a second signal works as it did before.

    Ignored signals stay ignored: whoever used ``nohup`` means it. Main thread only.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    asked = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    before = {one: known for one, known in asked.items() if known is not signal.SIG_IGN}

    def on_signal() -> None:
        outer.set()
        inner.set()
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)

    for number in before:
        loop.add_signal_handler(number, on_signal)
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
