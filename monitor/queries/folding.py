"""Which rows of the log are folded away where people read it: on a terminal and on pages. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.queries.importance import is_only_dated, only_adds_to_live_page
from storage.records import Event, Weight

if TYPE_CHECKING:
    from storage.records import Revision

FIRST_IN_A_RUN = 3
"""How many first revisions are shown of many in a row, as after a first crawl."""
FIRST, DATED, LIGHT, OURS = "first", "dated", "light", "ours"
ADDITIONS, TURNS = "additions", "turns"
"""What a row may be folded as; see :class:`Folding`."""


class Folding:
    """Decides which rows are folded, given one after the other in the order of the log.

    They are all but a few of a run of articles seen for the first time (``first``), events where
    only a date changed (``dated``), changes of little weight (``light``), and differences that our
    reader made (``ours``). With ``repeats`` they are also earlier additions to live pages
    (``additions``) and earlier turns of two texts (``turns``).
    """

    def __init__(self, *, repeats: bool = False) -> None:
        self._repeats = repeats
        self._run = 0
        self._seen: set[tuple[str, int]] = set()

    def sort_of(self, row: Revision | Event) -> str:
        """What the row is folded as; empty if it is shown."""
        if not isinstance(row, Event) and row.number == 1:
            self._run += 1
            return FIRST if self._run > FIRST_IN_A_RUN else ""
        sort = self._of_event(row) if isinstance(row, Event) else self._of_change(row)
        if not sort:
            self._run = 0
        return sort

    def _of_event(self, row: Event) -> str:
        return DATED if is_only_dated(row) else ""

    def _of_change(self, row: Revision) -> str:
        if row.assessment.weight in (Weight.COSMETIC, Weight.NONE):
            return LIGHT
        if row.assessment.ours:
            return OURS
        if self._repeats and "variant" in row.assessment.signals and self._is_again(TURNS, row):
            return TURNS
        if self._repeats and only_adds_to_live_page(row) and self._is_again(ADDITIONS, row):
            return ADDITIONS
        return ""

    def _is_again(self, sort: str, row: Revision) -> bool:
        """Whether the log had a later one of the same article."""
        known = (sort, row.article_id) in self._seen
        self._seen.add((sort, row.article_id))
        return known
