"""Why an address is due when it is: the numbers behind its due time, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monitor.cadence.pace import DAY, HOUR, SEEDS, history, pinned, published
from monitor.cadence.plan import CLOSING, default, waits_at_most
from monitor.notation.figures import counted
from monitor.notation.times import every_so
from storage.records import Role, SeedKind

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.cadence.hazard import Histories
    from monitor.cadence.plan import Cadence
    from storage.records import Due


LEAST_TOLD = 0.001
OLD = 72
"""From this many hours on, an age is given in days."""
TENS = 99.5
"""From here on, two significant figures would be written as powers of ten."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an address is due.

    ``edits_a_day`` and ``expected`` (edits since the last visit) are as of the given time; None if
    no rate is estimated: for seeds, and for what is no article.
    """

    sentence: str
    edits_seen: int
    age_hours: float | None = None
    edits_a_day: float | None = None
    expected: float | None = None
    threshold: float | None = None


def explain(
    due: Due, now: datetime, cadence: Cadence | None = None, *, absent: str | None = None
) -> Reason:
    """How the due time of this address comes about; ``cadence`` is what was learnt.

    ``absent``: if the article was absent, what was there instead, in words.
    """
    edits = max(due.revisions - 1, 0)
    if due.address.role is Role.NONE and due.address.failures:
        return Reason(
            f"It was not there at {due.address.failures} visits in a row, and no article was "
            "ever read there: not visited automatically.",
            edits,
        )
    if due.address.role is Role.NONE:
        return Reason("It was read and is not an article: not visited automatically.", edits)
    if due.address.failures:
        times = f"{due.address.failures} visits in a row" if due.address.failures > 1 else "once"
        told = f"It failed or was missing {times}: visited again after a pause."
        return Reason(told + _pin_rests(due, now), edits)
    if absent is not None:
        told = f"Its article was not there ({absent}): visited again after a pause."
        return Reason(told + _pin_rests(due, now), edits)
    if due.address.role is Role.ROBOTS:
        return Reason("robots.txt is requested by each crawl, and once an hour by `run`.", edits)
    if due.address.role is Role.SEED:
        kind = due.seed_kind or SeedKind.SECTION
        minutes = SEEDS[kind].total_seconds() / 60
        return Reason(
            f"A {kind.value} is requested as often as it has news: at first every "
            f"{minutes:.0f} min.",
            edits,
        )
    if due.last_visit is None:
        return Reason("It is new and has never been visited.", edits)
    return _of_page(due, now, due.last_visit, cadence or default())


def _of_page(due: Due, now: datetime, looked: datetime, cadence: Cadence) -> Reason:
    known, edits = history(due, looked, cadence), max(due.revisions - 1, 0)
    at = max(now, looked)
    times = np.array([[at.timestamp()]])
    rate = float(cadence.hazard.rate(known, times)[0, 0]) * DAY.total_seconds()
    expected = float(cadence.expected(known, times[0])[0])
    born = published(due)
    age = None if born is None else (at - born) / HOUR
    threshold = _threshold(known, cadence, due.outlet)
    awaited = (
        f"{_small(expected)} edits are expected since the last visit, and it is visited "
        f"when {_small(threshold)} are."
        if threshold >= LEAST_TOLD
        else "almost none are expected since the last visit."
    )
    sentence = (
        f"{_what(age, edits)} is expected to be edited {_small(rate)} times a day now; {awaited}"
    )
    return Reason(sentence + _besides(due, known, looked), edits, age, rate, expected, threshold)


def _pin_rests(due: Due, now: datetime) -> str:
    """What is said about a pin that does not count, because the page is absent."""
    if due.pin is None or not pinned(due, now):
        return ""
    return f" It is pinned: visited {every_so(due.pin.every)} once it is there again."


def _what(age: float | None, edits: int) -> str:
    """What is rated; ``age`` in hours, None where no article has been read there."""
    if age is None:
        return "A page of unknown age, taken for a new article,"
    return f"An article {_age(age)} old with {counted(edits, 'edit') if edits else 'no edit'} seen"


def _age(hours: float) -> str:
    if hours < 1:
        return counted(max(1, round(hours * 60)), "minute")
    return f"{hours:.1f} hours" if hours < OLD else f"{hours / 24:.0f} days"


def _small(number: float) -> str:
    """Two significant figures, written out: *0.0025*; or words for next to nothing."""
    if 0 < number < LEAST_TOLD:
        return f"less than {LEAST_TOLD}"
    return f"{number:.2g}" if number < TENS else f"{number:.0f}"


def _threshold(known: Histories, cadence: Cadence, outlet: str) -> float:
    """The edits that are expected at the time when the cadence makes it due."""
    return float(cadence.expected(known, cadence.next_due(known, cadence.of_outlet(outlet)))[0])


def _besides(due: Due, known: Histories, looked: datetime) -> str:
    """What else influences the due time."""
    words = ""
    if due.address.role is Role.CANDIDATE:
        words += " No article has been read there yet: it is visited as an article is."
    if due.pin is not None and pinned(due, looked):
        until = f" until {due.pin.until:%Y-%m-%d %H:%MZ}" if due.pin.until else ""
        words += f" It is pinned: visited {every_so(due.pin.every)}{until}."
        if 0 < _due_seconds(due) < (looked + due.pin.every).timestamp() - 1:
            words += " One visit comes before that pace begins."
    if due.hinted_at is not None and due.hinted_at > looked:
        words += f" A feed or sitemap announced an edit at {due.hinted_at:%Y-%m-%d %H:%MZ}."
    if abs(_due_seconds(due) - float(known.published[0] + CLOSING)) < 1:
        words += " That visit closes its first month."
    elif abs(_due_seconds(due) - float(known.looked[0] + waits_at_most(known)[0])) < 1:
        words += " It is never left longer than it has been quiet, and 90 days at most."
    return words


def _due_seconds(due: Due) -> float:
    """The due time in seconds since 1970; 0 if it is never due by itself."""
    return due.address.next_due.timestamp() if due.address.next_due is not None else 0.0
