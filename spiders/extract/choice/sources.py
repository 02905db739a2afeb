"""A line that names a source, ``Source: …``, as opposed to what the source says.

*Source: two people died* begins with the same word, and is news.
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
"""The most words of a source in lower case: *Source: two people died* is news."""


def is_source(text: str) -> bool:
    """Whether the whole block is a line that names a source, ``Source: …``."""
    match = SOURCE.match(text)
    if match is None:
        return False
    told = text[match.end(1) :].lstrip(" :：")
    return not (_is_sentence(told) or (told[:1].islower() and len(told.split()) > NAMED))


def may_tell(text: str) -> bool:
    """Whether it may be what a source says without a full stop: *Quelle: Minister tritt zurück*.

    Whether it names a house or gives its news depends on where the line is.
    """
    return has_verb_room(_COLON.split(text, maxsplit=1)[-1].split())


def _is_sentence(told: str) -> bool:
    """Whether it ends as a sentence and is more than a name, as ``Minister resigns.`` is."""
    words = told.split()
    named = all(word[:1].isupper() or not word[:1].isalpha() for word in words)
    return told[-1:] in _ENDS and not named and (len(words) > 1 or told[-1:] == "。")
