"""What the model left out in the middle of an article, though its like stands all around.

The model was taught by news. On a page of terms it doubts whole clauses, and an edit of a clause
that is not read is an edit missed.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

from spiders.extract.choice.furniture import is_credit, is_credited, is_furniture, is_source
from spiders.extract.choice.paths import bits_of, has, said_by, trail_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Element, TextBlock

LEAST = 0.1
"""Neither pass of the model gives what is furniture beyond doubt this chance."""
MOST = 0.5
"""An element is the article's when so much of its text was kept."""
SEVERAL, NEARLY = 10, 0.7
"""So many paragraphs of one make, and this share of their text, must have been kept."""
LINKED = 0.2
"""A sentence with a link in it; beyond that the link is what it is for."""
WITHIN = 3
"""A block counts for so many elements around it."""
BYLINE = 80
"""A shorter line may say whose the article is."""
SENTENCE = 40
"""One of so many characters that ends as a sentence does says something else."""
BOXES = (
    *("social", "comments", "advert", "newsletter", "form", "ticker", "player", "related"),
    *("<nav>", "<footer>", "<form>", "<button>", "<menu>"),
)
"""What these say they are is no article's text unless the model is sure of it."""
_ENDS = frozenset('.!?…。！？։؟”»"')


def fill(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    chances: Sequence[float],
    fields: Fields,
) -> None:
    """Keep a plain block between kept ones whose like, in an element of the article, is kept.

    ``chances`` has for each block the better one of both passes. Its like is a block of the same
    signature in the same element; for an item of a list, in any list of the article.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if len(kept) < 2:  # noqa: PLR2004 - between two
        return
    span = range(kept[0], kept[-1] + 1)
    holds = holders(blocks, kept)
    doubted = [
        number
        for number in span
        if not keep[number]
        and chances[number] >= LEAST
        and not _is_head(number, blocks[number].text, fields, kept)
        and is_plain(blocks[number], holds)
    ]
    if not doubted:
        return
    whole, taken = _texts(blocks, keep, span)
    article = {key for key, length in taken.items() if length >= MOST * whole[key]}
    like = {(id(blocks[n].element.parent), said_by(blocks[n].element)[1]) for n in kept}
    trails = _mostly_kept(blocks, keep, span)
    signatures = {signature for _, signature in like}
    for number in doubted:
        block = blocks[number]
        signature = said_by(block.element)[1]
        around = _around(block)
        beside = id(block.element.parent) in article
        fits = beside and (id(block.element.parent), signature) in like
        if not fits and "li" in (block.element.tag, *(one.tag for one in around[:2])):
            fits = signature in signatures and any(id(one) in article for one in around[:2])
        if not fits and block.element.tag == "p":
            fits = trail_of(block.element) in trails
        keep[number] = fits


def _is_head(number: int, text: str, fields: Fields, kept: Sequence[int]) -> bool:
    """The headline; or a short line that names the author, or stands right behind the first text.

    There a sentence is the article's second one.
    """
    if number in fields.headings:
        return True
    short = len(text) < BYLINE
    second = number < kept[1] and not (len(text) >= SENTENCE and text[-1] in _ENDS)
    return short and (second or any(name in text for name in fields.byline))


def _around(block: TextBlock) -> list[Element]:
    return list(itertools.islice(block.element.lineage(), 1, 1 + WITHIN))


def _mostly_kept(
    blocks: Sequence[TextBlock], keep: Sequence[bool], span: range
) -> set[tuple[str, str]]:
    """The trails of which nearly all text is kept, several blocks of them."""
    whole, taken, count = Counter[Any](), Counter[Any](), Counter[Any]()
    for number in span:
        if blocks[number].element.tag == "p":
            trail, length = trail_of(blocks[number].element), len(blocks[number].text)
            whole[trail] += length
            if keep[number]:
                taken[trail] += length
                count[trail] += 1
    return {one for one in count if count[one] >= SEVERAL and taken[one] >= NEARLY * whole[one]}


def _texts(
    blocks: Sequence[TextBlock], keep: Sequence[bool], span: range
) -> tuple[Counter[int], Counter[int]]:
    """How much text, and how much of it was kept, each element holds by its id."""
    whole, taken = Counter[int](), Counter[int]()
    for number in span:
        block = blocks[number]
        length = len(block.text)
        for element in _around(block):
            if 2 * block.linked < length:
                whole[id(element)] += length
            if keep[number]:
                taken[id(element)] += length
    return whole, taken


def is_plain(block: TextBlock, holds: frozenset[int]) -> bool:
    """Running text by its links and words, neither slanted as a whole nor in a box."""
    text = block.text
    apart = block.slanted >= len(text) or block.element.hidden
    if apart or block.linked > LINKED * len(text) or has(near_bits(block, holds), *BOXES):
        return False
    return not (is_furniture(text) or is_source(text) or is_credit(text) or is_credited(text))


def near_bits(block: TextBlock, holds: frozenset[int]) -> int:
    """The families of its element and the two around it, those that hold the article left out."""
    bits = 0
    for element in itertools.islice(block.element.lineage(), 3):
        if id(element) not in holds:
            bits |= bits_of(element)
    return bits


def holders(blocks: Sequence[TextBlock], kept: Sequence[int]) -> frozenset[int]:
    """The ids of the elements that hold the first and the last of these blocks.

    A page that stands in a form as a whole is no form to its text.
    """
    first, last = blocks[kept[0]].element, blocks[kept[-1]].element
    around = {id(one) for one in first.lineage()}
    return frozenset(id(one) for one in last.lineage() if id(one) in around and one is not last)
