"""What stands aside in an article: boxes and pointers between its paragraphs, told by the markup.

Another template brings other boxes: a letter to sign up for, an appeal, a link to read also. The
reader may take their sentences for the article's. Held against a page with another template, they
are seen for what they are: a box of their own kind, in which no text of the article stands, and
which says by its name, a button or a link alone that it is none.
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
"""A text of which this share is a link points elsewhere."""
REACH = 30
COMPANY = 2
"""With so many of the article's texts stands what is the article's."""


class _Box(NamedTuple):
    """The outermost element around a block that holds no text of the article, and what it says."""

    element: Element
    bits: int


def shared_by(one: Extraction, other: Extraction) -> frozenset[str]:
    """The folded texts of the body that both readings have, in one order."""
    first, second = ([fold(part) for part in parts_of(each.body)] for each in (one, other))
    return frozenset(
        text
        for step in LCSseq.opcodes(first, second)
        if step.tag == "equal"
        for text in first[step.src_start : step.src_end]
    )


def texts_aside(blocks: Sequence[TextBlock], shared: Collection[str]) -> frozenset[str]:
    """The folded texts of a page that stand aside of those which are the article's for sure.

    ``shared`` are the article's folded texts. Only what stands among these is looked at, and a
    text that stands elsewhere too is none.
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
    blocks: Sequence[TextBlock], shared: Collection[str], other: Sequence[TextBlock]
) -> frozenset[str]:
    """The folded texts of a page that stand with the article's, and nowhere on its ``other`` page.

    With them: in one element, and of one make, with two that are the article's for sure. What
    another template shows elsewhere, or calls something else, stands on its page too.
    """
    texts = [fold(block.text) for block in blocks]
    places = [_with_whom(block) for block in blocks]
    sure = Counter(
        place for text, each in zip(texts, places, strict=True) if text in shared for place in each
    )
    found = {
        text
        for text, each, block in zip(texts, places, blocks, strict=True)
        if text not in shared
        and not _is_pointer(block)
        and any(sure[place] >= COMPANY for place in each)
    }
    if not found:
        return frozenset()
    everything = "\n".join(fold(block.text) for block in other)
    return frozenset(text for text in found if text not in everything)


def _with_whom(block: TextBlock) -> list[tuple[str, str, int]]:
    """The makes of a block's element and of the one around it, with each of two that hold both."""
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
    """None where the block stands in an element of the article's own."""
    box, bits = None, 0
    for element in _above(block):
        if id(element) in own:
            break
        box = element
        bits |= bits_of(element)
    return None if box is None or box.tag == "p" else _Box(box, bits)
