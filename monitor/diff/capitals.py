"""Capitals that mark the beginning of a sentence and do not belong to its first word.

*We stayed* and *In March, we stayed* have the word *we* in common: if a word opens a sentence
in one text but not in the other, and only the case of its first letter differs, it is the same
word. It is compared in lower case and shown as each text has it, with only that letter marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex

from monitor.diff.sentences import split
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.diff.records import Mark
    from monitor.diff.tokens import Token

    Words = tuple[tuple[Mark, str], ...]

_OPENING = frozenset("“«„‟")
_BEFORE_QUOTATION = frozenset({":", ",", ".", "-", "՝"})
"""What precedes a quotation that is a sentence: *He said: “We stayed.”*"""
_LETTERS = r"[\p{L}\p{M}\p{N}\p{Cf}_]"
_GOES_ON = regex.compile(r"\p{Cf}*(?:[\p{L}\p{M}]|['’ʼ‑-][\p{L}\p{N}])")
_REST = regex.compile(rf"{_LETTERS}*+(?:['’ʼ‑.,-]{_LETTERS}++)*+")
"""The rest of a word after its first letter."""


def no_name(_word: str) -> bool:
    """Return False: for texts whose names are not known."""
    return False


# --- what is compared ----------------------------------------------------------------------------
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
        for low in _in_small(word)
        if low in there
    }


def _in_small(word: str) -> tuple[str, ...]:
    """The word with a small first letter; *Işık* is *ışık* in Turkish."""
    low = in_small(word[0]) + word[1:]
    return (low, f"ı{word[1:]}") if word[0] == "I" else (low,)


def _openers(text: str, row: Sequence[Token]) -> set[int]:
    """The tokens that are first words of sentences, or of quotations that are sentences."""
    found = {index + 1 for index in range(1, len(row) - 1) if _opens_quotation(row, index)}
    place = start = 0
    for sentence in split(text):
        while place < len(row) and (row[place].start < start or not row[place].is_word):
            place += 1
        if place < len(row):
            found.add(place)
        start += len(sentence) + 1
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


# --- how it is marked ----------------------------------------------------------------------------
_NOTHING: tuple[Mark, str] = ("=", "")


class Capital(NamedTuple):
    """The first letter of a word, in two cases."""

    old: str
    new: str


def unmarked(words: Sequence[tuple[Mark, str]], sign: Mark = "+") -> Words:
    """The marks without those of capitals; capitals are taken from the side of this sign."""
    found: list[tuple[Mark, str]] = []
    for piece in _pieces(words):
        if not isinstance(piece, Capital):
            mark, text = piece
        else:
            mark, text = "=", piece.old if sign == "-" else piece.new
        if found and found[-1][0] == mark == "=":
            text = found.pop()[1] + text
        found.append((mark, text))
    return tuple(found)


def in_whole_words(words: Sequence[tuple[Mark, str]]) -> tuple[Words, tuple[int, ...]]:
    """The marks, with whole words where a capital changed, and the indices of those words.

    At each index is the word as the old text has it (``-``), followed by the word as the new one
    has it (``+``).
    """
    found: list[tuple[Mark, str]] = []
    places: list[int] = []
    before: Capital | None = None
    for piece in (*_pieces(words), _NOTHING):
        mark, text = _NOTHING if isinstance(piece, Capital) else piece
        if before is not None:
            match = _REST.match(text) if mark == "=" else None
            rest = match[0] if match else ""
            places.append(len(found))
            found += [("-", before.old + rest), ("+", before.new + rest)]
            text = text[len(rest) :]
        before = piece if isinstance(piece, Capital) else None
        if text:
            found.append((mark, text))
    return tuple(found), tuple(places)


def _pieces(words: Sequence[tuple[Mark, str]]) -> Iterator[tuple[Mark, str] | Capital]:
    """The marks, with two of them combined if they are the same letter in two cases."""
    index = 0
    while index < len(words):
        if _is_capital(words, index):
            yield Capital(words[index][1], words[index + 1][1])
            index += 2
        else:
            yield words[index]
            index += 1


def _is_capital(words: Sequence[tuple[Mark, str]], index: int) -> bool:
    """Whether these are ``-W``, ``+w`` before the rest of their word, with no other mark in it.

    Directly after another mark any such pair is one: otherwise unchanged text precedes it.
    """
    if [mark for mark, _text in words[index : index + 2]] != ["-", "+"]:
        return False
    old, new = words[index][1], words[index + 1][1]
    if len(old) > 1 or len(new) > 1 or set(_in_small(old)).isdisjoint(_in_small(new)):
        return False
    if index and words[index - 1][0] != "=":
        return True
    behind = "".join(text for mark, text in words[index + 2 : index + 5] if mark != "-")
    return _GOES_ON.match(behind) is not None
