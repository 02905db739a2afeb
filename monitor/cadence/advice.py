"""How many edits a budget of fetches catches, computed from the rates that were learnt.

Edits are drawn at random from the hazard, for articles like those of the last weeks, and replayed
under the present cadence at several thresholds. Pure, and seeded, so that the same archive always
gives the same answer.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from monitor.cadence.hazard import Histories
from monitor.cadence.plan import MIDDLES, STEPS, THRESHOLD, Cadence
from monitor.cadence.replay import replay
from monitor.cadence.traces import HORIZON, Trace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.cadence.hazard import Hazard, Indices, Numbers

THRESHOLDS = (0.4, 0.2, 0.1, 0.05, 0.025, 0.0125)
SAMPLE = 300
"""How many articles are drawn; the share of missed edits is then known to about 0.02."""
MORE = 0.4
"""Advice says what this share of additional fetches would bring."""
CHEAP = 0.1
"""The cost of a visit answered with "not modified": some hundred bytes, but still a request."""
WORTH = 0.02
"""No advice is given if less than this share of edits is missed."""


@dataclass(frozen=True, slots=True)
class Point:
    """For one threshold: fetches per article in its first month, and the share of missed edits.

    A visit that is answered with "not modified" counts as CHEAP of a fetch.
    """

    threshold: float
    fetches: float
    missed: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """There are ``a_day`` new articles a day; ``points`` go from few fetches to many.

    ``outlets`` has the thresholds of outlets with a budget of their own, by name.
    """

    a_day: float
    points: tuple[Point, ...]
    outlets: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> str:
        """The forecast as text, to be stored with the lesson."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Forecast:
        """The forecast that :meth:`to_json` wrote."""
        found = json.loads(text)
        points = tuple(Point(**point) for point in found["points"])
        return cls(found["a_day"], points, found.get("outlets", {}))

    def missed(self, fetches_a_day: float) -> float:
        """The share of edits missed at so many fetches a day, interpolated between the points."""
        fetches = [point.fetches * self.a_day for point in self.points]
        return float(np.interp(fetches_a_day, fetches, [point.missed for point in self.points]))

    def fetches(self, threshold: float) -> float:
        """The fetches a day that a threshold takes."""
        return self.a_day * self._at(threshold, [point.fetches for point in self.points])

    def threshold(self, fetches_a_day: float) -> float:
        """The threshold that takes so many fetches a day; no lower than the default one."""
        if not self.a_day or self.fetches(THRESHOLD) <= fetches_a_day:
            return THRESHOLD
        known = [point.fetches * self.a_day for point in self.points]
        lowest = fetches_a_day / max(known[0], 1e-9)
        if lowest < 1:  # beyond the last point, fetches fall as the threshold grows
            return self.points[0].threshold / max(lowest, 0.01)
        logs = np.log([point.threshold for point in self.points])
        return float(np.exp(np.interp(fetches_a_day, known, logs)))

    def _at(self, threshold: float, values: Sequence[float]) -> float:
        logs = -np.log([point.threshold for point in self.points])
        return float(np.interp(-np.log(threshold), logs, values))


@dataclass(frozen=True, slots=True)
class Advice:
    """Shares of edits missed: now, and with ``more`` (a share of the present fetches) on top."""

    fetches_a_day: float
    missed: float
    more: float
    missed_with_more: float

    @property
    def sentence(self) -> str:
        """The sentence that the command ``health`` shows."""
        told = (
            f"About {self.missed:.0%} of edits are missed at {self.fetches_a_day:.0f} fetches of"
            " articles a day"
        )
        if self.missed < WORTH or self.missed - self.missed_with_more < WORTH / 4:
            return f"{told}."
        return f"{told}; {self.more:.0%} more would bring it to {self.missed_with_more:.0%}."


def advice(forecast: Forecast, threshold: float) -> Advice | None:
    """What is missed at this threshold, and what more fetches bring; None without articles."""
    if not forecast.a_day:
        return None
    now = forecast.fetches(threshold)
    more = forecast.missed(now * (1 + MORE))
    return Advice(now, forecast.missed(now), MORE, more)


def forecast(
    hazard: Hazard, arrivals: Histories, a_day: float, seed: int = 1, *, unmodified: float = 0.0
) -> Forecast:
    """Replay edits of articles like ``arrivals``, which are as first seen, ``a_day`` of them a day.

    ``unmodified``: of visits that find nothing new, the share answered with "not modified".
    """
    count = len(arrivals.looked)
    if not count:
        return Forecast(0.0, ())
    random = np.random.default_rng(seed)
    sample = arrivals[np.sort(random.permutation(count)[:SAMPLE])]
    trace = drawn(hazard, sample, random)
    points = []
    for threshold in THRESHOLDS:
        visits = replay(trace, Cadence(hazard, threshold))
        missed = 1 - float(visits.changed.sum()) / max(len(trace.edits), 1)
        found = int(visits.changed.sum())
        spent = found + (len(visits.time) - found) * (1 - unmodified * (1 - CHEAP))
        points.append(Point(threshold, spent / len(trace), round(missed, 4)))
    return Forecast(a_day, tuple(points))


def drawn(hazard: Hazard, arrivals: Histories, random: np.random.Generator) -> Trace:
    """Draw a month of edits for each article, one after the other, each one seen as it happens."""
    known = arrivals
    active = np.arange(len(known.looked))
    owners, times = [np.zeros(0, np.int64)], [np.zeros(0)]
    for _ in range(_MOST):
        at = _next_edit(hazard, known, random)
        going = at < known.published + HORIZON
        active, at, known = active[going], at[going], known[going]
        if not len(active):
            break
        owners.append(active)
        times.append(at)
        known = Histories(known.published, at, at, known.edits + 1, known.factor)
    return _trace(arrivals, np.concatenate(owners), np.concatenate(times))


_MOST = 60
"""The most edits drawn for an article; hardly any has more."""


def _next_edit(hazard: Hazard, known: Histories, random: np.random.Generator) -> Numbers:
    """The time of the next edit of each; infinity if there is none."""
    rates = hazard.rate(known, known.looked[:, None] + MIDDLES)
    grown = np.cumsum(rates * STEPS, axis=1)
    goal = random.exponential(size=len(grown))
    step = np.argmax(grown >= goal[:, None], axis=1)
    within = random.random(len(grown)) * STEPS[step]
    at = known.looked + np.cumsum(STEPS)[step] - STEPS[step] + within
    return np.where(grown[:, -1] >= goal, at, np.inf)


def _trace(arrivals: Histories, owners: Indices, times: Numbers) -> Trace:
    """The articles with their edits; of their sections only the factors are given."""
    order = np.lexsort((times, owners))
    count = len(arrivals.looked)
    return Trace(
        names=tuple(str(number) for number in range(count)),
        published=arrivals.published,
        first_seen=arrivals.looked,
        end=arrivals.published + HORIZON,
        starts=np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]),
        edits=times[order],
        section=np.zeros(count, np.int64),
        sections=("",),
        factors=arrivals.factor,
    )
