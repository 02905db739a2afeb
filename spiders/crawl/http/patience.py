"""How long a host may take: a time-out that does not count what our own process slept or worked.

Where the loop stood still (a sitemap of 50,000 addresses was stored, the process was stopped, the
machine slept) the answer may lie there unread, and no host is to blame for the time until then.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

TICK_S = 0.25
"""A pause of ours is noticed by a timer that comes late; it comes so often, or ten times in all."""


class Patience:
    """An asynchronous context that raises TimeoutError after so many seconds of the host's own.

    ``took_s`` is how many it took, by a clock that nobody sets; after the end of the context.
    """

    def __init__(self, seconds: float) -> None:
        self.took_s = 0.0
        self._seconds = seconds
        self._tick_s = min(TICK_S, seconds / 10)
        self._ours_s = 0.0

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._timeout = asyncio.timeout_at(self._began + self._seconds)
        await self._timeout.__aenter__()
        self._wait()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self.took_s = max(0.0, self._loop.time() - self._began - self._ours_s)
        await self._timeout.__aexit__(kind, error, trace)

    def _wait(self) -> None:
        self._timer = self._loop.call_later(self._tick_s, self._tick)

    def _tick(self) -> None:
        """Timers that are due come in their order: this one before the time-out that it puts off.

        What came in meanwhile is taken before either, but not more of it than fits a buffer.
        """
        late_s = self._loop.time() - self._timer.when()
        if late_s > self._tick_s:
            self._ours_s += late_s
            if not self._timeout.expired():
                self._timeout.reschedule(self._began + self._seconds + self._ours_s)
        self._wait()
