"""The next due time of any address, by its role and by how the last visit ended.

A page that is there is looked at when enough unseen edits are expected of it
(:mod:`monitor.cadence.plan`); one that is not there is looked at again over days, so that its
absence can be confirmed; a fault backs off. No clock is read here, and a clock that was set
back only makes an age zero.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.records import Outcome, Role, SeedKind

if TYPE_CHECKING:
    from monitor.cadence.hazard import Histories
    from monitor.cadence.plan import Cadence
    from storage.records import Due

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

ABSENT = (10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY)
"""After the n-th look in a row at which the page was not there."""
FAULT, FAULT_MOST = 5 * MINUTE, DAY
"""After a failed or blocked visit: doubled with each one in a row, up to the second."""
REFUSED = DAY
"""robots.txt is asked again daily."""

SEEDS: dict[SeedKind, timedelta] = {
    SeedKind.FEED: 10 * MINUTE,
    SeedKind.NEWS_SITEMAP: 15 * MINUTE,
    SeedKind.SECTION: 30 * MINUTE,
    SeedKind.SITEMAP: 6 * HOUR,
}
ROBOTS = DAY
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""A page that says it was published before this has its clock wrong (there was no Web)."""


def next_look(
    due: Due, outcome: Outcome, now: datetime, cadence: Cadence | None = None
) -> datetime | None:
    """When the address is to be visited again after a visit that ended so at ``now``.

    Aware times in UTC. ``due`` is the history as it was before the visit; ``cadence`` what was
    learnt, else the shipped one. None: not by itself, which only an address that was read and is
    no article gets. Always later than ``now``.
    """
    if due.address.role is Role.NONE:
        return None
    return now + _gap(due, outcome, now, cadence)


def pinned(due: Due, at: datetime) -> bool:
    """Is a pin in force then?"""
    return due.pin is not None and (due.pin.until is None or at <= due.pin.until)


def _gap(due: Due, outcome: Outcome, now: datetime, cadence: Cadence | None) -> timedelta:
    if outcome is Outcome.REFUSED:
        return REFUSED
    if outcome in (Outcome.FAILED, Outcome.BLOCKED):
        return _after_fault(due)
    if due.address.role is Role.ROBOTS:
        return ROBOTS
    if due.address.role is Role.SEED:
        return _of_seed(due, outcome)
    if outcome is Outcome.MISSING:
        return ABSENT[min(max(due.address.failures, 0), len(ABSENT) - 1)]
    if outcome is Outcome.REDIRECTED:
        return _after_redirect(due, now)
    if due.pin is not None and pinned(due, now + due.pin.every):
        return due.pin.every
    return _of_page(due, now, cadence)


def published(due: Due) -> datetime | None:
    """The time of publication where the page names a sane one, else when it was first seen.

    A page cannot be seen before it is published: a later claim is the time of an update.
    """
    return publication(due.published, due.first_seen)


def publication(claimed: datetime | None, seen: datetime | None) -> datetime | None:
    """The same, of what the page claims and when it was first seen."""
    if claimed is None or claimed < EARLIEST or (seen is not None and claimed > seen):
        return seen
    return claimed


def history(due: Due, now: datetime, cadence: Cadence) -> Histories:
    """What the hazard is reckoned from, as after a look at ``now``."""
    from monitor.cadence.plan import one_history, section  # noqa: PLC0415 — numpy, not for every command

    return one_history(
        published=published(due) or now,
        looked=now,
        changed=due.last_changed or now,
        edits=max(due.revisions - 1, 0),
        factor=cadence.hazard.factor(section(due.address.url)),
    )


def _of_page(due: Due, now: datetime, cadence: Cadence | None) -> timedelta:
    """The gap to the next look at a page that is there, by what is known of its edits."""
    from monitor.cadence.plan import default  # noqa: PLC0415 — numpy, not for every command

    cadence = cadence or default()
    looked = history(due, now, cadence)
    at = cadence.next_due(looked, cadence.of_outlet(due.outlet))[0]
    return timedelta(seconds=float(at - looked.looked[0]))


def _after_fault(due: Due) -> timedelta:
    """5, 10, 20 … minutes, up to a day; a seed is never asked sooner than by its own pace."""
    doublings = min(max(due.address.failures, 0), 16)
    gap = min(FAULT * (1 << doublings), FAULT_MOST)
    return max(gap, _pace(due)) if due.address.role is Role.SEED else gap


def _of_seed(due: Due, outcome: Outcome) -> timedelta:
    return _after_fault(due) if outcome is Outcome.MISSING else _pace(due)


def _pace(due: Due) -> timedelta:
    return SEEDS[due.seed_kind or SeedKind.SECTION]


def _after_redirect(due: Due, now: datetime) -> timedelta:
    """The next rung of ABSENT above the last gap: redirects are not counted in the archive.

    After a gap of weeks the rungs begin anew with a day, so that the redirect of an old
    article too is seen several times within days.
    """
    if due.last_visit is None:
        return ABSENT[0]
    last = now - due.last_visit
    return next((gap for gap in ABSENT[:6] if gap > last), DAY)
