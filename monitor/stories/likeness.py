"""How alike two articles are, and whether they tell one event. Pure."""

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
"""Terms of an article that are compared: its heaviest."""
ALIKE = 0.35
"""Cosine from which on two articles tell one event."""
ALIKE_TO_ALL = 0.2
"""The mean likeness to all articles of a story that one must have to belong to it."""
FEWEST_SHARED = 4
"""Terms that two must share at least: one name that fills a short notice is no event."""
WITHIN = timedelta(days=3)
"""An event is told in these days; what comes later is another one, however alike."""
_PRIOR = 30
"""Articles that are taken to have been read before the first: nothing is rare among three."""


def heaviest(terms: Mapping[str, Term], known: Mapping[str, int], articles: int) -> Vector:
    """The heaviest terms, weighted by how rare they are, of length 1, the heaviest first.

    ``known`` says in how many of so many ``articles`` each term stands.
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
    """How alike two articles are, from 0 to 1, and by which terms, the strongest first."""

    likeness: float
    shared: tuple[str, ...]

    @property
    def is_one_event(self) -> bool:
        """Do both tell the same event?"""
        return self.likeness >= ALIKE and len(self.shared) >= FEWEST_SHARED


def match(one: Vector, other: Vector) -> Match:
    """The cosine of two vectors of length 1."""
    products = {term: weight * other[term] for term, weight in one.items() if term in other}
    shared = sorted(products, key=lambda term: (-products[term], term))
    return Match(sum(products.values()), tuple(shared))


def belongs(best: Match, others: Sequence[Match]) -> bool:
    """Does an article belong to a story, given its best match there and those with the others?

    A story must not wander off from article to article: it is like all of them a little.
    """
    if not best.is_one_event:
        return False
    return not others or sum(one.likeness for one in others) / len(others) >= ALIKE_TO_ALL
