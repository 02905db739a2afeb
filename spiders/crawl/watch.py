"""KEEP without an end: visit what is due when it is due, outlet by outlet, until stopped.

Each outlet has its own short runs: its due seeds and articles, at its own pace. So a slow outlet
keeps no other waiting, an outlet that was added, paused or removed is noticed with its next run,
and nothing is remembered longer than a run except what hosts asked of us and, for an hour,
robots.txt and which incidents are open.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.crawl.http.outcome import UNREACHED
from spiders.crawl.incidents import Incidents
from spiders.crawl.leaving import GRACE_OF_SERVICE_S, leave
from spiders.crawl.manners.pace import Pace
from spiders.crawl.manners.robots_book import RobotsBook
from spiders.crawl.mishap import met
from spiders.crawl.outage import Outage
from spiders.crawl.outlet_run import run_outlet
from spiders.crawl.recorder import Recorder
from spiders.crawl.together import together
from spiders.crawl.visitor import Tools
from spiders.urls import host, name_in
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable

    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Asking, Fetch, Fetched
    from spiders.crawl.outlet_pass import OutletPass
    from spiders.crawl.visitor import NextLook
    from storage.archive import Archive
    from storage.records import Outcome, Outlet, Visit


OUTLETS_AT_ONCE = 256
RUN_S = 20.0
"""The length of a run; the next one sees what has become due, paused or changed."""
KNOWN_S = 3600.0
"""How often what is known about hosts, robots.txt and incidents is stored and looked up again."""
LOOK_S = 30.0
"""We check whether something is due when we are woken, and after this long in any case."""
IDLE_S = 60.0
"""An outlet whose run failed, for example because its rules are broken, is left for this long."""
NOTHING_S = 2.0
"""The same if a run found nothing to visit after all: paused meanwhile, or its host rests."""
PROBE_S = 10.0
"""While no host can be reached, we try this often whether one can."""
_PROBES = 3
_CONNECT_S = 5.0
_GATHER_S = 0.05
_BEFORE = timedelta(minutes=10)
"""Visits that failed within this time before an outage was noticed may have failed by it."""


@dataclass(slots=True)
class _Run:
    outlet: Outlet
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    asked: set[int] = field(default_factory=set)
    task: asyncio.Task[bool] | None = None

    def claim(self, address_id: int) -> bool:
        """Whether the address is claimed for the first time in this run."""
        is_first = address_id not in self.asked
        self.asked.add(address_id)
        return is_first


@dataclass(slots=True)
class Signs:
    """What can be seen from outside, and what to call when something happens."""

    on_visit: Callable[[Visit], None] | None = None
    on_outage: Callable[[bool, int], None] | None = None
    flying: int = 0
    outage: Outage = field(default_factory=Outage)
    down_since: datetime | None = None
    """When an outage began whose failed visits are not made due again yet; None if none did."""


class Watch:
    """Visits what is due. :meth:`run` may be called once."""

    def __init__(
        self,
        archive: Archive,
        configuration: Configuration,
        name: Callable[[Iterable[str]], None],
        next_look: NextLook,
        signs: Signs | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        """``recorder``: one that may have visits that an earlier watch could not store."""
        self.signs = signs or Signs()
        self._archive = archive
        self._configuration = configuration
        self._next_look = next_look
        self._name = name
        self._stop = asyncio.Event()
        self._wake = asyncio.Event()
        self._recorder = recorder or Recorder(archive, self.signs.on_visit)
        self._pace = Pace(configuration.concurrent_per_host, self._stop, archive.hosts)
        self._incidents = Incidents(archive)
        self._runs: dict[int, _Run] = {}
        self._idle: dict[int, float] = {}
        self._known_until = 0.0
        self._robots: RobotsBook | None = None
        self._renewed: Configuration | None = None

    @property
    def counts(self) -> Counter[Outcome | None]:
        """The stored visits by outcome, as the recorder counts them."""
        return self._recorder.counts

    def stop(self) -> None:
        """End :meth:`run`: what is being fetched is stored if it comes soon; the rest stays due."""
        self._stop.set()
        self._end_runs()

    def wake(self) -> None:
        """Check now whether something is due."""
        self._wake.set()

    def clock_stepped(self) -> None:
        """Look up again what is known until some time: the clock was set, the archive healed."""
        self._pace.recall()
        if self._robots is not None:
            self._robots.forget()
        self.wake()

    def renew(self, configuration: Configuration) -> None:
        """Go on with other settings once what is being fetched is stored."""
        self._renewed = configuration
        self._end_runs()

    async def run(self, ask: Asking) -> None:
        """Run until :meth:`stop`. Raises ArchiveError once the requests under way have ended.

        However it ends, even by force, visits that wait are stored if they can be by then.
        """
        try:
            await self._run(ask)
        finally:
            failure = met(self._recorder.flush)
        if failure is not None:
            raise failure
        self._pace.remember_delays()

    async def _run(self, ask: Asking) -> None:
        self._ask = ask
        failure: BaseException | None = None
        try:
            while not self._stop.is_set():
                if self._renewed is not None:
                    await self._use(self._renewed)
                if self.signs.outage.down:
                    await self._probe()
                else:
                    self._ask_again()
                    self._look_up_again()
                    self._start()
                    await self._wait()
                self._take_in()
        except ArchiveError as error:
            failure = error
        self.stop()
        await leave(self._tasks(), GRACE_OF_SERVICE_S)
        if self._robots is not None:
            self._robots.leave()
        landed = await self._land()
        failure = failure or landed
        if failure is not None:
            raise failure

    # --- runs --------------------------------------------------------------------------------
    def _start(self) -> None:
        """Start a run for each outlet that has something due and no run yet."""
        self._recorder.flush()
        now = asyncio.get_running_loop().time()
        outlets = {outlet.id: outlet for outlet in self._archive.outlets()}
        self._heed(outlets)
        due = [
            outlets[one]
            for one in self._archive.agenda.outlets_due(_now())
            if one in outlets and one not in self._runs and self._idle.get(one, 0.0) <= now
        ]
        for outlet in due[: OUTLETS_AT_ONCE - len(self._runs)]:
            self._name([outlet.home, *(one.url for one in self._archive.seeds(outlet.id))])
            run = self._runs[outlet.id] = _Run(outlet)
            run.task = asyncio.create_task(self._one(run))

    def _heed(self, outlets: dict[int, Outlet]) -> None:
        """Stop the runs of outlets that were paused or removed meanwhile."""
        for outlet_id, run in self._runs.items():
            outlet = outlets.get(outlet_id)
            if outlet is None or outlet.paused:
                run.stop.set()

    async def _one(self, run: _Run) -> bool:
        timer = asyncio.get_running_loop().call_later(RUN_S, run.stop.set)
        try:
            return await run_outlet(self._tools(run), run.outlet, run.stop, _seeds_and_articles)
        finally:
            timer.cancel()
            self._wake.set()

    async def _wait(self, seconds: float = LOOK_S) -> None:
        """Wait until woken, or this long; then a moment more, to gather what happens at once."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        if not self._stop.is_set():
            await asyncio.sleep(_GATHER_S)
        self._wake.clear()

    def _take_in(self) -> None:
        """Remove the runs that have ended. Raises what they raised."""
        for outlet_id, run in list(self._runs.items()):
            if run.task is None or not run.task.done():
                continue
            del self._runs[outlet_id]
            self._idle.pop(outlet_id, None)
            if not run.task.result():
                self._idle[outlet_id] = asyncio.get_running_loop().time() + IDLE_S
            elif not run.asked:
                self._idle[outlet_id] = asyncio.get_running_loop().time() + NOTHING_S

    def _end_runs(self) -> None:
        for run in self._runs.values():
            run.stop.set()
        self._wake.set()

    async def _use(self, configuration: Configuration) -> None:
        """Use other settings from here on. Raises what a run raised.

        Hosts' paces and rests are kept; if the requests per host change, those in the archive are.
        """
        met = await self._land()
        if met is not None:
            raise met
        if configuration.concurrent_per_host != self._configuration.concurrent_per_host:
            self._pace = Pace(configuration.concurrent_per_host, self._stop, self._archive.hosts)
        self._configuration, self._renewed = configuration, None
        self._known_until = 0.0
        self._idle.clear()

    async def _land(self) -> BaseException | None:
        """Wait for all runs; return the first exception that one of them raised, if any."""
        tasks = self._tasks()
        self._runs.clear()
        met = await asyncio.gather(*tasks, return_exceptions=True)
        failures = (one for one in met if isinstance(one, BaseException))
        return next((one for one in failures if not isinstance(one, asyncio.CancelledError)), None)

    def _tasks(self) -> list[asyncio.Task[bool]]:
        return [run.task for run in self._runs.values() if run.task is not None]

    # --- what they share ---------------------------------------------------------------------
    def _tools(self, run: _Run) -> Tools:
        assert self._robots is not None  # made before the first run
        return Tools(
            archive=self._archive,
            configuration=self._configuration,
            fetch=self._fetch,
            recorder=self._recorder,
            pace=self._pace,
            robots=self._robots,
            incidents=self._incidents,
            next_look=self._next_look,
            claim=run.claim,
        )

    def _look_up_again(self) -> None:
        """Look up again what others may have changed meanwhile, and let nothing grow for ever."""
        now = asyncio.get_running_loop().time()
        if now < self._known_until:
            return
        self._known_until = now + KNOWN_S
        self._pace.remember_delays()
        self._incidents = Incidents(self._archive)
        self._robots = RobotsBook(
            self._archive,
            self._configuration,
            self._fetch,
            self._recorder,
            self._pace,
            self._incidents,
            None,
            patient=True,
        )

    async def _fetch(self, fetch: Fetch) -> Fetched:
        self.signs.flying += 1
        try:
            fetched = await self._ask(fetch)
        finally:
            self.signs.flying -= 1
        self._note(fetch.url, reached=fetched.fault not in UNREACHED)
        return fetched

    # --- the network -------------------------------------------------------------------------
    def _note(self, url: str, *, reached: bool) -> None:
        """Note an attempt; if it shows that the network went or came back, act on it."""
        if not self.signs.outage.note(url, reached=reached):
            return
        if self.signs.outage.down:
            self.signs.down_since = self.signs.down_since or _now()
            self._end_runs()
            self._tell(0)
        self._wake.set()

    def _ask_again(self) -> None:
        """Once the network is back, make due again what failed by the outage."""
        if self.signs.down_since is None:
            return
        self._recorder.flush()
        self._pace.forgive_unreached()
        since = self.signs.down_since - _BEFORE
        again = self._archive.agenda.ask_again(since, UNREACHED, _now())
        self.signs.down_since = None
        self._tell(again)

    def _tell(self, again: int) -> None:
        if self.signs.on_outage is not None:
            self.signs.on_outage(self.signs.outage.down, again)

    async def _probe(self) -> None:
        """Request nothing; only try whether a known host accepts a connection again."""
        await self._wait(PROBE_S)
        for url in islice(self.signs.outage.known(), _PROBES):
            if self._stop.is_set() or not self.signs.outage.down:
                return
            if await takes_connections(url):
                self._note(url, reached=True)


async def _seeds_and_articles(outlet: OutletPass) -> None:
    """Visit both at the same time: a long list of articles must not keep a feed waiting."""
    await together(outlet.visit_seeds(every=False), outlet.visit_due(everything=False))


async def takes_connections(url: str) -> bool:
    """Whether the host of this URL can be reached at all and accepts a connection."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(_CONNECT_S):
            _, writer = await asyncio.open_connection(name_in(host(url)), port)
    except OSError:
        return False
    writer.close()
    return True


def _now() -> datetime:
    return datetime.now(UTC)
