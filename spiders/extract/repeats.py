"""A body that stands on its page twice, for wide and for narrow screens, is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock

REPEATED = 60
"""A text of this length that comes again on a page is the same text and no refrain."""


def once(blocks: Sequence[TextBlock], keep: Sequence[bool]) -> list[bool]:
    """What is kept, less the copies.

    One paragraph alone that comes again in the same element is no second body: so the page shows
    it, and an editor may take the slip out.
    """
    first: dict[str, int] = {}
    dropped: set[int] = set()
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    for number in kept:
        text = blocks[number].text
        if len(text) >= REPEATED and text in first:
            dropped.add(number)
        first.setdefault(text, number)
    if len(dropped) > 1:
        start, end = min(dropped) - 2, max(dropped) + 2
        before = {blocks[number].text for number in kept if number < start}
        again = {n for n in kept if start <= n <= end and blocks[n].text in before}
        dropped |= again
    elif all(_beside(blocks[n], blocks[first[blocks[n].text]]) for n in dropped):
        return list(keep)
    return [is_kept and number not in dropped for number, is_kept in enumerate(keep)]


def has_come_twice(blocks: Sequence[TextBlock], keep: Sequence[bool]) -> bool:
    """Do at least two long texts of what is kept stand there twice?"""
    seen: set[str] = set()
    again: set[str] = set()
    for block, is_kept in zip(blocks, keep, strict=True):
        if is_kept and len(block.text) >= REPEATED:
            (again if block.text in seen else seen).add(block.text)
    return len(again) > 1


def _beside(block: TextBlock, other: TextBlock) -> bool:
    return block.element.parent is other.element.parent
