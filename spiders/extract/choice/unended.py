"""Whether a line that ends without a stop may be a sentence: *He died*, *Погибли трое*.

Names, labels and buttons have no stop either. Where a language writes capitals, a sentence has a
word in small letters behind its first one; where it writes none, more words must do.
"""

from __future__ import annotations

import re

from spiders.extract.choice.notices import is_notice
from spiders.extract.fields import dates
from spiders.extract.fields.names import is_signature

JOINING = 3
"""*of the*, *für*, *və*, *di*: what joins the words of a name is no longer."""
WORDS, UNCASED = 2, 3
"""So many words say something; so many, where no letter is a capital."""
MOST = 200
_LABELS = re.compile(r"[:：՝|@#/\\<>{}\[\]()©=_→»]|\bwww\.|\d\W*$")
"""A label, a handle, an address, a crumb, and the figure of a counter."""
_GEORGIAN = re.compile("[ა-ჿ]")


def has_verb_room(words: list[str], uncased: int = WORDS) -> bool:
    """Is there a word besides names, and those that names are joined by?"""
    if any(word[:1].isupper() for word in words):
        return len(words) >= WORDS and any(_is_small(word) for word in words[1:])
    return len(words) >= uncased and not any(_has_case(word) for word in words)


def _has_case(word: str) -> bool:
    """Georgian has capitals for whole lines alone, and nobody begins a name with one."""
    return word.islower() and not _GEORGIAN.search(word)


def _is_small(word: str) -> bool:
    return _has_case(word) and len(word.strip(",;'’“”\"«»")) > JOINING


def may_be_sentence(text: str) -> bool:
    """Does it read as a sentence whose stop was forgotten? A figure in front may be a counter's."""
    if len(text) > MOST or not text[0].isalpha() or _LABELS.search(text):
        return False
    words = text.split()
    room = has_verb_room(words, UNCASED)
    return room and not (is_signature(text) or is_notice(text) or dates.find(text))
