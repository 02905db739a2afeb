"""A selection from the log, as it was typed. Only the modules that it needs are imported."""

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
    """Which changes are wanted: all criteria must be met. ``since`` is inclusive, ``until`` not.

    ``article`` is any name of an article; ``kind`` has kinds and signals as people write them;
    ``weight`` is the lowest weight; ``text`` has words of the headline or summary, which are looked
    up in the index; ``limit`` is the highest number of rows.
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
        """Whether anything is filtered out."""
        return self != Asked()

    def article_id(self, archive: Archive) -> int | None:
        """The id of the named article, None if none is named. Raises NotStored."""
        if self.article is None:
            return None
        from monitor.queries.references import find_article

        return find_article(archive, self.article).id

    def outlet_id(self, archive: Archive) -> int | None:
        """The id of the named outlet, which may have been removed. Raises NotStored."""
        return archive.outlet(self.outlet, removed=True).id if self.outlet is not None else None

    def rows(self, archive: Archive, *, important: bool) -> Iterator[Revision | Event]:
        """The rows, newest first or by importance, each with the facts of the kinds named.

        Raises NotStored, and InputError for an unknown kind.
        """
        rows = _important(archive, self) if important else _newest(archive, self)
        if not self.kind:
            return rows
        from monitor.queries.facts import with_facts

        return with_facts(archive, rows, self.marks)

    def revision_ids(self, archive: Archive) -> tuple[int, ...] | None:
        """The ids of revisions whose headline or summary has the words; None if none are given."""
        if self.text is None:
            return None
        from monitor.queries.changes import saying

        return saying(archive, self.text)

    @property
    def marks(self) -> tuple[str, ...]:
        """The kinds as the archive names them. Raises InputError."""
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
    """The rows, most important first; of the last day unless an article or a time is given."""
    from monitor.queries.importance import MOST_RANKED, USUAL_SPAN, ranked

    wider = replace(asked, limit=MOST_RANKED)
    if not (asked.article or asked.since or asked.until):
        wider = replace(wider, since=moment(USUAL_SPAN))
    return islice(ranked(_newest(archive, wider)), asked.limit)
