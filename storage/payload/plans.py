"""Planning which version is the base of which, once each was tried against all others. Pure.

A crawl chooses a base when a version arrives, and cannot know what will come after. Later it can be
weighed up: bytes against the cost of reading everything that has a version as its base. Moving a
version onto a deeper base makes everything on top of it deeper too, so its depth counts once for
each of these. Starting from the smallest differences, one version at a time is moved to where bytes
and reading together cost least, until no move helps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

STEP_PRICE = 100
"""Bytes that having one base fewer under a version is worth, in what is kept for long."""

LONGEST = 24
"""How many bases may lie under a version after compaction; the mean is a fifth of that."""

WHOLE = 0
"""Stands for no base: a version that is stored whole."""

_UNDER_WHOLE = -1
_DEARER = 1.5
_MOST_ROUNDS = 50


class Place(NamedTuple):
    """The planned base of a version.

    ``weight``: how many versions are read through it, itself included; ``height``: the most that
    lie on top of it, one on the other.
    """

    base: int
    weight: int = 1
    height: int = 0


ALONE = Place(WHOLE)
"""The place of a version that has no base and is none."""


def settle(
    trials: Mapping[int, Mapping[int, int]], depths: Mapping[int, int], longest: int
) -> dict[int, Place]:
    """A place for each version, with at most ``longest`` bases under it.

    ``trials``: for each version, oldest first, its size against each base. Bases are older versions
    (always including the first) and other blobs; for the latter, ``depths`` says how many bases lie
    under each, fewer than ``longest`` - 1. WHOLE needs no depth.
    """
    outside = {WHOLE: _UNDER_WHOLE, **depths}
    price: float = STEP_PRICE
    while True:
        bases = _improved(trials, outside, price)
        found = _depths(bases, outside)
        if max((found[one] for one in bases), default=0) <= longest:
            weights, heights = _weights(bases), _heights(bases)
            return {one: Place(base, weights[one], heights[one]) for one, base in bases.items()}
        price *= _DEARER


def _improved(
    trials: Mapping[int, Mapping[int, int]], outside: Mapping[int, int], price: float
) -> dict[int, int]:
    bases = {
        one: min(sizes, key=lambda base: (sizes[base], -base)) for one, sizes in trials.items()
    }
    for _ in range(_MOST_ROUNDS):
        depths, weights, moved = _depths(bases, outside), _weights(bases), False
        for one, sizes in trials.items():
            step = price * weights[one]
            best = min(sizes, key=lambda base: (sizes[base] + step * depths[base], base))
            present = bases[one]
            if sizes[best] + step * depths[best] < sizes[present] + step * depths[present]:
                bases[one], moved = best, True
                depths, weights = _depths(bases, outside), _weights(bases)
        if not moved:
            break
    return bases


def _depths(bases: Mapping[int, int], outside: Mapping[int, int]) -> dict[int, int]:
    depths = dict(outside)
    for one, base in bases.items():
        depths[one] = depths[base] + 1
    return depths


def _weights(bases: Mapping[int, int]) -> dict[int, int]:
    weights = dict.fromkeys(bases, 1)
    for one in reversed(bases):
        base = bases[one]
        if base in weights:
            weights[base] += weights[one]
    return weights


def _heights(bases: Mapping[int, int]) -> dict[int, int]:
    heights = dict.fromkeys(bases, 0)
    for one in reversed(bases):
        base = bases[one]
        if base in heights:
            heights[base] = max(heights[base], heights[one] + 1)
    return heights
