"""A round over an outlet's seeds: visit those that are due, close gaps, and note silence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from spiders.crawl.seeds import children, gaps
from spiders.crawl.seeds.look import Look
from spiders.crawl.seeds.silence import REMEMBERED, silent_since
from spiders.crawl.together import together
from storage.records import IncidentKind, SeedKind

if TYPE_CHECKING:
    from spiders.crawl.seeds.visits import SeedVisits
    from spiders.crawl.visitor import Tools
    from storage.records import Due, Outlet


UNNAMED_FOR = timedelta(days=7)
"""A page below a seed that was not asked for so long is none any more."""
_OF_SEEDS = frozenset({IncidentKind.SEED_FAILED, IncidentKind.SEED_EMPTY})


async def visit_seeds(visits: SeedVisits, *, every: bool) -> None:
    """Visit the seeds that are due, or ``every`` seed, and the children of indexes that are due."""
    now, archive = datetime.now(UTC), visits.tools.archive
    seeds = archive.seeds(visits.outlet.id)
    looks: list[tuple[Due, Look]] = []
    for seed in seeds:
        due = archive.due_of(seed.address_id)
        when = due.address.next_due
        if every or when is None or when <= now:
            looks.append((due, Look(seed.kind)))
    below = archive.seed_looks.children_due(visits.outlet.id, now, children.MOST)
    looks += [(archive.due_of(one), Look(SeedKind.SITEMAP, top=False)) for one in below]
    await together(*(gaps.visit(visits, due, look) for due, look in looks))
    if visits.stop.is_set():
        return
    if seeds:
        _note_silence(visits.tools, visits.outlet)
    _forget_pages(visits.tools, visits.outlet, {seed.url for seed in seeds})


def _forget_pages(tools: Tools, outlet: Outlet, seeds: set[str]) -> None:
    """End what is told of pages below a seed that no seed names any more, by its age.

    A part of a sitemap that fails is asked again in each round, for as long as its index names it.
    """
    if not tools.incidents.is_time(outlet, IncidentKind.SEED_FAILED):
        return
    now = datetime.now(UTC)
    for one in tools.archive.incidents():
        below = one.outlet == outlet.name and one.kind in _OF_SEEDS and one.subject not in seeds
        if below and abs(now - one.last_at) >= UNNAMED_FOR:
            tools.incidents.close(outlet, one.kind, one.subject)


def _note_silence(tools: Tools, outlet: Outlet) -> None:
    """Report it if nothing new was found for unusually long; a new page ends that."""
    incidents, kind, name = tools.incidents, IncidentKind.SILENT, outlet.name
    is_open = incidents.is_open(outlet, kind, name)
    if not is_open and not incidents.is_time(outlet, kind):
        return
    tools.recorder.flush()  # what was just found counts
    now = datetime.now(UTC)
    found = tools.archive.seed_looks.found_times(outlet.id, now - REMEMBERED)
    silent = silent_since(found, now)
    if silent is None:
        incidents.close(outlet, kind, name)
    elif not is_open:
        since, longest = silent
        hours = f"{longest / timedelta(hours=1):.0f} hours"
        detail = f"nothing new since {since:%Y-%m-%d %H:%M} UTC;"
        detail += f" its longest pause in {REMEMBERED.days} days was {hours}"
        incidents.open(outlet, kind, name, detail)
