"""READ in the same loop as the crawl: a little at a time, so that nothing has to wait for it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from monitor.reading.counts import ReadCounts
from monitor.reading.room import ReadingRoom

if TYPE_CHECKING:
    from pathlib import Path

    from storage.archive import Archive

SLICE_S = 0.1
"""How long the loop is busy with reading at a time, unless a single page takes longer."""
ROOM_S = 60.0
"""How long a reading room is used; the next one then has the present outlets and rules."""
IDLE_S = 5.0


class Reading:
    """Reads what comes in. ``counts`` is what was found since the start."""

    def __init__(self, archive: Archive, rules_folder: Path) -> None:
        self.counts = ReadCounts()
        self._archive = archive
        self._rules_folder = rules_folder
        self._came = asyncio.Event()
        self._room: ReadingRoom | None = None
        self._entered = float("-inf")

    def came(self) -> None:
        """Note that there is something to read."""
        self._came.set()

    async def go_on(self) -> None:
        """Read until cancelled. Raises what the archive raises."""
        while True:
            self._came.clear()
            while self._read_some():  # noqa: ASYNC110 — it reads, and lets others have a turn
                await asyncio.sleep(0)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(IDLE_S):  # wait_for may swallow a cancellation
                    await self._came.wait()

    async def finish(self, seconds: float) -> bool:
        """Read for at most this long, then leave; False if something is left to read."""
        until = asyncio.get_running_loop().time() + seconds
        while self._read_some():
            await asyncio.sleep(0)
            if asyncio.get_running_loop().time() > until:
                return False
        self.leave()
        return True

    def renew(self) -> None:
        """Read what comes next by the rules as they are then."""
        self._entered = float("-inf")

    def leave(self) -> None:
        """Close the reading room: what comes next is read in a new one."""
        if self._room is not None:
            self.counts += ReadCounts(incidents=self._room.watch_fields())
            self._room = None

    def forget(self) -> None:
        """Drop the reading room: what could not be stored is read again."""
        self._room = None

    def _read_some(self) -> bool:
        now = asyncio.get_running_loop().time()
        if now - self._entered > ROOM_S:
            self.leave()
        if self._room is None:
            self._room, self._entered = ReadingRoom(self._archive, self._rules_folder), now
        some, done = self._room.read_some(SLICE_S)
        self.counts += some
        return done > 0
