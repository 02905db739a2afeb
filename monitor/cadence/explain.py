"""Why an address is due when it is: the numbers behind its due time, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monitor.cadence.pace import DAY, HOUR, SEEDS, history, published
from monitor.cadence.plan import default
from storage.records import Role, SeedKind

if TYPE_CHECKING:
    from datetime import datetime

    from storage.records import Due


@dataclass(frozen=True, slots=True)
class Reason:
    """``edits_a_day`` and ``expected`` (edits since the last visit) are as of the time asked for.

    They are None where no rate is reckoned: for seeds, and for what is no article.
    """

    sentence: str
    edits_seen: int
    age_hours: float | None = None
    edits_a_day: float | None = None
    expected: float | None = None
    threshold: float | None = None


def explain(due: Due, now: datetime) -> Reason:
    """What the due time of this address comes from."""
    edits = max(due.revisions - 1, 0)
    if due.address.role is Role.NONE:
        return Reason("It was read and is no article: not visited by itself.", edits)
    if due.address.failures:
        times = f"{due.address.failures} visits in a row" if due.address.failures > 1 else "once"
        return Reason(f"It failed or was missing {times}: looked at again after a pause.", edits)
    if due.address.role is Role.ROBOTS:
        return Reason("robots.txt is asked again every day.", edits)
    if due.address.role is Role.SEED:
        kind = due.seed_kind or SeedKind.SECTION
        minutes = SEEDS[kind].total_seconds() / 60
        return Reason(
            f"A {kind.value} is asked as often as it has news: at first every {minutes:.0f} min.",
            edits,
        )
    if due.last_visit is None:
        return Reason("It is new: never visited yet.", edits)
    return _of_page(due, now, due.last_visit, edits)


def _of_page(due: Due, now: datetime, looked: datetime, edits: int) -> Reason:
    cadence, known = default(), history(due, looked)
    at = max(now, looked)
    times = np.array([[at.timestamp()]])
    rate = float(cadence.hazard.rate(known, times)[0, 0]) * DAY.total_seconds()
    expected = float(cadence.expected(known, times[0])[0])
    age = (at - (published(due) or looked)) / HOUR
    seen = "no edit" if not edits else f"{edits} edit{'s' if edits > 1 else ''}"
    sentence = (
        f"An article {age:.1f} hours old with {seen} seen is expected to be edited {rate:.2g} times"
        f" a day now; {expected:.2g} edits are expected since the last visit, and it is due at"
        f" {cadence.threshold:.2g}."
    )
    return Reason(sentence, edits, age, rate, expected, cadence.threshold)
