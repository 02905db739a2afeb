"""Boxes with shares in per cent: polls, on which readers go on to vote, and what others were asked.

The first are another thing at every look; the second are figures of the article.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.page import Element, TextBlock

OPTION = 200
"""The question of a poll, and each answer, is no longer."""
PERCENT = 2
"""So many answers of a poll have their share, in a block each or all in one."""
CLOSE = 3
"""The box is the element of an answer, or one of so many around that."""
MOST = 0.3
"""A box that holds more of what is kept is a text."""
_POLL = re.compile(
    r"(?<![a-z])(?:polls?|quiz|crowdsignal|polldaddy|opros|umfrage|sondage|encuesta|enquete|anket"
    r"|sorgu|survey|voting|vote)(?![a-z])",
    re.IGNORECASE,
)
_VOTES = re.compile(r"(?<![a-z])(?:quiz|voting|votes?|widget)(?![a-z])", re.IGNORECASE)
_QUESTION = "?؟？՞"
_SHARE = re.compile(r"\d\s?[%٪]|[%٪]\s?\d")


def polls(blocks: Sequence[TextBlock], keep: Sequence[bool], total: int) -> Iterator[int]:
    """The numbers of what stands in boxes that call themselves a poll, ask, and show shares of it.

    ``total`` is the length of what is kept. A story on a poll has longer texts, and is most of
    what is kept; what others were asked is told without the question, or in a table.
    """
    for _, inside in _boxes(blocks, keep, total):
        if _asks(blocks, inside) and not any(blocks[number].element.celled for number in inside):
            yield from inside


def keep_shares(blocks: Sequence[TextBlock], keep: list[bool], total: int) -> None:
    """What others were asked, in a box among the paragraphs: nobody can vote there."""
    if not any("%" in block.text or "٪" in block.text for block in blocks):
        return
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    around = {id(blocks[number].element.parent) for number in kept}
    for box, inside in _boxes(blocks, keep, total):
        among = id(box.parent) in around and kept[0] < inside[0] and inside[-1] < kept[-1]
        open_to_all = _VOTES.search(box.attributes) or _asks(blocks, inside)
        plain = not any(blocks[n].linked or blocks[n].element.tag in _FIELDS for n in inside)
        if among and plain and not open_to_all:
            for number in inside:
                keep[number] = True


_FIELDS = frozenset({"button", "form", "fieldset", "legend"})


def _asks(blocks: Sequence[TextBlock], inside: Sequence[int]) -> bool:
    return any(sign in blocks[number].text for number in inside for sign in _QUESTION)


def _polls(blocks: Sequence[TextBlock]) -> dict[int, Element]:
    """The elements around signs of per cent that call themselves a poll, by their ids."""
    near: dict[int, Element] = {}
    for block in blocks:
        if "%" in block.text or "٪" in block.text:
            near.update(
                (id(one), one) for one in itertools.islice(block.element.lineage(), CLOSE + 1)
            )
    return {
        one: box for one, box in near.items() if box.attributes and _POLL.search(box.attributes)
    }


def _boxes(
    blocks: Sequence[TextBlock], keep: Sequence[bool], total: int
) -> Iterator[tuple[Element, list[int]]]:
    """The boxes that call themselves a poll and hold shares, with the numbers of their blocks."""
    named = _polls(blocks)
    boxes: dict[int, list[int]] = {one: [] for one in named}
    for number, block in enumerate(blocks if boxes else ()):
        for above in itertools.islice(block.element.lineage(), CLOSE + 1):
            if id(above) in boxes:
                boxes[id(above)].append(number)
    for one, inside in boxes.items():
        texts = [blocks[number].text for number in inside]
        held = sum(len(blocks[number].text) for number in inside if keep[number])
        shares = sum(len(_SHARE.findall(text)) for text in texts)
        if shares >= PERCENT and max(map(len, texts)) <= OPTION and held <= MOST * total:
            yield named[one], inside
