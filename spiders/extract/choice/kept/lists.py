"""A list of which the model keeps some items and doubts the others is read as a whole.

Short points above a text stand at its limit: of three that say the same of one event it kept the
one in the middle, and an edit of the others was missed.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from spiders.extract.choice.kept.gaps import holders, is_plain
from spiders.extract.page import LISTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Element, TextBlock

DOUBTED = 0.3
"""From here on the better chance of both passes is no verdict against an item."""
WORDS = 3
"""Fewer are a label, or the name of a button."""


def keep_lists(blocks: Sequence[TextBlock], keep: list[bool], best: Sequence[float]) -> None:
    """Keep the doubted items of a list of plain lines, one of which is kept."""
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    holds = holders(blocks, kept)
    numbered = ((_list_of(block), number) for number, block in enumerate(blocks))
    for _, group in itertools.groupby(numbered, key=lambda one: id(one[0])):
        items = list(group)
        inside = [number for _, number in items]
        if items[0][0] is None or not any(keep[number] for number in inside):
            continue
        left = [number for number in inside if not keep[number]]
        if all(best[n] >= DOUBTED and _is_point(blocks[n], holds) for n in left):
            for number in left:
                keep[number] = True


def _list_of(block: TextBlock) -> Element | None:
    """The list in which the block is an item by itself."""
    parent = block.element.parent
    is_item = block.element.tag == "li" and parent is not None and parent.tag in LISTS
    return parent if is_item else None


def _is_point(block: TextBlock, holds: frozenset[int]) -> bool:
    return len(block.text.split()) >= WORDS and not block.linked and is_plain(block, holds)
