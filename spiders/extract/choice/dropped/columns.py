"""Pages laid out by a table: the article is in one column, and the rest is in others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract.page import CELLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.page import Element, TextBlock

COLUMN = 300
"""From this many characters on, a cell is a column of the page and not a cell of a data table."""
MOST = 0.5
"""A column with this share of the article contains all of it."""


def columns(chosen: Sequence[TextBlock]) -> frozenset[int]:
    """The ids of the innermost cells that contain so much of these blocks that they are columns.

    A cell that contains all of several blocks is one too: no data table has text in only one cell.
    """
    lengths: Counter[int] = Counter()
    for block in chosen:
        cell = next(_cells(block), None)
        if cell is not None:
            lengths[id(cell)] += len(block.text)
    whole = sum(len(block.text) for block in chosen) if len(chosen) > 1 else COLUMN
    return frozenset(one for one, length in lengths.items() if length >= min(COLUMN, whole))


def keep_one_column(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Drop what is outside the column that contains most of the kept text, if there is one."""
    lengths: Counter[int] = Counter()
    within: dict[int, frozenset[int]] = {}
    total = 0
    for number, kept in enumerate(keep):
        if kept:
            length = len(blocks[number].text)
            within[number] = frozenset(id(cell) for cell in _cells(blocks[number]))
            lengths.update(dict.fromkeys(within[number], length))
            total += length
    most = [cell for cell, length in lengths.items() if length >= max(COLUMN, MOST * total)]
    if not most:
        return
    for number, cells in within.items():
        keep[number] = cells.issuperset(most)


def _cells(block: TextBlock) -> Iterator[Element]:
    if block.element.celled:
        yield from (element for element in block.element.lineage() if element.tag in CELLS)
