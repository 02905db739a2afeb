"""``variorum init``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from spiders.configuration import FILE_NAME, TEMPLATE
from storage.archive import Archive

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.command("init", short_help="Make an empty archive.")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def command(invocation: Invocation, directory: Path | None) -> None:
    """Make an empty archive in DIR (else where --archive says, else ./archive).

    The folder gets archive.db, a commented variorum.toml, outlets/ for rules of your own, and
    signing-key.pem, which signs checkpoints: keep a copy of it, and give it to nobody.
    """
    from storage.proof import keys  # noqa: PLC0415 — slow to load, and `--help` needs none

    folder = directory or invocation.folder
    with Archive.create(folder):
        if keys.load(folder) is None:
            keys.make(folder)
    settings = folder / FILE_NAME
    if not settings.exists():
        settings.write_text(TEMPLATE, encoding="utf-8")
    (folder / "outlets").mkdir(exist_ok=True)
    invocation.tell(f"An empty archive stands in {folder}.")
    invocation.tell(f"Tell outlets who you are: set contact in {settings}")
    invocation.at(folder).suggest("Watch an outlet", "add", "https://example.org/")
