"""The daemon's state, for observers: a small file next to the archive.

The daemon writes it every few seconds. Whether it is alive is seen from the archive's lock, and
whether it still does its work from the file's age.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from storage.database.lock import holder

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "run.json"
BEAT_S = 5.0
"""How often the file is written."""
STUCK_AFTER = timedelta(seconds=90)
"""A daemon that has not written for so long is stuck, if it is alive."""

RUNNING, STOPPING, OFFLINE, FULL, BUSY, STUCK, STOPPED = (
    "running",
    "stopping",
    "offline",
    "full",
    "busy",
    "stuck",
    "stopped",
)
WELL = frozenset({RUNNING, STOPPING, OFFLINE})
"""States in which nobody needs to do anything."""


@dataclass(slots=True)
class State:
    """The daemon's state. Counts are since its start; times are RFC 3339 in UTC."""

    state: str
    pid: int
    version: str
    started_at: str
    seen_at: str
    flying: int = 0
    visits: dict[str, int] = field(default_factory=dict)
    articles_new: int = 0
    revisions_new: int = 0
    due: int = 0
    oldest_due: str | None = None
    unread: int = 0
    last_visit_at: str | None = None
    last_checkpoint_at: str | None = None
    last_trouble: str | None = None


def write(folder: Path, state: State) -> None:
    """Replace the file; if the disk is full, overwrite it in place.

    That needs no room, and a full disk is just what has to be reported then.
    """
    path, new = folder / FILE_NAME, folder / f"{FILE_NAME}.new"
    text = json.dumps(asdict(state)).encode()
    try:
        new.write_bytes(text)
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError), path.open("r+b", buffering=0) as stream:
            stream.write(
                text.ljust(path.stat().st_size)
            )  # in one go, so that no reader finds half of it


def read(folder: Path, now: datetime | None = None) -> dict[str, Any]:
    """The last state, with ``state`` brought up to date; only ``state`` if nothing ever ran."""
    try:
        found: dict[str, Any] = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        seen = datetime.fromisoformat(found["seen_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return {"state": STOPPED}
    if holder(folder) != found.get("pid"):  # nobody's, or another command's
        # Its number may be another program's by now, and what was under way went with it.
        found |= {"state": STOPPED, "pid": None, "flying": 0}
    elif abs((now or datetime.now(UTC)) - seen) > STUCK_AFTER:
        found["state"] = STUCK
    return found
