"""When other systems visit again: their rules, each with one knob that scales its pace.

They are taken from the source code of each, and written for arrays of articles: ``next`` gets the
articles just visited and returns the time of the next visit to each. All times are in seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from monitor.cadence.hazard import DAY, HOUR

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from monitor.cadence.hazard import Indices, Numbers

MINUTE = 60.0
CRON = 300.0
"""Rules that are run by a cron job run every five minutes."""


class Rule(Protocol):
    """A rule for n articles, numbered from 0."""

    def start(self, first_seen: Numbers) -> None:
        """Start over, with articles first seen at these times."""

    def next(self, chosen: Indices, now: Numbers, changed: NDArray[np.bool_]) -> Numbers:
        """When to visit these next, which were just visited at ``now`` and had changed or not.

        The first visit of each counts as changed.
        """


class Fixed:
    """At fixed intervals, which is what a round robin amounts to."""

    def __init__(self, knob: float) -> None:
        self._gap = knob * HOUR

    def start(self, first_seen: Numbers) -> None:
        """Nothing to remember."""

    def next(self, chosen: Indices, now: Numbers, changed: NDArray[np.bool_]) -> Numbers:  # noqa: ARG002 — the signature of a rule
        """Always the same interval."""
        return now + self._gap


class NewsDiffs:
    """ecprice/newsdiffs, ``get_update_delay``: by the time since the last update seen."""

    BOUNDS = np.array([0, 3 * HOUR, DAY, 7 * DAY, 30 * DAY, np.inf])
    DELAYS = np.array([15 * MINUTE, HOUR, 3 * HOUR, 3 * DAY, 30 * DAY])

    def __init__(self, knob: float) -> None:
        self._delays = self.DELAYS * knob

    def start(self, first_seen: Numbers) -> None:
        """Remember when each was last seen updated."""
        self._updated = first_seen.copy()

    def next(self, chosen: Indices, now: Numbers, changed: NDArray[np.bool_]) -> Numbers:
        """The first time at which the delay for its age has passed."""
        self._updated[chosen[changed]] = now[changed]
        updated = self._updated[chosen][:, None]
        times = np.maximum(now[:, None] + self._delays, updated + self.BOUNDS[:-1])
        fits = times < updated + self.BOUNDS[1:]
        return np.asarray(times[np.arange(len(now)), np.argmax(fits, axis=1)])


class DiffEngine:
    """DocNow/diffengine, ``Entry.stale``: when staleness is a fifth of hotness (run from cron)."""

    def __init__(self, knob: float) -> None:
        self._share = 0.2 * knob

    def start(self, first_seen: Numbers) -> None:
        """Remember when each was created."""
        self._created = first_seen.copy()

    def next(self, chosen: Indices, now: Numbers, changed: NDArray[np.bool_]) -> Numbers:  # noqa: ARG002 — the signature of a rule
        """The time t with t - now = share * (t - created)."""
        if self._share >= 1:
            return np.full(len(now), np.inf)
        hotness = now - self._created[chosen]
        return now + np.maximum(CRON, self._share * hotness / (1 - self._share))


class NewsSniffer:
    """NewsSniffer: half an hour after a change, a fifth longer with each visit without one."""

    def __init__(self, knob: float) -> None:
        self._first = 30 * MINUTE * knob

    def start(self, first_seen: Numbers) -> None:
        """Remember the period of each."""
        self._period = np.full(len(first_seen), self._first)

    def next(self, chosen: Indices, now: Numbers, changed: NDArray[np.bool_]) -> Numbers:
        """A fifth longer without a change; never again after forty days."""
        period = np.where(changed, self._first, self._period[chosen] * 1.2)
        self._period[chosen] = period
        return np.where(period < 40 * DAY, now + period, np.inf)


class Nutch:
    """Apache Nutch, ``AdaptiveFetchSchedule`` with its defaults; the knob is the first interval."""

    def __init__(self, knob: float) -> None:
        self._first = knob * HOUR

    def start(self, first_seen: Numbers) -> None:
        """Remember the interval of each, and when it was last modified."""
        self._gap = np.full(len(first_seen), self._first)
        self._modified = first_seen.copy()
        self._known = np.zeros(len(first_seen), bool)

    def next(self, chosen: Indices, now: Numbers, changed: NDArray[np.bool_]) -> Numbers:
        """A fifth shorter or longer, and shifted towards the time of change (``sync_delta``)."""
        self._modified[chosen[changed]] = now[changed]
        grown = self._gap[chosen] * np.where(changed, 0.8, 1.2)
        gap = np.where(self._known[chosen], grown, self._gap[chosen])
        self._known[chosen] = True
        since = now - self._modified[chosen]
        gap = np.clip(np.maximum(gap, since), CRON, 365 * DAY)
        self._gap[chosen] = gap
        return now + np.maximum(gap - 0.2 * since, CRON)


class StormCrawler:
    """Apache StormCrawler, ``AdaptiveScheduler`` with its defaults; the knob scales the minutes."""

    def __init__(self, knob: float) -> None:
        self._knob = knob

    def start(self, first_seen: Numbers) -> None:
        """Remember the interval of each."""
        self._gap = np.full(len(first_seen), DAY * self._knob)
        self._known = np.zeros(len(first_seen), bool)

    def next(self, chosen: Indices, now: Numbers, changed: NDArray[np.bool_]) -> Numbers:
        """Half way to an hour after a change; half as long again without, two weeks at most."""
        old = self._gap[chosen]
        slower = np.minimum(old * 1.5, 14 * DAY * self._knob)
        gap = np.where(changed, (old + HOUR * self._knob) / 2, slower)
        gap = np.where(self._known[chosen], gap, old)
        self._known[chosen] = True
        self._gap[chosen] = gap
        return now + gap


RULES: dict[str, Callable[[float], Rule]] = {
    "fixed": Fixed,
    "newsdiffs": NewsDiffs,
    "diffengine": DiffEngine,
    "newssniffer": NewsSniffer,
    "nutch": Nutch,
    "stormcrawler": StormCrawler,
}
