"""Whether two words are one with other endings: *notes*, *noted*, but not *police*, *policy*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.language.lexicon import bases, irregular

if TYPE_CHECKING:
    from collections.abc import Sequence

    import regex

SHORTEST_STEM = 3
LONGEST_ENGLISH = 3
LONGEST_ENDING = 5
"""Most letters of an ending, in English and in languages that have many endings."""
SHORTEST_OF_NOUNS = 5
"""Fewest letters of a verb before an ending that makes it a noun: *creation*, but not *station*."""
_SHIFT = 2
"""Most letters that two endings may both begin with: *negotiating*, *negotiations*."""

_PLAIN = frozenset(
    {"", "s", "es", "ed", "ing", "ings", "er", "ers", "est", "ly", "al", "ally", "'s", "s'"}
)
_BEHIND_E = frozenset({"", "s", "d", "r", "rs", "st", "'s", "ly"})
_INSTEAD_OF_E = frozenset({"ing", "ings", "ed", "es", "er", "ers", "est", "able", "al"})
_OF_Y = frozenset({"y", "ies", "ied", "ier", "iest", "ily", "ying"})
_OF_NOUNS = frozenset(
    {"", "e", "s", "es", "ed", "ing", "ion", "ions", "ation", "ations", "ment", "ments", "ive"}
)


def is_inflected(one: str, other: str, language: str) -> bool:
    """Whether they are one stem with two endings, or irregular like *took* and *take*."""
    verbs = irregular(language)
    if (verbs.keys() & bases(one, language)) and not (
        {verbs.get(form, form) for form in bases(one, language)}
    ).isdisjoint({verbs.get(form, form) for form in bases(other, language)} & set(verbs.values())):
        return True
    stem = common_start(one, other)
    shorter, longer = sorted((len(one), len(other)))
    if stem < max(SHORTEST_STEM, 0.6 * shorter):
        return False
    if language != "en":
        return longer - stem <= LONGEST_ENDING
    return longer - stem <= LONGEST_ENGLISH and any(
        _are_endings(one[:cut], _undoubled(one, cut), _undoubled(other, cut))
        for cut in range(stem, max(SHORTEST_STEM, stem - _SHIFT) - 1, -1)
    )


def is_exchanged(one: str, other: str, endings: regex.Pattern[str]) -> bool:
    """Whether both continue one stem as ``endings`` allows (``first>second``), either way round."""
    stem = common_start(one, other)
    ends = one[stem:], other[stem:]
    return stem >= SHORTEST_STEM and any(
        endings.fullmatch(f"{first}>{second}") for first, second in (ends, ends[::-1])
    )


def _undoubled(word: str, cut: int) -> str:
    """The ending without the doubled last letter of the stem: *slam-med*."""
    ending = word[cut:]
    return ending[1:] if len(ending) > 1 and ending[0] == word[cut - 1] else ending


def _are_endings(stem: str, one: str, other: str) -> bool:
    """Whether both are grammatical endings of one English stem."""
    ends = {one, other}
    if ends <= _PLAIN or ends <= _OF_Y or ends == {"t", "ed"}:
        return True
    if stem.endswith("e") and ends <= _BEHIND_E:
        return True
    if "e" in ends and ends - {"e"} <= _INSTEAD_OF_E:
        return True
    return len(stem) >= SHORTEST_OF_NOUNS and ends <= _OF_NOUNS


def common_start(one: Sequence[str], other: Sequence[str]) -> int:
    """How many letters two words, or how many words two texts, have in common at the beginning."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
