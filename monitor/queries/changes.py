"""The log as pages tell it: by any filters, in portions, with what weighs little folded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from monitor.notation.moments import in_order, moment
from monitor.queries.importance import MOST_RANKED, is_only_dated, ranked
from monitor.queries.marks import mark_of
from monitor.queries.objects import Changes
from storage.changelog import Filters, Position, moment_of
from storage.database.times import from_text
from storage.errors import InputError
from storage.records import Event, Revision, Weight

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from storage.archive import Archive

Row = Revision | Event

FOLDED = (Weight.COSMETIC, Weight.NONE)
"""Weights that a page folds away and counts. JSON, CSV and feeds fold nothing."""
FIRST_IN_A_RUN = 3
"""First revisions that are shown where many stand in a row, as after a first crawl."""
_MOST_SAYING, EVERY_ONE = 10_000, -1
"""Revisions that say a text: as many as a page looks through, and all there are."""
_FARTHEST = 2_000
"""Rows that are looked at for one page, however many of them are folded."""


@dataclass(slots=True)
class Folded:
    """A run of rows that are not shown: how many, and where the log goes on to show them.

    ``at`` is the time of the first of them.
    """

    after: Position | None
    at: datetime
    light: int = 0
    ours: int = 0
    dated: int = 0
    first: int = 0

    @property
    def rows(self) -> int:
        """How many."""
        return self.light + self.ours + self.dated + self.first


@dataclass(slots=True)
class Portion:
    """Some rows of the log in order, runs of folded ones among them, and where it goes on."""

    items: list[Row | Folded] = field(default_factory=list)
    next: Position | None = None

    @property
    def rows(self) -> list[Row]:
        """Those that are shown."""
        return [item for item in self.items if not isinstance(item, Folded)]

    @property
    def folded(self) -> int:
        """How many rows are folded away."""
        return sum(item.rows for item in self.items if isinstance(item, Folded))


def filters_of(
    archive: Archive,
    values: Mapping[str, str],
    *,
    article_id: int | None = None,
    after: Position | None = None,
    now: datetime | None = None,
) -> Filters:
    """Filters from plain words: outlet, kind, signal, weight, since, until, text.

    ``now``: from when ``24h`` is reckoned, where that is not this moment.
    A text is looked up in the index; ``after`` is where the log will be read from, so that enough
    of the revisions that say it are named. Raises NotStored for an outlet that is not there,
    InputError for a value that means nothing.
    """
    given = {name: value.strip() for name, value in values.items() if value.strip()}
    if given.get("weight", Weight.NONE) not in set(Weight):
        raise InputError(
            f"{given['weight'][:20]!r} is not a weight.", do=f"Use one of: {', '.join(Weight)}"
        )
    try:
        weight = Weight(given["weight"]) if "weight" in given else None
        since, until = (
            moment(given[name], now) if name in given else None for name in ("since", "until")
        )
    except ValueError as error:
        raise InputError(str(error)) from error
    in_order(since, until)
    outlet = archive.outlet(given["outlet"], removed=True) if "outlet" in given else None
    return Filters(
        article_id=article_id,
        outlet_id=None if outlet is None else outlet.id,
        since=since,
        until=until,
        weight=weight,
        marks=tuple(mark_of(given[name]) for name in ("kind", "signal") if name in given),
        revision_ids=saying(archive, given["text"], after, most=_MOST_SAYING)
        if "text" in given
        else None,
    )


def saying(
    archive: Archive, text: str, after: Position | None = None, *, most: int = EVERY_ONE
) -> tuple[int, ...]:
    """Revisions whose headline or summary has every word, in any form of it; the newest of them.

    As far as the index knows them. Without a word none is found.
    """
    from monitor.search.query import headline_match  # noqa: PLC0415 — few ask for a text

    match = headline_match(text)
    if match is None:
        return ()
    until = None if after is None else from_text(after.moment) + timedelta(seconds=1)
    return archive.index.search.ids(match, until=until, limit=most)


def portion(
    archive: Archive,
    filters: Filters,
    *,
    after: Position | None = None,
    most: int = 50,
    folds: bool = True,
) -> Portion:
    """So many rows behind ``after``; what was asked for by its weight or kind is not folded."""
    fold = _Fold(filters, folds=folds)
    found = Portion()
    shown = 0
    last = after
    rows = archive.changelog.rows(filters, after, page=most + 1)
    for number, row in enumerate(rows):
        if shown == most or number == _FARTHEST:
            found.next = last
            break
        if sort := fold.sort_of(row):
            _count(found.items, Folded(last, moment_of(row)), sort)
        else:
            found.items.append(row)
            shown += 1
        last = Position.of(row)
    return found


def ranked_portion(
    archive: Archive, filters: Filters, *, skip: int = 0, most: int = 50, folds: bool = True
) -> tuple[Portion, bool]:
    """So many rows behind the first ``skip``, the most important first; and are there more?

    Of more than ``MOST_RANKED`` rows the newest are put in order. What is folded is counted at the
    end of them all.
    """
    rows = ranked(islice(archive.changelog.rows(filters, page=MOST_RANKED), MOST_RANKED))
    fold = _Fold(filters, folds=folds)
    shown: list[Row | Folded] = []
    hidden: list[Row | Folded] = []
    for row in rows:
        if sort := fold.sort_of(row):
            _count(hidden, Folded(None, moment_of(row)), sort)
        else:
            shown.append(row)
    more = skip + most < len(shown)
    return Portion(shown[skip : skip + most] + ([] if more else hidden)), more


class _Fold:
    """Says of rows, in their order, which are folded, and as what."""

    def __init__(self, filters: Filters, *, folds: bool) -> None:
        self._folds = folds and filters.weight is None and not filters.marks
        self._run = 0

    def sort_of(self, row: Row) -> str:
        """The field of ``Folded`` that counts it; nothing where it is shown."""
        first = isinstance(row, Revision) and row.number == 1
        self._run = self._run + 1 if first else 0
        if not self._folds:
            return ""
        if isinstance(row, Event):
            return "dated" if is_only_dated(row) else ""
        if first:
            return "first" if self._run > FIRST_IN_A_RUN else ""
        if row.assessment.weight in FOLDED:
            return "light"
        return "ours" if row.assessment.ours else ""


def _count(items: list[Row | Folded], begun: Folded, sort: str) -> None:
    """One more in the run that the last of the items is, or that begins with it."""
    if not items or not isinstance(items[-1], Folded):
        items.append(begun)
    setattr(items[-1], sort, getattr(items[-1], sort) + 1)


def documents(archive: Archive, rows: list[Row]) -> list[dict[str, Any]]:
    """The *change* of each row."""
    changes = Changes(archive)
    return [changes.of(row) for row in rows]
