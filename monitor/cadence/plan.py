"""An article is due when the expected number of its unseen edits reaches a threshold.

If edits are a Poisson process of known rate, a given number of visits captures the most when each
is made at the same expected number of unseen edits, because the chance to find something new,
``1 - exp(-expected)``, is concave; and the last visit belongs at the end of the period that counts.
With one threshold for all articles, an additional visit is worth the same everywhere. The threshold
follows from a budget of visits.
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
"""The expected edits at which a visit is worth its cost, unless there is a budget.

It leads to some 20 re-fetches per article in its first month if an outlet edits much, and few if it
does not, and catches about 93 % of the edits of the traces in ``tests/benchmarks/cadence.py``.
"""
SOONEST, LATEST = 300.0, 90 * DAY
"""The shortest and the longest time between two visits to an article, in seconds."""
CLOSING = 30 * DAY - HOUR
"""The age of the closing visit, in seconds.

Until then an article gets the visits that its edits are worth. The last of them is put at the end
of the month: it captures the text as it is by then, and no edit of the month comes after it, unless
one more visit was not worth its price.
"""

HASTE = 1 / 4
"""How much the rate after an unseen edit counts in deciding how soon a visit is due.

Edits come in bursts. One is lost if another follows before the visit, so a quiet article loses more
than its rate suggests: the loss is proportional to the rate, to the rate after an unseen edit, and
to the square of the gap. In theory the fewest are lost if visits are as dense as the root of the
product, which is an exponent of a half for each. But rates are estimates, the second even more so,
and a quarter was best.
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
"""The time after a visit in steps, in seconds; fine where rates change fast."""
ENDS = np.cumsum(STEPS)
MIDDLES = ENDS - STEPS / 2
_BLOCK = 4096
"""Articles computed at a time; their steps take 8 MB."""
_SHORT = 3  # words; more than that are a headline
_NUMBER = re.compile(r"[-_.]?\d[\w.]*$")


@dataclass(frozen=True, slots=True)
class Cadence:
    """A hazard, and the expected number of unseen edits at which an article is due.

    ``outlets`` has the thresholds of outlets with a budget of their own, by name.
    """

    hazard: Hazard
    threshold: float
    closing: bool = True
    """Whether the last visit of the first month is put at its end."""
    outlets: Mapping[str, float] = field(default_factory=dict)

    def of_outlet(self, name: str) -> Numbers:
        """The threshold for an article of this outlet, as :meth:`next_due` takes it."""
        return np.array([self.outlets.get(name, self.threshold)])

    def next_due(self, histories: Histories, thresholds: Numbers | None = None) -> Numbers:
        """Seconds since 1970 at which each is due: SOONEST to LATEST after its last visit.

        In its first month an article gets as many visits as are worth their price, evenly spread
        over the expected edits, so that the last of them is the closing visit.
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
        """Seconds from the last visit of each to the next."""
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
        """How dense visits should be at each step: the rate, adjusted by HASTE."""
        times = histories.looked[:, None] + MIDDLES
        return self.hazard.rate_in_bursts(histories, times, HASTE)

    def pressing(self, histories: Histories, until: Numbers) -> Numbers:
        """How much urgency has accumulated since each last visit; the most goes first."""
        gathered: Numbers = (self._urgency(histories) * spent(until - histories.looked)).sum(axis=1)
        return gathered

    def expected(self, histories: Histories, until: Numbers) -> Numbers:
        """Unseen edits expected since each last visit."""
        rates = self.hazard.rate(histories, histories.looked[:, None] + MIDDLES)
        edits: Numbers = (rates * spent(until - histories.looked)).sum(axis=1)
        return edits


def waits_at_most(histories: Histories) -> Numbers:
    """Seconds within which each is visited again, whatever its rates say.

    After its first month an article waits as long as it has been quiet, so the wait doubles with
    each visit that finds nothing. Somebody who changes an old page may not be done with it, and the
    rates know little about pages that observers no longer watched.
    """
    quiet = np.clip(histories.looked - histories.changed, DAY, LATEST)
    old = histories.looked - histories.published >= CLOSING
    latest: Numbers = np.where(old & (histories.edits > 0), quiet, LATEST)
    return latest


def reached(grown: Numbers, elapsed: Numbers) -> Numbers:
    """The edits accumulated after so many seconds; ``grown`` has them at the ends of the steps."""
    step = np.clip(np.searchsorted(ENDS, elapsed), 0, len(STEPS) - 1)
    row = np.arange(len(grown))
    before = np.where(step > 0, grown[row, step - 1], 0.0)
    share = np.clip((elapsed - (ENDS - STEPS)[step]) / STEPS[step], 0.0, 1.0)
    edits: Numbers = before + share * (grown[row, step] - before)
    return edits


def when(grown: Numbers, goal: Numbers) -> Numbers:
    """The seconds after which so many edits have accumulated; LATEST if they never do."""
    enough = grown >= goal[:, None]
    step, row = np.argmax(enough, axis=1), np.arange(len(grown))
    before = np.where(step > 0, grown[row, step - 1], 0.0)
    share = (goal - before) / np.maximum(grown[row, step] - before, 1e-300)
    seconds = (ENDS - STEPS)[step] + np.clip(share, 0.0, 1.0) * STEPS[step]
    return np.where(enough[:, -1], seconds, LATEST)


def worthwhile(edits: Numbers, threshold: Numbers) -> Numbers:
    """How many visits to spread over so many expected edits: as many as are worth their price.

    ``n`` visits spread evenly over ``L`` edits find ``n (1 - exp(-L / n))`` versions. The price is
    the derivative of this by ``n`` for visits one threshold apart: what one more visit brings then.
    """
    price = -np.expm1(-threshold) - threshold * np.exp(-threshold)
    few = np.floor(edits / threshold)
    choice = np.maximum(few[:, None] + [-1.0, 0.0, 1.0], 0.0)
    found = choice * -np.expm1(-edits[:, None] / np.maximum(choice, 1.0))
    best = np.argmax(found - price[:, None] * choice, axis=1)
    looks: Numbers = choice[np.arange(len(edits)), best]
    return looks


def spent(elapsed: NDArray[np.float64]) -> Numbers:
    """How many seconds of each step lie within ``elapsed`` seconds after a visit."""
    seconds: Numbers = np.clip(elapsed[:, None] - (ENDS - STEPS), 0, STEPS)
    return seconds


def in_steps(elapsed: Numbers) -> tuple[Indices, Indices, Numbers]:
    """The steps that each span after a visit reaches into: span, step, seconds within (flat)."""
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
    """The history of one article, from what the archive knows about it."""
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
