"""Tables of contents: lines that link to the headings of the page itself and repeat their words.

They are neither text of the article nor copies of its headings. One that is in the element of the
article is a summary of it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract.fields.fields import bare
from spiders.extract.page import HEADINGS, LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.page import Element, TextBlock

LEAST = 3
"""The fewest lines that make a table of contents."""
LINKED = 0.9
HOLDS = 0.9
"""An element that contains this share of the kept text is the article's."""
LONGEST = 200
PARTLY = 0.4
"""A list is a table of contents as a whole if this share of its lines repeats a heading: the other
headings may differ by a number or be bold lines."""
WITHIN = 7


def lines_of_contents(blocks: Sequence[TextBlock]) -> frozenset[int]:
    """The numbers of all blocks that are lines of a table of contents, anywhere on the page."""
    lines = [
        number
        for number, block in enumerate(blocks)
        if block.linked and (not block.links or block.links[0][:1] == "#") and leads_within(block)
    ]
    if len(lines) < LEAST:
        return frozenset()
    heads = {bare(block.text) for block in blocks if _is_heading(block)}
    found = {number for number in lines if bare(blocks[number].text) in heads}
    if len(found) < LEAST:
        return frozenset()
    of_list: dict[int, list[int]] = {}
    for number in lines:
        box = list_of(blocks[number])
        if box is not None:
            of_list.setdefault(id(box), []).append(number)
    for others in of_list.values():
        if len(found.intersection(others)) >= PARTLY * len(others):
            found.update(others)
    return frozenset(found)


def list_of(block: TextBlock) -> Element | None:
    """The outermost list among the nearest ancestors of a block; None if there is none."""
    lists = [one for one in itertools.islice(block.element.lineage(), WITHIN) if one.tag in LISTS]
    return lists[-1] if lists else None


def contents_shown(blocks: Sequence[TextBlock], keep: Sequence[bool]) -> list[int]:
    """The unkept lines of contents in the element of the article, each text once."""
    lines = lines_of_contents(blocks) if any(keep) else frozenset()
    if not lines:
        return []
    home = home_of(blocks, keep)
    if home is None:
        return []
    shown: dict[str, int] = {}
    for number in sorted(lines):
        block = blocks[number]
        if not keep[number] and block.element.is_in(home):
            shown.setdefault(block.text, number)
    return list(shown.values())


def leads_within(block: TextBlock) -> bool:
    """Whether the block is all link, to a place on its own page or with its target lost."""
    text, links = block.text, block.links
    if any(link[:1] != "#" for link in links):
        return False
    if len(text) > LONGEST:
        return False
    whole = block.linked >= LINKED * block.letters
    return whole and not (block.element.hidden or _is_heading(block))


def _is_heading(block: TextBlock) -> bool:
    parent = block.element.parent
    return block.element.tag in HEADINGS or (parent is not None and parent.tag in HEADINGS)


def home_of(blocks: Sequence[TextBlock], keep: Sequence[bool]) -> Element | None:
    """The innermost element that contains nearly all of the kept text."""
    kept = list(itertools.compress(blocks, keep))
    total = sum(len(block.text) for block in kept)
    held: Counter[int] = Counter()
    for block in kept:
        for element in block.element.lineage():
            held[id(element)] += len(block.text)
    longest = max(kept, key=lambda block: len(block.text))
    lineage: Iterator[Element] = longest.element.lineage()
    return next((one for one in lineage if held[id(one)] >= HOLDS * total), None)
