"""Clocks that jump: only the wall clock is mocked, for APScheduler as for us."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta

import apscheduler.schedulers.base
import pytest

from monitor import schedule
from monitor.schedule import Chore, Clock

PATIENCE_S = 60.0


class Wall:
    """A wall clock that can be set; calling it gives the time."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        """The time in seconds, as time.time gives it."""
        return time.time() + self.ahead


@pytest.fixture
def wall(monkeypatch):
    """The time of day for APScheduler and for the watchdog, which checks often."""
    one = Wall()

    class Moment(datetime):
        @classmethod
        def now(cls, tz=None):
            """By the wall."""
            return datetime.now(tz) + timedelta(seconds=one.ahead)

    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Moment)
    monkeypatch.setattr(schedule, "WATCH_S", 0.02)
    return one


class Diary:
    """A record of what a clock did."""

    def __init__(self) -> None:
        self.done = 0
        self.steps: list[float] = []

    async def chore(self) -> None:
        """Count the call."""
        self.done += 1

    async def until(self, condition):
        """Wait until the condition holds."""
        async with asyncio.timeout(PATIENCE_S):
            while not condition():  # noqa: ASYNC110 — a condition of any kind
                await asyncio.sleep(0.01)


def played(script, wall, chores=None):
    """Run a script next to a clock with a chore every 50 ms; gives what happened."""
    diary = Diary()

    async def play():
        clock = Clock(diary.steps.append, lambda: None, wall=wall)
        for chore in chores(diary) if chores else [Chore("tick", diary.chore, seconds=0.05)]:
            clock.add(chore)
        clock.start()
        try:
            await script(diary)
        finally:
            clock.stop()

    asyncio.run(play())
    return diary


@pytest.mark.parametrize("step", [-3600.0, -86400.0 * 400, 3600.0, 86400.0 * 400])
def test_chores_go_on_after_a_step(wall, step):
    """An hour or a year, back or ahead: it is reported, and chores continue within seconds."""

    async def script(diary):
        await diary.until(lambda: diary.done >= 2)
        wall.ahead += step
        await diary.until(lambda: diary.steps)
        before = diary.done
        await diary.until(lambda: diary.done >= before + 3)

    diary = played(script, wall)
    assert [round(one / 60) for one in diary.steps] == [round(step / 60)]


def test_a_step_before_the_watchdog_has_begun_is_told(wall):
    """Its task begins when the loop comes to it: steps before that were never reported."""
    diary = Diary()

    async def play():
        clock = Clock(diary.steps.append, lambda: None, wall=wall)
        clock.start()
        wall.ahead += 3600.0
        try:
            await diary.until(lambda: diary.steps)
        finally:
            clock.stop()

    asyncio.run(play())
    assert [round(step / 60) for step in diary.steps] == [60]


def test_without_the_watchdog_a_step_back_stops_the_clock(wall, monkeypatch):
    """Why there is a watchdog: APScheduler alone waits until the old time has come."""
    monkeypatch.setattr(schedule, "WATCH_S", 3600.0)

    async def script(diary):
        await diary.until(lambda: diary.done >= 2)
        wall.ahead -= 86400.0
        before = diary.done
        for _ in range(40):
            await asyncio.sleep(0.01)
        assert diary.done <= before + 1

    assert played(script, wall).steps == []


def test_a_chore_that_was_missed_a_million_times_is_done_once(wall, monkeypatch):
    """Even before the watchdog checks: missed times are neither listed nor caught up on."""
    monkeypatch.setattr(schedule, "WATCH_S", 3600.0)

    async def script(diary):
        await diary.until(lambda: diary.done >= 2)
        wall.ahead += 86400.0 * 400
        before = diary.done
        await diary.until(lambda: diary.done >= before + 2)
        assert diary.done <= before + 40

    assert played(script, wall).steps == []


def test_a_slow_drift_is_no_step(wall):
    """A clock that is corrected by a few seconds is left alone."""

    async def script(diary):
        for _ in range(5):
            wall.ahead += 2.0
            before = diary.done
            await diary.until(lambda before=before: diary.done > before)

    assert played(script, wall).steps == []


def test_a_chore_that_fails_is_no_secret(wall):
    """Its exception is kept in ``failure`` for the owner of the clock, who is notified."""
    told = []

    async def wrong() -> None:
        raise ZeroDivisionError

    async def play():
        clock = Clock(lambda _: None, lambda: told.append(1), wall=wall)
        clock.add(Chore("wrong", wrong, seconds=0.01))
        clock.start()
        await Diary().until(lambda: told)
        clock.stop()
        return clock.failure

    assert isinstance(asyncio.run(play()), ZeroDivisionError)


def test_a_chore_at_work_when_the_clock_stops_has_not_failed(wall, caplog):
    """Otherwise a daemon told to end during a checkpoint would end with an error.

    Nor is a traceback logged, which readers of the log would take for an error.
    """
    told, begun = [], asyncio.Event()

    async def long() -> None:
        begun.set()
        await asyncio.sleep(PATIENCE_S)

    async def play():
        clock = Clock(lambda _: None, lambda: told.append(1), wall=wall)
        clock.add(Chore("long", long, seconds=0.01))
        clock.start()
        await begun.wait()
        clock.stop()
        for _ in range(10):
            await asyncio.sleep(0)
        return clock.failure

    assert asyncio.run(play()) is None
    assert told == []
    assert caplog.records == []
