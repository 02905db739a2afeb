"""Replaying a trace under a rule: which edits would have been captured, how late, at what cost.

All articles advance together, visit by visit: the k-th visits of all are one step, each at its own
time. The program's own rule is :class:`monitor.cadence.plan.Cadence`, exactly as it runs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from monitor.cadence.hazard import Histories
from monitor.cadence.learn import Gaps
from monitor.cadence.plan import SOONEST, Cadence
from monitor.cadence.traces import STRIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from monitor.cadence.hazard import Hazard, Indices, Numbers
    from monitor.cadence.rules import Rule
    from monitor.cadence.traces import Trace

HINT_DELAY = 900.0
"""A hint comes up to this many seconds after the edit: a feed is fetched four times an hour."""


@dataclass(frozen=True, slots=True)
class Visits:
    """All visits of a replay except the first captures; ``before`` is what was known then."""

    article: Indices
    time: Numbers
    changed: NDArray[np.bool_]
    delay: Numbers
    before: Histories

    @staticmethod
    def none() -> Visits:
        """A replay in which nothing is visited."""
        none, index = np.zeros(0), np.zeros(0, np.int64)
        nothing = Histories(none, none, none, index, none)
        return Visits(index, none, np.zeros(0, bool), none, nothing)

    def chosen(self, keep: NDArray[np.bool_]) -> Visits:
        """The visits for which ``keep`` is true."""
        return Visits(
            self.article[keep],
            self.time[keep],
            self.changed[keep],
            self.delay[keep],
            self.before[keep],
        )

    def renumbered(self, articles: Indices) -> Visits:
        """The same visits in a trace in which article i has the number ``articles[i]``."""
        return replace(self, article=articles[self.article])

    @staticmethod
    def joined(parts: list[Visits]) -> Visits:
        """The visits of all parts as one, one part after the other."""
        return Visits(
            np.concatenate([part.article for part in parts]),
            np.concatenate([part.time for part in parts]),
            np.concatenate([part.changed for part in parts]),
            np.concatenate([part.delay for part in parts]),
            Histories.joined([part.before for part in parts]),
        )

    def gaps(self, trace: Trace, until: float) -> Gaps:
        """What the visits up to a time showed, to learn from."""
        known = self.time <= until
        article = self.article[known]
        return Gaps(
            self.before[known],
            self.time[known],
            self.changed[known],
            trace.section[article],
        )


def hints(trace: Trace, recall: float, seed: int) -> Numbers:
    """When a feed announces an edit, for a share of the edits: keyed and sorted times."""
    random = np.random.default_rng(seed)
    told = random.random(len(trace.edits)) < recall
    heard = trace.edits + random.random(len(trace.edits)) * HINT_DELAY
    return np.sort(trace.keyed(trace.owner[told], heard[told]))


def beginning(trace: Trace, hazard: Hazard | None = None) -> Histories:
    """The histories of all articles right after their first capture."""
    factor = np.ones(len(trace))
    if trace.factors is not None:
        factor = trace.factors
    elif hazard is not None:
        factor = np.array([hazard.factor(name) for name in trace.sections])[trace.section]
    edits = np.zeros(len(trace), np.int64)
    seen = trace.first_seen
    return Histories(trace.published, seen.copy(), seen.copy(), edits, factor)


def replay(trace: Trace, rule: Rule | Cadence, hinted: Numbers | None = None) -> Visits:
    """Visit every article until ``end`` as the rule says, or sooner if there is a hint."""
    known = beginning(trace, rule.hazard if isinstance(rule, Cadence) else None)
    active, changed = np.arange(len(trace)), np.ones(len(trace), bool)
    if not isinstance(rule, Cadence):
        rule.start(trace.first_seen)
    parts = [Visits.none()]
    while len(active):
        now = known.looked[active]
        if isinstance(rule, Cadence):
            due = rule.next_due(known[active])
        else:
            due = np.maximum(rule.next(active, now, changed), now + SOONEST)
        if hinted is not None:
            due = np.minimum(due, _next_hint(trace, hinted, active, now))
        going = due < trace.end[active]
        active, due = active[going], due[going]
        visits = seen(trace, known, active, due)
        changed = visits.changed
        parts.append(visits)
    return Visits.joined(parts)


def seen(trace: Trace, known: Histories, articles: Indices, times: Numbers) -> Visits:
    """Visit these articles at these times; ``known`` is updated in place."""
    keys = trace.keys
    before = np.searchsorted(keys, trace.keyed(articles, known.looked[articles]), side="right")
    after = np.searchsorted(keys, trace.keyed(articles, times), side="right")
    changed = after > before
    delay = _delay(trace, after, changed, times)
    visits = Visits(articles, times, changed, delay, known[articles])
    known.looked[articles] = times
    known.changed[articles[changed]] = times[changed]
    known.edits[articles[changed]] += 1
    return visits


def _delay(trace: Trace, after: Indices, changed: NDArray[np.bool_], due: Numbers) -> Numbers:
    """Seconds since the last edit before the visit, if there is a new one."""
    delay = np.full(len(due), np.nan)
    delay[changed] = due[changed] - trace.edits[after[changed] - 1]
    return delay


def _next_hint(trace: Trace, hinted: Numbers, active: Indices, now: Numbers) -> Numbers:
    """The first hint for each article after a time; infinity if there is none."""
    padded = np.append(hinted, np.inf)
    following = padded[np.searchsorted(hinted, trace.keyed(active, now), side="right")]
    until = following - trace.keyed(active, trace.first_seen[active])
    mine = until < STRIDE
    return np.where(mine, trace.first_seen[active] + until, np.inf)
