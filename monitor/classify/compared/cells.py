"""Cells of a table's row in another order: each then stands under the heading of another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.compared.loose_figures import shortened
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from monitor.classify.compared.pair import Pair
    from monitor.classify.compared.verdict import Verdict

BETWEEN_CELLS = " | "
"""What the reader puts between the cells of one row."""


def with_cells_in_order(pair: Pair, verdict: Verdict) -> tuple[str, str]:
    """Both texts, the old one with its cells in the order of the new one, if it has the same ones.

    Adds *14 | 120* for *120 | 14* to the verdict.
    """
    old, new = (side.text.split(BETWEEN_CELLS) for side in (pair.old, pair.new))
    if old == new or Counter(old) != Counter(new):
        return pair.old.text, pair.new.text
    places = [at for at, cells in enumerate(zip(old, new, strict=True)) if cells[0] != cells[1]]
    first, last = places[0], places[-1] + 1
    one, other = (shortened(BETWEEN_CELLS.join(row[first:last])) for row in (old, new))
    counted = any(letter.isdigit() for cell in old[first:last] for letter in cell)
    kind = "number" if counted else "detail"
    verdict.add(kind, Fact(kind, one, other, EXCHANGED))
    return pair.new.text, pair.new.text
