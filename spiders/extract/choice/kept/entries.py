"""The heading of the topmost entry, where those of the entries below are kept.

What a live page tells last has nothing of the article's above it, and its heading mostly stands in
a list of key events besides: the model doubts it, and between two kept blocks it does not stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.choice.furniture import is_furniture
from spiders.extract.choice.kept.gaps import FEW, LEAST, NEARLY
from spiders.extract.choice.paths import trail_of
from spiders.extract.page import SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import TextBlock


def keep_first_heading(
    blocks: Sequence[TextBlock], keep: list[bool], chances: Sequence[float], fields: Fields
) -> None:
    """Keep the heading right above the first kept block, in one element with it.

    Of the headings at the same place in the elements below nearly all must be kept, and several.
    """
    first = keep.index(True) if True in keep else 0
    number = first - 1
    if number < 0 or number in fields.headings or chances[number] < LEAST:
        return
    heading = blocks[number].element
    beside = blocks[first].element.parent is heading.parent
    if heading.tag not in SUBHEADINGS or not beside or is_furniture(blocks[number].text):
        return
    trail = trail_of(heading)
    alike = [
        kept
        for block, kept in zip(blocks[first:], keep[first:], strict=True)
        if block.element.tag == heading.tag and trail_of(block.element) == trail
    ]
    keep[number] = sum(alike) >= max(FEW, NEARLY * len(alike))
