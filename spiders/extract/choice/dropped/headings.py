"""Headings of what is left out: of a list below the text, of a picture in a gallery, of a term.

The model likes a heading better than what stands below it, and then it heads nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.choice.kept.gaps import ENDS
from spiders.extract.page import COLONS, SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from spiders.extract.page import TextBlock

LONG = 60
"""From this length on, what is left out is what the heading heads, and no advert or label; and a
heading is a sentence."""
SURE = 0.8
"""From this chance of the second pass on, it is the text below the heading that is doubtful."""
_SAID = ENDS | COLONS
"""A heading may end a text as its last sentence."""


def drop_headings(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    chances: Mapping[int, float],
    headlines: Collection[int] = (),
) -> None:
    """Drop headings above the headline, below all text, and in a box without its text.

    ``headlines`` are the numbers of the blocks that show the page's. ``chances`` are those of the
    second pass, by the numbers of the blocks that it judged.
    """
    text = [number for number, kept in enumerate(keep) if kept and not _heads(blocks[number])]
    if not text:
        return
    top = max((number for number in headlines if number < text[0]), default=0)
    keep[:top] = [False] * top
    for number in range(text[-1] + 1, len(keep)):
        keep[number] = keep[number] and _is_said(blocks[number].text)
    for number in range(text[0], text[-1]):  # above it may be a standfirst beside the byline
        doubted = keep[number] and chances.get(number, 0.0) < SURE
        if doubted and _heads(blocks[number]) and _is_alone(blocks, keep, number):
            keep[number] = False
    for number in text:
        if blocks[number].element.tag == "dt" and _is_undefined(blocks, keep, number):
            keep[number] = False


def _heads(block: TextBlock) -> bool:
    return block.element.tag in SUBHEADINGS


def _is_said(text: str) -> bool:
    return len(text) >= LONG or text[-1] in _SAID


def _is_alone(blocks: Sequence[TextBlock], keep: Sequence[bool], number: int) -> bool:
    """Whether a long text right below the heading, beside it, is left out, and nothing is kept."""
    box, found = blocks[number].element.parent, False
    for after in range(number + 1, len(blocks)):
        block = blocks[after]
        if _heads(block) or box is None or not block.element.is_in(box):
            return found
        if keep[after]:
            return False
        found = found or (len(block.text) >= LONG and 2 * block.linked < len(block.text))
    return found


def _is_undefined(blocks: Sequence[TextBlock], keep: Sequence[bool], number: int) -> bool:
    """Whether all that defines this term is left out, as its day and its topics are."""
    after, box = number + 1, blocks[number].element.parent
    while after < len(blocks) and blocks[after].element.tag == "dd" and not keep[after]:
        after += 1
    goes_on = after < len(blocks) and keep[after] and blocks[after].element.tag == "dd"
    return after > number + 1 and not goes_on and blocks[number + 1].element.parent is box
