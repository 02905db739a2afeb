"""``variorum demo``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("demo", short_help="An offline tour: a small outlet changes while you watch.")
@click.option(
    "--keep",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Keep the archive of the tour in this folder.",
)
def command(keep: Path | None) -> int:
    """An offline tour in under a minute.

    A small outlet of our own is served on this machine, crawled, changed and crawled again; then
    you see the log and a diff. Nothing leaves the machine.
    """
    from monitor.demo.tour import run

    return run(keep)
