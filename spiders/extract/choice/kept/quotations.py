"""A quotation of which some is read is read as a whole, as far as it is made alike.

The model keeps the first paragraph of an embedded post and leaves out the next, which has a link.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from spiders.extract.choice.furniture import is_furniture
from spiders.extract.choice.paths import said_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock

LEAST = 0.2
"""The smallest share of the quotation that must be kept."""


def keep_quotations(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Keep the paragraphs beside kept ones in one quotation; who said it is set otherwise."""
    inside: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        quotation = block.element.parent
        if quotation is None or quotation.tag != "blockquote" or block.element.hidden:
            continue
        inside[id(quotation), said_by(block.element)[1]].append(number)
    for alike in inside.values():
        whole = sum(len(blocks[number].text) for number in alike)
        held = sum(len(blocks[number].text) for number in alike if keep[number])
        if held and held >= LEAST * whole:
            for number in alike:
                keep[number] = keep[number] or not is_furniture(blocks[number].text)
