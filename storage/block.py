"""A block of text, as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.kinds import BlockKind


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text. ``text`` is the original; it is folded only for comparison.

    ``struck`` has the start and end of each run of words that is struck out: words that the page
    retracts but still shows.
    """

    kind: BlockKind
    text: str
    struck: tuple[tuple[int, int], ...] = ()

    @property
    def struck_texts(self) -> tuple[str, ...]:
        """The runs of words that are struck out."""
        return tuple(self.text[start:end] for start, end in self.struck)

    def parts(self) -> Iterator[tuple[str, bool]]:
        """The text cut where struck words begin or end; each part with whether it is struck."""
        behind = 0
        for start, end in self.struck:
            yield self.text[behind:start], False
            yield self.text[start:end], True
            behind = end
        yield self.text[behind:], False
