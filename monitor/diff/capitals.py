"""Capitals that mark the beginning of a sentence and do not belong to its first word.

*We stayed* and *In March, we stayed* have the word *we* in common: if a word opens a sentence
in one text but not in the other, and only the case of its first letter differs, it is the same
word. It is compared in lower case, and shown as each text has it
(:mod:`monitor.diff.marked_capitals`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.diff.sentences import split
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.diff.tokens import Token

_OPENING = frozenset("“«„‟")
_BEFORE_QUOTATION = frozenset({":", ",", ".", "-", "՝"})
"""What precedes a quotation that is a sentence: *He said: “We stayed.”*"""


def no_name(_word: str) -> bool:
    """Return False: for texts whose names are not known."""
    return False


def compared_keys(
    old: tuple[str, Sequence[Token]],
    new: tuple[str, Sequence[Token]],
    is_name: Callable[[str], bool] = no_name,
) -> tuple[list[str], list[str]]:
    """The keys of both texts, without capitals that only the beginning of a sentence caused.

    This is done only for a word that is in lower case in the other text, that opens a sentence
    wherever it is capitalized (or has equally many capitals inside sentences in both texts:
    *the* next to *The Guardian*), and that opens none in lower case: *party* for *Party* at the
    same place of both is a change. ``is_name`` says whether a lower-case word is a name, which
    has a capital of its own.
    """
    keys = [[token.key for token in row] for _text, row in (old, new)]
    small = _opened_and_small(*map(set, keys))
    small = {word: low for word, low in small.items() if not is_name(low)}
    if not small:
        return keys[0], keys[1]
    openers = [_openers(*text) for text in (old, new)]
    for word, low in small.items():
        if _is_of_the_sentence(word, low, keys, openers):
            for side, places in zip(keys, openers, strict=True):
                for place in places:
                    if side[place] == word:
                        side[place] = low
    return keys[0], keys[1]


def _opened_and_small(old: set[str], new: set[str]) -> dict[str, str]:
    """Words capitalized in one text, mapped to their lower-case form in the other."""
    return {
        word: low
        for here, there in ((old, new), (new, old))
        for word in here
        if word[:1].isupper() and word != "I" and word[1:] == in_small(word[1:])
        for low in in_small_letters(word)
        if low in there
    }


def in_small_letters(word: str) -> tuple[str, ...]:
    """The word with a small first letter; *Işık* is *ışık* in Turkish."""
    low = in_small(word[0]) + word[1:]
    return (low, f"ı{word[1:]}") if word[0] == "I" else (low,)


def _openers(text: str, row: Sequence[Token]) -> set[int]:
    """The tokens that are first words of sentences, or of quotations that are sentences."""
    found = {index + 1 for index in range(1, len(row) - 1) if _opens_quotation(row, index)}
    place = start = 0
    for sentence in split(text):
        start = text.index(sentence, start)
        while place < len(row) and (row[place].start < start or not row[place].is_word):
            place += 1
        if place < len(row):
            found.add(place)
        start += len(sentence)
    return found


def _opens_quotation(row: Sequence[Token], index: int) -> bool:
    before, mark, behind = row[index - 1 : index + 2]
    if mark.key != '"' or before.key not in _BEFORE_QUOTATION:
        return False
    return mark.text in _OPENING or (before.end < mark.start and mark.end == behind.start)


def _is_of_the_sentence(
    word: str, low: str, keys: Sequence[list[str]], openers: Sequence[set[int]]
) -> bool:
    """Whether the capital depends on the word's place alone, in both texts."""
    inside = []
    for side, opening in zip(keys, openers, strict=True):
        if any(side[place] == low for place in opening):
            return False
        inside.append(side.count(word) - sum(side[place] == word for place in opening))
    return inside[0] == inside[1]
