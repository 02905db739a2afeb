"""Chores that the daemon does from time to time, in a thread with a connection of its own.

If a chore fails, that is logged, and it is tried again at its next time; crawling goes on.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from monitor import learning
from monitor.evidence import checkpoint
from spiders.configuration import load
from storage.archive import Archive
from storage.errors import VariorumError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from monitor.daemon.log import Say

    IsDue = Callable[[Archive, datetime], bool]
    Work = Callable[[Path], list[tuple[str, dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Daily:
    """A daily chore; ``work`` checks again whether it is due, and returns events to log."""

    name: str
    is_due: IsDue
    work: Work


async def do(daily: Daily, archive: Archive, say: Say) -> None:
    """If it is due, do it outside the loop, and log the events that it returns.

    Whether it is due is looked up in the archive that is open already: opening it anew each time
    left a megabyte of fragmented memory behind, and mostly nothing is due.
    """
    try:
        if not daily.is_due(archive, datetime.now(UTC)):
            return
        events = await asyncio.to_thread(daily.work, archive.folder)
    except VariorumError as error:
        say(f"{daily.name}_failed", error=error.what)
        return
    for event, values in events:
        say(event, **values)


def checkpoint_if_due(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Make a checkpoint, once a day, if anything was captured; asks a silent authority again."""
    with Archive.open_beside(folder) as archive:
        if not checkpoint.is_due(archive, datetime.now(UTC)):
            return []
        made = checkpoint.make(archive, load(folder))
    events: list[tuple[str, dict[str, Any]]] = [
        ("checkpoint", {"size": made.checkpoint.size, "root": made.checkpoint.root.hex()})
    ]
    if made.key_before is not None:
        events.append(("signed_with_another_key", {"key_before": made.key_before}))
    events += [("timestamp_failed", {"error": fault.what}) for fault in made.faults]
    return events


CHECKPOINT = Daily("checkpoint", checkpoint.is_due, checkpoint_if_due)
LESSON = Daily("lesson", learning.is_due, learning.learn_if_due)
