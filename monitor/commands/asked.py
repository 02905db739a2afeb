"""What somebody asks of the log, as it was typed. What is not asked for is not imported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from monitor.notation.moments import moment
from storage.changelog import Filters
from storage.kinds import Weight

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Event, Revision


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes: all that are named must hold. ``since`` is within, ``until`` is not.

    ``article`` is any name of one; ``kind`` has kinds and signals as people write them, ``weight``
    the least; ``text`` words that headline or summary have, as far as the index knows them;
    ``limit`` is the most rows.
    """

    article: str | None = None
    outlet: str | None = None
    kind: tuple[str, ...] = ()
    weight: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None
    limit: int | None = None

    @property
    def selects(self) -> bool:
        """Is anything left out?"""
        return self != Asked()

    def article_id(self, archive: Archive) -> int | None:
        """The article that is named. Raises NotStored."""
        if self.article is None:
            return None
        from monitor.queries.references import find_article

        return find_article(archive, self.article).id

    def outlet_id(self, archive: Archive) -> int | None:
        """The outlet that is named, be it watched no more. Raises NotStored."""
        return archive.outlet(self.outlet, removed=True).id if self.outlet is not None else None

    def rows(self, archive: Archive, *, important: bool) -> Iterator[Revision | Event]:
        """Newest first or by importance, each with the facts of the kinds that were asked for.

        Raises NotStored, and InputError for a kind that is none.
        """
        rows = _important(archive, self) if important else _newest(archive, self)
        if not self.kind:
            return rows
        from monitor.queries.facts import with_facts

        return with_facts(archive, rows, self.marks)

    def revision_ids(self, archive: Archive) -> tuple[int, ...] | None:
        """The revisions whose headline or summary has the words; None where none are asked for."""
        if self.text is None:
            return None
        from monitor.queries.changes import saying

        return saying(archive, self.text)

    @property
    def marks(self) -> tuple[str, ...]:
        """The kinds as the archive has them. Raises InputError."""
        if not self.kind:
            return ()
        from monitor.queries.marks import mark_of

        return tuple(mark_of(one) for one in self.kind)


def _newest(archive: Archive, asked: Asked) -> Iterator[Revision | Event]:
    filters = Filters(
        article_id=asked.article_id(archive),
        outlet_id=asked.outlet_id(archive),
        since=asked.since,
        until=asked.until,
        weight=Weight(asked.weight) if asked.weight else None,
        marks=asked.marks,
        revision_ids=asked.revision_ids(archive),
    )
    return islice(archive.changelog.rows(filters, page=asked.limit), asked.limit)


def _important(archive: Archive, asked: Asked) -> Iterator[Revision | Event]:
    """The most important first; the last day where nothing else is asked for."""
    from monitor.queries.importance import MOST_RANKED, USUAL_SPAN, ranked

    wider = replace(asked, limit=MOST_RANKED)
    if not (asked.article or asked.since or asked.until):
        wider = replace(wider, since=moment(USUAL_SPAN))
    return islice(ranked(_newest(archive, wider)), asked.limit)
