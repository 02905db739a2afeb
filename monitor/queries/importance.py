"""Which changes matter most, for somebody who has one minute for the changes of a day. Pure.

The order depends only on what a row shows: its weight, its kinds and its signals. So each place in
it can be explained from the row itself, and nothing is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.diff.records import TO_LIVE_PAGE
from storage.records import Event, EventKind, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.records import Revision

    Row = Revision | Event

MOST_RANKED = 2_000
"""How many of the newest rows are ranked for a page, which takes 40 ms."""
USUAL_SPAN = "24h"
"""The period that is sorted by default."""

_POINTS = {
    **dict.fromkeys(("negation", "quote", "number", "attribution"), 3),
    **dict.fromkeys(("headline", "name", "hedge"), 2),
    **dict.fromkeys(("date", "delete", "caption"), 1),
    **dict.fromkeys(("stealth", "correction_noted"), 2),
    "revert": 1,
    "variant": -4,
}
_ABSENT = (EventKind.GONE, EventKind.RESTORED)


def is_only_dated(row: Row) -> bool:
    """Whether the row only says that an outlet set another date, and nothing else changed.

    Some outlets set one whenever they save an article: these rows would hide the real changes.
    """
    return isinstance(row, Event) and row.kind is EventKind.DATED_ONLY


def importance(row: Row) -> tuple[int, int]:
    """A class and points within it; the higher, the more important.

    Classes, from the top: an article gone or restored, a substantive change, a change of wording or
    of a headline for machines, another event, a cosmetic change, none, an article seen for the
    first time. Points are given for what may mislead readers (negations, quotations, figures and
    attributions; then headlines, names and certainty; then dates and removed text), for silence and
    for corrections; they are subtracted for a text that takes turns with another.
    """
    if isinstance(row, Event):
        if row.kind.weight is Weight.WORDING:
            return (4, _POINTS["headline"])
        return (6, 0) if row.kind in _ABSENT else (3, 0)
    if row.number == 1:
        return (0, 0)
    said = row.assessment
    place = {Weight.SUBSTANTIVE: 5, Weight.WORDING: 4, Weight.COSMETIC: 2, Weight.NONE: 1}
    return (
        1 if said.ours else place[said.weight],
        sum(_POINTS.get(name, 0) for name in {*said.kinds, *said.signals}),
    )


def ranked(rows: Iterable[Row]) -> list[Row]:
    """The most important first; equals stay in their order, which is newest first.

    Of a page that grows all day only the newest addition gets its place; earlier ones are ranked
    with what is merely new, so that a live page does not hide the edits of all others.
    """
    grown: set[int] = set()
    placed: list[tuple[tuple[int, int], Row]] = []
    for row in rows:
        place = importance(row)
        if only_adds_to_live_page(row) and row.article_id is not None:
            place = _EARLIER_ADDITION if row.article_id in grown else place
            grown.add(row.article_id)
        placed.append((place, row))
    placed.sort(key=lambda one: one[0], reverse=True)
    return [row for _place, row in placed]


_EARLIER_ADDITION = (0, 1)


def only_adds_to_live_page(row: Row) -> bool:
    """Whether it is nothing but an addition to a live page, without any edit."""
    if isinstance(row, Event):
        return False
    return row.assessment.kinds == ("add",) and TO_LIVE_PAGE in row.assessment.summary
