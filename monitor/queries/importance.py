"""Which changes matter most: for who has a minute and a day's worth of them.

Pure, and by nothing but what a row shows: its weight, its kinds and its signals. So each place in
the order can be told from the row itself, and nothing is left out.
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
"""Rows that are put in order at once, the newest of what was asked for: 40 ms of a page."""
USUAL_SPAN = "24h"
"""What is put in order where nobody says since when."""

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
    """Is it told that an outlet set another date, and nothing else changed?

    Some set one on every article whenever they save: a line each would hide what did change.
    """
    return isinstance(row, Event) and row.kind is EventKind.DATED_ONLY


def importance(row: Row) -> tuple[int, int]:
    """A class and points in it; more is more important.

    Classes, from above: an article gone or put back, a substantive change, a change of wording or
    of a headline for machines, another event, a cosmetic change, none, an article seen for the
    first time. Points are for what readers are misled by: negations, quotations, figures and who
    says it, then headlines, names and how sure, then dates and what is gone; for silence and
    corrections; against a text that takes turns with another.
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
    """The most important first; of equals, in the order in which they came, which is newest first.

    Of a page that grows all day the newest addition has its place, and the earlier ones stand
    with what is merely new: else a live page hides the edits of all others.
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
    """Is it nothing but an addition? An edit of what stood there is none."""
    if isinstance(row, Event):
        return False
    return row.assessment.kinds == ("add",) and TO_LIVE_PAGE in row.assessment.summary
