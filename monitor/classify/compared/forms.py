"""Two forms of one word: inflected, spelled by another convention, negated, or misspelt."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

import regex
from rapidfuzz.distance import OSA

from monitor.classify.figures.numerals import are_of_other_numbers
from monitor.classify.language.endings import SHORTEST_STEM, common_start, is_inflected
from monitor.classify.language.keyboard import is_slip_of_key
from monitor.classify.language.known import are_two_words, is_known, may_be_word
from monitor.classify.language.lexicon import LANGUAGES, mistaken, words_of
from monitor.classify.language.negated import is_negated_form
from monitor.classify.language.orthography import is_written_alike, unelided

if TYPE_CHECKING:
    from monitor.classify.compared.vocabulary import Vocabulary

_VARIANTS = (
    *(("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("yse", "yze")),
    *(("our", "or"), ("tre", "ter"), ("ogue", "og"), ("ll", "l"), ("mme", "m"), ("ence", "ense")),
    *(("ae", "e"), ("oe", "e"), ("grey", "gray"), ("iser", "izer"), ("isor", "izor")),
    *(("ageing", "aging"), ("dgement", "dgment"), ("mould", "mold"), ("sceptic", "skeptic")),
    *(("ellery", "elry"), ("plough", "plow"), ("ium", "um")),
)
SHORTEST_MISSPELT = 4
"""Shorter words are one letter away from many others."""
LONG_WORD = 8
"""From this length on, a slip may involve two letters."""
LONG_ENOUGH = 6
"""From this length on, an extra or missing letter is a slip even if no words are known."""
GRAMMAR = 2
"""In languages of many endings, a difference in so many last letters is grammar, not a slip."""
_LONGEST_PREFIX = 4
_OF_SUFFIXES = frozenset("nltdşrıiuümysae")
_VOWELS = frozenset("ıiuüae")
"""The vowels among the letters of Turkish verb suffixes; a vowel alone is no suffix."""
_UNLISTED = frozenset({"az", "hy"})
"""Languages without a list of words that differ by one letter: only doubled or swapped letters
are a slip there."""


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
    """How two lower-case words are related; None if they are just two words."""
    language = vocabulary.language
    if other in vocabulary.opposites.get(one, ()):  # *con* and *contra*
        return None
    one, other = unelided(one, other, language)
    if is_negated_form(one, other, language):
        return Relation.NEGATED
    if _is_variant(one, other, language):
        return Relation.VARIANT
    if _is_misspelt(one, other, vocabulary):
        return Relation.MISSPELT
    if vocabulary.are_synonyms(one, other):
        return Relation.SYNONYM
    if language not in LANGUAGES and one.lower() == one.upper():
        return None  # a Thai word may be a clause, and one Hindi mark makes another verb
    if language not in LANGUAGES and _is_written_elsewhere(one, other, vocabulary):
        return Relation.INFLECTED
    if is_inflected(one, other, language) and not _are_told_by_double(one, other, language):
        return Relation.INFLECTED
    return None


def _is_variant(one: str, other: str, language: str) -> bool:
    """Two conventions of spelling: *colour*, *color*; *ещё*, *еще*."""
    if language != "en":
        return is_written_alike(one, other, language)
    return any(
        one.replace(british, american) == other or other.replace(british, american) == one
        for british, american in _VARIANTS
        if british in one or british in other
    )


def _is_misspelt(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Whether it is a typing slip: a letter too many, too few or wrong, or two swapped.

    If the language's words are known, one of the two must be unknown. Otherwise the slip must be
    inside the word (endings are grammar), not in its first letter, and the two forms may not both
    be in both versions; in a short word only swapped or doubled letters are a slip.
    """
    if is_told_by_hyphen(one, other, vocabulary.language):
        return False
    if are_of_other_numbers(one, other, vocabulary.language):
        return False
    if vocabulary.language not in LANGUAGES:
        return _is_slip_in_any_language(one, other)
    shorter = min(len(one), len(other))
    most = 2 if shorter >= LONG_WORD else 1
    if shorter == SHORTEST_STEM and _is_slip_in_small_word(one, other, vocabulary):
        return True
    if one in mistaken(vocabulary.language).get(other, ()):
        return True
    if shorter < SHORTEST_MISSPELT or OSA.distance(one, other, score_cutoff=most) > most:
        return False
    ended = vocabulary.language == "en" and _has_ending(*sorted((one, other), key=len))
    if ended or are_two_words(one, other, vocabulary.language):
        return False
    known = (may_be_word(one, vocabulary.language), may_be_word(other, vocabulary.language))
    if None not in known:
        return not all(known)
    return _is_slip_of_unknown(one, other, vocabulary)


def _is_slip_in_any_language(one: str, other: str) -> bool:
    """Whether two letters of a long word were swapped, or one was typed on another keyboard.

    If nothing is known of the language, an extra letter may mean anything: *venceu* and
    *vendeu*, *dziewięć* and *dziesięć*.
    """
    swapped = len(one) >= LONG_ENOUGH and sorted(one) == sorted(other)
    slipped = swapped and OSA.distance(one, other, score_cutoff=1) <= 1
    return slipped or _has_stray_letter(one, other)


def _is_written_elsewhere(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """*Progama* for *programa*, if both versions have one form elsewhere, and not the other.

    One letter more or less inside a long word, neither at its start nor in an ending. It is
    reported as wording, with both words, not as a slip: *apreendeu* and *aprendeu* are two verbs.
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < LONG_ENOUGH or len(longer) != len(shorter) + 1:
        return False
    if (one in vocabulary.shared) == (other in vocabulary.shared):
        return False
    same = common_start(shorter, longer)
    return 0 < same < len(shorter) - GRAMMAR and longer[same + 1 :] == shorter[same:]


def _is_slip_of_unknown(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Whether it is a slip in a language whose words are not known."""
    if one in vocabulary.shared and other in vocabulary.shared:
        return False
    if is_slip_of_hand(one, other, vocabulary.language) or sorted(one) == sorted(other):
        return True
    if vocabulary.language in _UNLISTED or _may_be_suffix(one, other, vocabulary.language):
        return False  # *bağlayıb* closed, *bağışlayıb* forgave
    shorter = min(len(one), len(other))
    if len(one) == len(other) and not is_slip_of_key(one, other):
        return False  # *отметили* and *отменили*
    long_enough = LONG_WORD if len(one) == len(other) else LONG_ENOUGH
    if shorter < long_enough or _have_other_prefixes(one, other, vocabulary.language):
        return False
    return 0 < common_start(one, other) < shorter - GRAMMAR


def _may_be_suffix(one: str, other: str, language: str) -> bool:
    """*Yaraladılar* (they wounded), *yaralandılar* (they were): whether suffixes alone may differ.

    Turkish chains its suffixes, so that no list has all forms of a verb.
    """
    if language != "tr":
        return False
    start = common_start(one, other)
    end = min(common_start(one[::-1], other[::-1]), min(len(one), len(other)) - start)
    differ = one[start : len(one) - end] + other[start : len(other) - end]
    grammar = set(differ) <= _OF_SUFFIXES and not set(differ) <= _VOWELS
    return grammar and start >= SHORTEST_STEM - 1


def _have_other_prefixes(one: str, other: str, language: str) -> bool:
    """*Осудить* and *обсудить*: one verb with different prefixes, or none.

    Or two verbs with one prefix that begin differently: *перерыли* (dug up), *перекрыли* (closed).
    """
    prefixes = words_of("verb_prefixes", language)
    if not prefixes:
        return False
    same = one[: common_start(one, other)]
    if len(same) > 1 and same in prefixes:
        return True
    prefixes |= {""}
    longer = len(other) - len(one)
    return any(
        one[:cut] in prefixes and other[: cut + longer] in prefixes
        for cut in range(max(0, -longer), _LONGEST_PREFIX + 1)
        if one[cut:] == other[cut + longer :] and one[:cut] != other[: cut + longer]
    )


def _is_slip_in_small_word(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """*Teh* for *the*: the same letters, and one form is not a known word."""
    known = (is_known(one, vocabulary.language), is_known(other, vocabulary.language))
    if False not in known or not {one, other} & vocabulary.function:
        return False
    return sorted(one) == sorted(other)


def is_told_by_hyphen(one: str, other: str, language: str) -> bool:
    """Whether a hyphen makes it another word: *resigned* is not *re-signed*."""
    if ("-" in one) == ("-" in other):
        return False
    bare = one.replace("-", "")
    return bare == other.replace("-", "") and bare in words_of("told_by_hyphen", language)


def _has_ending(shorter: str, longer: str) -> bool:
    """Whether the longer word is the shorter one with an English ending: grammar, not a slip."""
    return longer.startswith(shorter) and longer[len(shorter) :] in {"s", "es", "d", "ed"}


def is_slip_of_hand(one: str, other: str, language: str = "") -> bool:
    """Whether a letter was doubled, or typed on another keyboard: that makes no other word."""
    doubled = _are_same_but_for_doubles(one, other)
    if doubled and not _are_told_by_double(one, other, language):
        return True
    return _has_stray_letter(one, other)


def _are_same_but_for_doubles(one: str, other: str) -> bool:
    return _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)


def _are_told_by_double(one: str, other: str, language: str) -> bool:
    """*Poison* and *poisson*, *pero* and *perro*, *beten* and *betten*."""
    if language == "he" and one.endswith(_TWICE) != other.endswith(_TWICE):
        return True  # *פעמים* are times, *פעמיים* is twice
    telling = _TELLING_DOUBLES.get(language)
    if telling is None or not _are_same_but_for_doubles(one, other):
        return False
    if language == "de" and min(len(one), len(other)) > LONG_ENOUGH:
        return False
    return any(one.count(2 * letter) != other.count(2 * letter) for letter in telling)


_TWICE = "יים"
_TELLING_DOUBLES = {"fr": "s", "es": "rl", "de": "fklmnprst"}
"""Letters that sound different when doubled, or shorten the vowel before them."""


_DOUBLED = regex.compile(r"(\p{L})\1+")


def _has_stray_letter(one: str, other: str) -> bool:
    """*Скaзrл* for *сказал*: one of them mixes two scripts; not *euro* and *лева*, two words."""
    mixed = bool(_MIXED.fullmatch(one)), bool(_MIXED.fullmatch(other))
    differ = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    strays = all(bool(_LATIN.match(a)) != bool(_LATIN.match(b)) for a, b in differ)
    return mixed[0] != mixed[1] and len(one) == len(other) and strays and len(differ) <= MOST_STRAY


MOST_STRAY = 2
"""Most letters of another script in a word that was typed wrongly."""
_LATIN = regex.compile(r"\p{Latin}")
_MIXED = regex.compile(
    r"(?=\P{Latin}*\p{Latin})"
    r"(?=[\p{Latin}\p{M}'’]*[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Georgian}])[\p{L}\p{M}'’]+"
)
"""Only of scripts with letters like the Latin ones: Korean *A씨* and *김씨* are two people."""
