"""One export under way: what it is made from, its progress, and what could not be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from storage.lost import DAMAGE, STRICT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitor.export.selection import Selection
    from storage.archive import Archive
    from storage.lost import Losses
    from storage.records import Capture, Extraction, Revision

_T = TypeVar("_T")


def _nobody(_count: int) -> None:
    """Report nothing."""


@dataclass(slots=True)
class Export:
    """What every format is given: an archive, and the selection from it.

    What is damaged is noted among the ``losses``, and the rest is written. ``count`` is how many
    things have been written (the format has a noun for them); ``on_progress`` gets each new count.
    """

    archive: Archive
    selection: Selection
    losses: Losses = STRICT
    on_progress: Callable[[int], None] = _nobody
    count: int = field(default=0, init=False)

    def reached(self, count: int) -> None:
        """Note and report that ``count`` things are written."""
        self.count = count
        self.on_progress(count)

    def counted(self, things: Iterable[_T]) -> Iterator[_T]:
        """The things as they come; each is counted when the next one is requested."""
        for thing in things:
            yield thing
            self.reached(self.count + 1)

    def readings(self) -> Iterator[tuple[Revision, Extraction, list[Capture]]]:
        """The selected revisions, each with its extraction and the captures that show it.

        One whose text is damaged is noted and left out.
        """
        for revision in self.selection.of(self.archive):
            try:
                extraction = self.archive.extraction(revision.extraction_id)
                captures = self.archive.captures_of_revision(revision)
            except DAMAGE as error:
                what = f"revision {revision.article_id}@{revision.number}"
                self.losses.note(what, revision.url, error)
                continue
            yield revision, extraction, captures
