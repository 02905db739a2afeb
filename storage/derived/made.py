"""A diff that was worked out, how much it amounts to, and who may be given it to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a change amounts to: words removed, added, and those of the new text.

    ``strip`` is the text from beginning to end in cells of equal length, a letter each: ``.`` as
    it was, ``~`` edited, ``+`` added, ``-`` something taken away there, ``>`` moved.
    """

    removed: int
    added: int
    words: int
    strip: str


@dataclass(frozen=True, slots=True)
class Made:
    """A diff that was worked out, as it is put: of the extractions ``old_id`` and ``new_id``."""

    old_id: int
    new_id: int
    rules: str
    extent: Extent
    text: str

    @property
    def key(self) -> tuple[int, int, str]:
        """What it is found by."""
        return self.old_id, self.new_id, self.rules


class Taker(Protocol):
    """Somebody who writes the index in the place of those who show pages."""

    def take(self, made: Made) -> None:
        """Write it soon; nobody waits for that."""

    def find(self, key: tuple[int, int, str]) -> Made | None:
        """What was taken and is not written yet."""
