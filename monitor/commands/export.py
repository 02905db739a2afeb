"""``variorum export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.asked import Asked
from monitor.commands.options import kept_checkpoints, marks, note_in, outlet_option, period
from monitor.export import formats, tables
from monitor.export.export import Export
from monitor.export.files import destination
from monitor.export.folders import is_folder, tree_in
from monitor.export.selection import Selection
from monitor.notation.figures import counted
from monitor.queries.references import find_numbered
from monitor.terminal import Progress, say
from storage.archive import Archive
from storage.errors import ArchiveDamaged, InputError
from storage.lost import Losses
from storage.records import Weight

if TYPE_CHECKING:
    from monitor.cli import Invocation


_CHECKED = ("warc", "wacz")
"""Formats that `warc check` can read."""


def _place(_context: click.Context, _option: click.Parameter, output: Path | None) -> Path | None:
    """The file; None for stdout, which is also written ``-``."""
    return None if output == Path("-") else output


@click.command("export", short_help="Export what is archived to a file.")
@click.argument("form", metavar="FORMAT", type=click.Choice(formats.NAMES))
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    callback=_place,
    help="The file (html: folder) to write, all or nothing; default: stdout.",
)
@click.option(
    "--table",
    type=click.Choice(tables.NAMES),
    help=(
        "For jsonl, csv, xlsx and parquet: which table; default: revisions (xlsx: all but visits)."
    ),
)
@click.option(
    "--package",
    is_flag=True,
    help="For jsonl, csv and parquet: all tables and their description, as a ZIP file.",
)
@kept_checkpoints("For bag: prove it by this checkpoint, which the recipient has. Repeatable.")
@outlet_option
@marks
@period
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    form: str,
    articles: tuple[str, ...],
    output: Path | None,
    **more: Any,
) -> int:
    """Export the ARTICLEs named (ARTICLE@N: one revision), or everything, in FORMAT.

    Tables: jsonl (one revision per line), csv, xlsx for Excel and LibreOffice, parquet (needs the
    extra). Pages: html, a static site
    in a folder (or a .zip), and atom, a feed of changes.
    Captures, every visit byte for byte: warc, and wacz which a browser replays. bag: evidence
    about one change, ARTICLE [A..B], that others check without Variorum; a folder or a .zip.

    --since and --until go by when a revision was first seen; for visits, warc and wacz by when a
    visit began. --kind and --weight select changes, as for log. Anything damaged is named and
    left out; then it ends with 4.
    """
    wish = _wish(form, output, more.pop("table"), package=more.pop("package"))
    kept = tuple(map(note_in, more.pop("kept")))
    asked = Asked(**more)
    if kept and form != "bag":
        raise InputError(
            "--checkpoint is for bags only.", do="Leave out --checkpoint, or export a bag."
        )
    if output is None and sys.stdout.isatty() and (wish.package or form not in formats.READABLE):
        raise InputError(
            f"{form} is not readable on a terminal.",
            why="Nothing was written.",
            do="Give a file: -o FILE. Or pipe it into another program: | PROGRAM.",
        )
    if form == "bag":
        return _write_bag(invocation, articles, output, asked, kept)
    return _write(invocation, wish, articles, output, asked)


def _write(
    invocation: Invocation,
    wish: formats.Wish,
    articles: tuple[str, ...],
    output: Path | None,
    asked: Asked,
) -> int:
    losses = Losses()
    shown = output is None and sys.stdout.isatty()
    folder = output if wish.form in formats.FOLDERS and is_folder(output) else None
    with (
        Archive.open(invocation.folder) as archive,
        archive.snapshot(),  # a crawl may be running, and the tables must agree
        Progress(quiet=invocation.quiet or shown) as progress,  # it would mix with the rows
    ):

        def show(done: int) -> None:
            progress.show(f"{counted(done, wish.noun)} written")

        export = Export(archive, _selection(archive, articles, asked), losses, show)
        if folder is not None:
            with tree_in(folder) as tree:
                formats.write_tree(export, tree)
        else:
            with destination(output) as stream:
                formats.write(wish, export, stream)
    invocation.tell(
        f"{counted(export.count, wish.noun)} written{f' to {output}' if output else ''}."
    )
    if folder is not None:
        invocation.tell(f"Open it in a browser: {folder / 'index.html'}")
    if output is not None and wish.form in _CHECKED:
        return _end(invocation, losses, "Check it", "warc", "check", str(output))
    return _end(invocation, losses, "See what changed", "log")


def _end(invocation: Invocation, losses: Losses, *suggested: str) -> int:
    """Report what is missing from the file though it was selected; return the exit code."""
    if not losses.count:
        invocation.suggest(*suggested)
        return 0
    for told in losses.told():
        say(f"Damaged, and not in the export: {told}")
    invocation.suggest("Everything else is in it. See all damage", "verify")
    return ArchiveDamaged.exit_code


def _write_bag(
    invocation: Invocation,
    words: tuple[str, ...],
    output: Path | None,
    asked: Asked,
    kept: tuple[str, ...],
) -> int:
    from monitor.commands.bagging import pack

    if asked.selects:
        raise InputError(
            "A bag is about one change of one article.", do="Name it: variorum export bag 12 1..2"
        )
    losses = Losses()
    with Progress(quiet=invocation.quiet) as progress:
        count, made = pack(invocation.folder, words, output, progress.show, losses, kept)
    if made:
        invocation.tell("A checkpoint was made first: none covered the captures yet.")
    told = counted(count, "capture")
    invocation.tell(f"{told} packed{f' to {output}' if output else ''}.")
    invocation.tell("Its data/VERIFY.md says how others can check it without Variorum.")
    return _end(invocation, losses, "Check the archive it came from", "verify")


def _wish(form: str, output: Path | None, table: str | None, *, package: bool) -> formats.Wish:
    """What to write. Raises InputError for options that cannot be combined."""
    if form not in formats.TABULAR and (table or package):
        raise InputError(
            f"{form} has no tables.", do="Leave out --table and --package, or export csv."
        )
    if package and form == formats.WORKBOOK:
        raise InputError(
            "--package is not for workbooks.",
            do="Leave out --package: a workbook has one sheet per table.",
        )
    if table and package:
        raise InputError("--package already writes every table.", do="Leave out --table.")
    return formats.Wish(form, table, package, output.name if output else None)


def _selection(archive: Archive, articles: tuple[str, ...], asked: Asked) -> Selection:
    named = [find_numbered(archive, name) for name in articles]
    return Selection(
        revisions=tuple((article.id, number) for article, number in named),
        outlet_id=asked.outlet_id(archive),
        since=asked.since,
        until=asked.until,
        weight=Weight(asked.weight) if asked.weight else None,
        marks=asked.marks,
    )
