"""Text far below the article, separated by a great deal of furniture, is another text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.page import kept_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock

FAR = 60
"""At least this many blocks between two kept ones separate the article from another text."""
ENOUGH = 600
"""The fewest characters of an article before that gap."""
FOREWORD = 0.1
"""A smaller share of the text may come before a gap and belong to what follows."""
WHOLE = 0.8
"""An element with this share of the blocks is the page, and does not join texts."""


def drop_islands(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Drop what is kept after such a gap, if nothing but the page contains both sides.

    Except if it is nearly all of the text: then what comes before the gap is a foreword.
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
