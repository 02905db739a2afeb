"""Photo stories, whose text is in the captions, and which have no other body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.digest import fold
from storage.records import BlockKind

if TYPE_CHECKING:
    from storage.records import Extraction

LEAST = 4
"""The fewest captions of a photo story; with fewer, the body may just not have been found."""


def has_text(said: Extraction, before: Extraction | None = None) -> bool:
    """Whether a page has a body, or the captions of a photo story.

    ``before`` is what the article said. If that had a body, captions alone mean that the text was
    lost; if it was a photo story, a single caption that is left still counts.
    """
    if said.body or (before is not None and before.body):
        return bool(said.body)
    captions = _captions(said)
    if before is not None and not set(captions).isdisjoint(_captions(before)):
        return True
    return len(captions) >= LEAST


def _captions(said: Extraction) -> list[str]:
    return [fold(block.text) for block in said.blocks if block.kind is BlockKind.CAPTION]
