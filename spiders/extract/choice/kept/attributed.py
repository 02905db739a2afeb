"""Who said it: the line behind a quotation that names its speaker, and links to them.

A dash and one link are otherwise the headline of another article. Here they are a statement of this
one: another name behind the same words is an edit that nobody may miss.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spiders.extract.page import Element, TextBlock

MOST, WORDS = 80, 5
"""Characters of the line in a quotation's element, and words of one right behind a paragraph."""
WITHIN = 4
"""So many elements around a block are asked whether they are a quotation."""
LINK = 0.9
_QUOTATIONS = frozenset({"blockquote", "figure"})
_FEET = frozenset({"footer", "cite"})
_DASHES = frozenset("—–―-")
_OPENING, _CLOSING = frozenset('“„«‘"”'), frozenset('”“»’"')


def keep_attributions(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Lines that are a link and name the speaker of the kept quotation right before them."""
    for number in range(1, len(blocks)):
        block = blocks[number]
        if not block.linked or keep[number] or not keep[number - 1] or len(block.text) > MOST:
            continue
        if block.linked >= LINK * block.letters and _names(block, blocks[number - 1]):
            keep[number] = True


def quotation_of(block: TextBlock, tags: Collection[str], within: int) -> Element | None:
    """The quotation that a block stands in: the nearest of so many elements that has such a tag."""
    above = itertools.islice(block.element.lineage(), within)
    return next((one for one in above if one.tag in tags), None)


def _names(line: TextBlock, before: TextBlock) -> bool:
    """Is it the speaker of what stands before it?"""
    dashed = line.text[0] in _DASHES
    quotation = quotation_of(line, _QUOTATIONS, WITHIN)
    if quotation is not None and before.element.is_in(quotation):
        return dashed or _is_foot(line.element, quotation)
    said = before.text.strip()
    quoted = said[0] in _OPENING and said[-1] in _CLOSING
    return dashed and quoted and len(line.text.split()) <= WORDS


def _is_foot(element: Element, quotation: Element) -> bool:
    """Does it stand in the foot of this quotation, or in its source?"""
    inside = itertools.takewhile(lambda one: one is not quotation, element.lineage())
    return any(one.tag in _FEET for one in inside)
