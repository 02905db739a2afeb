"""Sentences in the sidebar: a party's programme, a disclaimer, what is on this week.

In the source a sidebar mostly stands below the article, and reads like one.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spiders.extract.page import TextBlock

APART = 5
"""A sidebar stands more than this many blocks below the text."""
ENOUGH = 200
"""The fewest characters of an article outside of any such box."""
_NAMED = re.compile(r"(?:^|\s)(?:class|id)=\"[^\"]*?(?:(?<!in)side-?bar|widget)", re.IGNORECASE)


def drop_sidebars(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Drop what is kept far below the text in an element that is named as a sidebar or a widget.

    Unless the article's own elements are: some page builders call every element a widget. So what
    stands in one ``article`` with the rest stays, and what is more than the rest, in no ``aside``.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if all(after - before <= APART for before, after in itertools.pairwise(kept)):
        return
    first, last = (blocks[number].element for number in (kept[0], kept[-1]))
    shared = [one for one in first.lineage() if last.is_in(one)]
    around = {id(one) for one in shared}
    known: dict[int, bool] = {}
    own = [number for number in kept if not _is_named_aside(blocks[number], around, known)]
    length = sum(len(blocks[number].text) for number in own)
    maybe = [blocks[number] for number in kept if not _is_in_aside(blocks[number])]
    too_much = sum(len(block.text) for block in maybe) > 2 * length
    if length < ENOUGH or too_much or any(one.tag == "article" for one in shared):
        return
    far = next((n for n in kept if n > own[-1]), own[-1])
    if far - own[-1] > APART:
        for number in kept:
            keep[number] = number <= own[-1]


def _is_in_aside(block: TextBlock) -> bool:
    return any(one.tag == "aside" for one in block.element.lineage())


def _is_named_aside(block: TextBlock, around: Collection[int], known: dict[int, bool]) -> bool:
    """Whether an element around it is named so, which does not hold all that is kept.

    ``known`` says which are, by their ids: thousands of texts may stand in one with a long name.
    """
    for one in itertools.takewhile(lambda one: id(one) not in around, block.element.lineage()):
        if id(one) not in known:
            known[id(one)] = _NAMED.search(one.attributes) is not None
        if known[id(one)]:
            return True
    return False
