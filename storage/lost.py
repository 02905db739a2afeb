"""What is missing from an export because it is damaged: the export goes on, and reports it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.errors import ArchiveDamaged, NotStored

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_NAMED = 20
"""How many are listed by name: a failed disk may have damaged everything."""
DAMAGE = (ArchiveDamaged, NotStored)
"""What is raised for damaged bytes, and for a missing row."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something missing from the export: what it is, its address, and why."""

    what: str
    url: str
    why: str

    def __str__(self) -> str:
        """The loss in one line."""
        return f"{self.what} ({self.url}): {self.why}"


class Losses:
    """All losses of an export. ``captures``: ids of captures of which no bytes are in it."""

    def __init__(self) -> None:
        self.count = 0
        self.named: list[Loss] = []
        self.captures: set[int] = set()

    def note(self, what: str, url: str, error: Exception) -> None:
        """Note that this is missing from the export."""
        self.count += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(Loss(what, url, " ".join(str(error).partition("\nSee ")[0].split())))

    @contextmanager
    def instead(self, what: str, url: str) -> Iterator[None]:
        """Note any damage met inside, and leave out the rest of the ``with`` block."""
        try:
            yield
        except DAMAGE as error:
            self.note(what, url, error)

    def told(self) -> list[str]:
        """The listed losses, a line each."""
        more = self.count - len(self.named)
        return [*map(str, self.named), *([f"… and {more} more"] if more else [])]


class Strict(Losses):
    """For exports that must be complete: damage is raised."""

    def note(self, what: str, url: str, error: Exception) -> None:  # noqa: ARG002 — as above
        """Raise the error."""
        raise error


STRICT = Strict()
