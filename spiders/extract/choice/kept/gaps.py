"""What the model left out in the middle of an article, although text like it surrounds it.

The model was trained on news. On a page of terms it doubts whole clauses, and an edit of a clause
that is not read is an edit missed.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from spiders.extract.choice.body import is_dense
from spiders.extract.choice.furniture import (
    credits_picture,
    is_credit,
    is_furniture,
    stands_as_furniture,
)
from spiders.extract.choice.paths import bits_of, has, said_by, trail_of
from spiders.extract.choice.sources import is_source
from spiders.extract.page import LISTS, SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Element, TextBlock

LEAST = 0.1
"""Below this chance the model rules a block out: clear furniture gets less from both passes."""
MOST = 0.5
"""An element is the article's if this share of its text was kept."""
BULK = 0.25
"""It also is if this share of all kept text is directly in it."""
SEVERAL, NEARLY = 10, 0.7
"""How many paragraphs of one kind, and which share of their text, must have been kept."""
CLAUSE, PARTLY = 150, 0.4
"""For a paragraph of this length, which is no label or button, this share is enough."""
MAKES = frozenset({"p", "div"}) | SUBHEADINGS
FEW = 3
"""The fewest of one kind for headings, which are rarer than paragraphs."""
LINKED = 0.2
"""The most links in a sentence; beyond this share, it exists for its link."""
LINE = 0.9
"""The smallest share of links in a line of link."""
BOX = 8
"""A box between two parts of a text has fewer blocks than this."""
WITHIN = 3
"""How many elements around a block it is counted for."""
LIKELY = 0.3
"""Below this chance the model considers a line unlikely."""
CELL = 4
"""How many elements a table cell may be deep in what is next to a paragraph."""
BYLINE = 80
"""A shorter line may be a byline."""
SENTENCE = 40
"""A line of this length that ends as a sentence does is not a byline."""
BOXES = (
    *("social", "comments", "advert", "newsletter", "form", "ticker", "player", "related"),
    *("<nav>", "<footer>", "<form>", "<button>", "<menu>"),
)
"""What is in elements of these families is not text of the article, unless the model is sure."""
GROUPS = LISTS | {"blockquote"}
WORDS, SIGNS = 5, 6
"""The fewest words of a headline; the most signs of a name in a script of dense signs."""
_NUMBER = re.compile(r"(?:no\.?|nr\.?|№|#)?\s?\d{1,3}\s?[.):–—-]\s?\D", re.IGNORECASE)
"""*4.*, *#4:*, but not a time of day."""
ENDS = frozenset('.!?…。！？։؟”»"')
"""The last character of a sentence."""


def fill(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    chances: Sequence[float],
    fields: Fields,
) -> None:
    """Keep a plain block between kept ones if its like, in an element of the article, is kept.

    ``chances`` has for each block the higher one of the two passes. Its like is a block with the
    same signature in the same element; for a list item, in any list of the article. A heading needs
    none if it is right above what is kept, nor does a list among kept paragraphs.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if len(kept) < 2:  # noqa: PLR2004 - between two
        return
    span = range(kept[0], kept[-1] + 1)
    doubted = _doubted(blocks, keep, chances, fields)
    if not doubted:
        return
    whole, taken = _texts(blocks, keep, span)
    article = {key for key, length in taken.items() if length >= MOST * whole[key]}
    like = {(id(blocks[n].element.parent), said_by(blocks[n].element)[1]) for n in kept}
    trails = _shares_kept(blocks, keep, span)
    signatures = {signature for _, signature in like}
    for number in doubted:
        block = blocks[number]
        signature = said_by(block.element)[1]
        around = _around(block)
        beside = id(block.element.parent) in article
        fits = beside and (id(block.element.parent), signature) in like
        if not fits and "li" in (block.element.tag, *(one.tag for one in around[:2])):
            fits = signature in signatures and any(id(one) in article for one in around[:2])
        fits = fits or _is_list_among(blocks, keep, number) or _is_loose(blocks, keep, number)
        heads = block.element.tag in SUBHEADINGS
        if not fits and block.element.tag in MAKES and (keep[number + 1] or not heads):
            share = trails.get(trail_of(block.element), 0.0)
            fits = share >= (PARTLY if len(block.text) >= CLAUSE else NEARLY)
        keep[number] = fits
    for number in doubted:
        keep[number] = keep[number] or _heads_kept(blocks, keep, number)


def _is_head(number: int, text: str, fields: Fields, kept: Sequence[int]) -> bool:
    """Whether it is the headline, or a short line with the author or right after the first text.

    In the latter place a sentence is the article's second one.
    """
    if number in fields.headings:
        return True
    short = len(text) < BYLINE and _NUMBER.match(text) is None
    second = number < kept[1] and not (len(text) >= SENTENCE and text[-1] in ENDS)
    return short and (second or any(name in text for name in fields.byline))


def _doubted(
    blocks: Sequence[TextBlock], keep: Sequence[bool], chances: Sequence[float], fields: Fields
) -> list[int]:
    """The numbers of the plain blocks between kept ones that the model does not rule out."""
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    holds = holders(blocks, kept)
    unseen = any(blocks[number].element.hidden for number in kept)
    doubted = [
        number
        for number in range(kept[0], kept[-1])
        if not keep[number]
        and chances[number] >= LEAST
        and not _is_head(number, blocks[number].text, fields, kept)
    ]
    odd = {n: _looks(blocks[n]) for n in doubted if chances[n] >= LIKELY and _is_odd(blocks[n])}
    often = _often(blocks, kept) if odd else frozenset()
    named = {n for n in doubted if keep[n + 1] and names_thing(blocks[n])}
    return [
        number
        for number in doubted
        if is_plain(
            blocks[number], holds, unseen=unseen, often=number in named or odd.get(number) in often
        )
    ]


def names_thing(block: TextBlock) -> bool:
    """Whether it is a linked heading that names a place or a thing, or gives it a number.

    *4. Saltby Landing*, in a list of the best; a headline of another article has more words.
    """
    near = itertools.islice(block.element.lineage(), WITHIN)
    if not block.linked or not any(one.tag in SUBHEADINGS for one in near):
        return False
    if is_dense(block.text):
        return len(block.text) <= SIGNS
    return len(block.text.split()) < WORDS or _NUMBER.match(block.text) is not None


def _is_odd(block: TextBlock) -> bool:
    """Whether it is entirely slanted or linked."""
    whole = block.linked >= LINE * block.letters if block.linked else False
    return whole or block.slanted >= len(block.text)


def _looks(block: TextBlock) -> tuple[bool, int]:
    """Whether the line has a link, and which element it is in."""
    return block.linked > 0, id(block.element.parent)


def _often(blocks: Sequence[TextBlock], kept: Sequence[int]) -> frozenset[tuple[bool, int]]:
    """The looks of entirely slanted or linked lines that are frequent within the text.

    Slanted ones are then the questions of an interview, or headings; of links several must be kept.
    """
    there = [block for block in blocks[kept[0] : kept[-1]] if _is_odd(block) and not block.linked]
    taken = [blocks[n] for n in kept if blocks[n].linked and _is_odd(blocks[n])]
    looks = Counter(_looks(block) for block in (*there, *taken))
    return frozenset(look for look, count in looks.items() if count >= FEW)


def _is_list_among(blocks: Sequence[TextBlock], keep: Sequence[bool], number: int) -> bool:
    """Whether this item's list is between two kept blocks, all three in one element.

    Or in an item that is kept, of which it is then a part.
    """
    box = next((one for one in blocks[number].element.lineage() if one.tag in GROUPS), None)
    if box is None:
        return False
    item = box.parent
    if item is not None and item.tag == "li":
        return any(keep[n] and blocks[n].element is item for n in range(number))
    before, behind = number - 1, number + 1
    while before >= 0 and _belongs(blocks[before], box, kept=keep[before]):
        before -= 1
    while behind < len(blocks) and blocks[behind].element.is_in(box):
        behind += 1
    if before < 0 or behind == len(blocks):
        return False
    return all(keep[one] and _stands_beside(blocks[one].element, box) for one in (before, behind))


def _is_loose(blocks: Sequence[TextBlock], keep: Sequence[bool], number: int) -> bool:
    """Whether it is a sentence in no paragraph of its own, but between two kept ones."""
    around, text, near = blocks[number].element, blocks[number].text, (number - 1, number + 1)
    beside = all(keep[one] and blocks[one].element.parent is around for one in near)
    return beside and len(text) >= SENTENCE and text[-1] in ENDS


def _belongs(block: TextBlock, box: Element, *, kept: bool) -> bool:
    """Whether it is in the list, or a heading of it that is as doubtful as the list."""
    if block.element.is_in(box):
        return True
    return not kept and block.element.tag in SUBHEADINGS and block.element.parent is box.parent


def _stands_beside(element: Element, box: Element) -> bool:
    """Whether the element is a sibling of the box, or is in a list or a table that is one."""
    return any(one.parent is box.parent for one in itertools.islice(element.lineage(), CELL))


def _heads_kept(blocks: Sequence[TextBlock], keep: Sequence[bool], number: int) -> bool:
    """Whether this is the heading of the kept block right after it, in one element with it."""
    element, after = blocks[number].element, number + 1
    above = list(itertools.islice(element.lineage(), WITHIN))
    heading = next((one for one in above if one.tag in SUBHEADINGS), None)
    if heading is None:
        return False
    if _goes_on(blocks, keep, number, heading):
        return True
    while after < number + BOX and not keep[after] and _is_between(blocks[after]):
        after += 1
    behind = blocks[after]
    if not keep[after] or behind.linked > LINKED * len(behind.text):
        return False
    summary = next((one for one in above if one.tag == "summary"), None)
    return _stands_beside(behind.element, summary or _box_of(blocks, number, heading))


def _box_of(blocks: Sequence[TextBlock], number: int, heading: Element) -> Element:
    """The heading, or its parent if that contains nothing else or is a ``header``."""
    box = heading.parent
    if box is not None and box.tag in {"header", "hgroup"}:
        return box
    near = (blocks[number - 1], blocks[number + 1])
    return heading if box is None or any(one.element.is_in(box) for one in near) else box


def _is_between(block: TextBlock) -> bool:
    """Whether it is a time, a button, or another article's headline in a box put in between."""
    return is_furniture(block.text) or block.linked >= LINE * block.letters


def _goes_on(
    blocks: Sequence[TextBlock], keep: Sequence[bool], number: int, heading: Element
) -> bool:
    """Whether this heading ends an element of the text that goes on in one like it.

    A box is between the two, as if an editor had split the text to insert it.
    """
    box, after = heading.parent, number + 1
    if box is None or not (keep[number - 1] and blocks[number - 1].element.parent is box):
        return False
    while after < number + BOX and not keep[after] and not blocks[after].element.is_in(box):
        after += 1
    other = blocks[after].element.parent
    if other is None or other is box or other.parent is not box.parent:
        return False
    return keep[after] and said_by(other)[1] == said_by(box)[1]


def _around(block: TextBlock) -> list[Element]:
    return list(itertools.islice(block.element.lineage(), 1, 1 + WITHIN))


def _shares_kept(
    blocks: Sequence[TextBlock], keep: Sequence[bool], span: range
) -> dict[tuple[str, str], float]:
    """By trail, the share of its text that was kept, if several blocks of it were."""
    whole, taken, count = Counter[Any](), Counter[Any](), Counter[Any]()
    for number in span:
        if blocks[number].element.tag in MAKES:
            trail, length = trail_of(blocks[number].element), len(blocks[number].text)
            whole[trail] += length
            if keep[number]:
                taken[trail] += length
                count[trail] += 1
    return {
        one: taken[one] / whole[one]
        for one in count
        if count[one] >= (FEW if one[0].startswith("h") else SEVERAL)
    }


def _texts(
    blocks: Sequence[TextBlock], keep: Sequence[bool], span: range
) -> tuple[Counter[int], Counter[int]]:
    """How much text, and how much kept text, each element contains, by its id."""
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


def is_plain(
    block: TextBlock, holds: frozenset[int], *, unseen: bool = False, often: bool = False
) -> bool:
    """Whether a block is running text by links and words, neither entirely slanted nor in a box.

    ``unseen``: the article has hidden parts, such as sections that a reader unfolds one by one.
    ``often``: lines slanted or linked as this one is are frequent in it.
    """
    text = block.text
    apart = (block.slanted >= len(text) and not often) or (block.element.hidden and not unseen)
    linked = block.linked > LINKED * len(text) and not often and not _tells_whose(block.element)
    if apart or linked or has(near_bits(block, holds), *BOXES):
        return False
    phrase = stands_as_furniture(block) or is_source(text)
    return not (phrase or is_credit(text) or credits_picture(block))


def near_bits(block: TextBlock, holds: frozenset[int]) -> int:
    """The families of its element and the two around it, except those that contain the article."""
    bits = 0
    for element in itertools.islice(block.element.lineage(), 3):
        if id(element) not in holds and not _tells_whose(element):
            bits |= bits_of(element)
    return bits


def _tells_whose(element: Element) -> bool:
    """Whether it is a quotation's footer, which says who said that, and not a page's."""
    around = element.parent
    return element.tag == "footer" and around is not None and around.tag == "blockquote"


def holders(blocks: Sequence[TextBlock], kept: Sequence[int]) -> frozenset[int]:
    """The ids of the elements that contain the first and the last of these blocks, or many of them.

    A form that contains the whole page is not a form to its text.
    """
    first, last = blocks[kept[0]].element, blocks[kept[-1]].element
    around = {id(one) for one in first.lineage()}
    found = {id(one) for one in last.lineage() if id(one) in around and one is not last}
    held, count = Counter[int](), Counter[int]()
    for number in kept:
        box = id(blocks[number].element.parent)
        held[box] += len(blocks[number].text)
        count[box] += 1
    bulk = BULK * held.total()
    found.update(one for one, length in held.items() if length > bulk and count[one] >= FEW)
    return frozenset(found)
