"""Replay with one queue over all articles and so many fetches an hour, as a host allows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from monitor.cadence.choice import most_pressing
from monitor.cadence.hazard import HOUR
from monitor.cadence.plan import Cadence
from monitor.cadence.replay import Visits, beginning, seen
from monitor.simulate import THRESHOLDS, Result, Task, cadences, lesson, tuned
from storage.agenda.frontier import RANKED

if TYPE_CHECKING:
    from monitor.cadence.hazard import Histories, Indices, Numbers
    from monitor.cadence.traces import Trace

TICK = 300.0
"""Seconds between two turns of the queue."""
SPARE = 3
"""So many turns' unused fetches may be used later."""
EARLY = 0.5
"""Articles are due at this share of the threshold that spends the budget: no fetch is left over."""


def simulate_queue(trace: Trace, per_hour: float) -> Result:
    """Replay our cadence, trained on the earlier half of a trace and judged on the later."""
    middle = float(np.median(trace.first_seen))
    training = trace.chosen(trace.first_seen < middle, middle)
    judged = trace.chosen(trace.first_seen >= middle)
    hours = float(np.ptp(training.first_seen)) / 3600
    task = Task(per_hour * hours / len(training), middle, middle)
    hazard = lesson(training, task, None)
    threshold = tuned(cadences(hazard), training, task, None, THRESHOLDS)
    return Result(judged, one_queue(judged, Cadence(hazard, threshold), per_hour))


def one_queue(trace: Trace, cadence: Cadence, per_hour: float) -> Visits:
    """All visits except the first captures; of what is due, the most urgent go first.

    ``cadence`` has the threshold that spends so many fetches an hour when nothing has to wait.
    """
    cadence = replace(cadence, threshold=cadence.threshold * EARLY)
    known = beginning(trace, cadence.hazard)
    due = cadence.next_due(known)
    parts = [Visits.none()]
    share, tokens = per_hour * TICK / HOUR, 0.0
    for now in np.arange(trace.first_seen.min(), trace.end.max(), TICK):
        tokens = min(tokens + share, SPARE * share + 1)
        ready = np.flatnonzero((due <= now) & (now < trace.end))
        chosen = _most_pressing(cadence, known, due, ready, float(now), int(tokens))
        if not len(chosen):
            continue
        tokens -= len(chosen)
        visits = seen(trace, known, chosen, np.full(len(chosen), now))
        parts.append(visits)
        due[chosen] = cadence.next_due(known[chosen])
    return Visits.joined(parts)


def _most_pressing(
    cadence: Cadence, known: Histories, due: Numbers, ready: Indices, now: float, count: int
) -> Indices:
    if len(ready) <= count:
        return ready
    page = ready[np.argsort(due[ready])[:RANKED]]
    return np.asarray(page[most_pressing(cadence, known[page], now)[:count]])
