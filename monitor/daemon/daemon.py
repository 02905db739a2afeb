"""The daemon: one process, one loop, one endless crawl.

::

    Clock --wakes--> Watch --visits--> archive --unread--> Reading

Trouble that may pass (a full disk, a network that is down) is logged and waited out. Anything else
that goes wrong with the archive ends the process with its exit code.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from monitor.daemon import chores, heap, metrics, service
from monitor.daemon.reading import Reading
from monitor.daemon.report import WEIGH_S, Report
from monitor.daemon.state import BEAT_S, BUSY, FULL, RUNNING, STOPPING
from monitor.daemon.trouble import PASSES, Trouble
from monitor.health import clock_trouble
from monitor.interruption import raise_if_interrupted
from monitor.looks import Looks
from monitor.schedule import Chore, Clock
from spiders.configuration import load
from spiders.crawl.mishap import met
from spiders.crawl.network import Network, within_scrapy
from spiders.crawl.recorder import Recorder
from spiders.crawl.watch import Signs, Watch
from storage.archive import Archive
from storage.errors import ArchiveFull, VariorumError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.daemon.log import Say
    from monitor.daemon.state import State
    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Asking
    from storage.records import Visit


TICK_S = 1.0
"""How often to check whether something is due."""
REPORT_S = 60.0
"""How often the log says what was done."""
LET_GO_S = 60.0
"""How often unused connections and memory are released."""
CHORES_S = 600.0
"""How often to check whether a checkpoint or a lesson is due."""
WAIT_S = 30.0
"""How long to wait before trying a full disk again."""
LAST_READING_S = 20.0
"""How long to read fetched pages when the daemon ends; the rest is read at its next start."""


def run(folder: Path, say: Say, *, metrics_port: int | None = None) -> int:
    """Crawl and read whatever is due, until SIGTERM or SIGINT; then return 0.

    Requests in progress are finished and stored. Metrics are served at ``metrics_port``, if given.
    Raises ArchiveBusy if another daemon is running, InputError for settings that cannot be read or
    metrics that cannot be served, and other ArchiveErrors.
    """
    settings = load(folder)
    with Archive.open_to_write(folder) as archive:
        daemon = Daemon(archive, settings, say)
        with metrics.served(metrics_port, folder, daemon.state):
            asyncio.run(daemon.main())
    return 0


class Daemon:
    """All parts of a daemon; :meth:`main` runs it."""

    def __init__(self, archive: Archive, settings: Configuration, say: Say) -> None:
        self._archive = archive
        self._settings = settings
        self._network = Network(settings)
        self._say = say
        self._looks = Looks(archive)
        archive.rank_by(self._looks.rank)
        self._stop = asyncio.Event()
        self._hurry = asyncio.Event()
        self._reading = Reading(archive, archive.folder / "outlets")
        self._clock = Clock(self._on_step, self._end)
        self._signs = Signs(self._on_visit, self._on_outage)
        self._watch: Watch | None = None
        self._recorder = Recorder(archive, self._on_visit)
        self._report = Report(archive, self._signs, self._reading)
        self._trouble = Trouble(say)

    def state(self) -> State:
        """The present state; may be read by any thread."""
        return self._report.state

    async def main(self) -> None:
        """Run until a signal. Raises what neither passes nor concerns a single outlet."""
        self._report.weigh()
        for chore in self._chores():
            self._clock.add(chore)
        with self._signals():
            raise_if_interrupted()
            await within_scrapy(self._work, self._network)
        self._report.end()
        self._say("stopped")
        if self._clock.failure is not None:
            raise self._clock.failure

    async def _work(self, ask: Asking) -> None:
        """Everything that is done while the network is available."""
        self._clock.start()
        beat = asyncio.create_task(self._beat())
        self._say("started", archive=str(self._archive.folder))
        service.tell(service.READY)
        try:
            while not self._stop.is_set():
                try:
                    self._heal()
                    await self._crawl_and_read(ask)
                except PASSES as trouble:
                    await self._wait_out(trouble)
            await self._come_down()
        finally:
            self._clock.stop()
            beat.cancel()
            self._network.let_go()

    async def _crawl_and_read(self, ask: Asking) -> None:
        """Crawl and read until it is time to stop. Raises what either raises, once both ended."""
        watch = self._watch = Watch(
            self._archive,
            self._settings,
            self._network.name,
            self._looks,
            self._signs,
            self._recorder,
        )
        tasks = [
            asyncio.create_task(watch.run(ask)),
            asyncio.create_task(self._reading.go_on()),
            asyncio.create_task(self._stop.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            watch.stop()
            await asyncio.wait([tasks[0]])
        finally:
            for task in tasks:
                task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        self._watch = None
        for one in ended:
            if isinstance(one, BaseException) and not isinstance(one, asyncio.CancelledError):
                raise one

    async def _wait_out(self, trouble: VariorumError) -> None:
        """Make no requests until what was fetched is stored.

        An answer thrown away may have been a version that lasted an hour, and fetching again every
        half minute would only bring more that cannot be stored.
        """
        self._meet(trouble)
        self._reading.forget()
        while not self._stop.is_set():
            self._hurry.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(WAIT_S):
                    await self._hurry.wait()
            try:
                self._recorder.flush()
            except PASSES as again:
                self._meet(again)
            else:
                break
        if not self._stop.is_set():
            self._report.begin(RUNNING)

    def _meet(self, trouble: VariorumError) -> None:
        """Say what is being waited for: room on the disk, or another process."""
        self._trouble.met(trouble)
        self._report.begin(FULL if isinstance(trouble, ArchiveFull) else BUSY, trouble.what)

    async def _come_down(self) -> None:
        """When all requests have ended: store and read what they brought, and log it."""
        try:
            self._recorder.flush()
            done = await self._reading.finish(LAST_READING_S)
        except PASSES as trouble:
            self._say("unread", error=trouble.what, lost=self._recorder.waiting)
        else:
            if not done:
                self._say("unread")
        await self._tell_what_was_done()

    # --- what wakes it -----------------------------------------------------------------------
    def _chores(self) -> list[Chore]:
        lesson = partial(chores.do, chores.LESSON, self._archive, self._say)
        checkpoint = partial(chores.do, chores.CHECKPOINT, self._archive, self._say)
        return [
            Chore("look", self._look, seconds=TICK_S),
            Chore("weigh", self._weigh, seconds=WEIGH_S),
            Chore("report", self._tell_what_was_done, seconds=REPORT_S),
            Chore("let go", self._let_go, seconds=LET_GO_S),
            Chore("checkpoint", checkpoint, seconds=CHORES_S),
            Chore("lesson", lesson, seconds=CHORES_S),
        ]

    async def _look(self) -> None:
        """Check that the archive is in place; a night may pass without anything to store.

        Raises ArchiveMoved.
        """
        self._archive.see_place()
        if self._watch is not None:
            self._watch.wake()

    async def _weigh(self) -> None:
        self._report.weigh()

    async def _let_go(self) -> None:
        self._network.let_go()
        heap.give_back()

    async def _tell_what_was_done(self) -> None:
        values = self._report.since_last()
        if values:
            self._say("crawled", **values)

    async def _beat(self) -> None:
        """Give signs of life from within the loop, by the monotonic clock: they show it turns."""
        while True:
            self._report.write()
            service.tell(service.ALIVE)
            await asyncio.sleep(BEAT_S)

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        ends = (signal.SIGTERM, signal.SIGINT)
        for number in ends:
            loop.add_signal_handler(number, self._on_end)
        loop.add_signal_handler(signal.SIGHUP, self._on_hangup)
        try:
            yield
        finally:
            for number in (*ends, signal.SIGHUP):
                loop.remove_signal_handler(number)

    def _on_end(self) -> None:
        """The first signal ends the daemon in order; the second ends it at once."""
        loop = asyncio.get_running_loop()
        for number, handler in (
            (signal.SIGTERM, signal.SIG_DFL),
            (signal.SIGINT, signal.default_int_handler),
        ):
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
        self._end()

    def _end(self) -> None:
        """End as soon as the requests in progress have ended."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._hurry.set()
        self._report.begin(STOPPING)
        service.tell(service.STOPPING)
        self._say("stopping", flying=self._signs.flying)

    def _on_hangup(self) -> None:
        """Read settings and rules again; settings with a mistake are logged and not applied."""
        service.tell(*service.reloading())
        try:
            settings = load(self._archive.folder)
            self._network.renew(settings)
        except VariorumError as error:
            self._say("reload_failed", error=error.what)
        else:
            self._settings = settings
            self._reading.renew()
            if self._watch is not None:
                self._watch.renew(settings)
            self._say("reloaded")
        self._hurry.set()
        service.tell(service.READY)

    # --- what it is told ---------------------------------------------------------------------
    def _on_visit(self, visit: Visit) -> None:
        self._trouble.over()
        self._report.note(visit)
        self._reading.came()

    def _on_outage(self, down: bool, again: int) -> None:  # noqa: FBT001 — the sign's own form
        if down:
            self._say("offline")
        else:
            self._say("online", asked_again=again)

    def _on_step(self, seconds: float) -> None:
        """Repair due times after a step of the clock; if that fails now, before the next watch."""
        self._say("clock_stepped", seconds=round(seconds))
        failure = met(self._heal)
        if self._watch is None:
            return
        if failure is None:
            self._watch.clock_stepped()
        else:
            self._watch.stop()

    def _heal(self) -> None:
        """Repair the due times that a clock that was ahead put into the future."""
        now = datetime.now(UTC)
        healed = self._archive.agenda.heal(now)
        if healed:
            self._say("healed", addresses=healed)
        if (why := clock_trouble(self._archive, now)) is not None:
            self._say("clock_wrong", why=why)
