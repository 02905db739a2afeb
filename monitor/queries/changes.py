"""The log as pages show it: filtered, in portions, and with minor changes folded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from monitor.notation.moments import in_order, moment
from monitor.queries.folding import Folding
from monitor.queries.importance import MOST_RANKED, ranked
from monitor.queries.marks import mark_of
from monitor.queries.objects import Changes
from storage.changelog import Filters, Position, moment_of
from storage.database.times import from_text
from storage.errors import InputError
from storage.records import Event, Revision, Weight

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from storage.archive import Archive

Row = Revision | Event

_MOST_SAYING, EVERY_ONE = 10_000, -1
"""The most revisions that a text is looked up in: for a page, and without a limit."""
_FARTHEST = 2_000
"""The most rows that are looked at for one page, however many of them are folded."""


@dataclass(slots=True)
class Folded:
    """A run of rows that are not shown: how many, and after which position they are in the log.

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
        """How many rows are in the run."""
        return self.light + self.ours + self.dated + self.first


@dataclass(slots=True)
class Portion:
    """Some rows of the log in order, with runs of folded ones, and where the next portion is."""

    items: list[Row | Folded] = field(default_factory=list)
    next: Position | None = None

    @property
    def rows(self) -> list[Row]:
        """The rows that are shown."""
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

    A length of time such as ``24h`` counts back from ``now``, by default this moment. A text is
    looked up in the index, in the revisions before ``after``, where the log will be read from.
    Raises NotStored for an unknown outlet, InputError for an invalid value.
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
    """The newest indexed revisions whose headline or summary has every word, in any form.

    Empty if the text has no word.
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
    """The next ``most`` rows after ``after``; changes selected by weight or kind are not folded."""
    sort_of = _sorting(filters, folds=folds)
    found = Portion()
    shown = 0
    last = after
    rows = archive.changelog.rows(filters, after, page=most + 1)
    for number, row in enumerate(rows):
        if shown == most or number == _FARTHEST:
            found.next = last
            break
        if sort := sort_of(row):
            _count(found.items, Folded(last, moment_of(row)), sort)
        else:
            found.items.append(row)
            shown += 1
        last = Position.of(row)
    return found


def ranked_portion(
    archive: Archive, filters: Filters, *, skip: int, most: int, folds: bool
) -> tuple[Portion, bool]:
    """The next ``most`` rows after the first ``skip``, most important first; and if there are more.

    Only the newest ``MOST_RANKED`` rows are ranked. Folded rows are counted after the last one.
    """
    rows = ranked(islice(archive.changelog.rows(filters, page=MOST_RANKED), MOST_RANKED))
    sort_of = _sorting(filters, folds=folds)
    shown: list[Row | Folded] = []
    hidden: list[Row | Folded] = []
    for row in rows:
        if sort := sort_of(row):
            _count(hidden, Folded(None, moment_of(row)), sort)
        else:
            shown.append(row)
    more = skip + most < len(shown)
    return Portion(shown[skip : skip + most] + ([] if more else hidden)), more


def _sorting(filters: Filters, *, folds: bool) -> Callable[[Row], str]:
    """What each row is folded as, a field of :class:`Folded`; empty if it is shown."""
    if folds and filters.weight is None and not filters.marks:
        return Folding().sort_of
    return lambda _row: ""


def _count(items: list[Row | Folded], begun: Folded, sort: str) -> None:
    """Count one more row in the run at the end of the items, or begin a run."""
    if not items or not isinstance(items[-1], Folded):
        items.append(begun)
    setattr(items[-1], sort, getattr(items[-1], sort) + 1)


def documents(archive: Archive, rows: list[Row]) -> list[dict[str, Any]]:
    """The *change* of each row."""
    changes = Changes(archive)
    return [changes.of(row) for row in rows]
