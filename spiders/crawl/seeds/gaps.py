"""Closing a gap: what a feed pushed out between two visits is looked for elsewhere.

First in the older pages that a feed offers (RFC 5005, or ``next_url`` of a JSON Feed), then in the
outlet's other seeds, then in the sitemaps that its robots.txt names. A source that names an entry
from before the gap closes it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from spiders.crawl.seeds.look import Look
from spiders.urls import resolve
from storage.records import SeedKind

if TYPE_CHECKING:
    from datetime import datetime

    from spiders.crawl.seeds.visits import SeedVisits
    from storage.records import Due

MAX_PAGES = 20
"""The most older pages of a feed that are fetched for one gap."""
MAX_SITEMAPS = 3
"""The most sitemaps of robots.txt that are fetched for one gap."""
MARGIN = timedelta(days=1)
"""This much time before the gap is included: times in sitemaps are often days, or local."""
_ORDER = (SeedKind.NEWS_SITEMAP, SeedKind.FEED, SeedKind.SECTION, SeedKind.SITEMAP)


async def visit(visits: SeedVisits, due: Due, look: Look) -> None:
    """Visit one seed, and try to close the gap that it may show."""
    await visits.visit(due, look)
    if look.gap:
        await _close(visits, due, look)


async def _close(visits: SeedVisits, due: Due, look: Look) -> None:
    """Fetch what may name the entries that came and went. An unclosed gap stays an incident."""
    since = _since(visits, due)
    if since is None:
        return
    await _by_older_pages(visits, due, look)
    if _since(visits, due) is not None:
        await _by_other_seeds(visits, due)
    if _since(visits, due) is not None:
        await _by_robots(visits, due, since)


def _since(visits: SeedVisits, due: Due) -> datetime | None:
    """Since when there is a gap; None if there is no longer one."""
    look = visits.tools.archive.seed_looks.of(due.address.id)
    return None if look is None else look.gap_since


async def _by_older_pages(visits: SeedVisits, due: Due, look: Look) -> None:
    base, asked = due.address.url, {due.address.url}
    reading = look.reading
    while reading is not None and reading.older and len(asked) <= MAX_PAGES:
        url = resolve(base, reading.older)
        if url is None or url in asked:
            return
        asked.add(url)
        page = await visits.visit_page(url, Look(look.kind, top=False))
        if _since(visits, due) is None:
            return
        base, reading = url, page.reading


async def _by_other_seeds(visits: SeedVisits, due: Due) -> None:
    archive = visits.tools.archive
    seeds = [one for one in archive.seeds(visits.outlet.id) if one.address_id != due.address.id]
    for seed in sorted(seeds, key=lambda one: _ORDER.index(one.kind)):
        other = archive.seed_looks.of(seed.address_id)
        gap = archive.seed_looks.of(due.address.id)
        if gap is None or gap.gap_since is None:
            return
        if other is not None and other.looked_at >= visits.began and other.named & gap.gap_named:
            visits.end_gap(gap)
            return
        await visit(visits, archive.due_of(seed.address_id), Look(seed.kind))


async def _by_robots(visits: SeedVisits, due: Due, since: datetime) -> None:
    """Look in robots.txt's sitemaps, unless a seed is a sitemap; take only what is new.

    Without such a seed, nobody asked for the outlet's history.
    """
    archive, home = visits.tools.archive, visits.outlet.home
    if any(one.kind is SeedKind.SITEMAP for one in archive.seeds(visits.outlet.id)):
        return
    robots = await visits.robots(home)
    for named in robots.sitemaps[:MAX_SITEMAPS]:
        url = resolve(home, named)
        if url is None:
            continue
        look = Look(SeedKind.SITEMAP, top=False, since=since - MARGIN)
        page = await visits.visit_page(url, look)
        if page.reading is not None and page.reading.children:
            await visits.visit_children(page.reading.children, look, url)
        if _since(visits, due) is None:
            return
