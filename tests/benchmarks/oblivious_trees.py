"""Gradient boosting of oblivious trees (one question a level), in numpy, deterministic.

The shape is CatBoost's (Prokhorenkova et al., 2018): all nodes of a level ask the same question,
so that a tree is six comparisons and one look-up, and a page's blocks are judged at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DEPTH = 6
BINS = 32


@dataclass
class Forest:
    """``feature`` and ``threshold`` (trees, depth), ``leaf`` (trees, 2**depth), ``bias``."""

    feature: np.ndarray
    threshold: np.ndarray
    leaf: np.ndarray
    bias: float

    def margin(self, rows: np.ndarray) -> np.ndarray:
        """Log-odds for every row."""
        total = np.full(len(rows), self.bias, dtype=np.float64)
        for feature, threshold, leaf in zip(self.feature, self.threshold, self.leaf, strict=True):
            index = np.zeros(len(rows), dtype=np.int64)
            for level in range(DEPTH):
                index |= (rows[:, feature[level]] > threshold[level]).astype(np.int64) << level
            total += leaf[index]
        return total

    def probability(self, rows: np.ndarray) -> np.ndarray:
        """Probability of being body for every row."""
        return 1 / (1 + np.exp(-self.margin(rows)))


def edges_of(rows: np.ndarray) -> list[np.ndarray]:
    """At most BINS - 1 cuts for every feature, between values that occur."""
    found = []
    for column in rows.T:
        values = np.unique(column)
        if len(values) > BINS:
            values = np.unique(np.quantile(column, np.linspace(0, 1, BINS)).astype(np.float32))
        cuts = ((values[:-1] + values[1:]) / 2).astype(np.float32)
        found.append(cuts)
    return found


def binned(rows: np.ndarray, edges: list[np.ndarray]) -> np.ndarray:
    """(features, rows) of uint8: how many cuts a value lies above."""
    out = np.empty((rows.shape[1], rows.shape[0]), dtype=np.uint8)
    for number, cuts in enumerate(edges):
        out[number] = np.searchsorted(cuts, rows[:, number], side="left")
    return out


def fit(  # noqa: PLR0913 - the knobs of boosting
    rows: np.ndarray,
    target: np.ndarray,
    weight: np.ndarray,
    *,
    trees: int = 160,
    rate: float = 0.12,
    sample: float = 0.3,
    columns: float = 0.3,
    ridge: float = 1.0,
    seed: int = 1,
) -> Forest:
    """A forest for this target; row subsample and column subsample are drawn for every tree."""
    random = np.random.default_rng(seed)
    edges = edges_of(rows[random.permutation(len(rows))[:60_000]])
    bins = binned(rows, edges)
    usable = np.array([number for number, cuts in enumerate(edges) if len(cuts)])
    weight = weight / weight.mean()
    mean = float((target * weight).sum() / weight.sum())
    bias = float(np.log(mean / (1 - mean)))
    margin = np.full(len(rows), bias)
    feature = np.zeros((trees, DEPTH), dtype=np.int16)
    threshold = np.zeros((trees, DEPTH), dtype=np.float32)
    leaf = np.zeros((trees, 1 << DEPTH), dtype=np.float32)
    for number in range(trees):
        chosen = np.sort(random.permutation(len(rows))[: int(sample * len(rows))])
        use = np.sort(random.permutation(usable)[: max(8, int(columns * len(usable)))])
        chance = 1 / (1 + np.exp(-margin[chosen]))
        gradient = (target[chosen] - chance) * weight[chosen]
        hessian = np.maximum(chance * (1 - chance), 1e-6) * weight[chosen]
        part = np.ascontiguousarray(bins[:, chosen])
        index = np.zeros(len(chosen), dtype=np.int64)
        for level in range(DEPTH):
            best, cut = _best(part, use, index, gradient, hessian, level, ridge)
            feature[number, level] = best
            threshold[number, level] = edges[best][cut]
            index |= (part[best] > cut).astype(np.int64) << level
        top = np.bincount(index, weights=gradient, minlength=1 << DEPTH)
        bottom = np.bincount(index, weights=hessian, minlength=1 << DEPTH)
        leaf[number] = rate * top / (bottom + ridge)
        everywhere = np.zeros(len(rows), dtype=np.int64)
        for level in range(DEPTH):
            best = feature[number, level]
            cut = np.searchsorted(edges[best], threshold[number, level])
            everywhere |= (bins[best] > cut).astype(np.int64) << level
        margin += leaf[number][everywhere]
    return Forest(feature, threshold, leaf, bias)


def _best(
    part: np.ndarray,
    use: np.ndarray,
    index: np.ndarray,
    gradient: np.ndarray,
    hessian: np.ndarray,
    level: int,
    ridge: float,
) -> tuple[int, int]:
    """The question with the largest gain over all leaves of this level."""
    leaves = 1 << level
    base = index * BINS
    best, best_gain, best_cut = int(use[0]), -np.inf, 0
    for number in use:
        place = base + part[number]
        top = np.bincount(place, weights=gradient, minlength=leaves * BINS).reshape(leaves, BINS)
        bottom = np.bincount(place, weights=hessian, minlength=leaves * BINS).reshape(leaves, BINS)
        left, under = np.cumsum(top, axis=1), np.cumsum(bottom, axis=1)
        right, over = left[:, -1:] - left, under[:, -1:] - under
        gain = (left**2 / (under + ridge) + right**2 / (over + ridge)).sum(axis=0)[:-1]
        cut = int(gain.argmax())
        if gain[cut] > best_gain + 1e-9:
            best, best_gain, best_cut = int(number), float(gain[cut]), cut
    last = int(part[best].max())
    return best, min(best_cut, max(0, last - 1))
