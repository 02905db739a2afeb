"""The captions of the pictures that stand between headline and text, and within the text.

They are none of the text: the lead's stands above it, and of the others the model keeps few.
"""

from __future__ import annotations

import itertools
import re
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
_OTHERS = ("related", "advert", "newsletter", "comments", "player", "form")
_BESIDE = ("side", "navigation")
_ROOTS = frozenset({"body", "html"})
_BOXES = ("<aside>", "<nav>", "<footer>", "<form>", "<li>")
_COLUMNS = re.compile(
    r"(?<![a-z])(?:side-?bar|aside|complementary|secondary|nav(?:bar|igation)?|menu|footer|toc"
    r"|breadcrumbs?)(?![a-z])",
    re.IGNORECASE,
)
"""What a ``figcaption`` stands in that is none of the lead's.

A module, a widget, a rail and the header of an article hold lead pictures too.
"""
_DESCRIBES = re.compile(
    r"(?<![a-z])(?:img|image|pic(?:ture)?|photo|foto|media)[-_]*(?:desc\w*|alt|legend|text|sign)\b",
    re.IGNORECASE,
)
"""What else a caption is called that stands beside its picture."""


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
    if any(_heads_another(block) for block in between):
        return ()
    return tuple(Block(BlockKind.CAPTION, one.text) for one in between if _is_caption(one, own))


def _heads_another(block: TextBlock) -> bool:
    """Is it a linked heading? The name of an author is one in some templates."""
    heads = block.linked > 0 and block.element.tag in HEADINGS
    return heads and not has(bits_of(block.element), "author")


def captions_inside(blocks: Sequence[TextBlock], keep: Sequence[bool]) -> frozenset[int]:
    """The numbers of the captions among the kept texts, and right behind the last one.

    In an element that holds two of those at least: a picture beside it, or in a box of others, is
    none of the article's.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if not kept:
        return frozenset()
    first, last = blocks[kept[0]].element, blocks[kept[-1]].element
    own = {id(one) for one in last.lineage()} & {id(one) for one in first.lineage()}
    if len(kept) == 1:
        own.discard(id(first))
    told = {blocks[number].text for number in kept}
    found: list[int] = []
    for number in range(kept[0] + 1, len(blocks)):
        block = blocks[number]
        if keep[number] or block.text in told:
            continue
        if _is_caption(block, own) and not block.element.hidden and _stands_in(block, own):
            found.append(number)
            told.add(block.text)
        elif number > kept[-1] and not is_furniture(block.text):
            break
    return frozenset(found)


def _stands_in(block: TextBlock, own: Collection[int]) -> bool:
    """Does it stand in one of these, other than the whole page?"""
    return any(id(one) in own for one in block.element.lineage() if one.tag not in _ROOTS)


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
        return not any(_COLUMNS.search(element.attributes) for element in around)
    if has(bits, *_BESIDE):
        return False
    parent = block.element.parent
    beside = parent is not None and parent.pictures > 0 and id(parent) not in own
    named = has(bits_of(block.element), "caption") or _DESCRIBES.search(block.element.attributes)
    return beside and bool(named)
