"""Which revisions are exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.warc.slices import Slice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Revision


@dataclass(frozen=True, slots=True)
class Selection:
    """Articles by id, each with a revision's number or None for all; empty: the whole archive.

    ``since`` (inclusive) and ``until`` (exclusive) look at when a revision was first seen.
    """

    revisions: tuple[tuple[int, int | None], ...] = ()
    outlet_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def of(self, archive: Archive) -> Iterator[Revision]:
        """The revisions, article by article, oldest first, each once."""
        for article_id, numbers in self._articles(archive):
            for revision in archive.revisions(article_id):
                if self._fits(revision, numbers):
                    yield revision

    def _articles(self, archive: Archive) -> Iterator[tuple[int, set[int] | None]]:
        if not self.revisions:
            for article in archive.articles(self.outlet_id):
                yield article.id, None
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

    def _is_of_outlet(self, archive: Archive, article_id: int) -> bool:
        return self.outlet_id is None or archive.article(article_id).outlet_id == self.outlet_id

    def _fits(self, revision: Revision, numbers: set[int] | None) -> bool:
        if numbers is not None and revision.number not in numbers:
            return False
        return self.holds(revision.first_seen)

    def holds(self, time: datetime) -> bool:
        """Whether a time is within ``since`` and ``until``."""
        if self.since is not None and time < self.since:
            return False
        return self.until is None or time < self.until


def slice_of(archive: Archive, selection: Selection) -> Slice:
    """The visits that a selection stands for. Raises NotStored.

    All visits to the addresses of an article named, the captures that show a revision named; the
    times are when a visit began.
    """
    for article_id, number in selection.revisions:
        archive.revision(article_id, number)
    return Slice(
        articles=selection.revisions,
        outlet_id=selection.outlet_id,
        since=selection.since,
        until=selection.until,
    )
