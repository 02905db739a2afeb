"""Where elements begin and end, counted in the blocks of their page.

Asked of one element after another, block by block, it takes as long as their number squared, on a
page of a thousand boxes within one another.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Element, TextBlock


def run_in(
    blocks: Sequence[TextBlock], number: int, box: Element, most: int | None = None
) -> range:
    """The blocks, in a row, of an element that this one stands in.

    Of more than ``most`` one more is told, so that a caller who asks for few never walks far.
    """
    most = len(blocks) if most is None else most
    start, stop = number, number + 1
    while start > 0 and stop - start <= most and blocks[start - 1].element.is_in(box):
        start -= 1
    while stop < len(blocks) and stop - start <= most and blocks[stop].element.is_in(box):
        stop += 1
    return range(start, stop)


class Ends:
    """The ends of the elements of a page, found for all of them when one is first asked for."""

    def __init__(self, blocks: Sequence[TextBlock]) -> None:
        self.blocks = blocks

    def of(self, box: Element, number: int) -> int:
        """The number behind the last block of an element that the block of this number is in."""
        depths, lower = self._joints
        while depths[number] >= box.depth:
            number = lower[number]
        return number + 1

    @cached_property
    def _joints(self) -> tuple[list[int], list[int]]:
        """How deep the element is that holds a block and the next one; where a higher one comes."""
        blocks = self.blocks
        depths = [_joint(one.element, blocks[n].element) for n, one in enumerate(blocks[:-1], 1)]
        depths.append(-1)
        lower = [len(depths)] * len(depths)
        waiting: list[int] = []
        for number, depth in enumerate(depths):
            while waiting and depths[waiting[-1]] > depth:
                lower[waiting.pop()] = number
            waiting.append(number)
        return depths, lower


def _joint(one: Element | None, other: Element | None) -> int:
    while one is not other and one is not None and other is not None:
        if one.depth >= other.depth:
            one = one.parent
        else:
            other = other.parent
    return -1 if one is None or other is None else one.depth
