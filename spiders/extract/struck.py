"""What a page strikes out: words that it takes back, and still shows.

They stay in the text, where the outlet left them. That they are struck out is told beside it.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STRIKING = frozenset({"del", "s", "strike"})
"""Elements that browsers draw a line through."""
SIGN = "line-through"
"""This stands in every style that does the same."""
_STYLE = re.compile(r"(?:^|\s)style=\"[^\"]*text-decoration(?:-line)?\s*:([^;\"]*)", re.IGNORECASE)
"""What the style of an element says last of lines."""


class Strikes:
    """What is struck out of a block that is being gathered, by the numbers of its pieces.

    ``styled``: the page may strike something out by its style.
    """

    __slots__ = ("_boxes", "_depth", "_runs", "_start", "styled")

    def __init__(self) -> None:
        self.styled = False
        self._depth = self._start = 0
        self._runs: list[tuple[int, int]] = []
        self._boxes = [False]

    def enter(self, attributes: str) -> None:
        """A block element begins; no element can take away the line of one around it."""
        self._boxes.append(self._boxes[-1] or (SIGN in attributes and _strikes("", attributes)))

    def leave(self) -> None:
        """The block element ends that was begun last."""
        self._boxes.pop()

    def open(self, tag: str, attributes: str, count: int) -> bool:
        """An inline element begins behind so many pieces: does it strike out what is in it?"""
        styled = self.styled and SIGN in attributes
        if not (styled or tag in STRIKING) or not _strikes(tag, attributes):
            return False
        if not self._depth:
            self._start = count
        self._depth += 1
        return True

    def close(self, count: int) -> None:
        """An element ends that does."""
        self._depth -= 1
        if not self._depth and self._start < count:
            self._runs.append((self._start, count))

    def taken(self, text: str, pieces: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """What of the block is struck out. It ends here; what is open goes on in the next one."""
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
    """Does an element draw a line? Its style goes before its name: some are icons."""
    style = _STYLE.search(attributes) if attributes else None
    return tag in STRIKING if style is None else SIGN in style[1].lower()


def struck_out(
    text: str, pieces: Iterable[str], runs: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Where runs of pieces stand in the ``text`` that they were squeezed to, as start and end.

    A run is given by its first piece and the one behind it. Two with nothing but a space between
    them are one. What has no letter or figure is none: some pages draw their signs so.
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
    """Where the words of each piece begin and end in the squeezed text of all."""
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
