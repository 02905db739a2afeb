"""Whether a wall now hides the rest of an article, whatever its words are. Pure.

The reader recognises walls that say what they are in a language it knows. Any other is recognised
by its effect: only the first paragraphs of the text are left, and the page has a box that is named
like a wall, with a link or a button, which was not there when the whole text was.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from spiders.extract.choice.paths import has, own_bits, signature
from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spiders.extract.page import Element, TextBlock
    from storage.records import Extraction

CLOSE = 4
"""A wall is one of this many elements around its text."""
LEFT = 0.6
"""A lead has at most this share of the text's characters."""
ALIKE = 60
"""Per cent; a paragraph that is so similar was edited, and is no other one."""


def lead_left(old: Extraction, new: Extraction) -> frozenset[str]:
    """The page's folded paragraphs that are the first ones of the article, maybe edited.

    Empty if there is more than a lead. What is read after them is nothing that the article said:
    with little text left, a reader may mistake what is around for text.
    """
    before, after = ([fold(block.text) for block in said.body] for said in (old, new))
    first = before[: len(after) + 1]
    unedited = set(first)  # most are; only the others are compared with all of them
    left = [
        *itertools.takewhile(
            lambda text: text in unedited or any(fuzz.ratio(text, one) >= ALIKE for one in first),
            after,
        )
    ]
    is_short = sum(map(len, left)) <= LEFT * sum(map(len, before))
    return frozenset(left if is_short and set(before).isdisjoint(after[len(left) :]) else ())


def wall_came(before: Sequence[TextBlock], now: Sequence[TextBlock], own: Collection[str]) -> bool:
    """Whether the present page has a wall of a kind that the former one did not have.

    ``own`` are the folded texts of the article on the present page, none of which is in a wall.
    """
    after, earlier = (
        {signature(box.tag, box.attributes) for box in _walls(blocks, own)}
        for blocks in (now, before)
    )
    return not after <= earlier


def _walls(blocks: Sequence[TextBlock], own: Collection[str]) -> Iterator[Element]:
    """The boxes with links or buttons that are named like a wall; hidden ones do not count."""
    around = {
        id(one) for block in blocks if fold(block.text) in own for one in block.element.lineage()
    }
    for block in blocks:
        if block.element.hidden or not (block.linked or block.element.tag == "button"):
            continue
        for box in itertools.islice(block.element.lineage(), CLOSE):
            if id(box) in around:
                break
            if has(own_bits(box.tag, box.attributes), "paid"):
                yield box
