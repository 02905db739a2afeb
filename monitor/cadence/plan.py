"""When the expected number of unseen edits of an article reaches a threshold: then it is due.

For edits that come as a Poisson process of known rate, looking whenever the same expected number
has gathered captures the most for a given number of looks (the chance to find something new,
``1 - exp(-expected)``, is concave). The threshold is what a look costs; it is found from a
budget of looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from monitor.cadence.hazard import DAY, HOUR, Hazard, Histories, shipped

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from monitor.cadence.hazard import Indices, Numbers

THRESHOLD = 0.05
"""The expected edits at which a look is worth its cost unless a budget says otherwise.

Some 20 re-fetches an article in its first month where an outlet edits much, few where it does
not: about 93 % of the edits of the traces in ``tests/benchmarks/cadence.py``.
"""
SOONEST, LATEST = 300.0, 90 * DAY
"""No article is looked at again sooner, or later, than after so many seconds."""

_MINUTE = 60.0
STEPS = np.concatenate(
    [
        np.full(12, 5 * _MINUTE),
        np.full(12, 10 * _MINUTE),
        np.full(15, 20 * _MINUTE),
        np.full(16, HOUR),
        np.full(24, 3 * HOUR),
        np.full(104, 6 * HOUR),
        np.full(60, DAY),
    ]
)
"""Seconds: the future after a look in steps, fine where rates change fast."""
ENDS = np.cumsum(STEPS)
MIDDLES = ENDS - STEPS / 2
_CHUNKS = (0, 24, 55, 79, 119, len(STEPS))
_SHORT = 3  # words: more are a headline
_NUMBER = re.compile(r"[-_.]?\d[\w.]*$")


@dataclass(frozen=True, slots=True)
class Cadence:
    """A hazard and the expected number of unseen edits at which an article is due."""

    hazard: Hazard
    threshold: float

    def next_due(self, histories: Histories, thresholds: Numbers | None = None) -> Numbers:
        """Seconds since 1970 at which each is due: SOONEST to LATEST after its last look."""
        count = len(histories.looked)
        goal = np.full(count, self.threshold) if thresholds is None else thresholds
        due = np.full(count, LATEST)
        gathered = np.zeros(count)
        open_ = np.arange(count)
        for first, last in pairwise(_CHUNKS):
            part = histories[open_]
            rates = self.hazard.rate(part, part.looked[:, None] + MIDDLES[first:last])
            grown = gathered[open_, None] + np.cumsum(rates * STEPS[first:last], axis=1)
            there = grown[:, -1] >= goal[open_]
            step = np.argmax(grown >= goal[open_, None], axis=1)[there]
            over = (grown[there, step] - goal[open_][there]) / rates[there, step]
            due[open_[there]] = ENDS[first + step] - over
            gathered[open_] = grown[:, -1]
            open_ = open_[~there]
            if not len(open_):
                break
        result: Numbers = histories.looked + np.clip(due, SOONEST, LATEST)
        return result

    def expected(self, histories: Histories, until: Numbers) -> Numbers:
        """Edits expected and not seen since each was last looked at."""
        rates = self.hazard.rate(histories, histories.looked[:, None] + MIDDLES)
        edits: Numbers = (rates * spent(until - histories.looked)).sum(axis=1)
        return edits


def spent(elapsed: NDArray[np.float64]) -> Numbers:
    """How many seconds of each step lie within so many seconds after a look."""
    seconds: Numbers = np.clip(elapsed[:, None] - (ENDS - STEPS), 0, STEPS)
    return seconds


def in_steps(elapsed: Numbers) -> tuple[Indices, Indices, Numbers]:
    """The steps that each span after a look reaches into, flat: span, step, seconds within it."""
    reached = np.searchsorted(ENDS - STEPS, elapsed, side="left")
    span = np.repeat(np.arange(len(elapsed)), reached)
    step = np.arange(len(span)) - np.repeat(np.cumsum(reached) - reached, reached)
    seconds = np.minimum(elapsed[span] - (ENDS - STEPS)[step], STEPS[step])
    return span, step, seconds


def section(url: str) -> str:
    """Host and folders of a URL, with the short word before a number (``/news/uk-5614`` → uk)."""
    parts = urlsplit(url)
    *folders, last = parts.path.strip("/").split("/")
    stem = _NUMBER.sub("", last)
    words = stem.split("-")
    if stem and stem != last and len(words) <= _SHORT and stem.replace("-", "").isalpha():
        folders.append(stem)
    folders = [folder for folder in folders if not folder.isdigit()][:3]
    return "/".join([parts.hostname or "", *folders])


def one_history(
    published: datetime, looked: datetime, changed: datetime, edits: int, url: str
) -> Histories:
    """The history of one article, from what the archive knows of it."""
    return Histories(
        np.array([published.timestamp()]),
        np.array([looked.timestamp()]),
        np.array([changed.timestamp()]),
        np.array([edits]),
        np.array([default().hazard.factor(section(url))]),
    )


@cache
def default() -> Cadence:
    """The shipped hazard at the default threshold."""
    return Cadence(shipped(), THRESHOLD)
