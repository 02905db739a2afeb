"""Pure: is a text one article's own, and do two articles say the same?

Where the text of one that is gone stands at another address, and no redirect says so, nobody but
the outlet knows whether that is the article moved, or a copy of it: the histories stay two, each
of them says where the other one is, and whoever doubts it can compare the two. What several
articles say, or what is no longer than a notice, is no article's own and is not told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.decide.strangers import LEAST_SENTENCES, sentences
from storage.digest import fold
from storage.records import Access, PageType

if TYPE_CHECKING:
    from storage.records import Extraction

LEAST_LETTERS = 400
"""An outlet says what is shorter of many articles: that one was withdrawn, that a page is empty."""
MOST = 0.5
"""So much of an article's text is most of it."""


def is_of_one(said: Extraction) -> bool:
    """Is it long enough, and all there, to be one article's own text?"""
    whole = said.access is Access.FULL and said.page_type is not PageType.INDEX
    return whole and sum(_texts(said).values()) >= LEAST_LETTERS and _is_told(said)


def goes_on(old: Extraction, new: Extraction) -> bool:
    """Has the second the headline of the first, and most of its text?"""
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
