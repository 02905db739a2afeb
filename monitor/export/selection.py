"""Which revisions are exported, and which visits they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.errors import InputError
from storage.warc.slices import Slice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Event, Revision, Weight


@dataclass(frozen=True, slots=True)
class Selection:
    """Articles by id, each with a revision's number or None for all; empty: the whole archive.

    ``since`` (inclusive) and ``until`` (exclusive) apply to when a revision was first seen;
    ``weight`` is the least weight; ``marks`` are kinds and signals, all of which it must have.
    """

    revisions: tuple[tuple[int, int | None], ...] = ()
    outlet_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    weight: Weight | None = None
    marks: tuple[str, ...] = ()

    def of(self, archive: Archive) -> Iterator[Revision]:
        """The revisions, article by article, oldest first, each once."""
        for _, revisions in self.by_article(archive):
            yield from revisions

    def by_article(self, archive: Archive) -> Iterator[tuple[int, list[Revision]]]:
        """Each article that may have something, with those of its revisions that fit, if any."""
        for article_id, numbers in self._articles(archive):
            found = archive.revisions(article_id)
            yield article_id, [one for one in found if self._fits(one, numbers)]

    def _articles(self, archive: Archive) -> Iterator[tuple[int, set[int] | None]]:
        if not self.revisions:
            for article_id in self._of_the_time(archive):
                yield article_id, None
            return
        wanted: dict[int, set[int] | None] = {}
        for article_id, number in self.revisions:
            known = wanted.setdefault(article_id, set())
            if number is None or known is None:
                wanted[article_id] = None
            else:
                archive.revision(article_id, number)  # raises NotStored before anything is written
                known.add(number)
        for article_id, numbers in wanted.items():
            if self._is_of_outlet(archive, article_id):
                yield article_id, numbers

    def _of_the_time(self, archive: Archive) -> Iterator[int]:
        """The articles that changed in the time, so that one day does not take as long as years."""
        if self.since is None and self.until is None:
            return (article.id for article in archive.articles(self.outlet_id))
        return iter(archive.sights.articles_changed(self.outlet_id, self.since, self.until))

    def _is_of_outlet(self, archive: Archive, article_id: int) -> bool:
        return self.outlet_id is None or archive.article(article_id).outlet_id == self.outlet_id

    def _fits(self, revision: Revision, numbers: set[int] | None) -> bool:
        if numbers is not None and revision.number not in numbers:
            return False
        told = revision.assessment
        marks = {*told.kinds, *told.signals}
        return self.holds(revision.first_seen) and self._weighs(told.weight, marks)

    def holds_event(self, event: Event) -> bool:
        """Whether an event is within the times, and has the weight and the marks."""
        return self.holds(event.at) and self._weighs(event.kind.weight, {event.kind.value})

    def _weighs(self, weight: Weight, marks: set[str]) -> bool:
        least = 0 if self.weight is None else self.weight.rank
        return least <= weight.rank and marks.issuperset(self.marks)

    def holds(self, time: datetime) -> bool:
        """Whether a time is within ``since`` and ``until``."""
        if self.since is not None and time < self.since:
            return False
        return self.until is None or time < self.until


def slice_of(archive: Archive, selection: Selection) -> Slice:
    """The visits that a selection stands for. Raises NotStored.

    They are all visits to the addresses of a named article, or the captures that show a named
    revision; the times apply to the start of a visit. Raises InputError if the selection has a
    weight or marks.
    """
    if selection.marks or selection.weight is not None:
        raise InputError(
            "Visits have no weight and no kind; only changes have.",
            why="Visits are selected by article, or by the revision they show.",
            do="Name those, as in: variorum export warc 12@2",
        )
    for article_id, number in selection.revisions:
        archive.revision(article_id, number)
    return Slice(
        articles=selection.revisions,
        outlet_id=selection.outlet_id,
        since=selection.since,
        until=selection.until,
    )
