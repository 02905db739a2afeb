"""Page memory: a page that is seen again is read in the light of its last reading.

A block that stood on the page before, word for word, is judged as it was judged then; only what
is new on the page is judged anew. Furniture that churns around an article moves the learned
judgement of its borderline blocks a little, and without this some would flip in and out of the
text without the page giving a reason.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.extract.encoding import decode
from spiders.extract.page import parse
from spiders.extract.paths import signature
from storage.digest import fold
from storage.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spiders.extract.page import TextBlock
    from storage.records import Block, Extraction


Place = tuple[str, str, str]
"""A text and where it stands: the signatures of its element and of the element around that."""


@dataclass(frozen=True, slots=True)
class LastSight:
    """How each text was judged where it stood, and the article's texts in order.

    ``judged`` holds None for a text that stood at one place more than once, and was the
    article's not each time.
    """

    version: str
    judged: Mapping[Place, bool | None]
    kept: tuple[str, ...]

    @classmethod
    def of(
        cls, payload: bytes, content_type: str | None, reading: Extraction, version: str
    ) -> LastSight:
        """From the payload of the last sight and what was read of it; ``version`` names it."""
        blocks = parse(decode(payload, content_type)).blocks
        kept = tuple(fold(text) for block in reading.blocks for text in _parts(block))
        chosen = set(_where(kept, [fold(block.text) for block in blocks]))
        judged: dict[Place, bool | None] = {}
        for number, block in enumerate(blocks):
            place, was = _place(block), number in chosen
            judged[place] = was if judged.get(place, was) is was else None
        return cls(version, judged, kept)

    def judge(self, blocks: Sequence[TextBlock], keep: Sequence[bool]) -> list[bool]:
        """The judgement of today, with that of the last sight for what stood there already.

        Where nothing of the old body is left, the page is another one: today's judgement stands.
        """
        texts = [fold(block.text) for block in blocks]
        if set(texts).isdisjoint(self.kept):
            return list(keep)
        in_order = set(_where(self.kept, texts))
        judged = []
        for number, (block, today) in enumerate(zip(blocks, keep, strict=True)):
            was = self.judged.get(_place(block), today)
            judged.append(number in in_order if was is None else was)
        return judged


def _parts(block: Block) -> list[str]:
    """A row of a table was read as one block of several."""
    return block.text.split(" | ") if block.kind is BlockKind.TABLE else [block.text]


def _place(block: TextBlock) -> Place:
    element = block.element
    around = element.parent
    return (
        fold(block.text),
        signature(element.tag, element.attributes),
        signature(around.tag, around.attributes) if around is not None else "",
    )


def _where(kept: Sequence[str], texts: Sequence[str]) -> list[int]:
    """Where the article's texts stand: in their order, and those that moved besides."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - only where a page has changed

    common = [
        text
        for step in LCSseq.opcodes(kept, texts)
        if step.tag == "equal"
        for text in kept[step.src_start : step.src_end]
    ]
    found = _leftmost(common, texts)
    missing = Counter(kept)
    missing.subtract(common)
    taken = set(found)
    for place, text in enumerate(texts):
        if missing[text] > 0 and place not in taken:
            missing[text] -= 1
            found.append(place)
    return found


def _leftmost(wanted: Sequence[str], texts: Sequence[str]) -> list[int]:
    """The first places that spell this subsequence: the article stands before what repeats it."""
    found: list[int] = []
    for place, text in enumerate(texts):
        if len(found) < len(wanted) and text == wanted[len(found)]:
            found.append(place)
    return found
