"""``variorum outlet pause|resume|remove``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.commands.options import confirmed
from monitor.notation.safe import line
from monitor.terminal import say
from storage.archive import Archive
from storage.errors import InputError

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.command("pause", short_help="Stop fetching from an outlet for now.")
@click.argument("name")
@click.pass_obj
def pause(invocation: Invocation, name: str) -> None:
    """Stop fetching from an outlet for now. Everything is kept, and `resume` starts it again."""
    _set_paused(invocation, name, paused=True)
    invocation.tell(f"{line(name)} is paused.")
    invocation.suggest("Resume it with", "outlet", "resume", name)


@click.command("resume", short_help="Fetch from a paused outlet again.")
@click.argument("name")
@click.pass_obj
def resume(invocation: Invocation, name: str) -> None:
    """Fetch from a paused outlet again."""
    _set_paused(invocation, name, paused=False)
    invocation.tell(f"{line(name)} is watched again.")
    invocation.suggest("Fetch now", "crawl", name)


@click.command("remove", short_help="Stop watching an outlet; keep what was captured.")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.pass_obj
def remove(invocation: Invocation, name: str, *, yes: bool) -> int:
    """Stop watching an outlet. Its seeds and due times go; what was captured stays readable."""
    with Archive.open_beside(invocation.folder) as archive:
        archive.outlet(name)
        if not yes and not _agreed(name):
            say("Nothing was changed.")
            return 1
        archive.remove_outlet(name)
    invocation.tell(f"{line(name)} is no longer watched. What was captured is kept.")
    invocation.suggest("See what is left", "outlet", "list")
    return 0


def _agreed(name: str) -> bool:
    if not sys.stdin.isatty():
        raise InputError(
            f"Stop watching {line(name)}? Nobody can answer here.",
            why="Nothing was changed.",
            do="Confirm with --yes.",
        )
    return confirmed(f"Stop watching {line(name)}?")


def _set_paused(invocation: Invocation, name: str, *, paused: bool) -> None:
    with Archive.open_beside(invocation.folder) as archive:
        archive.set_paused(name, paused)
