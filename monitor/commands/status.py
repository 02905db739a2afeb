"""``variorum status``."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import json_form
from monitor.daemon.state import STOPPED, WELL, read
from monitor.health import clock_trouble
from monitor.output import write_json, write_record
from storage.archive import Archive
from storage.database.times import maybe_text

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.cli import Invocation


@click.command("status", short_help="Whether `run` is working, and how it is doing.")
@click.option(
    "--exit-code",
    "strict",
    is_flag=True,
    help="Exit with 1 if it is full, busy, stuck or stopped, or the clock is wrong.",
)
@json_form
@click.pass_obj
def command(invocation: Invocation, *, strict: bool, as_json: bool) -> int:
    """Whether `run` is working on this archive, what it has done since its start, and what is due.

    States: running; offline (no host can be reached: it waits for the network); full (it waits for
    disk space); busy (it waits for another process that is writing); stopping; stuck (it is alive
    but does nothing); stopped.
    """
    found = status(invocation.folder)
    if as_json:
        write_json(found)
    else:
        write_record({name: _shown(value) for name, value in found.items()})
    if found["clock"] is not None:
        invocation.suggest("See what is wrong", "doctor")
    elif found["state"] == STOPPED:
        invocation.suggest("Start it with", "run")
    else:
        invocation.suggest("See how the outlets are doing", "health")
    return int(strict and (found["state"] not in WELL or found["clock"] is not None))


def status(folder: Path) -> dict[str, Any]:
    """Everything that can be told from outside the process; what is due is counted now."""
    now = datetime.now(UTC)
    with Archive.open(folder) as archive:
        clock = clock_trouble(archive, now)
        load, following = archive.agenda.load(now), archive.agenda.next_due()
        outlets = archive.outlets()
    found = read(folder, now)
    return {
        **found,
        "clock": clock,
        "outlets": len(outlets),
        "paused": sum(outlet.paused for outlet in outlets),
        "due": load.due,
        "oldest_due": maybe_text(load.oldest),
        "next_due": maybe_text(following),
        "unread": load.unread,
        "archive_bytes": sum(path.stat().st_size for path in folder.glob("archive.db*")),
        "free_bytes": shutil.disk_usage(folder).free,
    }


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return " ".join(f"{name}={number}" for name, number in value.items()) or None
    return value
