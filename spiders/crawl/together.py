"""Several things at a time, none of which is broken off because another one fails."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any


async def together(*works: Coroutine[Any, Any, object]) -> None:
    """All of these beside one another. Raises what one of them met, when all have come to an end.

    A group of tasks would cancel the others at once: with a full disk, what they were fetching was
    thrown away. What concerns the archive is raised before anything else.
    """
    ended = await asyncio.gather(*works, return_exceptions=True)
    failures = [one for one in ended if isinstance(one, Exception)]
    if failures:
        raise next((one for one in failures if isinstance(one, ArchiveError)), failures[0])
