"""Brings the index up to date before a command uses it, and shows the progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.notation.figures import counted
from monitor.terminal import Progress

if TYPE_CHECKING:
    from storage.archive import Archive


def bring_up_to_date(archive: Archive, *, quiet: bool) -> None:
    """Index what was stored since the last time."""
    from monitor.indexing import catch_up

    with Progress(quiet=quiet) as progress:
        catch_up(
            archive, on_progress=lambda done: progress.show(f"{counted(done, 'revision')} indexed")
        )
