"""Make ``monitor/cadence/prior.json``: the rates that are shipped, as numbers only.

They are fitted to the earlier halves of the two traces in ``../shared/data/traces``, with looks as
dense as anybody could make them, and without sections (each outlet has its own habits). There are
two fits: one for as long as the observer who made the trace could see the article, which
overestimates old articles, as those that are worked on stay in sight; and one for the whole month,
which underestimates them, as their edits out of sight are not in the trace. The mean of both (of
their logarithms) is shipped. The hours are those of outlets in one time zone, so only half of
their strength (the root) is shipped.
"""

from __future__ import annotations

import csv
import gzip
import sys
from datetime import datetime
from pathlib import Path

import numpy as np

from monitor.cadence.hazard import AGES, DAY, HOUR, HOURS, STATES, Hazard, Histories
from monitor.cadence.learn import Gaps, learn
from monitor.cadence.replay import replay
from monitor.cadence.traces import Trace, load

DATA = Path(__file__).parents[3] / "shared" / "data" / "traces"
TRACES = ("feed_2021", "homepage_2021_2023")
ARTICLES = 2500


class Dense:
    """Looks every ten minutes, later every hour, later every six hours."""

    def start(self, first_seen):
        """Note when each article was new."""
        self._first_seen = first_seen

    def next(self, chosen, now, changed):  # noqa: ARG002 — the signature of a rule
        """The next look, by age alone."""
        age = now - self._first_seen[chosen]
        return now + np.select([age < 36 * HOUR, age < 5 * DAY], [600.0, HOUR], 6 * HOUR)


def gaps_of(name: str, *, in_sight: bool) -> Gaps:
    """What dense looks at the earlier half of a trace show."""
    trace = load(DATA / f"{name}_articles.csv.gz", DATA / f"{name}_changes.csv.gz")
    cut = float(np.median(trace.first_seen))
    earlier = np.flatnonzero(trace.first_seen < cut)
    keep = np.zeros(len(trace), bool)
    keep[np.random.default_rng(0).permutation(earlier)[:ARTICLES]] = True
    part = trace.chosen(keep, cut)
    visits = replay(part, Dense())
    if in_sight:
        visits = visits.chosen(visits.time <= last_seen(name, part)[visits.article])
    return visits.gaps(part, cut)


def last_seen(name: str, trace: Trace) -> np.ndarray:
    """Until when the observer saw the edits of each article at all."""
    with gzip.open(DATA / f"{name}_articles.csv.gz", "rt", encoding="utf-8") as file:
        times = {row["doc_id"]: row["last_seen"] for row in csv.DictReader(file)}
    return np.array([datetime.fromisoformat(times[name]).timestamp() for name in trace.names])


def beginning() -> np.ndarray:
    """Edits an hour, assumed before any data: falling with age, and never 0."""
    middle = (AGES + np.append(AGES[1:], 2 * AGES[-1])) / 2 / HOUR
    return np.repeat(0.3 / (1 + middle / 4)[:, None] ** 1.5, STATES, axis=1)


def fitted(*, in_sight: bool) -> Hazard:
    """Fit the rates to both traces together."""
    found = [gaps_of(name, in_sight=in_sight) for name in TRACES]
    gaps = Gaps(
        Histories.joined([one.histories for one in found]),
        np.concatenate([one.until for one in found]),
        np.concatenate([one.changed for one in found]),
        np.concatenate([np.full(len(one.until), place) for place, one in enumerate(found)]),
    )
    return learn(Hazard(beginning(), np.ones(HOURS)), gaps, TRACES, rounds=15)


def main() -> None:
    """Fit and write."""
    if not DATA.is_dir():
        sys.exit("The traces are not here: ../shared/data/traces")
    most, least = fitted(in_sight=True), fitted(in_sight=False)
    hours = (most.hours * least.hours) ** 0.25
    shipped = Hazard(np.sqrt(most.table * least.table), hours / hours.mean())
    target = Path(__file__).parents[2] / "monitor" / "cadence" / "prior.json"
    target.write_text(shipped.to_json() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
