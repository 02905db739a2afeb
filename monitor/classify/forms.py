"""Two forms of one word: inflected, spelt by another convention, negated, or misspelt."""

from __future__ import annotations

from os.path import commonprefix
from typing import TYPE_CHECKING

import regex
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from monitor.classify.vocabulary import Vocabulary

_VARIANTS = (
    *(("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("yse", "yze")),
    *(("our", "or"), ("tre", "ter"), ("ogue", "og"), ("ll", "l"), ("mme", "m"), ("ence", "ense")),
    *(("ae", "e"), ("oe", "e"), ("grey", "gray"), ("ё", "е"), ("programme", "program")),
)
_INFIXES = {
    "az": regex.compile(r"m[əa](?=\p{L})|m[iıuü](?=r)"),
    "tr": regex.compile(r"m[ea](?=\p{L})|m[iıuü](?=yor)"),
}
_PREFIXES = {
    "en": ("un", "in", "im", "il", "ir", "dis", "non-", "non"),
    "ru": ("не", "без", "бес"),
    "uk": ("не", "без"),
    "hy": ("չ", "ան"),
    "de": ("un",),
    "fr": ("in", "im"),
    "es": ("in", "im", "des"),
    "fa": ("ن", "نمی", "نا"),
}


def is_variant(old: str, new: str, language: str) -> bool:
    """Two conventions of spelling: *colour*, *color*; *ещё*, *еще*."""
    if language not in {"en", "ru"}:
        return False
    return any(
        old.replace(one, other) == new or new.replace(one, other) == old
        for one, other in _VARIANTS
        if (one in old or one in new)
    )


def is_negated_form(old: str, new: str, language: str) -> bool:
    """One word is the other with *not* built in: *confirmed*, *unconfirmed*; *etdi*, *etmədi*."""
    shorter, longer = sorted((old, new), key=len)
    for prefix in _PREFIXES.get(language, ()):
        if longer == prefix + shorter and len(shorter) > 2:  # noqa: PLR2004 - "do", "undo" is one
            return True
    infix = _INFIXES.get(language)
    if infix is None:
        return False
    return any(
        longer[: match.start()] + longer[match.end() :] == shorter
        for match in infix.finditer(longer)
    )


def is_inflection(old: str, new: str, language: str) -> bool:
    """Two forms of one word, by a common stem and short endings."""
    stem = len(commonprefix([old, new]))
    shorter = min(len(old), len(new))
    endings = max(len(old), len(new)) - stem
    longest = 3 if language == "en" else 5
    return stem >= max(3, 0.6 * shorter) and endings <= longest


def is_typo(old: str, new: str, vocabulary: Vocabulary) -> bool:
    """A slip of the fingers: one letter (or two neighbours swapped) inside a longer word."""
    if min(len(old), len(new)) < 4 or OSA.distance(old, new, score_cutoff=2) > 1:  # noqa: PLR2004 - short words are one letter from many others
        return False
    if old in vocabulary.ordinary and new in vocabulary.ordinary:
        return not is_inflection(old, new, vocabulary.language) and len(old) > 5  # noqa: PLR2004
    end = min(len(old), len(new)) - len(commonprefix([old, new]))
    return end > 2 or vocabulary.language == "en" and not is_inflection(old, new, "en")  # noqa: PLR2004 - endings are grammar
