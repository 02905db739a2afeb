"""Runs chores at their times: APScheduler is the clock, and only that.

What is due when is data in the archive; if this process dies, nothing is lost. APScheduler uses the
wall clock: set back by an hour, it stands still for an hour; set forward, it does everything at
once. So a watchdog compares the wall clock with the monotonic one, and starts again when they
diverge: after a step in either direction, and after the machine has slept.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from apscheduler.events import JobExecutionEvent
    from apscheduler.schedulers.asyncio import AsyncIOScheduler
    from apscheduler.triggers.base import BaseTrigger

WATCH_S = 5.0
"""How often the clocks are compared."""
STEP_S = 10.0
"""If the wall clock is off by more, it was set or the machine slept; less is normal correction."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to be done repeatedly, every ``seconds``.

    Times of day are not supported: in local time some occur twice in autumn and never in spring.
    """

    name: str
    do: Callable[[], Awaitable[None]]
    seconds: float


class Clock:
    """Does the chores in the running event loop.

    ``on_step`` is called with the seconds by which time jumped. ``failure`` is the first exception
    of a chore; ``on_failure`` is called for each.
    """

    def __init__(
        self,
        on_step: Callable[[float], None],
        on_failure: Callable[[], None],
        *,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.failure: BaseException | None = None
        self._on_step = on_step
        self._on_failure = on_failure
        self._wall = wall
        self._chores: list[Chore] = []
        self._scheduler = _scheduler()
        self._watchdog: asyncio.Task[None] | None = None

    def add(self, chore: Chore) -> None:
        """Add a chore; called before :meth:`start`."""
        self._chores.append(chore)

    def start(self) -> None:
        """Start; each chore is done for the first time when its interval has passed."""
        from apscheduler.events import EVENT_JOB_ERROR

        self._set()
        self._scheduler.add_listener(self._note, EVENT_JOB_ERROR)
        self._scheduler.start()
        self._watchdog = asyncio.create_task(self._watch(self._apart()))

    def stop(self) -> None:
        """Start no more chores."""
        if self._watchdog is not None:
            self._watchdog.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _set(self) -> None:
        """Schedule every chore from now on, whatever the time was before."""
        self._scheduler.remove_all_jobs()
        for chore in self._chores:
            self._scheduler.add_job(chore.do, _trigger(chore), id=chore.name)

    def _apart(self) -> float:
        """By how many seconds the wall clock is ahead of the monotonic one."""
        return self._wall() - time.monotonic()

    async def _watch(self, parted: float) -> None:
        """Watch for steps. ``parted`` is from :meth:`start`, as this task may begin much later."""
        while True:
            await asyncio.sleep(WATCH_S)
            apart = self._apart()
            step, parted = apart - parted, apart
            if abs(step) > STEP_S:
                self._set()
                self._on_step(step)

    def _note(self, event: JobExecutionEvent) -> None:
        if isinstance(event.exception, asyncio.CancelledError):
            return  # it was running when the clock was stopped: that is no failure
        self.failure = self.failure or event.exception
        self._on_failure()


def _trigger(chore: Chore) -> BaseTrigger:
    """A trigger for when the chore is to be done.

    APScheduler's own interval first lists all missed times before it merges them: after a jump by a
    year that is 31 million for a chore done every second. Ours counts from now.
    """
    from apscheduler.triggers.base import BaseTrigger

    every = timedelta(seconds=chore.seconds)

    class Every(BaseTrigger):  # type: ignore[misc] # the library has no types
        def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
            return now + every

    return Every()


def _scheduler() -> AsyncIOScheduler:
    """A scheduler in which late chores are done late, missed times once, and none concurrently.

    Exceptions of chores are reported by the owner of the clock; the library would log them as well,
    with a traceback, and also for a chore that was running when the clock was stopped.
    """
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    return AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
