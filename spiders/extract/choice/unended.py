"""Whether a line without a full stop may be a sentence: *He died*, *Погибли трое*.

Names, labels and buttons have no full stop either. In a language with capitals, a sentence has a
word in lower case after its first one; in one without, more words are required.
"""

from __future__ import annotations

import re

from spiders.extract.choice.notices import is_notice
from spiders.extract.fields import dates
from spiders.extract.fields.names import is_signature

JOINING = 3
"""The most letters of words that join the words of a name: *of the*, *für*, *və*, *di*."""
WORDS, UNCASED = 2, 3
"""The fewest words that say something, with capitals and without."""
MOST = 200
_LABELS = re.compile(r"[:：՝|@#/\\<>{}\[\]()©=_→»]|\bwww\.|\d\W*$")
"""Signs of a label, a handle, an address, a breadcrumb, or the figure of a counter."""
_GEORGIAN = re.compile("[ა-ჿ]")


def has_verb_room(words: list[str], uncased: int = WORDS) -> bool:
    """Whether there is a word other than names and the words that join them."""
    if any(word[:1].isupper() for word in words):
        return len(words) >= WORDS and any(_is_small(word) for word in words[1:])
    return len(words) >= uncased and not any(_has_case(word) for word in words)


def _has_case(word: str) -> bool:
    """Whether a word is in lower case, in a script where that says something.

    Georgian has capitals for whole lines only, and nobody begins a name with one.
    """
    return word.islower() and not _GEORGIAN.search(word)


def _is_small(word: str) -> bool:
    return _has_case(word) and len(word.strip(",;'’“”\"«»")) > JOINING


def may_be_sentence(text: str) -> bool:
    """Whether it reads as a sentence without its full stop. A leading figure may be a counter's."""
    if len(text) > MOST or not text[0].isalpha() or _LABELS.search(text):
        return False
    words = text.split()
    room = has_verb_room(words, UNCASED)
    return room and not (is_signature(text) or is_notice(text) or dates.find(text))
