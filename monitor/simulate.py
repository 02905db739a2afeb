"""Replays a history of an outlet: what a schedule would have captured, and at what cost.

The earlier articles are for training, the later ones are judged. Training does what the program
does: visit by the shipped prior, learn from its own visits, and find the threshold that spends the
budget. The later articles are visited day by day; if more or less was spent so far than planned,
the threshold for the articles to come is raised or lowered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from monitor.cadence.hazard import DAY, shipped
from monitor.cadence.learn import learn
from monitor.cadence.plan import Cadence
from monitor.cadence.replay import Visits, hints, replay
from monitor.cadence.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitor.cadence.hazard import Hazard, Numbers
    from monitor.cadence.rules import Rule
    from monitor.cadence.traces import Trace

OWN = "variorum"
POLICIES = (OWN, *RULES)
SAMPLE = 2500
"""How many articles are used to find a threshold: more do not improve it."""
LESSONS = 2
"""How often the earlier articles are visited and learnt from."""
THRESHOLDS = (0.001, 4.0)
"""The bounds for the threshold of our own cadence."""
_KNOBS = (0.001, 3000.0)
_TRUST = 200
"""How many articles' budgets are added to both planned and spent, to damp the first days."""
_GRIP = 4
"""How strongly the threshold reacts to overspending: with this power of the ratio."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to replay: re-fetches per article, the share of edits with hints, and which articles.

    Articles first seen before ``train_until`` are for training, with what is known by then; those
    first seen from ``judge_from`` on are judged. Both are in seconds since 1970.
    """

    budget: float
    train_until: float
    judge_from: float
    recall: float = 0.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """What a policy captured of the articles judged."""

    judged: Trace
    visits: Visits

    def numbers(self) -> dict[str, Any]:
        """Share captured, visits per article except the first captures, delays in hours."""
        delays = self.visits.delay[self.visits.changed] / 3600
        edits = len(self.judged.edits)
        return {
            "captured": round(float(len(delays) / edits), 4) if edits else None,
            "fetches_per_article": round(len(self.visits.time) / max(len(self.judged), 1), 3),
            "mean_delay_hours": round(float(delays.mean()), 3) if len(delays) else None,
            "median_delay_hours": round(float(np.median(delays)), 3) if len(delays) else None,
        }

    def fetches(self) -> Iterator[tuple[str, float]]:
        """Every fetch except the first captures, by article and time."""
        for place in np.lexsort((self.visits.time, self.visits.article)):
            yield self.judged.names[self.visits.article[place]], float(self.visits.time[place])


def simulate(trace: Trace, task: Task, policy: str) -> Result:
    """Train and judge one policy."""
    make: Callable[[float], Rule | Cadence]
    training = trace.chosen(trace.first_seen < task.train_until, task.train_until)
    judged = trace.chosen(trace.first_seen >= task.judge_from)
    told = hints(training, task.recall, task.seed) if task.recall else None
    if policy == OWN:
        hazard = lesson(training, task, told)
        make = cadences(hazard)
        knob = tuned(make, training, task, told, THRESHOLDS)
    else:
        make = RULES[policy]
        knob = tuned(make, training, task, told, _KNOBS)
    plan = _plan(training, replay(training, make(knob), told), task.budget)
    return Result(judged, day_by_day(judged, make, knob, plan, task))


def cadences(hazard: Hazard) -> Callable[[float], Cadence]:
    """A function from a threshold to the program's own cadence."""
    return lambda threshold: Cadence(hazard, threshold)


def lesson(training: Trace, task: Task, told: Numbers | None) -> Hazard:
    """What is learnt from visits at this budget, the first round with the shipped prior.

    Closing looks are left out: most are after ``train_until``, where they cost and teach nothing.
    """
    hazard = prior = shipped()
    for _ in range(LESSONS):
        make = partial(Cadence, hazard, closing=False)
        threshold = tuned(make, training, task, told, THRESHOLDS)
        visits = replay(training, make(threshold), told)
        hazard = learn(prior, visits.gaps(training, task.train_until), training.sections)
    return hazard


def tuned(
    make: Callable[[float], Rule | Cadence],
    training: Trace,
    task: Task,
    told: Numbers | None,
    bounds: tuple[float, float],
) -> float:
    """The knob at which the budget is spent, by bisection: visits fall as the knob grows."""
    keep = np.zeros(len(training), bool)
    keep[np.random.default_rng(task.seed).permutation(len(training))[:SAMPLE]] = True
    sample = training.chosen(keep)
    if told is not None:
        told = hints(sample, task.recall, task.seed)
    low, high = bounds
    for _ in range(12):
        middle = (low * high) ** 0.5
        spent = len(replay(sample, make(middle), told).time)
        low, high = (middle, high) if spent > task.budget * len(sample) else (low, middle)
    return float((low * high) ** 0.5)


def _plan(training: Trace, visits: Visits, budget: float) -> Callable[[Numbers], Numbers]:
    """A function from an age (since first seen) to the visits that an article should have had."""
    ages = np.sort(visits.time - training.first_seen[visits.article])
    return lambda age: budget * np.searchsorted(ages, age) / max(len(ages), 1)


def day_by_day(
    judged: Trace,
    make: Callable[[float], Rule | Cadence],
    knob: float,
    plan: Callable[[Numbers], Numbers],
    task: Task,
) -> Visits:
    """Visit the articles of each day, with the knob adjusted to what was spent before that day."""
    start = judged.first_seen.min() if len(judged) else 0.0
    day = (judged.first_seen - start) // DAY
    parts: list[Visits] = [Visits.none()]
    for number in np.unique(day):
        spent = sum(int(np.count_nonzero(part.time < start + number * DAY)) for part in parts)
        planned = float(plan(start + number * DAY - judged.first_seen[day < number]).sum())
        credit = _TRUST * task.budget
        excess = (spent + credit) / (planned + credit)
        today = judged.chosen(day == number)
        told = hints(today, task.recall, task.seed + int(number)) if task.recall else None
        rule = make(knob * float(np.clip(excess**_GRIP, 0.5, 4)))
        parts.append(replay(today, rule, told).renumbered(np.flatnonzero(day == number)))
    return Visits.joined(parts)
