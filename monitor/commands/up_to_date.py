"""The index brought up to date before a command asks it, and told how far that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.notation.figures import counted
from monitor.output import Progress

if TYPE_CHECKING:
    from storage.archive import Archive


def bring_up_to_date(archive: Archive, *, quiet: bool) -> None:
    """What was stored since is in the index then."""
    from monitor.indexing import catch_up

    with Progress(quiet=quiet) as progress:
        catch_up(
            archive, on_progress=lambda done: progress.show(f"{counted(done, 'revision')} indexed")
        )
