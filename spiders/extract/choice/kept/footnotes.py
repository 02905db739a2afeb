"""Notes below a text that marks in it link to, and that link back to the marks.

The model takes them for what else is there, so an edit of a note would be missed. A note and its
mark refer to each other: nothing else on a page does that.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from spiders.extract.choice.paths import bits_of, has
from spiders.extract.page import kept_length

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spiders.extract.page import TextBlock

WITHIN = 3
"""How many elements, from the note's own on, may have the id that its mark links to."""
MOST, LEAST = 0.5, 8
"""The largest share of notes in the text, and the fewest characters of each."""
_NUMBER = re.compile(r"\W{0,2}(\d{1,3})(?!\d)")
_AT_END = re.compile(r"(\d{1,3})\W*$")


def keep_footnotes(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Keep the notes if they are a small enough share of the text."""
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    marks = {link[1:] for number in kept for link in blocks[number].links if link[:1] == "#"}
    marks.discard("")
    if not marks:
        return
    found = list(_notes(blocks, keep, kept[0], marks))
    if sum(len(blocks[number].text) for number in found) <= MOST * kept_length(blocks, keep):
        for number in found:
            keep[number] = True


def _notes(
    blocks: Sequence[TextBlock], keep: Sequence[bool], first: int, marks: Collection[str]
) -> Iterator[int]:
    """The numbers of the notes after the first kept text."""
    numbers = {match[1] for mark in marks if (match := _AT_END.search(mark))}
    for number in range(first + 1, len(blocks)):
        block = blocks[number]
        if keep[number] or block.element.hidden or len(block.text) < LEAST:
            continue
        own = _links_back(block)
        before = blocks[number - 1]
        told = block if own else before if _is_number_of(before, block) else None
        if told is None or _is_of_others(block):
            continue
        match = _NUMBER.match(told.text)
        if _is_named(block, marks) or (match is not None and match[1] in numbers):
            yield number


def _links_back(block: TextBlock) -> bool:
    return any(link[:1] == "#" and len(link) > 1 for link in block.links)


def _is_number_of(before: TextBlock, block: TextBlock) -> bool:
    """Whether the line before is only a number that links back, in one box with the note."""
    match = _NUMBER.match(before.text)
    if match is None or len(before.text) > LEAST or not _links_back(before):
        return False
    box = before.element
    return block.element.is_in(box) or (box.parent is not None and block.element.is_in(box.parent))


def _is_named(block: TextBlock, marks: Collection[str]) -> bool:
    """Whether the note, or an element around it, has the id that a mark links to."""
    around = itertools.islice(block.element.lineage(), WITHIN)
    return any((element.get("id") or "") in marks for element in around)


def _is_of_others(block: TextBlock) -> bool:
    """Whether it is a reader's comment, a menu or a form."""
    around = itertools.islice(block.element.lineage(), 2 * WITHIN)
    return any(has(bits_of(one), "comments", "<nav>", "<form>") for one in around)
