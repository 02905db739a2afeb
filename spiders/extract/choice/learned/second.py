"""What the second pass of the block model sees: the first judgement of the blocks around a block.

A paragraph is recognized by its company: by what the first pass says of its neighbours, of the
blocks placed as it is, and of the same place on other pages of the outlet.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spiders.extract.choice.learned import likely, shared_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from spiders.extract.choice.learned.features import Matrix, Sight
    from spiders.extract.choice.learned.places import Place, Told

    Numbers = npt.NDArray[np.float64]

SHIFTS = range(-4, 5)
SURE = 0.6
"""From this probability of the first pass on, a block of running text is a landmark."""
STRETCHES = (8, 16)
FAR = 50
NONE = 99
MOST_WEIGHT = 300
"""The most characters of a block that count, so that a long one does not outweigh the others."""


def rows(sight: Sight, chances: Numbers, places: Mapping[str, Told] | None) -> Matrix:
    """The rows of the second pass, which include those of the first.

    ``chances`` are those of the first pass, for each block of the zone.
    """
    weight = np.minimum(sight.rows[:, 0], MOST_WEIGHT).astype(np.float64) + 1
    columns = [
        *_neighbours(chances),
        *_company(sight, chances, weight),
        *_landmarks(sight, chances, weight),
    ]
    wider = [
        *_articles(sight, chances, weight),
        *_around(sight.places, chances, weight),
        *_stretches(chances, weight),
    ]
    told = _elsewhere(sight.places, places or {})
    parts = [sight.rows, np.array(columns).T, told, np.array(wider).T]
    whole = [likely.rows(sight, chances, weight), shared_words.rows(sight, chances)]
    return np.hstack([*parts, *whole], dtype=np.float32)


def _neighbours(chances: Numbers) -> list[Numbers]:
    count, reach = len(chances), -SHIFTS[0]
    edge = np.full(reach, -0.1)
    padded = np.concatenate([edge, chances, edge])
    return [padded[reach + shift : reach + shift + count] for shift in SHIFTS]


def _company(sight: Sight, chances: Numbers, weight: Numbers) -> list[Numbers]:
    """What the first pass says of the other blocks that are placed alike."""
    columns: list[Numbers] = []
    for inverse in sight.groups.T:
        body = np.bincount(inverse, weights=chances * weight)[inverse] - chances * weight
        whole = np.bincount(inverse, weights=weight)[inverse] - weight
        share = np.where(whole > 0, body / np.maximum(whole, 1e-9), -1)
        columns += [share, np.minimum(whole, 3000)]
    return columns


def _landmarks(sight: Sight, chances: Numbers, weight: Numbers) -> list[Numbers]:
    """The distance to the nearest sure running text on both sides, and what is in between."""
    count = len(chances)
    index = np.arange(count)
    sure = (chances > SURE) & (sight.rows[:, 0] > 60)
    before = np.maximum.accumulate(np.where(sure, index, -1))
    behind = np.minimum.accumulate(np.where(sure, index, 2 * count)[::-1])[::-1]
    has_before, has_behind = before >= 0, behind < count
    back, ahead = np.maximum(before, 0), np.minimum(behind, count - 1)
    body, other = np.cumsum(chances * weight), np.cumsum((1 - chances) * weight)
    total = body[-1] + 1e-9
    columns = [
        np.where(has_before, np.minimum(index - before, FAR), NONE),
        np.where(has_behind, np.minimum(behind - index, FAR), NONE),
        (body - chances * weight) / total,
        (total - body) / total,
        np.full(count, min(total, 20_000.0)),
        np.where(has_before, other - other[back], -1),
        np.where(has_behind, other[ahead] - other, -1),
    ]
    for group in sight.groups.T:
        columns.append(np.where(has_before, group[back] == group, -1))
        columns.append(np.where(has_behind, group[ahead] == group, -1))
    return columns


def _articles(sight: Sight, chances: Numbers, weight: Numbers) -> list[Numbers]:
    """Which ``article`` element a block is in: the first with sure text, or the one with most.

    A page that goes on with its next story has that in an element of its own.
    """
    count, likely = len(chances), chances * weight
    total = likely.sum() + 1e-9
    article = np.array([place.article for place in sight.places])
    inverse = article + 1
    mass = np.bincount(inverse, weights=likely)[inverse]
    sure = (chances > SURE) & (sight.rows[:, 0] > 60)
    named = article[sure & (article >= 0)]
    first = int(named[0]) if len(named) else -1
    most = int(article[np.argmax(np.where(article >= 0, mass, -1))]) if article.max() >= 0 else -1
    behind, share = np.full(count, -1.0), -1.0
    if first >= 0:
        behind = np.arange(count) > np.flatnonzero((article == first) & sure)[-1]
        share = likely[article == first].sum() / total
    same = [
        np.where(article < 0, -1, article == one) if one >= 0 else np.full(count, -2)
        for one in (first, most)
    ]
    return [*same, mass / total, behind, np.full(count, share)]


def _around(places: Sequence[Place], chances: Numbers, weight: Numbers) -> list[Numbers]:
    """What the first pass says of everything in the wider elements around a block."""
    likely = chances * weight
    total = likely.sum() + 1e-9
    columns: list[Numbers] = []
    wider = list(places)
    for step in range(1, 6):
        wider = [place.around or place for place in wider]
        if step < 3:
            continue
        codes: dict[int, int] = {}
        inverse = np.array([codes.setdefault(id(place), len(codes)) for place in wider])
        body = np.bincount(inverse, weights=likely)[inverse]
        whole = np.bincount(inverse, weights=weight)[inverse] - weight
        share = np.where(whole > 0, (body - likely) / np.maximum(whole, 1e-9), -1)
        columns += [share, body / total]
    return columns


def _stretches(chances: Numbers, weight: Numbers) -> list[Numbers]:
    """The share of body in the stretches before and after a block."""
    count = len(chances)
    index = np.arange(count)
    likely = np.concatenate([[0], np.cumsum(chances * weight)])
    whole = np.concatenate([[0], np.cumsum(weight)])
    columns = []
    for reach in STRETCHES:
        start, stop = np.maximum(index - reach, 0), np.minimum(index + reach + 1, count)
        for one, other in ((start, index), (index + 1, stop)):
            size = np.maximum(whole[other] - whole[one], 1e-9)
            columns.append((likely[other] - likely[one]) / size)
    return columns


def _elsewhere(places: Sequence[Place], told: Mapping[str, Told]) -> Matrix:
    """The same place on other pages: by the element with those around it, and by it alone."""
    if not told:
        return np.full((len(places), 6), -1, dtype=np.float32)
    nothing = (-1.0, -1.0, -1.0)
    return np.array(
        [(*told.get(place.trail, nothing), *told.get(place.key, nothing)) for place in places],
        dtype=np.float32,
    )
