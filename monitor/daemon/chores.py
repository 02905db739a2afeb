"""What the daemon does now and then beside the crawl, in a thread with a connection of its own.

A chore that fails is told, and comes again at its time: it is no reason to stop crawling.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from monitor.evidence import checkpoint
from spiders.configuration import load
from storage.archive import Archive
from storage.errors import VariorumError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from monitor.daemon.log import Say

    Work = Callable[[Path], list[tuple[str, dict[str, Any]]]]


async def do(name: str, work: Work, folder: Path, say: Say) -> None:
    """Do it away from the loop, and tell what it gives: events with their values."""
    try:
        events = await asyncio.to_thread(work, folder)
    except VariorumError as error:
        say(f"{name}_failed", error=error.what)
        return
    for event, values in events:
        say(event, **values)


def checkpoint_if_due(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Once a day, if anything was captured; an authority that is silent is asked again then."""
    with Archive.open_beside(folder) as archive:
        if not checkpoint.is_due(archive, datetime.now(UTC)):
            return []
        made = checkpoint.make(archive, load(folder))
    events: list[tuple[str, dict[str, Any]]] = [
        ("checkpoint", {"size": made.checkpoint.size, "root": made.checkpoint.root.hex()})
    ]
    events += [("timestamp_failed", {"error": fault.what}) for fault in made.faults]
    return events
