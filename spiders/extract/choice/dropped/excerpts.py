"""Teasers whose headlines are no links, as a script opens them: known by excerpts that are cut."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract.page import HEADINGS, kept_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock

SEVERAL = 3
"""The fewest cut excerpts of a list."""
REACH = 8
"""How many elements around an excerpt may be the list."""
LONG = 60
"""From this length on, a text in a list is an excerpt."""
MOST = 0.5
"""What has more than this share of the kept text is the page's own list."""
_LAST = "….]"
_CUT = ("…", "...", "[…]", "[...]", "…]", "...]")


def drop_excerpts(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Drop an element with several headings and a cut excerpt below each, and no other text."""
    lists = _lists(blocks)
    if not lists:
        return
    held: dict[int, list[int]] = {}
    for number, block in enumerate(blocks):
        around = {id(one) for one in block.element.lineage()} & lists
        if len(block.text) >= LONG and not _heads(block) and not block.text.endswith(_CUT):
            lists -= around
        elif keep[number]:
            for key in around:
                held.setdefault(key, []).append(number)
    total = kept_length(blocks, keep)
    for key in lists & held.keys():
        if sum(len(blocks[number].text) for number in held[key]) <= MOST * total:
            for number in held[key]:
                keep[number] = False


def _lists(blocks: Sequence[TextBlock]) -> set[int]:
    """The ids of the elements with several cut texts right below a heading."""
    count: Counter[int] = Counter()
    for heading, block in itertools.pairwise(blocks):
        if block.text[-1] in _LAST and block.text.endswith(_CUT) and _heads(heading):
            count.update(id(one) for one in itertools.islice(block.element.lineage(), REACH))
    return {key for key, many in count.items() if many >= SEVERAL}


def _heads(block: TextBlock) -> bool:
    return block.element.tag in HEADINGS
