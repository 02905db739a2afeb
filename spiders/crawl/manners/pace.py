"""One pace per host: a delay between requests, and rests if the host asks for one.

The delay is never below its floor (the settings', or the Crawl-delay of robots.txt) and grows with
the time that the host takes to answer, so that a host in trouble gets fewer requests (the rule of
Scrapy's AutoThrottle, for one request at a time). Rests are kept in the archive: starting another
crawl does not end them sooner.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.agenda.hosts import HostState

if TYPE_CHECKING:
    from storage.agenda.hosts import Hosts

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=1)
"""Rests for which a host sets no end double from the first to the longest."""
UNREACHED_REST = timedelta(minutes=10)
UNREACHABLE = "unreachable"
MAX_UNREACHED = 10
MAX_FORBIDDEN = 3
"""This many 403s and bot checks, with no page between them, concern the host, not single pages."""
LONGEST_DELAY_S = 60.0
"""However slowly a host answers, it gets a request a minute; if it does not answer, it rests."""
SLOW_TIMES = 5.0
SLOW_S = 10.0
"""A delay of this many times its floor, and of this many seconds, is reported in health."""
_MAX_DOUBLINGS = 10


@dataclass(slots=True)
class _Host:
    turns: asyncio.Semaphore
    known: HostState
    floor_s: float = 0.0
    delay_s: float = 0.0
    next_at: float = 0.0
    unreached: int = 0
    forbidden: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pace:
    """Shared by everything that sends requests in a pass. A host's name includes its port.

    ``hosts`` is where the archive remembers them; without it nothing outlasts the pass.
    """

    def __init__(
        self, concurrent_per_host: int, stop: asyncio.Event, hosts: Hosts | None = None
    ) -> None:
        self._stop = stop
        self._concurrent = concurrent_per_host
        self._store = hosts
        self._known = {state.host: state for state in hosts.all()} if hosts is not None else {}
        self._hosts: dict[str, _Host] = {}

    def _of(self, host: str) -> _Host:
        state = self._hosts.get(host)
        if state is None:
            known = self._known.get(host, HostState(host))
            state = self._hosts[host] = _Host(asyncio.Semaphore(self._concurrent), known)
            state.delay_s = known.delay_s
        return state

    # --- the delay ---------------------------------------------------------------------------
    def set_delay(self, host: str, delay_s: float) -> None:
        """Set the least seconds between the starts of two requests to this host; 0: no delay."""
        state = self._of(host)
        state.floor_s = delay_s
        state.delay_s = min(max(state.delay_s, delay_s), max(LONGEST_DELAY_S, delay_s))
        if not delay_s:
            state.delay_s = 0.0

    def delay(self, host: str) -> float:
        """The current seconds between the starts of two requests to this host."""
        return self._of(host).delay_s

    def is_slow(self, host: str) -> bool:
        """Whether the host answers so slowly that it gets far fewer requests than it could."""
        state = self._of(host)
        return state.delay_s >= max(SLOW_S, SLOW_TIMES * state.floor_s)

    async def take_turn(self, host: str) -> bool:
        """Wait for a turn to request from the host; call :meth:`give_turn` when it has answered.

        False, with no turn taken, if the crawl is stopping or the host rests.
        """
        state = self._of(host)
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
        """Wait until the delay is over, or the crawl is stopped."""
        loop = asyncio.get_running_loop()
        left = state.next_at - loop.time()
        if left > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), left)
        state.next_at = loop.time() + state.delay_s

    def give_turn(self, host: str, took_s: float | None = None, *, well: bool = True) -> None:
        """End a turn: the host answered after ``took_s`` seconds; None: nothing was requested.

        An answer that is no page (``well`` is False) comes fast and does not reduce the delay.
        """
        state = self._of(host)
        state.turns.release()
        if took_s is None or not state.floor_s:
            return
        delay = max(took_s, (state.delay_s + took_s) / 2)
        delay = min(max(delay, state.floor_s), max(LONGEST_DELAY_S, state.floor_s))
        if well or delay > state.delay_s:
            state.delay_s = delay

    # --- rests -------------------------------------------------------------------------------
    def rest(self, host: str, until: datetime | None, why: str) -> datetime:
        """Let the host rest until then, or for a while, and return the end of the rest.

        The while grows with each rest in a row. The rest is stored in the archive. An end in the
        past (*Retry-After: 0*, a date by a wrong clock) counts as none: otherwise a host that turns
        us away would get request after request at once.
        """
        state, now = self._of(host), datetime.now(UTC)
        doublings = min(state.known.rests, _MAX_DOUBLINGS)
        if until is None or until <= now:
            until = now + min(FIRST_REST * 2**doublings, LONGEST_REST)
        until = max(until, state.known.rests_until or until)
        if not self.resting(host):
            doublings += 1
        self._remember(state, HostState(host, until, why, doublings, state.delay_s))
        return until

    def note(self, host: str, *, reached: bool) -> datetime | None:
        """Note an attempt; a host that cannot be reached many times in a row rests for a while.

        Otherwise a dead server would cost the time-out of each of its pages. Returns the end of
        the rest if it begins now, else None.
        """
        state = self._of(host)
        state.unreached = 0 if reached else state.unreached + 1
        if state.unreached < MAX_UNREACHED:
            return None
        state.unreached = 0
        return self.rest(host, datetime.now(UTC) + UNREACHED_REST, UNREACHABLE)

    def forgive_unreached(self) -> None:
        """End rests of unreachable hosts: our own network was down, which is not their fault."""
        for name, known in self._known.items():
            if known.why == UNREACHABLE:
                self._of(name)  # its rest began before this pass
        for state in self._hosts.values():
            state.unreached = 0
            if state.known.why == UNREACHABLE and self.resting(state.known.host):
                self._remember(state, HostState(state.known.host, delay_s=state.delay_s))

    def recall(self) -> None:
        """Take the rests from the archive again: the clock by which they were set has changed."""
        if self._store is None:
            return
        self._known = {state.host: state for state in self._store.all()}
        for name, state in self._hosts.items():
            state.known = self._known.get(name, HostState(name))

    def forbade(self, host: str) -> datetime | None:
        """Note a 403 or a bot check; return the end of the host's rest if it must rest now."""
        state = self._of(host)
        state.forbidden += 1
        if state.forbidden < MAX_FORBIDDEN and not state.known.rests:
            return None
        state.forbidden = 0
        return self.rest(host, None, "forbidden")

    def worked(self, host: str) -> None:
        """Note that the host gave a page: what was wrong before is over."""
        state = self._of(host)
        state.forbidden = 0
        if state.known.rests and not self.resting(host):
            self._remember(state, HostState(host, delay_s=state.delay_s))

    def resting(self, host: str) -> datetime | None:
        """The end of the host's rest; None if it does not rest."""
        until = self._of(host).known.rests_until
        return until if until is not None and until > datetime.now(UTC) else None

    def remember_delays(self) -> None:
        """Keep the delays of slow hosts for the next pass."""
        for host, state in self._hosts.items():
            slower = state.floor_s > 0 and state.delay_s > state.floor_s
            delay = state.delay_s if slower else 0.0
            if abs(delay - state.known.delay_s) > state.floor_s / 2:
                before = state.known
                kept = HostState(host, before.rests_until, before.why, before.rests, delay)
                self._remember(state, kept)

    def _remember(self, state: _Host, known: HostState) -> None:
        state.known = known
        if self._store is not None:
            self._store.put(known)
