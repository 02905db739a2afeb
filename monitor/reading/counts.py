"""Counts of what reading found, taken from its intents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storage.intents import AbsorbArticle, AddRevision, BeginArticle, Intent, OpenIncident

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """What reading found.

    ``articles_joined``: new articles that turned out to be known ones, found at their new address
    before the old one was seen to redirect there.
    """

    articles_new: int = 0
    revisions_new: int = 0
    incidents: int = 0
    articles_joined: int = 0

    def __add__(self, other: ReadCounts) -> ReadCounts:
        return ReadCounts(
            self.articles_new + other.articles_new,
            self.revisions_new + other.revisions_new,
            self.incidents + other.incidents,
            self.articles_joined + other.articles_joined,
        )

    def plus(self, intents: Iterable[Intent], begun: Collection[int] = ()) -> ReadCounts:
        """These counts plus those of one more visit; ``begun``: articles counted as new before."""
        counts = self
        for intent in intents:
            match intent:
                case BeginArticle():
                    counts = replace(counts, articles_new=counts.articles_new + 1)
                case AddRevision():
                    counts = replace(counts, revisions_new=counts.revisions_new + 1)
                case AbsorbArticle(other_id=other, assessment=assessment):
                    counts = replace(
                        counts,
                        articles_joined=counts.articles_joined + (other in begun),
                        revisions_new=counts.revisions_new + bool(assessment.kinds),
                    )
                case OpenIncident():
                    counts = replace(counts, incidents=counts.incidents + 1)
                case _:
                    pass
        return counts
