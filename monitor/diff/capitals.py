"""Capitals that belong to a sentence and not to its first word.

*We stayed* and *In March, we stayed* have the word *we* in common: where a word opens a sentence
in one text and not in the other, and nothing but the case of its first letter differs, it is one
word. It is compared folded and shown as each text writes it, with the letter marked alone.
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
"""What stands before a quotation that is a sentence: *He said: “We stayed.”*"""
_LETTERS = r"[\p{L}\p{M}\p{N}\p{Cf}_]"
_GOES_ON = regex.compile(r"\p{Cf}*(?:[\p{L}\p{M}]|['’ʼ‑-][\p{L}\p{N}])")
_REST = regex.compile(rf"{_LETTERS}*+(?:['’ʼ‑.,-]{_LETTERS}++)*+")
"""How a word goes on behind its first letter, and all of that."""


def no_name(_word: str) -> bool:
    """For texts of which nobody knows the names."""
    return False


# --- what is compared ----------------------------------------------------------------------------
def compared_keys(
    old: tuple[str, Sequence[Token]],
    new: tuple[str, Sequence[Token]],
    is_name: Callable[[str], bool] = no_name,
) -> tuple[list[str], list[str]]:
    """The keys of both texts, in which a word has lost the capital of its sentence.

    Only a word that stands in small letters inside a sentence of the other text, that opens
    sentences wherever it has its capital (or has as many capitals inside sentences in both texts:
    *the* beside *The Guardian*), and that opens none in small letters: *party* for *Party* at the
    same place of both is a change. ``is_name`` says, of a word in small letters, that its capital
    is its own.
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
    """Words with a capital in one text, by which they are in small letters in the other."""
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
    """Which tokens are the first words of sentences, or of quotations that are sentences."""
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
    """Whether the capital comes and goes with the place, in both texts."""
    inside = []
    for side, opening in zip(keys, openers, strict=True):
        if any(side[place] == low for place in opening):
            return False
        inside.append(side.count(word) - sum(side[place] == word for place in opening))
    return inside[0] == inside[1]


# --- how it is marked ----------------------------------------------------------------------------
_NOTHING: tuple[Mark, str] = ("=", "")


class Capital(NamedTuple):
    """A letter in two cases, before the rest of its word."""

    old: str
    new: str


def unmarked(words: Sequence[tuple[Mark, str]], sign: Mark = "+") -> Words:
    """The marks less those of capitals; they join to the text of the side of this sign."""
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
    """The marks with each word whole that changed its capital, and where those are.

    At each number given stands such a word as the old text has it (``-``), and behind it as the new
    one has it (``+``).
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
    """The marks, with two of them taken together where they are one letter."""
    index = 0
    while index < len(words):
        if _is_capital(words, index):
            yield Capital(words[index][1], words[index + 1][1])
            index += 2
        else:
            yield words[index]
            index += 1


def _is_capital(words: Sequence[tuple[Mark, str]], index: int) -> bool:
    """``-W``, ``+w`` before the rest of their word, in which no other mark begins or ends.

    Or, for a word of one letter, behind a mark: others have what stayed before them.
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
