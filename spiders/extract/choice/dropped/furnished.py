"""Chosen lines that are not text by what they say or by what the page says about them.

The headline, phrases of furniture, and a declared standfirst.
"""

# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.extract.choice.dropped.edges import RUNNING, is_stamp, is_toolbar
from spiders.extract.choice.furniture import is_furniture, names_agency, stands_as_furniture
from spiders.extract.choice.kept.structures import is_below_picture, is_cell, stands_within
from spiders.extract.choice.notices import is_notice
from spiders.extract.choice.paths import bits_of, has
from spiders.extract.choice.sources import is_source
from spiders.extract.likeness import bare
from spiders.extract.page import SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Page, TextBlock

STANDFIRST = 30
"""From this length on, a heading that repeats the page's description is its standfirst."""

_CALLED = re.compile(
    r"(?<![a-z])(?:perex|ingress(?:en|i)?|manchet|underrubrik|vorspann|unterzeile|anreisser"
    r"|chapeau|sottotitolo|occhiello|copete|entradilla|linha-fina|zajawka|anons|lid(?!-?word))(?![a-z])"
)
"""What sites in Prague, Stockholm, Hamburg, Milan or Moscow call a standfirst; the model's training
covers fewer of these names."""


def drop_furniture(page: Page, keep: list[bool], fields: Fields, terms: frozenset[int]) -> None:
    """Drop the headline, phrases of furniture, and a declared standfirst above the text.

    Declared: it repeats the page's description, and it is named a standfirst or alone is bold.
    ``terms`` are lines of terms, where "Contact us" heads a clause.
    """
    headings = set(fields.headings)
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    end = _end_of_text(page.blocks, kept)
    for number in kept:
        text = page.blocks[number].text
        phrase = stands_as_furniture(page.blocks[number]) or is_source(text) or is_toolbar(text)
        phrase = phrase or (number > end and is_notice(text))
        phrase = phrase or (is_below_picture(page.blocks[number]) and names_agency(text))
        phrase = phrase and not (number in terms or is_cell(page.blocks, number, keep))
        phrase = phrase and not stands_within(page.blocks, number, kept)
        keep[number] = not (number in headings or phrase or is_stamp(page.blocks[number]))
    first, *rest = [number for number in kept if keep[number]] or [-1]
    if not rest or bare(page.blocks[first].text) != bare(fields.description or ""):
        return
    top = page.blocks[first].element
    if page.blocks[first].is_bold and not page.blocks[rest[0]].is_bold:
        keep[first] = top.tag in SUBHEADINGS and len(page.blocks[first].text) < STANDFIRST
        return
    # A line about the text, with author and time, is shorter.
    others = [page.blocks[n] for n in rest if len(page.blocks[n].text) >= RUNNING]
    alone = not any(
        one.element.parent is top.parent and one.element.tag == top.tag == "p" for one in others
    )
    same = page.blocks[rest[0]].element is top
    long_enough = len(page.blocks[first].text) >= STANDFIRST
    named = (top.tag in SUBHEADINGS and long_enough) or is_standfirst(page.blocks[first])
    keep[first] = same or not (alone and named)


def _end_of_text(blocks: Sequence[TextBlock], kept: Sequence[int]) -> int:
    """The number of the last kept block that is text; what a house says comes after it."""
    for number in reversed(kept):
        block = blocks[number]
        if not (block.linked or is_furniture(block.text) or is_notice(block.text)):
            return number
    return -1


def is_standfirst(block: TextBlock) -> bool:
    """Whether the block, or the element around it, is named as the article's standfirst."""
    own = bits_of(block.element)
    parent = bits_of(block.element.parent) if block.element.parent else 0
    named = has(own, "standfirst") or (has(parent, "standfirst") and not has(parent, "body"))
    above = block.element.parent or block.element
    names = f"{block.element.get('class') or ''} {above.get('class') or ''}"
    named = named or _CALLED.search(names.lower()) is not None
    if not named or has(own, "body", "navigation", "caption"):
        return False
    return block.link_density < 0.5 and not has(own | parent, "related", "newsletter", "social")
