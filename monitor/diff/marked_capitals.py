"""How a capital that only the beginning of a sentence caused is marked: that letter, or its word.

Which capitals these are is decided by :mod:`monitor.diff.capitals`, when two texts are compared.
Whoever only shows a comparison does not load what compares, nor its patterns.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import regex

    from monitor.diff.records import Mark

    Words = tuple[tuple[Mark, str], ...]

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
            match = _rest().match(text) if mark == "=" else None
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
    if len(old) > 1 or len(new) > 1 or not _are_one_letter(old, new):
        return False
    if index and words[index - 1][0] != "=":
        return True
    behind = "".join(text for mark, text in words[index + 2 : index + 5] if mark != "-")
    return _goes_on().match(behind) is not None


def _are_one_letter(old: str, new: str) -> bool:
    from monitor.diff.capitals import in_small_letters  # noqa: PLC0415 — few diffs have such a pair

    return not set(in_small_letters(old)).isdisjoint(in_small_letters(new))


@cache
def _goes_on() -> regex.Pattern[str]:
    """The word goes on after its first letter."""
    import regex  # noqa: PLC0415 — few diffs have such a letter

    return regex.compile(r"\p{Cf}*(?:[\p{L}\p{M}]|['’ʼ‑-][\p{L}\p{N}])")


@cache
def _rest() -> regex.Pattern[str]:
    """The rest of a word after its first letter."""
    import regex  # noqa: PLC0415 — few diffs have such a letter

    letters = r"[\p{L}\p{M}\p{N}\p{Cf}_]"
    return regex.compile(rf"{letters}*+(?:['’ʼ‑.,-]{letters}++)*+")
