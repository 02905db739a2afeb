"""``variorum import``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import json_form
from monitor.notation.safe import line
from monitor.output import write_aligned, write_json, write_record
from monitor.terminal import Progress, say
from spiders.configuration import load
from storage.archive import Archive
from storage.errors import EndsTooEarly, FaultyThroughout
from storage.warc.records import Severity

if TYPE_CHECKING:
    from monitor.cli import Invocation
    from storage.warc.records import Fault

_TOLD = 20
"""How many faults are reported one by one."""


@click.command("import", short_help="Import WARC files made by others.")
@click.argument(
    "files",
    metavar="[FILE]...",
    nargs=-1,
    type=click.Path(path_type=Path),
)
@click.option(
    "--memento",
    "mementos",
    metavar="URL",
    multiple=True,
    help="Import the history of this page or TimeMap from a Memento archive; repeatable.",
)
@json_form
@click.pass_obj
def command(
    invocation: Invocation, files: tuple[Path, ...], mementos: tuple[str, ...], *, as_json: bool
) -> None:
    """Import WARC and WACZ files into the archive, and read the articles in them.

    Captures keep their own times and bytes; outlets are made from hosts. What the archive has
    already is skipped: importing a file twice changes nothing, and the same command continues an
    import that was stopped. Broken records are reported and the rest is imported. The command
    ends with 1 if all of a FILE is broken, or if a FILE ends too early.

    FILE may also be a list of feeds (OPML) or of addresses, one per line, for the next crawl.
    Saved pages (HTML) and folders of them cannot be imported: they do not say when they were
    fetched.
    """
    if not files and not mementos:
        raise click.UsageError("Name a FILE, or a page with --memento URL.")
    from monitor.importing.run import Telling, import_files

    teller = _Teller()
    with (
        Archive.open_to_write(invocation.folder) as archive,
        Progress(quiet=invocation.quiet) as progress,
    ):
        imported = import_files(
            archive,
            files,
            load(invocation.folder),
            Telling(teller.tell, progress.show),
            mementos=mementos,
            rules_folder=invocation.rules_folder,
        )
    teller.finish(invocation)
    counts = {
        "captures": imported.captures,
        "articles_new": imported.articles_new,
        "revisions_new": imported.revisions_new,
        "skipped": sum(imported.skipped.values()),
        "skipped_why": imported.skipped,
    }
    if imported.feeds or imported.addresses:
        counts |= {"feeds": imported.feeds, "addresses": imported.addresses}
    _write(counts, as_json=as_json)
    if imported.useless:
        raise FaultyThroughout(imported.useless)
    if imported.cut:
        raise EndsTooEarly(imported.cut)
    if imported.feeds or imported.addresses:
        invocation.suggest("Fetch what was listed", "crawl")
    else:
        invocation.suggest("See what changed", "log")


class _Teller:
    """Reports faults on stderr, the first ones individually."""

    def __init__(self) -> None:
        self._count = 0
        self._file = ""

    def tell(self, name: str, fault: Fault) -> None:
        """Report a record that was not taken, or a remark."""
        self._count += 1
        self._file = name
        if self._count <= _TOLD:
            not_taken = "not imported: " if fault.severity is Severity.ERROR else ""
            where = name if "://" in name else f"{name}, offset {fault.offset}"
            say(line(f"{where}: {not_taken}{fault.what}"))

    def finish(self, invocation: Invocation) -> None:
        """Report how many more faults there were."""
        more = self._count - _TOLD
        if more > 0:
            invocation.suggest(
                f"{more} more. See them", "warc", "check", self._file.partition(": ")[0]
            )


def _write(counts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        write_json(counts)
        return
    names = ("captures", "articles_new", "revisions_new", "feeds", "addresses", "skipped")
    told = {name: counts[name] for name in names if name in counts}
    why = counts["skipped_why"].items()
    if sys.stdout.isatty():
        write_record(told | {f"skipped, {reason}": number for reason, number in why})
    else:
        write_aligned([*told.items(), *(("skipped", *one) for one in why)])
