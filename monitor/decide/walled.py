"""Pure: has a wall come between a page and the rest of its article, whatever its words are?

Walls that say what they are in a language that is read are known by the reader alone. Any other is
known by what it did: of the text its beginning is left, and on the page there is a box that names
itself a wall, with a link or a button, and was not there when the whole text was.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from spiders.extract.choice.paths import bits_of, has
from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.page import Element, TextBlock
    from storage.records import Extraction

CLOSE = 4
"""A wall is one of so many elements around its text."""


def wall_came(before: Sequence[TextBlock], now: Sequence[TextBlock], said: Extraction) -> bool:
    """Is there a wall among the blocks of the page of now, and none on the one before?

    ``said`` is what is read of the page of now: its text stands in no wall.
    """
    own = {fold(block.text) for block in said.body}
    return any(_walls(now, own)) and not any(_walls(before, own))


def _walls(blocks: Sequence[TextBlock], own: set[str]) -> Iterator[Element]:
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
            if has(bits_of(box), "paid"):
                yield box
