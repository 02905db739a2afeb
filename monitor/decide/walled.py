"""Pure: has a wall come between a page and the rest of its article, whatever its words are?

Walls that say what they are in a language that is read are known by the reader alone. Any other is
known by what it did: of the text its first paragraphs are left, and on the page there is a box that
names itself a wall, with a link or a button, and was not there when the whole text was.
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
"""A wall is one of so many elements around its text."""
LEFT = 0.6
"""No more of the text than this is a lead of it, in characters."""
ALIKE = 60
"""Of a hundred: a paragraph that is so alike was edited, and is no other one."""


def lead_left(old: Extraction, new: Extraction) -> frozenset[str]:
    """The folded paragraphs of the page that are the first ones of the article, edited perhaps.

    Empty where more than a lead is there. What is read behind them says nothing that the article
    said: with little text left a reader may take for it what stands around.
    """
    before, after = ([fold(block.text) for block in said.body] for said in (old, new))
    first = before[: len(after) + 1]
    unedited = set(first)  # most are: only the others are held against all of them
    left = [
        *itertools.takewhile(
            lambda text: text in unedited or any(fuzz.ratio(text, one) >= ALIKE for one in first),
            after,
        )
    ]
    is_short = sum(map(len, left)) <= LEFT * sum(map(len, before))
    return frozenset(left if is_short and set(before).isdisjoint(after[len(left) :]) else ())


def wall_came(before: Sequence[TextBlock], now: Sequence[TextBlock], own: Collection[str]) -> bool:
    """Is there a wall among the blocks of the page of now of which the one before had no like?

    ``own`` are the folded texts of the article on the page of now: a wall holds none of them.
    """
    after, earlier = (
        {signature(box.tag, box.attributes) for box in _walls(blocks, own)}
        for blocks in (now, before)
    )
    return not after <= earlier


def _walls(blocks: Sequence[TextBlock], own: Collection[str]) -> Iterator[Element]:
    """The boxes that are called so, by their links and buttons; hidden ones wall nothing off."""
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
