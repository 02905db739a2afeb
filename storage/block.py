"""One block of text, as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.kinds import BlockKind


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text. ``text`` is the original; it is folded only for comparison.

    ``struck`` says where in it words are struck out, each run as start and end: the page takes
    them back, and still shows them.
    """

    kind: BlockKind
    text: str
    struck: tuple[tuple[int, int], ...] = ()

    @property
    def struck_texts(self) -> tuple[str, ...]:
        """The words that are struck out, run by run."""
        return tuple(self.text[start:end] for start, end in self.struck)

    def parts(self) -> Iterator[tuple[str, bool]]:
        """The text cut where a line through it begins or ends, each with whether it is struck."""
        behind = 0
        for start, end in self.struck:
            yield self.text[behind:start], False
            yield self.text[start:end], True
            behind = end
        yield self.text[behind:], False
