"""The crawl's own incidents of an outlet end, even if their cause is never fetched again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.agenda.hosts import HostState
from storage.database.times import to_text
from storage.records import IncidentKind, SeedKind
from tests.crawl.wire_server import plain

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper
    from tests.crawl.wire_server import WireServer

NAMED = "<sitemap><loc>/news.xml</loc></sitemap>"


def kinds(keeper: Keeper) -> list[IncidentKind]:
    """The kinds of the open incidents."""
    return [one.kind for one in keeper.archive.incidents()]


def long_ago(keeper: Keeper, days: int) -> None:
    """Let all incidents have been reported last this many days ago."""
    then = to_text(datetime.now(UTC) - timedelta(days=days))
    keeper.archive._database.change("UPDATE incidents SET opened_at = ?, last_at = ?", (then, then))


def test_a_host_that_answers_404_after_its_rest_slows_nobody_down(
    keeper: Keeper, server: WireServer
) -> None:
    """Its incident waited for a page, but a host may no longer have any."""
    server.routes["/page"] = plain(b"", status="503 Service Unavailable")
    keeper.one("/page")
    assert kinds(keeper) == [IncidentKind.SLOWED_DOWN]
    (state,) = keeper.archive.hosts.all()
    keeper.archive.hosts.put(replace(state, rests_until=datetime.now(UTC)))
    server.routes["/page"] = plain(b"", status="404 Not Found")
    keeper.one("/page")
    assert kinds(keeper) == []


def test_who_gives_the_browser_up_is_not_told_of_it_any_more(
    keeper: Keeper, server: WireServer
) -> None:
    """That no browser starts was reported forever for an outlet that needs none."""
    kind, name, now = IncidentKind.RENDER_FAILED, keeper.outlet.name, datetime.now(UTC)
    keeper.archive.open_incident(keeper.outlet.id, kind.value, name, "no browser", now)
    server.page("/page", b"<p>fine</p>")
    keeper.one("/page")
    assert kinds(keeper) == []


def test_a_part_of_a_sitemap_that_nobody_names_any_more_is_forgotten(
    keeper: Keeper, server: WireServer
) -> None:
    """It failed once, and the index no longer names it: it is not fetched any more."""
    index = "<sitemapindex>{}</sitemapindex>"
    server.page("/index.xml", index.format(NAMED).encode(), "text/xml")
    server.routes["/news.xml"] = plain(b"", status="500 Oops")
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    keeper.crawl()
    assert kinds(keeper) == [IncidentKind.SEED_FAILED]
    server.page("/index.xml", index.format("").encode(), "text/xml")
    child = keeper.address("/news.xml")
    keeper.archive.reschedule(child.id, None)
    long_ago(keeper, 6)
    keeper.crawl()
    assert IncidentKind.SEED_FAILED in kinds(keeper)
    long_ago(keeper, 8)
    keeper.crawl()
    assert IncidentKind.SEED_FAILED not in kinds(keeper)


def test_a_seed_that_fails_is_told_of_however_long(keeper: Keeper, server: WireServer) -> None:
    """It will be fetched again, and was not this week only because its host rests."""
    server.routes["/feed"] = plain(b"", status="404 Not Found")
    keeper.seed("/feed", SeedKind.FEED)
    keeper.crawl()
    long_ago(keeper, 30)
    rests = datetime.now(UTC) + timedelta(hours=1)
    keeper.archive.hosts.put(HostState(server.host, rests))
    keeper.crawl()
    assert kinds(keeper) == [IncidentKind.SEED_FAILED]
