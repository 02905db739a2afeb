"""When something is to be done: APScheduler is the clock, and only that.

What is due when is data in the archive; nothing is lost when this process is. APScheduler counts
by the wall clock: set back by an hour it stands still for an hour, set forward it does everything
at once. So a watchdog compares the wall clock with the monotonic one, and begins anew when they
part: after a step in either direction, and after the machine has slept.
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
"""A wall clock that is off by more was set, or the machine slept; less is keeping time."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that is done again and again, every so many seconds.

    There are no hours of the day: in local time one comes twice in autumn and never in spring.
    """

    name: str
    do: Callable[[], Awaitable[None]]
    seconds: float


class Clock:
    """Does the chores in the loop that runs. ``on_step`` is told by how many seconds time jumped.

    ``failure`` is what a chore raised; ``on_failure`` is called then.
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
        """Before :meth:`start`."""
        self._chores.append(chore)

    def start(self) -> None:
        """From now on; the first time of a chore with an interval is when that has gone by."""
        from apscheduler.events import EVENT_JOB_ERROR

        self._set()
        self._scheduler.add_listener(self._note, EVENT_JOB_ERROR)
        self._scheduler.start()
        self._watchdog = asyncio.create_task(self._watch(self._apart()))

    def stop(self) -> None:
        """No chore begins any more."""
        if self._watchdog is not None:
            self._watchdog.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _set(self) -> None:
        """Every chore from now on, whatever the time was before."""
        self._scheduler.remove_all_jobs()
        for chore in self._chores:
            self._scheduler.add_job(chore.do, _trigger(chore), id=chore.name)

    def _apart(self) -> float:
        """By how many seconds the wall clock is ahead of the monotonic one."""
        return self._wall() - time.monotonic()

    async def _watch(self, parted: float) -> None:
        """``parted`` is of the moment of :meth:`start`: this task may begin much later."""
        while True:
            await asyncio.sleep(WATCH_S)
            apart = self._apart()
            step, parted = apart - parted, apart
            if abs(step) > STEP_S:
                self._set()
                self._on_step(step)

    def _note(self, event: JobExecutionEvent) -> None:
        if isinstance(event.exception, asyncio.CancelledError):
            return  # it was at work when the clock was stopped: that is no failure of its own
        self.failure = self.failure or event.exception
        self._on_failure()


def _trigger(chore: Chore) -> BaseTrigger:
    """When it is to be done.

    APScheduler's own interval lists every time that was missed before it makes one of them: after
    a jump by a year that is 31 million for a chore of each second. Ours begins anew from now.
    """
    from apscheduler.triggers.base import BaseTrigger

    every = timedelta(seconds=chore.seconds)

    class Every(BaseTrigger):  # type: ignore[misc] # the library has no types
        def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
            return now + every

    return Every()


def _scheduler() -> AsyncIOScheduler:
    """A late chore is done late, many late ones are done once, and none twice at a time.

    What a chore raises is told by whoever has the clock; the library would tell it as well, with a
    traceback, and also of one that was at work when the clock was stopped.
    """
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    return AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
