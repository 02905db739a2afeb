"""A photo story says what it says in its captions, and has no body beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.digest import fold
from storage.records import BlockKind

if TYPE_CHECKING:
    from storage.records import Extraction

LEAST = 4
"""So many captions and no body make a photo story; of fewer the body may not have been found."""


def has_text(said: Extraction, before: Extraction | None = None) -> bool:
    """Has a page a body, or the captions of a photo story?

    ``before`` is what the article said: where that had a body, captions alone are what is left of
    a page whose text was lost. Of a photo story one caption that is left says something still.
    """
    if said.body or (before is not None and before.body):
        return bool(said.body)
    captions = _captions(said)
    if before is not None and not set(captions).isdisjoint(_captions(before)):
        return True
    return len(captions) >= LEAST


def _captions(said: Extraction) -> list[str]:
    return [fold(block.text) for block in said.blocks if block.kind is BlockKind.CAPTION]
