"""``variorum export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import outlet_option, period
from monitor.commands.references import find_numbered
from monitor.export.files import destination
from monitor.export.jsonl import write_jsonl
from monitor.export.selection import Selection
from monitor.export.warc import write_warc
from monitor.output import Progress
from storage.archive import Archive

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.cli import Invocation

NOUNS = {"jsonl": "revision", "warc": "visit"}
"""The formats, each with what it has one of for each that is counted."""


@click.command("export", short_help="Write revisions to a file.")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(NOUNS)))
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Into this file, all or nothing; else to stdout.",
)
@outlet_option
@period
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    form: str,
    articles: tuple[str, ...],
    output: Path | None,
    **selected: Any,
) -> None:
    """Write revisions in FORMAT: of the ARTICLEs named (ARTICLE@N: one revision), else of all.

    jsonl: one revision a line, oldest first within an article. --since and --until look at
    when a revision was first seen.

    warc: WARC/1.1 (.warc.gz), every visit to the articles, or those that show the revision; without
    a selection seeds and robots.txt as well. --since and --until look at when a visit began.
    """
    noun = NOUNS[form]
    with (
        Archive.open(invocation.folder) as archive,
        Progress(quiet=invocation.quiet) as progress,
        destination(output) as stream,
    ):
        selection = _selection(archive, articles, **selected)

        def show(done: int) -> None:
            progress.show(f"{done} {noun}s written")

        if form == "warc":
            name = output.name if output else None
            count = write_warc(archive, selection, stream, show, filename=name)
        else:
            count = write_jsonl(archive, selection, stream, show)
    told = f"{count} {noun}{'' if count == 1 else 's'}"
    invocation.tell(f"{told} written{f' to {output}' if output else ''}.")
    invocation.suggest("See what changed", "log")


def _selection(
    archive: Archive,
    articles: tuple[str, ...],
    *,
    outlet: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Selection:
    named = [find_numbered(archive, name) for name in articles]
    return Selection(
        revisions=tuple((article.id, number) for article, number in named),
        outlet_id=archive.outlet(outlet).id if outlet else None,
        since=since,
        until=until,
    )
