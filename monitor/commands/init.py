"""``variorum init``."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spiders.configuration import FILE_NAME, TEMPLATE
from storage.archive import Archive
from storage.database.names import DATABASE_NAME, KEY_NAME
from storage.errors import ArchiveFull

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.cli import Invocation

_MADE = (
    DATABASE_NAME,
    f"{DATABASE_NAME}-wal",
    f"{DATABASE_NAME}-shm",
    KEY_NAME,
    FILE_NAME,
)


@contextmanager
def _whole_or_nothing(folder: Path) -> Iterator[None]:
    """If making it fails, as on a full disk, remove the half archive, which would look whole."""
    there = {name for name in _MADE if (folder / name).exists()}
    try:
        yield
    except (ArchiveFull, OSError):
        if DATABASE_NAME not in there:  # otherwise it is an existing archive, and nothing was made
            for name in _MADE:
                if name not in there:
                    (folder / name).unlink(missing_ok=True)
        raise


@click.command("init", short_help="Create an empty archive.")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def command(invocation: Invocation, directory: Path | None) -> None:
    """Create an empty archive in DIR (or where --archive says, or in ./archive).

    The folder gets archive.db, a commented variorum.toml, outlets/ for rules of your own, and
    signing-key.pem, which signs checkpoints: keep a copy of it, and give it to nobody.
    """
    from storage.proof import keys

    folder = directory or invocation.folder
    settings = folder / FILE_NAME
    with _whole_or_nothing(folder):
        with Archive.create(folder):
            if keys.load(folder) is None:
                keys.make(folder)
        if not settings.exists():
            settings.write_text(TEMPLATE, encoding="utf-8")
        (folder / "outlets").mkdir(exist_ok=True)
    invocation.tell(f"An empty archive was created in the folder {folder}.")
    invocation.tell(f"Tell outlets who you are: set contact in {settings}")
    invocation.at(folder).suggest("Watch an outlet", "add", "https://example.org/")
