"""The next due time of any address, by its role and by how the last visit ended.

A page that is there is visited when enough unseen edits are expected of it
(:mod:`monitor.cadence.plan`); one that is absent is visited again over days, so that its absence
can be confirmed; after a fault the visits get rarer. No clock is read here, and if a clock was set
back an age is merely zero.
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
"""The wait after the n-th visit in a row at which the page was absent."""
FAULT, FAULT_MOST = 5 * MINUTE, DAY
"""The wait after a failed or blocked visit, doubled with each one in a row, and its maximum."""
REFUSED = DAY
"""How often a page that robots.txt forbids is checked against it again, without requesting the
page. A seed is checked each hour, so that the robots.txt of a host that forbids everything is
fetched at all.
"""

SEEDS: dict[SeedKind, timedelta] = {
    SeedKind.FEED: 10 * MINUTE,
    SeedKind.NEWS_SITEMAP: 15 * MINUTE,
    SeedKind.SECTION: 30 * MINUTE,
    SeedKind.SITEMAP: 6 * HOUR,
}
ROBOTS = HOUR
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""A page that claims to be older has a wrong date (there was no Web)."""


def next_look(
    due: Due, outcome: Outcome, now: datetime, cadence: Cadence | None = None
) -> datetime | None:
    """When to visit the address again, after a visit at ``now`` with this outcome.

    Times are aware, in UTC. ``due`` is the history before the visit; ``cadence`` what was learnt,
    by default the shipped one. The result is later than ``now``, or None (never by itself) for an
    address that was read and is no article.
    """
    if due.address.role is Role.NONE:
        return None
    return now + _gap(due, outcome, now, cadence)


def pinned(due: Due, at: datetime) -> bool:
    """Whether a pin is in force at this time."""
    return due.pin is not None and (due.pin.until is None or at <= due.pin.until)


def _gap(due: Due, outcome: Outcome, now: datetime, cadence: Cadence | None) -> timedelta:
    if outcome is Outcome.REFUSED:
        return ROBOTS if due.seed_kind is not None else REFUSED
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
    """The time of publication if the page names a plausible one, otherwise when it was first seen.

    A page cannot be seen before it is published, so a later claim is the time of an update.
    """
    return publication(due.published, due.first_seen)


def publication(claimed: datetime | None, seen: datetime | None) -> datetime | None:
    """The same, from what the page claims and when it was first seen."""
    if claimed is None or claimed < EARLIEST or (seen is not None and claimed > seen):
        return seen
    return claimed


def history(due: Due, now: datetime, cadence: Cadence) -> Histories:
    """The history as the hazard needs it, after a visit at ``now``."""
    from monitor.cadence.plan import one_history, section  # noqa: PLC0415 — numpy, not for every command

    return one_history(
        published=published(due) or now,
        looked=now,
        changed=due.last_changed or now,
        edits=max(due.revisions - 1, 0),
        factor=cadence.hazard.factor(section(due.address.url)),
    )


def _of_page(due: Due, now: datetime, cadence: Cadence | None) -> timedelta:
    """The time until the next visit to a page that is there, by what is known of its edits."""
    from monitor.cadence.plan import default  # noqa: PLC0415 — numpy, not for every command

    cadence = cadence or default()
    looked = history(due, now, cadence)
    at = cadence.next_due(looked, cadence.of_outlet(due.outlet))[0]
    return timedelta(seconds=float(at - looked.looked[0]))


def _after_fault(due: Due) -> timedelta:
    """5, 10, 20 … minutes, up to a day; a seed is never fetched sooner than by its own pace."""
    doublings = min(max(due.address.failures, 0), 16)
    gap = min(FAULT * (1 << doublings), FAULT_MOST)
    return max(gap, _pace(due)) if due.address.role is Role.SEED else gap


def _of_seed(due: Due, outcome: Outcome) -> timedelta:
    return _after_fault(due) if outcome is Outcome.MISSING else _pace(due)


def _pace(due: Due) -> timedelta:
    return SEEDS[due.seed_kind or SeedKind.SECTION]


def _after_redirect(due: Due, now: datetime) -> timedelta:
    """The next step of ABSENT above the last gap, as redirects are not counted in the archive.

    After a gap of weeks the steps begin again with a day, so that the redirect of an old article is
    seen several times within days as well.
    """
    if due.last_visit is None:
        return ABSENT[0]
    last = now - due.last_visit
    return next((gap for gap in ABSENT[:6] if gap > last), DAY)
