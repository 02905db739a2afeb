"""What the second pass sees of the likely body as a whole: how much of it there is, and where.

Measures taken from the page itself say more than fixed ones: a block is compared with the length,
links, depth and chances of the blocks that the first pass is sure of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spiders.extract.choice.paths import BIT

if TYPE_CHECKING:
    import numpy.typing as npt

    from spiders.extract.choice.learned.features import Sight

    Numbers = npt.NDArray[np.float64]

SURE = 0.6
"""From this probability of the first pass on, a block of running text is a landmark."""
RUNNING = 60
LIKELY = 0.35
NONE = 99
_BESIDE = [BIT[f"<{tag}>"].bit_length() - 1 for tag in ("p", "h2", "h3", "li", "figcaption", "div")]
_LINKED, _DEPTH = 2, 15
"""Columns in the rows of a sight."""


def sure_of(sight: Sight, chances: Numbers) -> npt.NDArray[np.bool_]:
    """The blocks of running text that the first pass is sure of."""
    return np.asarray((chances > SURE) & (sight.rows[:, 0] > RUNNING))


def rows(sight: Sight, chances: Numbers, weight: Numbers) -> Numbers:
    """One row per block of the zone."""
    sure = sure_of(sight, chances)
    parts = [
        _mass(sight, chances, weight),
        _measure(sight, chances, weight, sure),
        _before_and_behind(sight, sure),
        _nearest(chances),
        _beside(sight),
    ]
    return np.hstack(parts)


def _mass(sight: Sight, chances: Numbers, weight: Numbers) -> Numbers:
    """The share of the page's likely body that is placed alike, without the block itself."""
    likely = chances * weight
    total = likely.sum() + 1e-9
    alike = [np.bincount(group, weights=likely)[group] - likely for group in sight.groups.T]
    return np.asarray(np.stack(alike, axis=1) / total)


def _measure(
    sight: Sight, chances: Numbers, weight: Numbers, sure: npt.NDArray[np.bool_]
) -> Numbers:
    """A block compared with the sure ones: chance, length, links; and how many of those exist."""
    length = sight.rows[:, 0]
    top = chances.max()
    chosen = sure if sure.any() else chances >= top
    own = weight[chosen]
    whole = own.sum()
    lengths = sorted(length[chosen].tolist())
    middle = (lengths[(len(lengths) - 1) // 2] + lengths[len(lengths) // 2]) / 2
    found = np.empty((len(chances), 6))
    found[:, 0] = chances - (chances[chosen] * own).sum() / whole
    found[:, 1] = top
    found[:, 2] = length / middle
    found[:, 3] = sight.rows[:, _LINKED] - (sight.rows[chosen, _LINKED] * own).sum() / whole
    found[:, 4] = min(int(chosen.sum()), NONE)
    found[:, 5] = middle
    return found


def _before_and_behind(sight: Sight, sure: npt.NDArray[np.bool_]) -> Numbers:
    """The depth relative to the nearest sure blocks, and the count and text of those beyond."""
    count = len(sure)
    index = np.arange(count)
    before = np.maximum.accumulate(np.where(sure, index, -1))
    behind = np.minimum.accumulate(np.where(sure, index, 2 * count)[::-1])[::-1]
    depth = sight.rows[:, _DEPTH]
    text = np.where(sure, sight.rows[:, 0], 0.0)
    found = np.empty((count, 6))
    found[:, 0] = np.where(before >= 0, depth - depth[before], NONE)
    found[:, 1] = np.where(behind < count, depth - depth[np.minimum(behind, count - 1)], NONE)
    blocks, characters = np.cumsum(sure), np.cumsum(text)
    np.minimum(blocks - sure, 50, out=found[:, 2], casting="unsafe")
    np.minimum(blocks[-1] - blocks, 50, out=found[:, 3], casting="unsafe")
    np.minimum(characters - text, 9999, out=found[:, 4])
    np.minimum(characters[-1] - characters, 9999, out=found[:, 5])
    return found


def _nearest(chances: Numbers) -> Numbers:
    """How far away the nearest other likely block is on both sides, and its chance."""
    count = len(chances)
    index = np.arange(count)
    likely = chances > LIKELY
    before = np.maximum.accumulate(np.where(likely, index, -1))
    behind = np.minimum.accumulate(np.where(likely, index, 2 * count)[::-1])[::-1]
    before = np.concatenate([[-1], before[:-1]])
    behind = np.concatenate([behind[1:], [2 * count]])
    found = np.empty((count, 4))
    found[:, 0] = np.where(before >= 0, np.minimum(index - before, 50), NONE)
    found[:, 1] = np.where(behind < count, np.minimum(behind - index, 50), NONE)
    found[:, 2] = np.where(before >= 0, chances[before], -1)
    found[:, 3] = np.where(behind < count, chances[np.minimum(behind, count - 1)], -1)
    return found


def _beside(sight: Sight) -> Numbers:
    """Whether the blocks before and after are placed alike, and which tags they have."""
    count = len(sight.places)
    own = np.array([place.own for place in sight.places], dtype=np.uint64)
    tags = (own[:, None] >> np.array(_BESIDE, dtype=np.uint64)) & np.uint64(1)
    found = np.zeros((count, 6 + 2 * len(_BESIDE)))
    same = sight.groups[1:] == sight.groups[:-1]
    found[1:, 0:6:2] = same
    found[:-1, 1:6:2] = same
    found[0, 6::2] = found[-1, 7::2] = -1
    found[1:, 6::2] = tags[:-1]
    found[:-1, 7::2] = tags[1:]
    return found
