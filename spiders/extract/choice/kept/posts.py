"""Posts of a live page that are list items: what is in one is text, not a list item."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract.choice.kept.gaps import ENDS, LEAST, SENTENCE, is_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Element, TextBlock

MANY = 2
"""The fewest items with a time of their own that make a list of posts."""
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE
)


def posts(blocks: Sequence[TextBlock], keep: Sequence[bool]) -> frozenset[int]:
    """The ids of the items with a time of their own, in lists of which several are kept."""
    timed = {id(one): one for block in blocks if _tells_time(block) and (one := _item_of(block))}
    if len(timed) < MANY:
        return frozenset()
    kept = {id(_item_of(block)) for block, is_kept in zip(blocks, keep, strict=True) if is_kept}
    lists = Counter(id(one.parent) for key, one in timed.items() if key in kept)
    return frozenset(key for key, one in timed.items() if lists[id(one.parent)] >= MANY)


def keep_posts(blocks: Sequence[TextBlock], keep: list[bool], chances: Sequence[float]) -> None:
    """Keep sentences of a post if other posts of its list are kept and the model allows it.

    ``chances`` has for each block the higher one of the two passes.
    """
    own = posts(blocks, keep)
    for number, block in enumerate(blocks if own else ()):
        if not keep[number] and chances[number] >= LEAST and id(_item_of(block)) in own:
            said = len(block.text) >= SENTENCE and block.text[-1] in ENDS
            keep[number] = said and is_plain(block, frozenset())


def _tells_time(block: TextBlock) -> bool:
    text = block.text
    return block.stamp is not None or (text[:1].isdecimal() and _CLOCK.fullmatch(text) is not None)


def _item_of(block: TextBlock) -> Element | None:
    """The list item that a block is in, if it has an element of its own within it."""
    around = block.element.parent
    above = around.lineage() if around is not None else ()
    return next((one for one in above if one.tag == "li"), None)
