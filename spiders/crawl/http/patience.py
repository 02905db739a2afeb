"""How long a host may take: a time-out that excludes the time when our own process was blocked.

When the event loop was blocked (a sitemap of 50,000 addresses was stored, the process was stopped,
the machine slept), the answer may be there unread, and the host is not to blame for that time.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

TICK_S = 0.25
"""Our own pauses show in a timer that fires late; it fires this often, or ten times in all."""


class Patience:
    """An asynchronous context that raises TimeoutError when the host took this many seconds.

    ``took_s`` is how many the host took, by the monotonic clock; it is set when the context ends.
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
        """Put off the time-out if this timer is late. Timers fire in order: this one comes first.

        What has come in meanwhile is read before either, but no more of it than fits a buffer.
        """
        late_s = self._loop.time() - self._timer.when()
        if late_s > self._tick_s:
            self._ours_s += late_s
            if not self._timeout.expired():
                self._timeout.reschedule(self._began + self._seconds + self._ours_s)
        self._wait()
