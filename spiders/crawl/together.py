"""Several things at the same time, none of which is cancelled because another one fails."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any


async def together(*works: Coroutine[Any, Any, object]) -> None:
    """Run all of these concurrently. Raises an error of one of them once all have ended.

    A task group would cancel the others at once: when the disk was full, what they were fetching
    was thrown away. An ArchiveError is raised in preference to any other error.
    """
    ended = await asyncio.gather(*works, return_exceptions=True)
    failures = [one for one in ended if isinstance(one, Exception)]
    if failures:
        raise next((one for one in failures if isinstance(one, ArchiveError)), failures[0])
