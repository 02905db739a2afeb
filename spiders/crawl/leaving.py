"""The end of a crawl that was told to stop: what flies may land, and is not waited for long."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

GRACE_S = 3.0
"""So long after a stop an answer that is under way may still come in. What does not is dropped
unrecorded, since it was us who hung up: its address stays due."""
GRACE_OF_SERVICE_S = 7.0
"""The same where nobody waits at a terminal; those who run containers kill after ten seconds."""


async def leave(tasks: Collection[asyncio.Task[bool]], grace_s: float) -> None:
    """Give these some time to end by themselves, and cancel those that do not."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=grace_s)
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late)
