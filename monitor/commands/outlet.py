"""``variorum outlet list|show|pause|resume|remove``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.commands.options import confirmed, json_form, row_forms
from monitor.output import Row, Style, say, write, write_json, write_rows
from monitor.queries.columns import OUTLETS
from monitor.queries.outlets import outlet_document
from monitor.views.safe import line
from monitor.views.times import short
from storage.archive import Archive
from storage.errors import InputError

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.group("outlet", short_help="List, show, pause, resume or remove outlets.")
def command() -> None:
    """List, show, pause, resume or remove outlets. Add one with `variorum add`."""


@command.command("list", short_help="Every outlet of the archive.")
@row_forms
@click.pass_obj
def list_outlets(invocation: Invocation, form: str | None) -> None:
    """Every outlet of the archive, by name."""
    with Archive.open(invocation.folder) as archive:
        rows = [outlet_document(archive, outlet) for outlet in archive.outlets()]
        write_rows(form, rows, OUTLETS)
    if rows:
        invocation.suggest("Look at one", "outlet", "show", rows[0]["outlet"])
    else:
        invocation.suggest("No outlet is watched yet. Add one", "add", "https://example.org/")


@command.command("show", short_help="One outlet: its hosts, seeds and articles.")
@click.argument("name")
@json_form
@click.pass_obj
def show(invocation: Invocation, name: str, *, as_json: bool) -> None:
    """One outlet: its hosts, seeds and articles."""
    with Archive.open(invocation.folder) as archive:
        document = outlet_document(archive, archive.outlet(name))
    if as_json:
        write_json(document)
    else:
        _show(document)
    invocation.suggest("See what changed there", "log", "--outlet", name)


@command.command("pause", short_help="Stop fetching from an outlet for now.")
@click.argument("name")
@click.pass_obj
def pause(invocation: Invocation, name: str) -> None:
    """Stop fetching from an outlet for now. Everything stays, and `resume` goes on."""
    _set_paused(invocation, name, paused=True)
    invocation.tell(f"{line(name)} is paused.")
    invocation.suggest("Go on with", "outlet", "resume", name)


@command.command("resume", short_help="Fetch from a paused outlet again.")
@click.argument("name")
@click.pass_obj
def resume(invocation: Invocation, name: str) -> None:
    """Fetch from a paused outlet again."""
    _set_paused(invocation, name, paused=False)
    invocation.tell(f"{line(name)} is watched again.")
    invocation.suggest("Look now", "crawl", name)


@command.command("remove", short_help="Stop watching an outlet; what was captured stays.")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(invocation: Invocation, name: str, *, yes: bool) -> int:
    """Stop watching an outlet. Its seeds and due times go; what was captured stays readable."""
    with Archive.open_to_write(invocation.folder) as archive:
        archive.outlet(name)
        if not yes and not _agreed(name):
            say("Nothing was changed.")
            return 1
        archive.remove_outlet(name)
    invocation.tell(f"{line(name)} is not watched any more. What was captured stays.")
    invocation.suggest("See what is left", "outlet", "list")
    return 0


def _agreed(name: str) -> bool:
    if not sys.stdin.isatty():
        raise InputError(
            f"Stop watching {line(name)}? Nobody is there to answer.",
            why="Nothing was changed.",
            do="Say so with --yes.",
        )
    return confirmed(f"Stop watching {line(name)}?")


def _set_paused(invocation: Invocation, name: str, *, paused: bool) -> None:
    with Archive.open_to_write(invocation.folder) as archive:
        archive.outlet(name)
        archive.set_paused(name, paused)


def _show(document: Row) -> None:
    style = Style.of(sys.stdout)
    write(style.bold(line(document["outlet"])))
    write(f"home\t{line(document['home'])}")
    write(f"hosts\t{line(' '.join(document['hosts']))}")
    write(f"state\t{'paused' if document['paused'] else 'watched'}")
    write(f"added\t{short(document['created_at'])}")
    write(f"last capture\t{short(document['last_capture'])}")
    write(f"articles\t{document['articles']}")
    for seed in document["seeds"]:
        write(f"seed\t{seed['kind']}\t{line(seed['url'])}")
