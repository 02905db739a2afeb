"""Pure: is the step to another template of a page an edit, or nothing but the template?

Another template shows other captions, boxes and lines around the same article, and the reader
draws the line around it a little elsewhere. None of that is the outlet's edit. What is: a headline
in other words, a text that was rewritten, a note that owns up to a mistake, and a sentence inside
the article that came or went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.reader import MOVED
from storage.digest import fold
from storage.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.records import Extraction

REWRITTEN = 60.0
"""Two texts that are alike to so many per cent are one that was rewritten."""
SENTENCE = 40
"""A text of this length inside the article is a sentence, and no label."""

_HEADING = frozenset({BlockKind.HEADING})
_NOTE = frozenset({BlockKind.CORRECTION})
_TEXT = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.TABLE})


def is_only_template(old: Extraction, new: Extraction) -> bool:
    """Does the new reading, of a page with another template, hold no edit of the outlet's?"""
    if MOVED not in new.remarks or fold(old.title or "") != fold(new.title or ""):
        return False
    if _apart(_of(new, _NOTE), _of(old, _NOTE)):
        return False
    heads = _of(old, _HEADING), _of(new, _HEADING)
    if _apart(*heads) and _apart(*heads[::-1]):
        return False
    before, after = _of(old, _TEXT), _of(new, _TEXT)
    gone, came = _apart(before, after), _apart(after, before)
    if any(_inside(before, after, text) for text in gone):
        return False
    if any(_inside(after, before, text) for text in came):
        return False
    return not any(_is_rewritten(one, other) for one in gone for other in came)


def _of(reading: Extraction, kinds: frozenset[BlockKind]) -> list[str]:
    """The texts of these kinds; how the cells of a table are joined is the template's affair."""
    return [
        fold(part)
        for block in reading.blocks
        if block.kind in kinds
        for part in block.text.split(" | ")
    ]


def _apart(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    known = set(others)
    return [text for text in texts if text not in known]


def _inside(texts: Sequence[str], others: Sequence[str], text: str) -> bool:
    """Is it a sentence that stands between two texts which both readings have?"""
    shared = [number for number, one in enumerate(texts) if one in set(others)]
    return len(text) >= SENTENCE and bool(shared) and shared[0] < texts.index(text) < shared[-1]


def _is_rewritten(one: str, other: str) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415 - only where a template has changed

    return fuzz.ratio(one, other) >= REWRITTEN
