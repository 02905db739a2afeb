"""What the user forbids: patterns of the outlet's rules, and of the settings for all outlets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.outlets.patterns import forbids, tired_of

if TYPE_CHECKING:
    from spiders.outlets.rules import Rules


@dataclass(frozen=True, slots=True)
class Denial:
    """Checked before every request: pages, seeds, robots.txt, and each hop of a redirect.

    ``everywhere`` are the patterns of the settings; they work like those of the rules.
    """

    rules: Rules | None = None
    everywhere: tuple[str, ...] = ()

    def forbids(self, url: str) -> bool:
        """Whether this address must never be requested; True in doubt."""
        if any(forbids(pattern, url) for pattern in self.everywhere):
            return True
        return self.rules is not None and self.rules.denies(url)

    def tired(self) -> str | None:
        """A pattern that took too long so often that it is no longer tried; None if none did."""
        own = self.rules.tired() if self.rules is not None else None
        return own or tired_of(self.everywhere)
