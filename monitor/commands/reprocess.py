"""``variorum reprocess``."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import json_form, outlet_option
from monitor.notation.figures import counted
from monitor.notation.safe import line
from monitor.output import Column, write_json, write_rows
from monitor.terminal import Progress, say, write
from storage.archive import Archive
from storage.errors import ArchiveDamaged, RuleError
from storage.lost import MOST_NAMED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from monitor.cli import Invocation
    from monitor.reprocessing.run import Tally

INCIDENTS = 3
_COUNTS = {
    "articles": "articles",
    "captures": "captures",
    "extractions": "readings",
    "revisions_changed": "changed",
    "revisions_found_late": "found late",
    "revisions_ours": "ours",
}
"""What is counted, and the heading of its column; the last three are about revisions."""


@click.command("reprocess", short_help="Read the archive again with today's reader and rules.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@outlet_option
@json_form
@click.pass_obj
def command(invocation: Invocation, *, dry_run: bool, outlet: str | None, as_json: bool) -> int:
    """Read every capture of every article again, with today's reader and rules.

    Old readings are kept next to the new ones. Differences that come from our reader are marked
    as ours and are not edits in `log`; an edit that the old reader missed is found late, and gets
    its place in time. The same command continues a run that was stopped. Ends with 3 if an outlet
    was left out because its rules are broken, and with 4 if captures are damaged.
    """
    from monitor.reprocessing.run import reprocess

    opened = Archive.open if dry_run else Archive.open_to_write
    with (
        opened(invocation.folder) as archive,
        Progress(quiet=invocation.quiet) as progress,
    ):
        tallies = reprocess(
            archive,
            rules_folder=invocation.rules_folder,
            outlet_id=None if outlet is None else archive.outlet(outlet).id,
            dry_run=dry_run,
            on_progress=lambda done, total: progress.show(f"{done} of {total} articles read"),
        )
        broken = _broken(archive, list(tallies), invocation.rules_folder)
    document = _document(tallies, dry_run=dry_run)
    if as_json:
        write_json(document)
    else:
        _show(document)
    for name, why in broken:
        say(f"Nothing of {name} was read again, because its rules are broken. {why}")
    if document["damaged"]:
        return _tell_of(document["damaged"], invocation)
    if dry_run:
        invocation.suggest("Do it", "reprocess", *(("--outlet", outlet) if outlet else ()))
    else:
        invocation.suggest("See what changed", "log")
    return INCIDENTS if broken else 0


def _tell_of(damaged: list[int], invocation: Invocation) -> int:
    """Report the first of the captures that are damaged; return the exit code."""
    told = ", ".join(map(str, damaged[:MOST_NAMED]))
    more = f" … and {len(damaged) - MOST_NAMED} more" if len(damaged) > MOST_NAMED else ""
    say(f"Damaged, and not read again: {counted(len(damaged), 'capture')}: {told}{more}")
    invocation.suggest("See all damage", "verify")
    return ArchiveDamaged.exit_code


def _broken(
    archive: Archive, names: Iterable[str], folder: Path | None
) -> list[tuple[str, RuleError]]:
    """The outlets whose file of rules has a mistake, each with the error."""
    from spiders.outlets.rules import of_outlet

    found: list[tuple[str, RuleError]] = []
    for name in names:
        try:
            of_outlet(name, archive.outlet(name).home, folder)
        except RuleError as error:
            found.append((name, error))
    return found


def _document(tallies: dict[str, Tally], *, dry_run: bool) -> dict[str, Any]:
    outlets = [{"outlet": name, **asdict(tally)} for name, tally in sorted(tallies.items())]
    sums = {name: sum(one[name] for one in outlets) for name in _COUNTS}
    damaged = sorted(chain.from_iterable(one["damaged"] for one in outlets))
    return {"dry_run": dry_run, **sums, "damaged": damaged, "outlets": outlets}


def _show(document: dict[str, Any]) -> None:
    columns = [Column("outlet")]
    columns += [Column(title, one, right=True) for one, title in _COUNTS.items()]
    write_rows(None, [*document["outlets"], {"outlet": "all", **document}], columns)
    for outlet in document["outlets"]:
        for sample in outlet["samples"]:
            write(line(sample["url"]))
            for mark, text in (("-", sample["gone"]), ("+", sample["new"])):
                if text:
                    write(f"  {mark} {line(text)}")
