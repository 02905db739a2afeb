"""When the expected number of unseen edits of an article reaches a threshold: then it is due.

For edits that come as a Poisson process of known rate, looking whenever the same expected number
has gathered captures the most for a given number of looks (the chance to find something new,
``1 - exp(-expected)``, is concave), and the last look belongs at the end of the time that
counts. One threshold for all articles makes one look more worth the same everywhere; it is found
from a budget of looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from monitor.cadence.hazard import DAY, HOUR, Hazard, Histories, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from monitor.cadence.hazard import Indices, Numbers

THRESHOLD = 0.07
"""The expected edits at which a look is worth its cost unless a budget says otherwise.

Some 20 re-fetches an article in its first month where an outlet edits much, few where it does
not: about 93 % of the edits of the traces in ``tests/benchmarks/cadence.py``.
"""
SOONEST, LATEST = 300.0, 90 * DAY
"""No article is looked at again sooner, or later, than after so many seconds."""
CLOSING = 30 * DAY - HOUR
"""The age of the closing look, in seconds.

Until then an article has the looks that its edits are worth. The last of them is put at the end
of the month: what stands then is kept, and no edit of the month comes after the last look unless
another look was not worth its price.
"""

HASTE = 1 / 4
"""How much of the rate that there is after an unseen edit goes into how soon a look is due.

Edits come in bursts. One is lost when another follows it before the look, so of a quiet article
more are lost than its rate says: as many as the rate times the rate after an unseen edit, and the
square of the gap. By that, fewest are lost where looks are as dense as the root of the product, a
half of each. Rates are guessed, and the second one more so: a quarter was best.
"""

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
_BLOCK = 4096
"""Articles reckoned at a time: their steps take 8 MB."""
_SHORT = 3  # words: more are a headline
_NUMBER = re.compile(r"[-_.]?\d[\w.]*$")


@dataclass(frozen=True, slots=True)
class Cadence:
    """A hazard and the expected number of unseen edits at which an article is due.

    ``outlets`` are the thresholds of outlets that have a budget of their own, by name.
    """

    hazard: Hazard
    threshold: float
    closing: bool = True
    """Is the last look of the first month put at its end?"""
    outlets: Mapping[str, float] = field(default_factory=dict)

    def of_outlet(self, name: str) -> Numbers:
        """The threshold of an article of this outlet, as :meth:`next_due` wants it."""
        return np.array([self.outlets.get(name, self.threshold)])

    def next_due(self, histories: Histories, thresholds: Numbers | None = None) -> Numbers:
        """Seconds since 1970 at which each is due: SOONEST to LATEST after its last look.

        In its first month an article has as many looks before it as pay their price, evenly
        spread over the edits to come, so that the last falls on the closing look.
        """
        count = len(histories.looked)
        goal = np.full(count, self.threshold) if thresholds is None else thresholds
        if count <= _BLOCK:
            after = self._after(histories, goal)
        else:
            parts = np.array_split(np.arange(count), count // _BLOCK + 1)
            after = np.concatenate([self._after(histories[part], goal[part]) for part in parts])
        return histories.looked + np.clip(after, SOONEST, waits_at_most(histories))

    def _after(self, histories: Histories, threshold: Numbers) -> Numbers:
        """Seconds from the last look of each to the next."""
        grown = np.cumsum(self._urgency(histories) * STEPS, axis=1)
        if not self.closing:
            return when(grown, threshold)
        left = histories.published + CLOSING - histories.looked
        to_come = reached(grown, left)
        looks = worthwhile(to_come, threshold)
        goal = np.where(looks > 0, to_come / np.maximum(looks, 1), threshold)
        gap = when(grown, goal)
        return np.where(looks == 1, left, gap)

    def _urgency(self, histories: Histories) -> Numbers:
        """How close together looks are to be, at each step: the rate, raised by HASTE."""
        times = histories.looked[:, None] + MIDDLES
        return self.hazard.rate_in_bursts(histories, times, HASTE)

    def pressing(self, histories: Histories, until: Numbers) -> Numbers:
        """What has gathered of that since each was last looked at: the most goes first."""
        gathered: Numbers = (self._urgency(histories) * spent(until - histories.looked)).sum(axis=1)
        return gathered

    def expected(self, histories: Histories, until: Numbers) -> Numbers:
        """Edits expected and not seen since each was last looked at."""
        rates = self.hazard.rate(histories, histories.looked[:, None] + MIDDLES)
        edits: Numbers = (rates * spent(until - histories.looked)).sum(axis=1)
        return edits


def waits_at_most(histories: Histories) -> Numbers:
    """Seconds within which each is looked at again, whatever its rates say.

    Past its first month an article is looked at for as long as it has been quiet, and that is
    doubled with each look that finds nothing: who changes an old page may not be done with it,
    and rates know little of pages that observers have lost from sight.
    """
    quiet = np.clip(histories.looked - histories.changed, DAY, LATEST)
    old = histories.looked - histories.published >= CLOSING
    latest: Numbers = np.where(old & (histories.edits > 0), quiet, LATEST)
    return latest


def reached(grown: Numbers, elapsed: Numbers) -> Numbers:
    """The edits gathered after so many seconds, where ``grown`` has them at the ends of steps."""
    step = np.clip(np.searchsorted(ENDS, elapsed), 0, len(STEPS) - 1)
    row = np.arange(len(grown))
    before = np.where(step > 0, grown[row, step - 1], 0.0)
    share = np.clip((elapsed - (ENDS - STEPS)[step]) / STEPS[step], 0.0, 1.0)
    edits: Numbers = before + share * (grown[row, step] - before)
    return edits


def when(grown: Numbers, goal: Numbers) -> Numbers:
    """The seconds after which so many edits are gathered; LATEST where they never are."""
    enough = grown >= goal[:, None]
    step, row = np.argmax(enough, axis=1), np.arange(len(grown))
    before = np.where(step > 0, grown[row, step - 1], 0.0)
    share = (goal - before) / np.maximum(grown[row, step] - before, 1e-300)
    seconds = (ENDS - STEPS)[step] + np.clip(share, 0.0, 1.0) * STEPS[step]
    return np.where(enough[:, -1], seconds, LATEST)


def worthwhile(edits: Numbers, threshold: Numbers) -> Numbers:
    """How many looks to spread over so many expected edits: as many as pay their price.

    ``n`` looks spread evenly over ``L`` edits find ``n (1 - exp(-L / n))`` versions. The price is
    the derivative of that by ``n`` where looks are a threshold apart: what a look brings there.
    """
    price = -np.expm1(-threshold) - threshold * np.exp(-threshold)
    few = np.floor(edits / threshold)
    choice = np.maximum(few[:, None] + [-1.0, 0.0, 1.0], 0.0)
    found = choice * -np.expm1(-edits[:, None] / np.maximum(choice, 1.0))
    best = np.argmax(found - price[:, None] * choice, axis=1)
    looks: Numbers = choice[np.arange(len(edits)), best]
    return looks


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
    published: datetime, looked: datetime, changed: datetime, edits: int, factor: float
) -> Histories:
    """The history of one article, from what the archive knows of it."""
    return Histories(
        np.array([published.timestamp()]),
        np.array([looked.timestamp()]),
        np.array([changed.timestamp()]),
        np.array([edits]),
        np.array([factor]),
    )


@cache
def default() -> Cadence:
    """The shipped hazard at the default threshold."""
    return Cadence(shipped(), THRESHOLD)
