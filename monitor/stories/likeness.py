"""How similar two articles are, and whether they report one event. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.stories.terms import Term

Vector = dict[str, float]

KEPT = 40
"""How many terms of an article, the heaviest, are compared."""
ALIKE = 0.35
"""From this cosine on, two articles report one event."""
ALIKE_TO_ALL = 0.2
"""The mean likeness to all articles of a story that is needed to belong to it."""
FEWEST_SHARED = 4
"""How many terms two must share at least: a single name that fills a short notice is no event."""
WITHIN = timedelta(days=3)
"""An event is reported within this time; what comes later is another one, however similar."""
_PRIOR = 30
"""Articles assumed to have been read before the first one: nothing is rare among three."""


def heaviest(terms: Mapping[str, Term], known: Mapping[str, int], articles: int) -> Vector:
    """The heaviest terms, weighted by rarity, as a vector of length 1, the heaviest first.

    ``known`` says how many of all ``articles`` have each term.
    """
    total = articles + _PRIOR
    weighted = {
        name: term.weight * max(0.0, math.log(total / (known.get(name, 0) + 1)))
        for name, term in terms.items()
    }
    best = sorted(weighted.items(), key=lambda pair: (-pair[1], pair[0]))[:KEPT]
    length = math.sqrt(sum(weight * weight for _, weight in best)) or 1.0
    return {name: weight / length for name, weight in best if weight}


@dataclass(frozen=True, slots=True)
class Match:
    """How similar two articles are, from 0 to 1, and by which terms, the strongest first."""

    likeness: float
    shared: tuple[str, ...]

    @property
    def is_one_event(self) -> bool:
        """Whether both report the same event."""
        return self.likeness >= ALIKE and len(self.shared) >= FEWEST_SHARED


def match(one: Vector, other: Vector) -> Match:
    """The cosine of two vectors of length 1."""
    products = {term: weight * other[term] for term, weight in one.items() if term in other}
    shared = sorted(products, key=lambda term: (-products[term], term))
    return Match(sum(products.values()), tuple(shared))


def belongs(best: Match, others: Sequence[Match]) -> bool:
    """Whether an article belongs to a story, given its best match there and all the others.

    It must be a little similar to all of them, or a story could drift from article to article.
    """
    if not best.is_one_event:
        return False
    return not others or sum(one.likeness for one in others) / len(others) >= ALIKE_TO_ALL
