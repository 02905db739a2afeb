"""The caption of the picture that stands between the headline and the text.

It is none of the text, and the text begins below it, so that no rule of the body reaches it.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from spiders.extract.choice.furniture import is_credit, is_furniture
from spiders.extract.choice.paths import bits_of, has
from spiders.extract.page import HEADINGS
from storage.records import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spiders.extract.page import Element, TextBlock

LEAST, MOST = 12, 600
"""Characters of a caption."""
NEAR = 12
"""So many blocks stand between headline and text at most, and so many elements around a caption."""
_OTHERS = ("related", "advert", "newsletter", "comments", "side", "navigation", "player", "form")
_BOXES = ("<aside>", "<nav>", "<footer>", "<form>", "<li>")


def lead_captions(
    blocks: Sequence[TextBlock], keep: Sequence[bool], headings: Collection[int]
) -> tuple[Block, ...]:
    """The captions of the lead picture, in their order; mostly none or one."""
    first = next((number for number, kept in enumerate(keep) if kept), None)
    if first is None:
        return ()
    head = max((number for number in headings if number < first), default=None)
    if head is None or first - head > NEAR:
        return ()
    own = {id(one) for one in blocks[first].element.lineage()}
    own &= {id(one) for one in blocks[head].element.lineage()}
    between = blocks[head + 1 : first]
    if any(block.element.tag in HEADINGS for block in between if block.linked):
        return ()
    return tuple(Block(BlockKind.CAPTION, one.text) for one in between if _is_caption(one, own))


def _is_caption(block: TextBlock, own: Collection[int]) -> bool:
    if not LEAST <= len(block.text) <= MOST or block.link_density > 0.5:  # noqa: PLR2004 - half
        return False
    if is_furniture(block.text) or is_credit(block.text):
        return False
    around: list[Element] = []
    for element in itertools.islice(block.element.lineage(), NEAR):
        if id(element) in own:
            break
        around.append(element)
    bits = 0
    for element in around:
        bits |= bits_of(element)
    if has(bits, *_OTHERS, *_BOXES):
        return False
    if any(element.tag == "figcaption" for element in around):
        return True
    parent = block.element.parent
    beside = parent is not None and parent.pictures > 0 and id(parent) not in own
    return beside and has(bits_of(block.element), "caption")
