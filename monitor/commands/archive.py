"""``variorum archive``: how much space it takes, how to reduce that, and how to keep a mirror."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import json_form
from monitor.notation.figures import counted
from monitor.output import Progress, write, write_json, write_record
from storage.archive import Archive

if TYPE_CHECKING:
    from monitor.cli import Invocation

_MUCH = 16 * 1024 * 1024


@click.group("archive", short_help="What the archive takes, and mirrors of it.")
def command() -> None:
    """What the archive takes on the disk, how to make it less, and how to keep a mirror of it."""


@command.command("compact", short_help="Store bodies again where that saves room.")
@click.option("--shrink", is_flag=True, help="Give what is free in the file back to the disk.")
@json_form
@click.pass_obj
def compact(invocation: Invocation, *, shrink: bool, as_json: bool) -> None:
    """Store bodies again, slowly, against the best base there is, and prove wire bytes.

    Nothing that can be read changes. It may be stopped at any moment and goes on where it was;
    a crawl has to wait, reading goes on. What becomes free in a large file is left for the next
    captures; with --shrink the file is made anew, which needs twice as much room again, and small
    changes have to wait as well.
    """
    from storage.payload.compaction import Compaction

    with (
        Archive.open_to_write(invocation.folder) as archive,
        Progress(quiet=invocation.quiet) as progress,
    ):
        report = Compaction(archive).run(
            lambda done, total: progress.show(f"payload {done} of {total}"), shrink=shrink
        )
    _show(asdict(report), as_json=as_json)
    if report.free > _MUCH:
        invocation.suggest("Give what is free back to the disk", "archive", "compact", "--shrink")
    invocation.suggest("Check that all is there", "verify")


@command.command("stats", short_help="What takes how much room.")
@json_form
@click.pass_obj
def stats(invocation: Invocation, *, as_json: bool) -> None:
    """How many of what there are, and what they take: bodies as they came, and as they are kept."""
    from storage.payload.sizes import sizes

    with Archive.open(invocation.folder) as archive:
        found = {**archive.counts(), **sizes(archive)}
    _show(found, as_json=as_json)
    invocation.suggest("Make it less", "archive", "compact")


@command.command("export-since", short_help="Write what a mirror does not have yet.")
@click.argument("since", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="Into this new file.",
)
@click.pass_obj
def export_since(invocation: Invocation, since: Path, output: Path) -> None:
    """Write what came, changed or went since SINCE was made, for a mirror to take in.

    SINCE is the mirror's archive.db, the backup that it began as, or the last file that was
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


@command.command("apply", short_help="Take into a mirror what it does not have yet.")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.pass_obj
def apply(invocation: Invocation, files: tuple[Path, ...]) -> None:
    """Take what `archive export-since` wrote into this mirror, in the order of the FILEs.

    Each goes in whole or not at all, and only where it continues what the mirror holds; what is
    there already changes nothing. The mirror's own ledger must be the beginning of the new one.
    """
    from storage.copies.increments import apply as take_in

    with (
        Archive.open_to_write(invocation.folder) as archive,
        Progress(quiet=invocation.quiet) as progress,
    ):
        for path in files:
            count = take_in(archive, path, lambda done: progress.show(counted(done, "row")))
            write(f"{path}\t{count}")
    invocation.suggest("Check that all is there", "verify")


def _show(values: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        write_json(values)
    else:
        write_record(values)
