"""Common nouns with a capital, as in German, which rules for names should ignore."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.classify.language.lexicon import words_of
from monitor.diff.abbreviations import BEFORE_NAME
from monitor.diff.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEM = r"[^\W\d_]{4,}"
_FEMININE = r"(?:ung|heit|keit|schaft|tion|tät)"
_MADE = (
    (frozenset({"die", "der", "zur"}), re.compile(rf"{_STEM}{_FEMININE}(?:en)?")),
    (frozenset({"den"}), re.compile(rf"{_STEM}(?:{_FEMININE}en|ismus)")),
    (
        frozenset({"der", "dem", "des", "im", "am", "zum", "beim", "vom"}),
        re.compile(rf"{_STEM}ismus"),
    ),
)
"""Articles, and patterns of nouns after them that an ending derives from other words. Each ending
has its gender, so that *beim Hartung* and *das Samsung* are names; *die Hartung* is ambiguous."""


def common_nouns(texts: Iterable[str], language: str) -> frozenset[str]:
    """Nouns, in lower case, that follow *ein*, *kein*, *viele* and never a capitalized word.

    *Der* does not make a common noun (*der Iran*), except with an ending that derives nouns (*die
    Entlassung*). If both *Herr Koch* and *ein Koch* occur, *Koch* is not one.
    Empty for languages whose nouns have no capital.
    """
    determiners = words_of("before_nouns", language)
    if not determiners:
        return frozenset()
    found: set[str] = set()
    named: set[str] = set()
    for text in texts:
        for before, token in pairwise(tokens(text)):
            if token.text[:1].isupper():
                word, small = token.key.lower(), before.key.lower()
                made = any(small in said and noun.fullmatch(word) for said, noun in _MADE)
                if made or small in determiners:
                    found.add(word)
                elif before.text[:1].isupper() and small not in _small(language):
                    named.add(word)
    return frozenset(found - named)


def kind_of(old: str, new: str, common: frozenset[str]) -> str:
    """*detail* if all words of both sides are common nouns or titles, else *name*.

    *Rep.* and *Sen.* say what somebody is; the name follows them.
    """
    words = f"{old} {new}".lower().split()
    return "detail" if words and (common | BEFORE_NAME).issuperset(words) else "name"


def _small(language: str) -> frozenset[str]:
    """Words that are capitalized only at the beginning of a sentence."""
    return words_of("function", language) | words_of("negation", language)
