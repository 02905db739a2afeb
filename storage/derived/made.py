"""A finished diff, how large the change is, and who may be given the diff to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Extent:
    """How large a change is: words removed, words added, and words of the new text.

    ``strip`` shows the new text from beginning to end in cells of equal length, a letter each:
    ``.`` unchanged, ``~`` edited, ``+`` added, ``-`` something was removed here, ``>`` moved.
    """

    removed: int
    added: int
    words: int
    strip: str


@dataclass(frozen=True, slots=True)
class Made:
    """A finished diff of the extractions ``old_id`` and ``new_id``, as it is stored."""

    old_id: int
    new_id: int
    rules: str
    extent: Extent
    text: str

    @property
    def key(self) -> tuple[int, int, str]:
        """The key it is stored under."""
        return self.old_id, self.new_id, self.rules


class Taker(Protocol):
    """Writes the index on behalf of those who serve pages."""

    def take(self, made: Made) -> None:
        """Write it soon; the caller does not wait."""

    def find(self, key: tuple[int, int, str]) -> Made | None:
        """A diff that was taken and is not written yet."""
