"""Text far below the article, with a great deal of furniture between, is another text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.page import kept_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock

FAR = 60
"""So many blocks that are no text of the article lie between it and another shore."""
ENOUGH = 600
"""An article has so many characters before that."""
FOREWORD = 0.1
"""A smaller part of the text may stand before a gap and belong to it."""
WHOLE = 0.8
"""An element that holds so many of the blocks is the page, and joins nothing."""


def drop_islands(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """What is kept behind such a gap goes, where nothing but the page holds both.

    But for where it is nearly all: then a foreword stands before the gap.
    """
    length, last = 0, None
    total = kept_length(blocks, keep)
    for number, kept in enumerate(keep):
        if not kept:
            continue
        far = last is not None and number - last > FAR and length >= ENOUGH
        far = far and length >= FOREWORD * total
        if far and last is not None and _is_apart(blocks, last, number):
            keep[number:] = [False] * (len(keep) - number)
            return
        length += len(blocks[number].text)
        last = number


def _is_apart(blocks: Sequence[TextBlock], one: int, other: int) -> bool:
    above = {id(element) for element in blocks[one].element.lineage()}
    joins = next(each for each in blocks[other].element.lineage() if id(each) in above)
    held = sum(block.element.is_in(joins) for block in blocks if block.element.depth >= joins.depth)
    return held >= WHOLE * len(blocks)
