"""The end of a crawl that is stopped: requests under way may finish, within a short time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

GRACE_S = 3.0
"""For this long after a stop, answers that are under way may still come in. Later ones are dropped
unrecorded, because it was us who hung up; their addresses stay due."""
GRACE_OF_SERVICE_S = 7.0
"""The same if nobody waits at a terminal; container runtimes kill after ten seconds."""


async def leave(tasks: Collection[asyncio.Task[bool]], grace_s: float) -> None:
    """Give these tasks some time to end by themselves, and cancel those that do not."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=grace_s)
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late)
