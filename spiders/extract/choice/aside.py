"""Boxes and pointers between the paragraphs of an article, recognized by the markup.

A page with another template has other boxes: a newsletter sign-up, an appeal, a "read also" link.
The reader may take their sentences for the article's. Comparing two templates shows them for what
they are: boxes of their own kind that contain no text of the article, and that are marked as boxes
by a name, a button or a link alone.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq

from spiders.extract.choice.paths import bits_of, has, signature
from spiders.extract.remembered.again import parts_of
from spiders.extract.remembered.fragments import boxed
from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spiders.extract.page import Element, TextBlock
    from storage.records import Extraction

_ASIDE = ("<aside>", "side")
POINTER = 0.6
"""A text of which more than this share is links points elsewhere."""
REACH = 30
COMPANY = 2
"""A text belongs to the article if it is placed like at least this many of the article's texts."""


class _Box(NamedTuple):
    """The outermost element around a block without text of the article, and its families."""

    element: Element
    bits: int


def shared_by(one: Extraction, other: Extraction) -> frozenset[str]:
    """The folded texts of the body that both readings have, in the same order."""
    first, second = ([fold(part) for part in parts_of(each.body)] for each in (one, other))
    return frozenset(
        text
        for step in LCSseq.opcodes(first, second)
        if step.tag == "equal"
        for text in first[step.src_start : step.src_end]
    )


def texts_aside(blocks: Sequence[TextBlock], shared: Collection[str]) -> frozenset[str]:
    """The folded texts of a page that are aside from the texts that are surely the article's.

    ``shared`` are the article's folded texts. Only blocks from the first to the last of these are
    considered, and a text that also occurs elsewhere on the page is left out.
    """
    texts = [fold(block.text) for block in blocks]
    sure = [number for number, text in enumerate(texts) if text in shared]
    if not sure:
        return frozenset()
    own = {id(one) for number in sure for one in _above(blocks[number])}
    kinds = {_kind(one) for number in sure for one in _above(blocks[number])}
    among = range(sure[0], sure[-1] + 1)
    boxes = {number: box for number in among if (box := _box(blocks[number], own)) is not None}
    told = {
        id(box.element)
        for number, box in boxes.items()
        if _kind(box.element) not in kinds
        and (_is_pointer(blocks[number]) or boxed(box.bits) or has(box.bits, *_ASIDE))
    }
    found = {n for n, box in boxes.items() if id(box.element) in told}
    found |= {n for n in among if _is_pointer(blocks[n])}
    elsewhere = {text for number, text in enumerate(texts) if number not in found}
    return frozenset(texts[number] for number in found) - elsewhere


def texts_own(
    one: Sequence[TextBlock], other: Sequence[TextBlock], shared: Collection[str]
) -> frozenset[str]:
    """The folded texts of two pages whose presence, or place, is the outlet's and no template's.

    They are placed like the article's, and are nowhere on the other page; or they are placed so on
    both, in another order. What another template only moves is placed otherwise there.
    """
    placed = [_placed(blocks, shared) for blocks in (one, other)]
    everything = ["\n".join(fold(block.text) for block in blocks) for blocks in (other, one)]
    alone = (
        {text for text in found if text not in there}
        for found, there in zip(placed, everything, strict=True)
    )
    return frozenset((placed[0] & placed[1]).union(*alone))


def _placed(blocks: Sequence[TextBlock], shared: Collection[str]) -> set[str]:
    """The texts in one element, and with the same signatures, as two that are surely its own."""
    texts = [fold(block.text) for block in blocks]
    places = [_with_whom(block) for block in blocks]
    sure = Counter(
        place for text, each in zip(texts, places, strict=True) if text in shared for place in each
    )
    return {
        text
        for text, each, block in zip(texts, places, blocks, strict=True)
        if text not in shared
        and not _is_pointer(block)
        and any(sure[place] >= COMPANY for place in each)
    }


def _with_whom(block: TextBlock) -> list[tuple[str, str, int]]:
    """The signatures of a block's element and its parent, with each of two ancestors."""
    own, *around = itertools.islice(block.element.lineage(), 3)
    kinds = _kind(own), _kind(around[0]) if around else ""
    return [(*kinds, id(one)) for one in around]


def _is_pointer(block: TextBlock) -> bool:
    return block.link_density > POINTER


def _above(block: TextBlock) -> Sequence[Element]:
    return list(itertools.islice(block.element.lineage(), REACH))


def _kind(element: Element) -> str:
    return signature(element.tag, element.attributes)


def _box(block: TextBlock, own: Collection[int]) -> _Box | None:
    """The box around a block; None if its element is the article's own or the box is a ``p``."""
    box, bits = None, 0
    for element in _above(block):
        if id(element) in own:
            break
        box = element
        bits |= bits_of(element)
    return None if box is None or box.tag == "p" else _Box(box, bits)
