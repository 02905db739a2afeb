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
from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock
    from storage.records import Extraction


@dataclass(frozen=True, slots=True)
class LastSight:
    """The texts that stood on the page at its last sight, and those of its article, in order."""

    version: str
    stood: frozenset[str]
    kept: tuple[str, ...]

    @classmethod
    def of(
        cls, payload: bytes, content_type: str | None, reading: Extraction, version: str
    ) -> LastSight:
        """From the payload of the last sight and what was read of it; ``version`` names it."""
        page = parse(decode(payload, content_type))
        stood = frozenset(fold(block.text) for block in page.blocks)
        return cls(version, stood, tuple(fold(block.text) for block in reading.blocks))

    def judged(self, blocks: Sequence[TextBlock], keep: Sequence[bool]) -> list[bool]:
        """The judgement of today, with that of the last sight for what stood there already.

        Where nothing of the old body is left, the page is another one: today's judgement stands.
        """
        texts = [fold(block.text) for block in blocks]
        if set(texts).isdisjoint(self.kept):
            return list(keep)
        known = self.stood.union(self.kept)
        judged = [today and text not in known for text, today in zip(texts, keep, strict=True)]
        for number in _where(self.kept, texts):
            judged[number] = True
        return judged


def _where(kept: Sequence[str], texts: Sequence[str]) -> list[int]:
    """Where the article's texts stand now: in their old order, and those that moved besides."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - only where a page has changed

    in_order = {
        place
        for step in LCSseq.opcodes(kept, texts)
        if step.tag == "equal"
        for place in range(step.dest_start, step.dest_end)
    }
    missing = Counter(kept)
    missing.subtract(texts[place] for place in in_order)
    found = sorted(in_order)
    for place, text in enumerate(texts):
        if missing[text] > 0 and place not in in_order:
            missing[text] -= 1
            found.append(place)
    return found
