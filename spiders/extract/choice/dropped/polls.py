"""Boxes with percentages where readers keep voting, so that they differ at every visit.

Results of other surveys come without a question, or in a table: figures of the article.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.page import Element, TextBlock

OPTION = 200
"""The most characters of a poll's question and of each answer."""
PERCENT = 2
"""The fewest answers with a percentage, in a block each or all in one."""
CLOSE = 3
"""The box is the element of an answer, or one of this many around it."""
MOST = 0.3
"""A box with a larger share of the kept text is a text."""
_POLL = re.compile(
    r"(?<![a-z])(?:polls?|quiz|crowdsignal|polldaddy|opros|umfrage|sondage|encuesta|enquete|anket"
    r"|sorgu|survey|voting|vote)(?![a-z])",
    re.IGNORECASE,
)
_QUESTION = "?؟？՞"
_SHARE = re.compile(r"\d\s?[%٪]|[%٪]\s?\d")


def polls(blocks: Sequence[TextBlock], keep: Sequence[bool], total: int) -> Iterator[int]:
    """The numbers of blocks in boxes that are named as a poll, ask, and show percentages.

    ``total`` is the length of what is kept. A story on a poll has longer texts and is most of
    what is kept; survey results come without a question, or in a table.
    """
    boxes = {one: list[int]() for one in _named(blocks)}
    for number, block in enumerate(blocks if boxes else ()):
        for above in itertools.islice(block.element.lineage(), CLOSE + 1):
            if id(above) in boxes:
                boxes[id(above)].append(number)
    for inside in boxes.values():
        texts = [blocks[number].text for number in inside]
        held = sum(len(blocks[number].text) for number in inside if keep[number])
        shares = sum(len(_SHARE.findall(text)) for text in texts)
        asks = any(sign in text for text in texts for sign in _QUESTION)
        celled = any(blocks[number].element.celled for number in inside)
        short = max(map(len, texts)) <= OPTION and held <= MOST * total
        if shares >= PERCENT and short and asks and not celled:
            yield from inside


def _named(blocks: Sequence[TextBlock]) -> list[int]:
    """The ids of the elements around percent signs that are named as a poll."""
    near: dict[int, Element] = {}
    for block in blocks:
        if "%" in block.text or "٪" in block.text:
            near.update(
                (id(one), one) for one in itertools.islice(block.element.lineage(), CLOSE + 1)
            )
    return [one for one, box in near.items() if box.attributes and _POLL.search(box.attributes)]
