"""A line that names a source, ``Source: …``, and not what the source says.

*Source: two people died* begins with the same word, and is the news.
"""

from __future__ import annotations

import re

from spiders.extract.choice.unended import has_verb_room

SOURCE = re.compile(
    r"^(source|источник|джерело|mənbə|kaynak|quelle|fuente|աղբյուր|წყარო|منبع|المصدر|מקור"
    r"|来源)\s*[:：]\s*.{0,80}$",
    re.IGNORECASE,
)
_ENDS = frozenset(".!?…։؟。")
_COLON = re.compile("[:：]")
NAMED = 2
"""What is named in small letters has no more words: *Source: two people died* is the news."""


def is_source(text: str) -> bool:
    """Is this whole block a line that names a source, ``Source: …``?"""
    match = SOURCE.match(text)
    if match is None:
        return False
    told = text[match.end(1) :].lstrip(" :：")
    return not (_is_sentence(told) or (told[:1].islower() and len(told.split()) > NAMED))


def may_tell(text: str) -> bool:
    """May it be what a source says, though nothing ends it: *Quelle: Minister tritt zurück*?

    Whether a house or its news stands there tells the place.
    """
    return has_verb_room(_COLON.split(text, maxsplit=1)[-1].split())


def _is_sentence(told: str) -> bool:
    """Does it end as one, and is more than a name, as *Source: Minister resigns.* is?"""
    words = told.split()
    named = all(word[:1].isupper() or not word[:1].isalpha() for word in words)
    return told[-1:] in _ENDS and not named and (len(words) > 1 or told[-1:] == "。")
