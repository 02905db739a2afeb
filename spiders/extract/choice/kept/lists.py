"""A list of which the model keeps some items and doubts the others is kept as a whole.

Short points above a text are borderline for it: of three points on the same event it kept
the one in the middle, and an edit of the others was missed.
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
"""From this chance of the better pass on, an item is not ruled out."""
WORDS = 3
"""Fewer words are a label, or the name of a button."""


def keep_lists(blocks: Sequence[TextBlock], keep: list[bool], best: Sequence[float]) -> None:
    """Keep the doubted items of a list of plain lines of which at least one is kept."""
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    lists = {id(one) for number in kept if (one := _list_of(blocks[number])) is not None}
    if not lists:
        return
    holds = holders(blocks, kept)
    for _, group in itertools.groupby(enumerate(blocks), key=lambda one: id(_list_of(one[1]))):
        inside = [number for number, _ in group]
        left = [number for number in inside if not keep[number]]
        if id(_list_of(blocks[inside[0]])) in lists and all(
            best[number] >= DOUBTED and _is_point(blocks[number], holds) for number in left
        ):
            for number in left:
                keep[number] = True


def _list_of(block: TextBlock) -> Element | None:
    """The list of which the block's element is an item, or None."""
    parent = block.element.parent
    is_item = block.element.tag == "li" and parent is not None and parent.tag in LISTS
    return parent if is_item else None


def _is_point(block: TextBlock, holds: frozenset[int]) -> bool:
    return len(block.text.split()) >= WORDS and not block.linked and is_plain(block, holds)
