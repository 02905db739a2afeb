"""``variorum backup``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.notation.figures import size as in_units
from monitor.output import write_aligned
from monitor.terminal import Progress
from storage.copies.backup import backup
from storage.database.names import DATABASE_NAME

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.command("backup", short_help="Copy the archive to a file, even while it is in use.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def command(invocation: Invocation, file: Path) -> None:
    """Copy the archive's database to FILE: all of it at one moment, even during a crawl.

    Nothing is overwritten. The settings, your rules, who may see the pages (users.db) and
    signing-key.pem are files beside archive.db: copy them too, and keep the key apart.
    """
    if file.is_dir():
        file = file / DATABASE_NAME
    with Progress(quiet=invocation.quiet) as progress:
        size = backup(
            invocation.folder, file, lambda done, total: progress.show(f"{done} of {total} pages")
        )
    write_aligned([(str(file), in_units(size) if sys.stdout.isatty() else size)])
    if file.name != DATABASE_NAME:
        invocation.tell(f"To use it, put it into a folder of its own as {DATABASE_NAME}.")
    invocation.tell(
        "Also copy what it does not contain: variorum.toml, outlets/, users.db and the key."
    )
    if file.name == DATABASE_NAME:
        invocation.at(file.parent).suggest("Check the copy", "verify")
    else:
        invocation.suggest("Check the archive itself", "verify")
