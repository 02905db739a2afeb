"""What a page strikes out: words that it retracts but still shows.

They stay in the text, where the outlet left them. That they are struck out is recorded separately.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STRIKING = frozenset({"del", "s", "strike"})
"""Elements whose text browsers strike through."""
SIGN = "line-through"
"""This is in every style that does the same."""
_STYLE = re.compile(r"(?:^|\s)style=\"[^\"]*text-decoration(?:-line)?\s*:([^;\"]*)", re.IGNORECASE)
"""The last declaration about lines in an element's style."""


class Strikes:
    """What is struck out in the block being gathered, by the numbers of its pieces.

    ``styled``: the page may strike something out by its style.
    """

    __slots__ = ("_boxes", "_depth", "_runs", "_start", "styled")

    def __init__(self) -> None:
        self.styled = False
        self._depth = self._start = 0
        self._runs: list[tuple[int, int]] = []
        self._boxes = [False]

    def enter(self, attributes: str) -> None:
        """Begin a block element; no element can cancel the line of one around it."""
        self._boxes.append(self._boxes[-1] or (SIGN in attributes and _strikes("", attributes)))

    def leave(self) -> None:
        """End the innermost block element."""
        self._boxes.pop()

    def open(self, tag: str, attributes: str, count: int) -> bool:
        """Begin an inline element after ``count`` pieces; return whether it strikes out text."""
        styled = self.styled and SIGN in attributes
        if not (styled or tag in STRIKING) or not _strikes(tag, attributes):
            return False
        if not self._depth:
            self._start = count
        self._depth += 1
        return True

    def close(self, count: int) -> None:
        """End an inline element that strikes out its text."""
        self._depth -= 1
        if not self._depth and self._start < count:
            self._runs.append((self._start, count))

    def taken(self, text: str, pieces: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """What is struck out in the block, which ends here; what is open continues in the next."""
        if self._depth:
            self._runs.append((self._start, len(pieces)))
            self._start = 0
        if self._boxes[-1]:
            self._runs = [(0, len(pieces))]
        if not self._runs:
            return ()
        found = struck_out(text, pieces, self._runs)
        self._runs.clear()
        return found


def _strikes(tag: str, attributes: str) -> bool:
    """Whether an element strikes out its text. Its style overrides its name: some are icons."""
    style = _STYLE.search(attributes) if attributes else None
    return tag in STRIKING if style is None else SIGN in style[1].lower()


def struck_out(
    text: str, pieces: Iterable[str], runs: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Where runs of pieces are in the ``text`` that they were squeezed to, as start and end.

    A run is given by its first piece and the one after its last. Two with nothing but a space
    between them are one. A run without a letter or digit does not count: some pages draw symbols
    like that.
    """
    places = list(_places(pieces))
    found: list[tuple[int, int]] = []
    for first, behind in runs:
        within = [(start, end) for start, end in places[first:behind] if start < end]
        if not within:
            continue
        start, end = within[0][0], within[-1][1]
        if found and not text[found[-1][1] : start].strip():
            start = found.pop()[0]
        found.append((start, end))
    return tuple(one for one in found if any(map(str.isalnum, text[slice(*one)])))


def _places(pieces: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the words of each piece begin and end in the squeezed text of all pieces."""
    end, apart = 0, False
    for piece in pieces:
        plain = html.unescape(piece) if "&" in piece else piece
        words = plain.split()
        if not words:
            apart = apart or bool(plain)
            yield end, end
            continue
        start = end + (end > 0 and (apart or plain[0].isspace()))
        end = start + len(" ".join(words))
        apart = plain[-1].isspace()
        yield start, end
