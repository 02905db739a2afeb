"""``variorum archive``: how much space it takes, how to reduce that, and how to keep a mirror."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import json_form
from monitor.notation.figures import counted
from monitor.output import write_json, write_record
from monitor.terminal import Progress, write
from storage.archive import Archive

if TYPE_CHECKING:
    from monitor.cli import Invocation

_MUCH = 16 * 1024 * 1024

_TO_PEOPLE = {
    "payloads": "bodies_compared",
    "rewritten": "bodies_stored_anew",
    "proved": "can_be_rebuilt_as_sent",
    "unproved": "cannot_be_rebuilt_as_sent",
    "before": "before_bytes",
    "after": "after_bytes",
    "damaged": "cannot_be_read",
    "free": "unused_bytes",
}
"""The names of a report on compaction, for the screen."""


@click.group("archive", short_help="Check the archive's size, shrink it, or mirror it.")
def command() -> None:
    """Show how much space the archive takes, make it smaller, or keep a mirror of it."""


@command.command("compact", short_help="Repack stored bodies to save space.")
@click.option("--shrink", is_flag=True, help="Return the free space in the file to the disk.")
@json_form
@click.pass_obj
def compact(invocation: Invocation, *, shrink: bool, as_json: bool) -> None:
    """Repack stored bodies so that they take less space, and test which wire bytes can be rebuilt.

    Nothing that can be read changes. It may be stopped at any moment and continues where it was.
    A crawl has to wait meanwhile; reading goes on. In a large file the freed space is kept for
    the next captures; with --shrink the file is rewritten, which takes twice its size in free
    space, and small changes have to wait as well.
    """
    from storage.payload.compaction import Compaction

    with (
        Archive.open_to_write(invocation.folder) as archive,
        Progress(quiet=invocation.quiet) as progress,
    ):
        report = Compaction(archive).run(
            lambda done, total: progress.show(f"payload {done} of {total}"), shrink=shrink
        )
    done = asdict(report)
    people = sys.stdout.isatty() and not as_json
    _show({_TO_PEOPLE[name]: done[name] for name in done} if people else done, as_json=as_json)
    if report.free > _MUCH:
        invocation.suggest("Return the free space to the disk", "archive", "compact", "--shrink")
    invocation.suggest("Check that nothing is missing", "verify")


@command.command("stats", short_help="What takes up how much space.")
@json_form
@click.pass_obj
def stats(invocation: Invocation, *, as_json: bool) -> None:
    """Counts, and the space they take: bodies as they were received, and as they are stored."""
    from storage.payload.sizes import sizes

    with Archive.open(invocation.folder) as archive:
        found = {**archive.counts(), **sizes(archive)}
    _show(found, as_json=as_json)
    invocation.suggest("Make it smaller", "archive", "compact")


@command.command("export-since", short_help="Write a file of what a mirror does not have yet.")
@click.argument("since", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="The new file to write.",
)
@click.pass_obj
def export_since(invocation: Invocation, since: Path, output: Path) -> None:
    """Write what was added, changed or removed since SINCE was made, for a mirror to apply.

    SINCE is the mirror's archive.db, the backup it started from, or the last file that was
    written for it. A crawl may go on meanwhile.
    """
    from storage.copies.increments import export_since as write_increment

    with Progress(quiet=invocation.quiet) as progress:
        count = write_increment(
            invocation.folder, since, output, lambda done: progress.show(counted(done, "row"))
        )
    write(f"{output}\t{count}")
    invocation.tell(f"On the mirror's side: variorum --archive MIRROR archive apply {output}")
    invocation.suggest("Check the archive itself", "verify")


@command.command("apply", short_help="Apply such files to a mirror.")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.pass_obj
def apply(invocation: Invocation, files: tuple[Path, ...]) -> None:
    """Apply files from `archive export-since` to this mirror, in the order given.

    Each is applied whole or not at all, and only if it continues what the mirror has; a FILE
    applied before changes nothing. The mirror's own ledger must be the beginning of the new one.
    """
    from storage.copies.increments import apply as take_in

    with (
        Archive.open_to_write(invocation.folder) as archive,
        Progress(quiet=invocation.quiet) as progress,
    ):
        for path in files:
            count = take_in(archive, path, lambda done: progress.show(counted(done, "row")))
            write(f"{path}\t{count}")
    invocation.suggest("Check that nothing is missing", "verify")


def _show(values: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        write_json(values)
    else:
        write_record(values)
