"""Learning the hazard from our own visits.

A visit only shows whether something changed since the one before: the counts are
interval-censored. They are fitted by expectation-maximisation (Dempster, Laird, Rubin 1977): a gap
in which a change was found contains ``Λ / (1 - exp(-Λ))`` edits on average, distributed over the
gap like the rates. Where little was seen, the table stays close to the prior, a section to its
outlet, and an outlet to the average.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monitor.cadence.hazard import HOUR, STATES, Hazard, above, cells, hour_of
from monitor.cadence.plan import MIDDLES, in_steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from monitor.cadence.hazard import Histories, Indices, Numbers

ROUNDS = 12
CELL = 20.0
"""The weight of the prior in a cell of the table, in edits."""
CLOCK, HABIT = 30.0, 6.0
"""The weight of the factor 1, in edits: for an hour of the day, for an outlet or section."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What n visits showed: the history before each, its time, and whether it found a change."""

    histories: Histories
    until: Numbers
    changed: NDArray[np.bool_]
    section: Indices


def learn(prior: Hazard, gaps: Gaps, sections: Sequence[str], rounds: int = ROUNDS) -> Hazard:
    """The hazard after these visits. ``sections`` has the names for ``gaps.section``."""
    fit = _Fit(prior, gaps, sections)
    for _ in range(rounds):
        fit.round()
    return fit.hazard()


class _Fit:
    """The gaps cut into steps, in flat arrays with an entry per step, and the present factors."""

    def __init__(self, prior: Hazard, gaps: Gaps, sections: Sequence[str]) -> None:
        self._prior = prior
        self._changed = gaps.changed
        self._gap, step, seconds = in_steps(gaps.until - gaps.histories.looked)
        times = gaps.histories.looked[self._gap] + MIDDLES[step]
        row, column = cells(gaps.histories[self._gap], times[:, None])
        self._length = seconds / HOUR
        self._table = prior.table.ravel().copy()
        self._factors = [prior.hours.copy()]
        self._index = [hour_of(times)]
        self._weights = [CLOCK]
        self._habits = []
        self._nobody = []
        for names, index in _levels(sections):
            self._habits.append(names)
            self._nobody.append(np.array([not name for name in names]))
            self._factors.append(np.array([prior.habits.get(name, 1.0) for name in names]))
            self._index.append(index[gaps.section[self._gap]])
            self._weights.append(HABIT)
        self._cell = row[:, 0] * STATES + column[:, 0]

    def round(self) -> None:
        """Compute the expected edits of each step, then fit each factor, given the others."""
        mean = self._mean()
        whole = np.bincount(self._gap, mean, len(self._changed))
        scale = np.where(self._changed, 1 / -np.expm1(-np.maximum(whole, 1e-9)), 0.0)
        edits = mean * scale[self._gap]
        self._fit_table(edits)
        for place, weight in enumerate(self._weights):
            index, old = self._index[place], self._factors[place]
            found = np.bincount(index, edits, len(old))
            expected = np.bincount(index, self._mean(), len(old)) / old
            self._factors[place] = (found + weight) / (expected + weight)
            if place:
                self._factors[place][self._nobody[place - 1]] = 1.0
        self._factors[0] /= self._factors[0].mean()

    def hazard(self) -> Hazard:
        """The hazard as fitted so far."""
        habits = dict(self._prior.habits)
        for names, factor in zip(self._habits, self._factors[1:], strict=True):
            habits.update(zip(names, factor.tolist(), strict=True))
        return Hazard(self._table.reshape(self._prior.table.shape), self._factors[0], habits)

    def _mean(self) -> Numbers:
        """Edits expected in each step."""
        mean: Numbers = self._table[self._cell] * self._exposure()
        return mean

    def _exposure(self) -> Numbers:
        exposure = self._length.copy()
        for factor, index in zip(self._factors, self._index, strict=True):
            exposure *= factor[index]
        return exposure

    def _fit_table(self, edits: Numbers) -> None:
        """Fit whole rows and columns first, as they have the most evidence; then the cells."""
        shape = self._prior.table.shape
        counts = np.bincount(self._cell, edits, self._table.size).reshape(shape)
        exposure = np.bincount(self._cell, self._exposure(), self._table.size).reshape(shape)
        base = self._prior.table.copy()
        for axis in (1, 0) * 8:
            found, expected = counts.sum(axis=axis), (base * exposure).sum(axis=axis)
            base *= np.expand_dims((found + CELL) / (expected + CELL), axis)
        self._table = ((counts + CELL) / (exposure + CELL / base)).ravel()


def _levels(sections: Sequence[str]) -> Iterator[tuple[list[str], Indices]]:
    """Level by level, beginning with outlets: the names, and which of them each section is in.

    A section that does not reach down to a level is assigned an empty name there.
    """
    chains = [above(section) for section in sections]
    for level in range(max((len(chain) for chain in chains), default=0)):
        under = [chain[level] if level < len(chain) else "" for chain in chains]
        names = sorted(set(under))
        place = {name: number for number, name in enumerate(names)}
        yield names, np.array([place[name] for name in under])
