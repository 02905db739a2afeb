"""What the rules find in one edit, and its weight."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.diff.records import in_order
from storage.records import Weight

if TYPE_CHECKING:
    from monitor.diff.records import Fact

SUBSTANTIVE = frozenset(
    {"headline", "byline", "date", "number", "name", "quote", "attribution", "hedge"}
    | {"negation", "detail", "rewrite"}
)
"""Kinds that change, or may change, what is claimed."""
WORDING = frozenset({"wording", "split", "merge", "move", "link"})
"""Kinds that say the same in another way. All others are cosmetic."""


@dataclass(slots=True)
class Verdict:
    """What was found so far in one edit. ``grave``: substantive whatever its kinds are."""

    kinds: set[str] = field(default_factory=set)
    facts: list[Fact] = field(default_factory=list)
    grave: bool = False

    def add(self, kind: str, fact: Fact | None = None) -> None:
        """Add one more kind, with its evidence."""
        self.kinds.add(kind)
        if fact is not None and fact not in self.facts:
            self.facts.append(fact)

    @property
    def weight(self) -> Weight:
        """The weight of the heaviest kind."""
        if self.grave or self.kinds & SUBSTANTIVE:
            return Weight.SUBSTANTIVE
        if self.kinds & WORDING:
            return Weight.WORDING
        return Weight.COSMETIC if self.kinds else Weight.NONE

    @property
    def ordered(self) -> tuple[str, ...]:
        """The kinds in the order in which they are listed."""
        return in_order(self.kinds)
