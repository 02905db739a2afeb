"""The standfirst that a page shows between its headline and its text.

It is recognized by its name or by the page's description; otherwise by its place: a sentence, or a
heading that is one, right below the headline, if the text begins farther down.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import regex

from spiders.extract.choice.dropped.asking import drop_asking
from spiders.extract.choice.dropped.furnished import is_standfirst
from spiders.extract.choice.furniture import is_credit, is_credited, is_furniture
from spiders.extract.choice.notices import is_notice
from spiders.extract.choice.paths import bits_of, bits_with_box, has
from spiders.extract.fields import dates
from spiders.extract.fields.names import of_another_role, without_by
from spiders.extract.likeness import bare, words
from spiders.extract.page import CELLS, SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Page, TextBlock
    from storage.records import Block

WORDS, LENGTH = 5, 15
"""The fewest words of a standfirst, or else characters, as not all scripts separate words."""
BEGUN = 30
"""The fewest letters of a truncated description."""
SAID, SENTENCE, MOST = 7, 40, 400
"""For one recognized by place alone: the fewest words, and the fewest and most characters."""
REACH = 12
"""How many blocks above the text are searched if there is no headline."""
HALF = 0.5
WRAPPED = 3
"""How many elements, from a sentence's own on, its box may be."""
_ENDS = frozenset('.!?…։。！？؟»”"')
_OTHERS = (
    *("caption", "author", "date", "label", "related", "newsletter", "social", "advert", "player"),
    *("form", "comments", "navigation", "ticker", "copyright", "paid", "correction", "keypoints"),
)
_NOT_SAID = regex.compile(
    r"\b(?:image|photo|picture|credit|фото|foto)s?\s*:|commission|affiliate|unavailable|javascript"
    r"|cookie|subscri|подписк|abunə|abone|free (?:trial|access|month)|advertis|реклам",
    regex.IGNORECASE,
)
"""Says whose a picture is, what an outlet earns, or what a page asks for."""
_TAGS = SUBHEADINGS | {"p", "div"}


def standfirst_shown(
    page: Page, keep: Sequence[bool], fields: Fields, read: Sequence[Block]
) -> str | None:
    """The standfirst, or None; ``read`` are the blocks of the article, which never count as one."""
    blocks = page.blocks
    first = next((number for number, kept in enumerate(keep) if kept), 0)
    described = bare(fields.description or "")
    head = next((number for number in fields.headings if number < first), None)
    headline = None if head is None else blocks[head]
    start = max(0, first - REACH) if head is None else head + 1
    said = {bare(block.text) for block in read}
    between = [block for block in blocks[start:first] if bare(block.text) not in said]
    between = [block for block in between if block.element.tag != "figcaption"]
    for block in between:
        same = described and bare(block.text) == described
        named = is_standfirst(block) and not has(bits_of(block.element), "author")
        named = named or _is_wrapped(block, blocks[first])
        if named or same or _is_begun(block, described, headline):
            enough = len(words(block.text)) >= WORDS or len(block.text) >= LENGTH
            if enough and not is_furniture(block.text):
                return block.text
    heads = [number for number in fields.headings if number < first]
    for number in _below(heads, first, fields.passed):
        placed = _is_placed(blocks[number], said, blocks[heads[-1]])
        if placed and not _asks(page, keep, fields, number):
            return blocks[number].text
    return None


def _is_wrapped(block: TextBlock, text: TextBlock) -> bool:
    """Whether it is a sentence in the wrapper of a box that is named a standfirst, without text."""
    if len(block.text) < SENTENCE or block.text[-1] not in _ENDS or block.linked:
        return False
    above = list(itertools.islice(block.element.lineage(), WRAPPED))
    around = itertools.takewhile(lambda one: not text.element.is_in(one), above)
    bits = [bits_of(one) for one in around]
    called = len(bits) == WRAPPED and has(bits[-1], "standfirst")
    return called and not any(has(one, "body", *_OTHERS) for one in bits)


def _below(heads: Sequence[int], first: int, passed: Collection[int]) -> Sequence[int]:
    """The block that was right below the headline before new ones came, and the one there now.

    A standfirst that stays one is not replaced by an advert put above it.
    """
    below: Sequence[int] = range(heads[-1] + 1, first) if heads else ()
    stood = next((number for number in below if number not in passed), None)
    return [number for number in (stood, *below[:1]) if number is not None]


def _asks(page: Page, keep: Sequence[bool], fields: Fields, number: int) -> bool:
    """Whether the block is in a box that asks for an answer, an address, a subscription or money.

    A form that contains the headline too is the page's.
    """
    form = next((one for one in page.blocks[number].element.lineage() if one.tag == "form"), None)
    head = page.blocks[max(n for n in fields.headings if n < number)].element
    if form is not None and not head.is_in(form):
        return True
    with_it = [kept or one == number for one, kept in enumerate(keep)]
    drop_asking(page.blocks, with_it, page.asking)
    return not with_it[number]


def _is_begun(block: TextBlock, described: str, headline: TextBlock | None) -> bool:
    """Whether it begins with the page's truncated description, in one element with the headline."""
    beside = headline is not None and block.element.parent is headline.element.parent
    begun = len(described) >= BEGUN and bare(block.text).startswith(described)
    return beside and begun and not (block.linked or is_credited(block.text))


def _is_placed(block: TextBlock, said: Collection[str], headline: TextBlock) -> bool:
    """Whether the block below the headline is a sentence, not named something else.

    In a page laid out in a table it is in the headline's cell, and may be that cell's own text.
    """
    text, element = block.text, block.element
    cell = next((one for one in element.lineage() if one.tag in CELLS), None)
    with_headline = cell is None or headline.element.is_in(cell)
    tagged = element.tag in _TAGS or element is cell
    if not (tagged and with_headline) or element.hidden or not SENTENCE <= len(text) <= MOST:
        return False
    if block.linked > HALF * len(text) or bare(text) in said or bare(text) == bare(headline.text):
        return False
    if element.parent is None:
        return False
    together = headline.element.is_in(element.parent)  # a ``header`` of both is no menu
    if element.parent.pictures and not together:
        return False  # it says what the picture shows
    bits = bits_of(element) if together else bits_with_box(element)
    if has(bits, *_OTHERS):
        return False
    sentence = len(words(text)) >= SAID and (text[-1] in _ENDS or element.tag in SUBHEADINGS)
    return sentence and not _is_about(block)


def _is_about(block: TextBlock) -> bool:
    """Whether it says who wrote the text, when, whose a picture is, or what the house offers."""
    text = block.text
    told = bool(block.credits or block.stamp or dates.find(text) or _NOT_SAID.search(text))
    told = told or without_by(text) != text or of_another_role(text) is not None
    return told or any(says(text) for says in (is_furniture, is_notice, is_credit, is_credited))
