"""Attributions: the line after a quotation that names its speaker with a link.

Elsewhere a dash and one link are the headline of another article. Here they are a statement of this
one: another name after the same words is an edit that must not be missed.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spiders.extract.page import Element, TextBlock

MOST, WORDS = 80, 5
"""The most characters of such a line, and words of one right after a paragraph."""
WITHIN = 4
"""How many elements around a block may be its quotation."""
LINK = 0.9
_QUOTATIONS = frozenset({"blockquote", "figure"})
_FEET = frozenset({"footer", "cite"})
_DASHES = frozenset("—–―-")
_OPENING, _CLOSING = frozenset('“„«‘"”'), frozenset('”“»’"')


def keep_attributions(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Keep lines that are a link and name the speaker of the kept quotation right before them."""
    for number in range(1, len(blocks)):
        block = blocks[number]
        if not block.linked or keep[number] or not keep[number - 1] or len(block.text) > MOST:
            continue
        if block.linked >= LINK * block.letters and _names(block, blocks[number - 1]):
            keep[number] = True


def quotation_of(block: TextBlock, tags: Collection[str], within: int) -> Element | None:
    """The nearest of ``within`` elements around a block that has one of these tags, or None."""
    above = itertools.islice(block.element.lineage(), within)
    return next((one for one in above if one.tag in tags), None)


def _names(line: TextBlock, before: TextBlock) -> bool:
    """Whether the line names the speaker of what precedes it."""
    dashed = line.text[0] in _DASHES
    quotation = quotation_of(line, _QUOTATIONS, WITHIN)
    if quotation is not None and before.element.is_in(quotation):
        return dashed or _is_foot(line.element, quotation)
    said = before.text.strip()
    quoted = said[0] in _OPENING and said[-1] in _CLOSING
    return dashed and quoted and len(line.text.split()) <= WORDS


def _is_foot(element: Element, quotation: Element) -> bool:
    """Whether it is in a ``footer`` or ``cite`` of this quotation."""
    inside = itertools.takewhile(lambda one: one is not quotation, element.lineage())
    return any(one.tag in _FEET for one in inside)
