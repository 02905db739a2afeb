"""Once a day: learn from this archive's own looks when articles are edited, and store a lesson.

::

    archive.lessons.looks, edits | gaps | learn | forecast -> archive.lessons.put

It starts from the shipped rates each time, so that a lesson depends on the archive only.
"""

from __future__ import annotations

from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from storage.agenda.lessons import Lesson
from storage.database.times import from_page, from_text
from storage.errors import RuleError
from storage.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from monitor.cadence.advice import Forecast
    from monitor.cadence.hazard import Hazard
    from monitor.cadence.learn import Gaps
    from storage.archive import Archive

EVERY = timedelta(days=1)
BACK = timedelta(days=60)
"""Only articles first seen in this time are learnt from: outlets change their habits."""
ARTICLES = 5_000
"""At most this many, the newest: enough for good rates, and a lesson takes seconds."""
ENOUGH = 100
"""With fewer looks there is nothing to learn, and the shipped rates stay."""
RECENT = timedelta(days=14)
"""The forecast is for as many articles a day as were found in this time."""


def learn_if_due(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """A chore of `run`: learn once a day; return the log entries for it. Raises ArchiveError."""
    from storage.archive import Archive

    with Archive.open_beside(folder) as archive:
        now = datetime.now(UTC)
        if not is_due(archive, now):
            return []
        lesson = learn_from(archive, now, *budgets_of(archive))
        if lesson is None:
            return []
        version = archive.lessons.put(lesson)
    return [("learnt", {"version": version, "looks": lesson.looks, "edits": lesson.edits})]


def budgets_of(archive: Archive) -> tuple[float, dict[str, float]]:
    """Fetches of articles a day that the settings allow in total, and that rules allow by outlet.

    0 if the settings do not say; outlets whose rules do not say are left out.
    """
    from spiders.configuration import load
    from spiders.outlets.rules import of_outlet

    budgets: dict[str, float] = {}
    for outlet in archive.outlets():
        with suppress(RuleError):  # reported when the outlet is visited
            rules = of_outlet(outlet.name, outlet.home, archive.folder / "outlets")
            if rules is not None and rules.fetches_a_day:
                budgets[outlet.name] = float(rules.fetches_a_day)
    return float(load(archive.folder).fetches_a_day), budgets


def is_due(archive: Archive, now: datetime) -> bool:
    """Whether there is no lesson, or it is a day old, or in the future by a wrong clock."""
    last = archive.lessons.latest()
    return last is None or not last.made_at <= now < last.made_at + EVERY


def learn_from(
    archive: Archive, now: datetime, budget: float = 0.0, budgets: Mapping[str, float] | None = None
) -> Lesson | None:
    """The lesson of today; None if there is too little to learn from.

    ``budget`` is in fetches of articles a day for all outlets, 0 for as many as are worth it;
    ``budgets`` has those of single outlets by name, which can only lower their share of that.
    """
    from monitor.cadence.hazard import shipped
    from monitor.cadence.learn import learn

    found = list(_articles(archive, now - BACK))
    if sum(len(one.gaps) for one in found) < ENOUGH:
        return None
    sections = sorted({one.section for one in found})
    gaps = as_gaps(found, sections)
    hazard = learn(shipped(), gaps, sections)
    told = _forecast(found, hazard, now)
    threshold = told.threshold(budget or float("inf"))
    own = {}
    for name, a_day in (budgets or {}).items():
        some = [one for one in found if one.outlet == name]
        if some and (least := _forecast(some, hazard, now).threshold(a_day)) > threshold:
            own[name] = least
    told = replace(told, outlets=own)
    looks, edits = len(gaps.until), int(gaps.changed.sum())
    return Lesson(0, now, looks, edits, threshold, hazard.to_json(), told.to_json())


Gap = tuple[float, float, float, int, float, bool]
"""Published, looked, changed, edits (all before a look), the look itself, whether it changed."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An article with two looks or more; ``unmodified`` of them were answered with a 304."""

    outlet: str
    section: str
    gaps: list[Gap]
    unmodified: int


def _articles(archive: Archive, since: datetime) -> Iterator[Looked]:
    """Every article with two looks or more, if first seen since then."""
    from monitor.cadence.plan import section

    edits: dict[int, list[float]] = {}
    for row in archive.lessons.edits(since, ARTICLES):
        edits.setdefault(row["article"], []).append(from_text(row["at"]).timestamp())
    looks = archive.lessons.looks(since, ARTICLES)
    for article, rows in groupby(looks, key=lambda row: row["article"]):
        seen = list(rows)
        gaps = gaps_of(
            _published(seen[0]),
            [from_text(row["at"]).timestamp() for row in seen],
            sorted(edits.get(article, [])),
        )
        if gaps:
            unmodified = sum(row["outcome"] == Outcome.UNMODIFIED.value for row in seen)
            yield Looked(seen[0]["outlet"], section(seen[0]["url"]), gaps, unmodified)


def gaps_of(published: float, looks: list[float], edits: list[float]) -> list[Gap]:
    """What each look except the first found; an edit belongs to the look at which it was seen."""
    gaps: list[Gap] = []
    for before, at in pairwise(looks):
        if at <= before:
            continue
        known = bisect_right(edits, before)
        changed = edits[known - 1] if known else before
        gaps.append((published, before, changed, known, at, bisect_right(edits, at) > known))
    return gaps


def as_gaps(found: Iterable[Looked], sections: list[str]) -> Gaps:
    """The gaps of these articles as arrays. ``sections`` are sorted."""
    import numpy as np

    from monitor.cadence.hazard import Histories
    from monitor.cadence.learn import Gaps

    place = {name: number for number, name in enumerate(sections)}
    rows = [(*gap, place[one.section]) for one in found for gap in one.gaps]
    published, looked, changed, edits, until, was, index = (
        np.array(column) for column in zip(*rows, strict=True)
    )
    histories = Histories(published, looked, changed, edits, np.ones(len(rows)))
    return Gaps(histories, until, was, index)


def _forecast(found: Sequence[Looked], hazard: Hazard, now: datetime) -> Forecast:
    """A forecast for articles as of their first look, as many a day as were found recently."""
    import numpy as np

    from monitor.cadence.advice import forecast
    from monitor.cadence.hazard import Histories

    firsts = [(one.gaps[0][0], one.gaps[0][1], hazard.factor(one.section)) for one in found]
    published, looked, factor = (np.array(column) for column in zip(*firsts, strict=True))
    ages = now.timestamp() - looked
    span = min(RECENT.total_seconds(), float(ages.max()))
    a_day = np.count_nonzero(ages <= span) / max(span / EVERY.total_seconds(), 1.0)
    none = np.zeros(len(looked), np.int64)
    arrivals = Histories(published, looked, looked.copy(), none, factor)
    quiet = sum(not gap[-1] for one in found for gap in one.gaps)
    unmodified = sum(one.unmodified for one in found) / max(quiet, 1)
    return forecast(hazard, arrivals, float(a_day), unmodified=min(unmodified, 1.0))


def _published(row: Any) -> float:
    """The time as :func:`monitor.cadence.pace.published` gives it."""
    from monitor.cadence.pace import publication

    seen = from_text(row["first_seen"])
    claimed = publication(from_page(row["published"]), seen)
    return (claimed or seen).timestamp()
