"""Runs of text, each with a mark, and how they are laid out on lines.

The marks are in the text itself (``[-old-] {+new+}``, as with ``git diff --word-diff`` and wdiff),
so that they work in black and white and for a screen reader; colour is added to them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from monitor.notation.safe import (
    FIRST_STRONG_ISOLATE,
    POP_ISOLATE,
    isolated,
    right_to_left,
    safe,
    width,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.terminal import Style

Span = tuple[str, str]
"""A mark (``=`` kept, ``-`` old, ``+`` new, ``>`` moved, ``|`` remark, or a weight) and a text."""

_SIGNS = {"-": ("[-", "-]"), "+": ("{+", "+}")}
_EDGES = re.compile(r"(\s*)(.*?)(\s*)\Z", re.DOTALL)
_BREAKS = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Hints where a line may break: lines are broken here already, and some terminals draw hints."""
_WORDS = re.compile(r"\s+|\S+")
_SIGN = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_OPENS = r"(?:\[-|\{\+|[「『（《〈【“‘(]){0,9}"  # bounded, as it is tried at every position
_CLOSES = r"(?:-\]|\+\}|[」』）》〉】”’)，。、！？：；…ー,.!?:;])*"
_FIRST_SIGN = _SIGN[0]


@cache
def _of_a_sign() -> re.Pattern[str]:
    return re.compile(rf"{_OPENS}[{_SIGN}]")


@cache
def _signs_and_words() -> re.Pattern[str]:
    """The pieces between which a line can break: in scripts without spaces, single signs.

    Closing punctuation stays with the sign before it, opening punctuation with the one after it.
    """
    return re.compile(rf"\s+|{_OPENS}[{_SIGN}]{_CLOSES}|\S+?(?={_OPENS}[{_SIGN}]|\s|\Z)")


def _has_signs(text: str) -> bool:
    """Whether the text has such signs. Most need no pattern for this, which is slow to compile."""
    return max(text, default="") >= _FIRST_SIGN and _of_a_sign().search(text) is not None


def signed(words: Iterable[tuple[str, str]]) -> list[Span]:
    """The words with their signs, safe to show; white space at the edges is left outside."""
    spans: list[Span] = []
    for mark, text in words:
        shown = flat(text)
        if mark not in _SIGNS or not shown:
            spans.append((mark, shown))
            continue
        before, core, after = _parts(shown)
        opening, closing = _SIGNS[mark]
        spans.append(("=", before))
        spans.append((mark, f"{opening}{isolated(core)}{closing}"))
        spans.append(("=", after))
    return [span for span in spans if span[1]]


def flat(text: str) -> str:
    """The text, safe and without line ends and tabs; spaces at the edges are kept."""
    return safe(text).replace("\n", " ").replace("\t", " ")


def _parts(text: str) -> tuple[str, str, str]:
    match = _EDGES.match(text)
    if match is None or not match[2]:
        return "", text, ""
    return match[1], match[2], match[3]


def wrapped(spans: Sequence[Span], columns: int | None, *, chop: bool = False) -> list[list[Span]]:
    """Lines of at most ``columns``, broken at spaces; None: one line.

    A word longer than the line (an address) is broken if ``chop``, or else has its own line. If
    the text has right-to-left letters, each line is isolated, so that it does not turn around what
    is before it.
    """
    lines = [list(spans)] if columns is None else _broken(spans, columns, chop=chop)
    if any(right_to_left(text) for _, text in spans):
        return [[("=", FIRST_STRONG_ISOLATE), *spans, ("=", POP_ISOLATE)] for spans in lines]
    return lines


def plain_lines(text: str, columns: int) -> list[str]:
    """A text in lines of at most ``columns``, with nothing added."""
    broken = _broken([("=", text)], columns, chop=False)
    return ["".join(part for _, part in line) for line in broken]


def _broken(spans: Sequence[Span], columns: int, *, chop: bool) -> list[list[Span]]:
    lines: list[list[Span]] = [[]]
    used = 0
    for word in _words(spans):
        for piece in _pieces(word, columns) if chop else [word]:
            wide, space = size(piece), piece[0][1].isspace()
            if used and used + wide > columns and not space:
                _trim(lines[-1])
                lines.append([])
                used = 0
            if used or not space:
                lines[-1].extend(piece)
                used += wide
    _trim(lines[-1])
    return lines


def _pieces(word: list[Span], columns: int) -> Iterator[list[Span]]:
    """The word, in pieces of at most ``columns`` if it is wider."""
    if size(word) <= columns:
        yield word
        return
    piece: list[Span] = []
    for mark, char in ((mark, char) for mark, text in word for char in text):
        if size(piece) + width(char) > columns:
            yield piece
            piece = []
        piece.append((mark, char))
    yield piece


def _words(spans: Sequence[Span]) -> list[list[Span]]:
    """Spaces and words; a word is not split if a mark begins inside it."""
    words: list[list[Span]] = []
    open_word = False
    for mark, text in spans:
        has_signs = _has_signs(text)
        for piece in (_signs_and_words() if has_signs else _WORDS).findall(text):
            alone = piece.isspace() or (has_signs and _of_a_sign().match(piece) is not None)
            if open_word and not alone:
                words[-1].append((mark, piece))
            else:
                words.append([(mark, piece)])
            open_word = not alone
    return words


def _trim(line: list[Span]) -> None:
    while line and line[-1][1].isspace():
        line.pop()


def painted(spans: Iterable[Span], style: Style) -> str:
    """The line in colours; neighbours with the same mark are joined."""
    joined: list[Span] = []
    for mark, written in spans:
        text = _BREAKS.sub("", written)
        if joined and joined[-1][0] == mark:
            joined[-1] = (mark, joined[-1][1] + text)
        else:
            joined.append((mark, text))
    paints = {
        "-": style.old,
        "+": style.new,
        ">": style.moved,
        "|": style.faint,
        "field": style.bold,
        "substantive": style.strong,
        "wording": style.warm,
        "cosmetic": style.faint,
        "none": style.faint,
    }
    return "".join(paints[mark](text) if mark in paints else text for mark, text in joined)


def size(spans: Iterable[Span]) -> int:
    """The number of columns that the spans take on one line."""
    return sum(width(text) for _, text in spans)
