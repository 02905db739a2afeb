"""One pace per host: a delay between requests, and rests when the host asks for one."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=1)
UNREACHED_REST = timedelta(minutes=10)
MAX_UNREACHED = 10
"""Rests after a 429 or 503 without Retry-After double from the first to the longest."""


@dataclass(slots=True)
class _Host:
    turns: asyncio.Semaphore
    delay_s: float = 0.0
    next_at: float = 0.0
    rests_until: datetime | None = None
    unreached: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pace:
    """Shared by everything that asks hosts during a pass. Hosts have their port with them."""

    def __init__(self, concurrent_per_host: int, stop: asyncio.Event) -> None:
        self._stop = stop
        self._hosts: defaultdict[str, _Host] = defaultdict(
            lambda: _Host(asyncio.Semaphore(concurrent_per_host))
        )

    def set_delay(self, host: str, delay_s: float) -> None:
        """Seconds between the starts of two requests to this host."""
        self._hosts[host].delay_s = delay_s

    async def take_turn(self, host: str) -> bool:
        """Wait until the host may be asked again; :meth:`give_turn` when it has answered.

        False, with no turn taken, when the crawl is stopping or the host wants to rest.
        """
        state = self._hosts[host]
        await state.turns.acquire()
        if state.delay_s:
            try:
                async with state.lock:
                    await self._wait(state)
            except asyncio.CancelledError:
                state.turns.release()
                raise
        if self._stop.is_set() or self.resting(host):
            state.turns.release()
            return False
        return True

    async def _wait(self, state: _Host) -> None:
        """Until the delay is over, or somebody stops the crawl."""
        loop = asyncio.get_running_loop()
        left = state.next_at - loop.time()
        if left > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), left)
        state.next_at = loop.time() + state.delay_s

    def give_turn(self, host: str) -> None:
        """The host has answered."""
        self._hosts[host].turns.release()

    def rest(self, host: str, until: datetime | None, failures: int = 0) -> datetime:
        """The host wants to be left alone: until then, else for a while. Gives the end.

        The while grows with ``failures``, the visits in a row that went wrong before.
        """
        state = self._hosts[host]
        if until is None:
            until = datetime.now(UTC) + min(FIRST_REST * 2 ** min(failures, 10), LONGEST_REST)
        state.rests_until = max(until, state.rests_until or until)
        return state.rests_until

    def note(self, host: str, *, reached: bool) -> None:
        """A host that cannot be reached many times in a row is left alone for a while.

        Else a dead server would cost the time-out of each of its pages.
        """
        state = self._hosts[host]
        state.unreached = 0 if reached else state.unreached + 1
        if state.unreached >= MAX_UNREACHED:
            state.unreached = 0
            self.rest(host, datetime.now(UTC) + UNREACHED_REST)

    def resting(self, host: str) -> datetime | None:
        """Until when the host rests; None when it may be asked."""
        until = self._hosts[host].rests_until
        return until if until is not None and until > datetime.now(UTC) else None
