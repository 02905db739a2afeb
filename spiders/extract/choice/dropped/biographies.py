"""Who the author is, told in a box below the text that begins with the author's name.

In whatever language: an article does not speak of its own author by the full name, and such a box
does. The name is the one that machines are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.choice.kept.structures import says_who_contributed
from spiders.extract.page import SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock

MOST, SHARE = 4, 0.2
"""Such a box has so many blocks at most, its heading among them, and this share of the text."""
AUTHORS = 4
"""So many boxes may follow each other, one for each author."""


def drop_biographies(
    blocks: Sequence[TextBlock], keep: list[bool], authors: tuple[str, ...]
) -> None:
    """Leave out the boxes at the end of the text that begin with the name of one of them."""
    names = tuple(name for name in authors if " " in name or not name.isascii())
    for _ in range(AUTHORS if names else 0):
        kept = [number for number, is_kept in enumerate(keep) if is_kept]
        inside = _last_box(blocks, kept)
        told = [number for number in inside if blocks[number].element.tag not in SUBHEADINGS]
        if not told or not _tells_of(blocks[told[0]], names):
            return
        length = sum(len(blocks[number].text) for number in inside)
        if length > SHARE * sum(len(blocks[number].text) for number in kept):
            return
        for number in inside:
            keep[number] = False


def _last_box(blocks: Sequence[TextBlock], kept: Sequence[int]) -> Sequence[int]:
    """The numbers of the last kept blocks, which stand in a box without other kept ones."""
    if not kept:
        return ()
    box = blocks[kept[-1]].element
    if box.tag == "p" or box.tag in SUBHEADINGS:
        if box.parent is None:
            return ()
        box = box.parent
    inside = [number for number in kept if blocks[number].element.is_in(box)]
    return inside if len(inside) <= MOST else ()


def _tells_of(block: TextBlock, names: tuple[str, ...]) -> bool:
    """Does it begin with a name and tell more? Who contributed to the text is only named."""
    text = block.text
    name = next((name for name in names if text.startswith(name)), text)
    return len(text) > len(name) + 1 and not says_who_contributed(block)
