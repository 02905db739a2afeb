"""An incident if a new robots.txt forbids what is watched, and its end."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from spiders.crawl.manners.robots import robots_url
from spiders.urls import without_user
from storage.records import IncidentKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spiders.crawl.incidents import Incidents
    from spiders.crawl.manners.robots import Robots
    from storage.archive import Archive
    from storage.records import Outlet

SAMPLE = 200
"""How many addresses of the outlet, its seeds first, are checked against the new rules."""


def watch_robots(  # what was there, what is there, and where to report it
    archive: Archive,
    incidents: Incidents,
    outlet: Outlet,
    where: str,
    robots: Robots,
    before: Robots | None,
) -> None:
    """Open an incident if rules forbid watched addresses that they allowed before.

    Close it if they forbid none. ``where`` is the robots.txt, ``before`` its last copy.
    """
    kind, subject = IncidentKind.ROBOTS_CHANGED, where
    watched = list(islice(_watched(archive, outlet, where), SAMPLE))
    forbidden = [url for url in watched if not robots.allows(url)]
    if not forbidden:
        incidents.close(outlet, kind, subject)
        return
    if before is not None and any(before.allows(url) for url in forbidden):
        many = f"{len(forbidden)} of {len(watched)} watched addresses"
        incidents.open(outlet, kind, subject, f"now forbids {many}, such as {forbidden[0]}")


def _watched(archive: Archive, outlet: Outlet, where: str) -> Iterator[str]:
    """The outlet's addresses that this file applies to."""
    for seed in archive.seeds(outlet.id):
        if robots_url(seed.url) == where:
            yield without_user(seed.url)
    for due in archive.due(datetime.now(UTC), [outlet.id], everything=True):
        if robots_url(due.address.url) == where:
            yield due.address.url
