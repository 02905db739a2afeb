"""``variorum archive compact`` and ``stats``: what the archive takes, and how to make it less."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import json_form
from monitor.output import Progress, write, write_json
from storage.archive import Archive

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.group("archive", short_help="What the archive takes, and how to make it less.")
def command() -> None:
    """What the archive takes on the disk, and how to make it less."""


@command.command("compact", short_help="Store bodies again where that saves room.")
@json_form
@click.pass_obj
def compact(invocation: Invocation, *, as_json: bool) -> None:
    """Store bodies again, slowly, against the best base there is, and prove wire bytes.

    Nothing that can be read changes. It may be stopped at any moment and goes on where it was;
    a crawl has to wait, reading goes on.
    """
    from storage.compaction import Compaction  # noqa: PLC0415 — only where it is used

    with (
        Archive.open_to_write(invocation.folder) as archive,
        Progress(quiet=invocation.quiet) as progress,
    ):
        report = Compaction(archive).run(
            lambda done, total: progress.show(f"payload {done} of {total}")
        )
    _show(asdict(report), as_json=as_json)
    invocation.suggest("Check that all is there", "verify")


@command.command("stats", short_help="What takes how much room.")
@json_form
@click.pass_obj
def stats(invocation: Invocation, *, as_json: bool) -> None:
    """How many of what there are, and what they take: bodies as they came, and as they are kept."""
    from storage.sizes import sizes  # noqa: PLC0415 — only where it is used

    with Archive.open(invocation.folder) as archive:
        found = {**archive.counts(), **sizes(archive)}
    _show(found, as_json=as_json)
    invocation.suggest("Make it less", "archive", "compact")


def _show(values: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        write_json(values)
    for name, value in () if as_json else values.items():
        write(f"{name}\t{value}")
