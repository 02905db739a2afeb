"""Whether a text is one article's own, and whether two articles say the same. Pure.

If the text of an article that is gone is found at another address, and no redirect says so, only
the outlet knows whether the article moved or was copied. So the two histories stay separate, each
says where the other one is, and anybody can compare them. A text that several articles have, or
that is as short as a notice, is no article's own and is not mentioned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.decide.strangers import LEAST_SENTENCES, sentences
from storage.digest import fold
from storage.records import Access, PageType

if TYPE_CHECKING:
    from storage.records import Extraction

LEAST_LETTERS = 400
"""A shorter text may be said about many articles: that one was withdrawn, that a page is empty."""
MOST = 0.5
"""The share of an article's text that counts as most of it."""


def is_of_one(said: Extraction) -> bool:
    """Whether it is long enough, and complete, so that it is one article's own text."""
    whole = said.access is Access.FULL and said.page_type is not PageType.INDEX
    return whole and sum(_texts(said).values()) >= LEAST_LETTERS and _is_told(said)


def goes_on(old: Extraction, new: Extraction) -> bool:
    """Whether the second has the headline of the first, and most of its text."""
    if not old.title or fold(old.title) != fold(new.title or "") or not is_of_one(new):
        return False
    before, after = _texts(old), _texts(new)
    shared = sum(length for text, length in before.items() if text in after)
    return shared >= MOST * sum(before.values())


def _is_told(said: Extraction) -> bool:
    return len(sentences(said)) >= LEAST_SENTENCES


def _texts(said: Extraction) -> dict[str, int]:
    """The text of each block, with its length."""
    texts = (fold(block.text) for block in said.body)
    return {text: len(text) for text in texts}
