"""When an article was published: what its page declares, compared with what it shows.

What readers see takes precedence over what machines get, as with the headline:

- A date line near the headline that does not call itself an update is the day of publication.
  If it shows the declared instant in another zone, the instant is given in that zone: so the zone
  is learnt from the page and not invented. If it shows another day, a remark gives both, and the
  shown day counts only if it is next to the declared one or declared elsewhere too, or if what is
  declared is the time when a file was made.
- A line that calls itself an update is a time of modification and nothing else.
- Without such a line the declared time is kept.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.fields import dates
from spiders.extract.fields.dates import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.fields.datelines import Shown
    from spiders.extract.fields.times import Times

ENOUGH = 2
"""A date that a page shows needs this many points if the page declares none."""
SURE = 4
"""It needs this many points to count against what the page declares."""
OF_FILES = frozenset(
    f"meta {name}"
    for name in ("datecreated", "created", "dc.created", "dc.date.created", "dcterms.created")
)
"""Times when a system made its file, perhaps years after the article: not of publication."""
HALF_A_DAY = 720
"""Minutes by which a clock is off that was written without its half of the day."""
_OFFSETS = frozenset(
    [*range(-720, 841, 60), *(-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765)]
)
"""The zones in use, in minutes east of Greenwich."""


def settle(times: Times, lines: Sequence[Shown]) -> tuple[Moment | None, list[str]]:
    """Determine the time of publication, with remarks on what disagrees with it.

    ``lines`` are what :func:`spiders.extract.fields.datelines.shown` found.
    """
    dated = [line for line in lines if not line.updated]
    if not times.published:
        return _undeclared(times, dated, updates=len(lines) - len(dated)), []
    source, best = times.published[0]
    remarks = _disagreements(times)
    told = _by_clock(best, [line.moment for line in dated])
    if told is not None:
        return told, remarks
    told = _by_clock(best, [moment for _, moment in times.published[1:]]) or best
    if not dated or any(line.moment.day == told.day for line in dated):
        return told, remarks
    line = dated[0]
    if line.points < SURE:
        return told, remarks
    remarks.append(f"published: the page shows {line.moment}, {source} says {best}")
    goes_before = source in OF_FILES or _is_borne_out(line.moment, times)
    return (line.moment if goes_before else told), remarks


def told_by_page(moment: Moment, lines: Sequence[Shown]) -> Moment:
    """A declared time of modification in the zone in which the page shows it, if it does."""
    return _by_clock(moment, [line.moment for line in lines if line.updated]) or moment


def _undeclared(times: Times, dated: Sequence[Shown], updates: int) -> Moment | None:
    """The time of a page that declares none; next to an update's time a date needs more points."""
    if dated and dated[0].points >= (SURE if updates else ENOUGH):
        line = dated[0]
        far = times.address and abs((line.moment.day - times.address).days) > 3
        if not far or line.points > SURE:
            return line.moment
    return Moment(times.address) if times.address else None


def _by_clock(best: Moment, others: Sequence[Moment]) -> Moment | None:
    """The declared instant in the zone of another time on the page; None if none matches.

    A time of day without a zone matches if its distance from the instant is that of a real zone.
    """
    if best.instant is None:
        return None
    for other in others:
        if other.instant is not None:
            if abs(other.instant - best.instant) < 60 and (other.offset or not best.offset):
                return best.at(other.offset or 0)
        elif other.seconds is not None:
            clock = Moment(other.day, other.seconds, 0).instant or 0
            apart = clock // 60 - best.instant // 60
            halved = best.offset and abs(apart - best.offset) == HALF_A_DAY
            if apart in _OFFSETS and not halved:
                return best.at(apart)
    return None


def _is_borne_out(line: Moment, times: Times) -> bool:
    """Whether a shown day is next to the declared one, or declared somewhere else."""
    best = times.published[0][1]
    if abs((line.day - best.day).days) <= 1:
        return True
    others = [moment.day for _, moment in times.published[1:]]
    if times.modified is not None:
        others.append(times.modified.day)
    return line.day in others


def _disagreements(times: Times) -> list[str]:
    """A remark if declared times are on different days and not the same instant."""
    source, best = times.published[0]
    for name, moment in times.published[1:]:
        if moment.day != best.day and not dates.are_one(moment, best):
            return [f"published: {source} says {best}, {name} says {moment}"]
    return []
