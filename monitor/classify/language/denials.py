"""Whether a sentence says that somebody denies something, which should not go unnoticed."""

from __future__ import annotations

from monitor.classify.language.lexicon import attributions, words_of
from monitor.classify.language.saying import says_nothing
from monitor.diff.tokens import tokens

_DENY = frozenset({"deny", "denies", "denied", "denying"})
"""English forms of *deny*, which are listed among the words of negation."""
_LEMMAS = frozenset(
    [
        *("deny", "refute", "reject", "опровергнуть", "отрицать", "спростувати", "заперечити"),
        *("yalanlamak", "təkzib", "inkar", "bestreiten", "démentir", "nier", "negar"),
        *("հերքել", "უარყო", "تکذیب", "نفى", "הכחיש"),
    ]
)
NEAR = 3
"""A word of negation up to so many words before it reverses it: *did not deny*."""


def denies(text: str, language: str) -> bool:
    """*Nordby Homes denied that*, *отрицает, что*, *iddiaları yalanladı*."""
    verbs, negations = attributions(language), words_of("negation", language) - _DENY
    row = [token for token in tokens(text) if token.is_word]
    words = [token.key.lower() for token in row]
    return any(
        (word in _DENY or (verbs.get(word) in _LEMMAS and not says_nothing(row, at, language)))
        and not any(
            one in negations or one.endswith("n't") for one in words[max(0, at - NEAR) : at]
        )
        for at, word in enumerate(words)
    )
