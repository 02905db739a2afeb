"""What cannot be given out because it is damaged: an export goes on without it, and tells it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.errors import ArchiveDamaged, NotStored

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_NAMED = 20
"""So many are held by name: a lost disk may have hurt all there is."""
DAMAGE = (ArchiveDamaged, NotStored)
"""What is raised for bytes that are not what was stored, and for a row that should be there."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that is not in the export: what it is, its address, and why."""

    what: str
    url: str
    why: str

    def __str__(self) -> str:
        """In a line."""
        return f"{self.what} ({self.url}): {self.why}"


class Losses:
    """All of an export. ``captures`` are the ids of those whose bytes are not in it at all."""

    def __init__(self) -> None:
        self.count = 0
        self.named: list[Loss] = []
        self.captures: set[int] = set()

    def note(self, what: str, url: str, error: Exception) -> None:
        """This is not in the export."""
        self.count += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(Loss(what, url, " ".join(str(error).partition("\nSee ")[0].split())))

    @contextmanager
    def instead(self, what: str, url: str) -> Iterator[None]:
        """Inside, damage is noted, and the rest of the block is left out."""
        try:
            yield
        except DAMAGE as error:
            self.note(what, url, error)

    def told(self) -> list[str]:
        """A line each, as far as they are named."""
        more = self.count - len(self.named)
        return [*map(str, self.named), *([f"… and {more} more"] if more else [])]


class Strict(Losses):
    """For whoever wants all or nothing: damage is raised where it is met."""

    def note(self, what: str, url: str, error: Exception) -> None:  # noqa: ARG002 — as above
        """Raises the error."""
        raise error


STRICT = Strict()
