"""Where elements begin and end, counted in the blocks of their page.

Computed for one element after another, block by block, this takes quadratic time on a page of a
thousand nested boxes.
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
    """The contiguous run of blocks around this one that are in ``box``.

    If there are more than ``most``, one more than that is returned, so that a caller who wants few
    never walks far.
    """
    most = len(blocks) if most is None else most
    start, stop = number, number + 1
    while start > 0 and stop - start <= most and blocks[start - 1].element.is_in(box):
        start -= 1
    while stop < len(blocks) and stop - start <= most and blocks[stop].element.is_in(box):
        stop += 1
    return range(start, stop)


class Ends:
    """The ends of the elements of a page, computed for all of them at the first request."""

    def __init__(self, blocks: Sequence[TextBlock]) -> None:
        self.blocks = blocks

    def of(self, box: Element, number: int) -> int:
        """The number after the last block of an element that contains block ``number``."""
        depths, lower = self._joints
        while depths[number] >= box.depth:
            number = lower[number]
        return number + 1

    @cached_property
    def _joints(self) -> tuple[list[int], list[int]]:
        """For each block, the depth of the element shared with the next; where one less deep is."""
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
