"""Two forms of one word: inflected, spelt by another convention, negated, or misspelt."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

import regex
from rapidfuzz.distance import OSA

from monitor.classify.known import is_known
from monitor.classify.lexicon import bases, irregular

if TYPE_CHECKING:
    from monitor.classify.vocabulary import Vocabulary

_VARIANTS = (
    *(("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("yse", "yze")),
    *(("our", "or"), ("tre", "ter"), ("ogue", "og"), ("ll", "l"), ("mme", "m"), ("ence", "ense")),
    *(("ae", "e"), ("oe", "e"), ("grey", "gray"), ("ё", "е"), ("iser", "izer"), ("isor", "izor")),
)
_INFIXES = {
    "az": (r"m[əa](?=\p{L})", r"m[əa]y(?=\p{L})", r"m(?=[iıuü]r)"),
    "tr": (r"m[ea](?=\p{L})", r"m[ea]y(?=\p{L})", r"m[iıuü](?=yor)", r"[ae]?m(?=[iıuü]yor)"),
}
"""How verbs are denied within: *etmədi*, *etməyəcək*, *etmir*; *yapmayacak*, *yapmıyor*."""
_TIMELESS = {"az": regex.compile(r"m[əa]z(?=\p{L}*$)"), "tr": regex.compile(r"m[ea]z(?=\p{L}*$)")}
"""*Gelmez*, which is *gelir* denied, and *etmez*, which is *eder* denied."""
_PREFIXES = {
    "en": ("un", "in", "im", "il", "ir", "dis", "non-", "non"),
    "ru": ("не", "без", "бес"),
    "uk": ("не", "без"),
    "hy": ("չ", "ան"),
    "de": ("un",),
    "fr": ("in", "im"),
    "es": ("in", "im", "des"),
    "fa": ("ن", "نمی", "نا", "بی"),
}
_WITH_AND_WITHOUT = {
    "en": regex.compile(r"(\p{L}{3,})(?:(ful(?:ly)?)|less(?:ly)?)"),
    "de": regex.compile(r"(\p{L}{3,})(?:(voll)|los)(?:e[mnrs]?)?"),
    "tr": regex.compile(r"(\p{L}{2,})(?:(l[ıiuü])|s[ıiuü]z)(?:\p{L}{0,5})"),
    "az": regex.compile(r"(\p{L}{2,})(?:(l[ıiuü])|s[ıiuü]z)(?:\p{L}{0,5})"),
}
"""*Harmful* and *harmless*, *suçlu* and *suçsuz*: what has something, and what has none of it."""
SHORTEST_STEM = 3
SHORTEST_MISSPELT = 4
"""Shorter words are one letter away from many others."""
LONG_WORD = 8
"""From this length on, a slip may be of two letters."""
LONG_ENOUGH = 6
"""From this length on, a letter too many or too few makes no other word, where none is known."""
GRAMMAR = 2
"""In languages of many endings, a letter among the last so many is grammar and no slip."""


class Relation(Enum):
    """How two words are forms of one another."""

    NEGATED = auto()
    VARIANT = auto()
    MISSPELT = auto()
    INFLECTED = auto()
    SYNONYM = auto()


SLIPS = frozenset({Relation.VARIANT, Relation.MISSPELT})
"""Relations of two forms that are the same word to every reader."""


def relation(one: str, other: str, vocabulary: Vocabulary) -> Relation | None:
    """How two lower-case words are related; None when they are just two words."""
    language = vocabulary.language
    if is_negated_form(one, other, language):
        return Relation.NEGATED
    if _is_variant(one, other, language):
        return Relation.VARIANT
    if _is_misspelt(one, other, vocabulary):
        return Relation.MISSPELT
    if vocabulary.are_synonyms(one, other):
        return Relation.SYNONYM
    if is_inflected(one, other, language):
        return Relation.INFLECTED
    return None


def _is_variant(one: str, other: str, language: str) -> bool:
    """Two conventions of spelling: *colour*, *color*; *ещё*, *еще*."""
    if language not in {"en", "ru"}:
        return False
    return any(
        one.replace(british, american) == other or other.replace(british, american) == one
        for british, american in _VARIANTS
        if british in one or british in other
    )


def is_negated_form(one: str, other: str, language: str) -> bool:
    """One is the other with *not* built in: *able*, *unable*; *etdi*, *etmədi*."""
    if len(one) > len(other):
        one, other = other, one
    denied = _is_denied(one, other, language) or _has_or_lacks(one, other, language)
    return denied or (len(one) == len(other) and _is_denied(other, one, language))


def _has_or_lacks(one: str, other: str, language: str) -> bool:
    pattern = _WITH_AND_WITHOUT.get(language)
    first, second = (pattern.fullmatch(one), pattern.fullmatch(other)) if pattern else (None, None)
    if first is None or second is None or first[1] != second[1]:
        return False
    return (first[2] is None) != (second[2] is None)


def _is_denied(shorter: str, longer: str, language: str) -> bool:
    if len(shorter) < SHORTEST_STEM:
        return False
    if any(longer == prefix + shorter for prefix in _PREFIXES.get(language, ())):
        return True
    return any(
        shorter in _affirmed(longer, match)
        for infix in _INFIXES.get(language, ())
        for match in regex.finditer(infix, longer)
    ) or _is_timeless(shorter, longer, language)


def _affirmed(word: str, match: regex.Match[str]) -> tuple[str, ...]:
    """The word without its *not*: *etdi*, *edecek*, *bağlayır* for *etmədi*, *etmeyecek*."""
    stem, ending = word[: match.start()], word[match.end() :]
    return stem + ending, f"{stem.removesuffix('t')}d{ending}", f"{stem}y{ending}"


def _is_timeless(shorter: str, longer: str, language: str) -> bool:
    denied = _TIMELESS[language].search(longer) if language in _TIMELESS else None
    if denied is None or denied.start() < SHORTEST_STEM - 1:
        return False
    stem, ending = longer[: denied.start()], longer[denied.end() :]
    stems = rf"(?:{stem}|{stem.removesuffix('t')}d)"
    return regex.fullmatch(rf"{stems}[aeəıiuü]?r{ending}", shorter) is not None


def is_inflected(one: str, other: str, language: str) -> bool:
    """Two endings on one stem, or *took* for *take*."""
    verbs = irregular(language)
    if (verbs.keys() & bases(one, language)) and not (
        {verbs.get(form, form) for form in bases(one, language)}
    ).isdisjoint({verbs.get(form, form) for form in bases(other, language)} & set(verbs.values())):
        return True
    stem = common_start(one, other)
    shorter, longer = sorted((len(one), len(other)))
    longest_ending = 3 if language == "en" else 5
    return stem >= max(SHORTEST_STEM, 0.6 * shorter) and longer - stem <= longest_ending


def _is_misspelt(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """A slip of the fingers: a letter too many, too few or wrong, two neighbours swapped.

    Where words are known, one of the two must be unknown; elsewhere the slip must be inside the
    word, for endings are grammar, and not in its first letter, and neither form may stand in both
    versions; of a short word only letters that changed places or were doubled are one.
    """
    shorter = min(len(one), len(other))
    most = 2 if shorter >= LONG_WORD else 1
    if shorter == SHORTEST_STEM and _is_slip_in_small_word(one, other, vocabulary):
        return True
    if shorter < SHORTEST_MISSPELT or OSA.distance(one, other, score_cutoff=most) > most:
        return False
    if vocabulary.language == "en" and _has_ending(*sorted((one, other), key=len)):
        return False
    known = (is_known(one, vocabulary.language), is_known(other, vocabulary.language))
    if None not in known:
        return not all(known)
    if one in vocabulary.shared and other in vocabulary.shared:
        return False
    if is_slip_of_hand(one, other):
        return True
    if sorted(one) == sorted(other):
        return True
    long_enough = LONG_WORD if len(one) == len(other) else LONG_ENOUGH
    return shorter >= long_enough and 0 < common_start(one, other) < shorter - GRAMMAR


def _is_slip_in_small_word(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """*Teh* for *the*: the same letters, and no other word that newsrooms write."""
    known = (is_known(one, vocabulary.language), is_known(other, vocabulary.language))
    if False not in known or not {one, other} & vocabulary.function:
        return False
    return sorted(one) == sorted(other)


def _has_ending(shorter: str, longer: str) -> bool:
    """Whether the longer word is the shorter one with an ending: grammar and no slip."""
    return longer.startswith(shorter) and longer[len(shorter) :] in {"s", "es", "d", "ed"}


def is_slip_of_hand(one: str, other: str) -> bool:
    """A letter doubled, or typed on another keyboard: it makes no other word, and no name."""
    doubled = _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)
    return doubled or _is_mixed(one + other)


_DOUBLED = regex.compile(r"(\p{L})\1+")
_MIXED = regex.compile(r"[a-z]")


def _is_mixed(letters: str) -> bool:
    """Latin letters among those of another script: a hand on the wrong keyboard."""
    return _MIXED.search(letters) is not None and not _LATIN_ONLY.fullmatch(letters)


_LATIN_ONLY = regex.compile(r"[\p{Latin}\p{M}'’-]+")


def common_start(one: str, other: str) -> int:
    """How many letters two words begin alike with."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
