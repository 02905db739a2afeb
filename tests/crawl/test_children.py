"""Child sitemaps of an index: which of them a pass fetches, and that all have their turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from spiders.crawl.seeds import children
from spiders.crawl.seeds.children import Child, chosen
from spiders.urls import surt
from storage.agenda.seed_looks import Asked
from storage.records import Found, SeedKind
from tests.crawl.wire_server import Script, plain

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper
    from tests.crawl.wire_server import WireServer

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
STORY = "/some-long-story-{}"


def child(path: str, asked_at: datetime | None = None, updated: str | None = None) -> Child:
    """A child sitemap that was last fetched at this time."""
    url = f"https://news.example{path}"
    known = None if asked_at is None else Asked(asked_at, was_read=True)
    return Child(Found(url, surt(url), updated=updated), known)


def paths(some: list[Child]) -> list[str]:
    """The paths of these children."""
    return [one.found.url.removeprefix("https://news.example") for one in some]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten children a pass, two of them the newest."""
    monkeypatch.setattr(children, "MOST", 10)
    monkeypatch.setattr(children, "NEWEST", 2)


def serve(server: WireServer, count: int, dates: str = "") -> None:
    """Serve an index of this many children, each naming a story of its own."""
    names = "".join(
        f"<sitemap><loc>/sitemap-{number}.xml</loc>{dates}</sitemap>" for number in range(count)
    )
    index = f"<sitemapindex>{names}</sitemapindex>"
    server.page("/index.xml", index.encode(), "text/xml")
    for number in range(count):
        body = f"<urlset><url><loc>{STORY.format(number)}</loc></url></urlset>"
        server.page(f"/sitemap-{number}.xml", body.encode(), "text/xml")
        server.page(STORY.format(number), b"<p>story</p>")


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("dates", ["", f"<lastmod>{datetime.now(UTC):%Y-%m-%d}</lastmod>"])
def test_every_child_of_a_large_index_comes_round(
    keeper: Keeper, server: WireServer, dates: str
) -> None:
    """Without dates, or if all are dated today, the same first ones were fetched forever."""
    serve(server, 34, dates)
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    for asked in (10, 18, 26, 34):
        keeper.crawl()
        assert sum(bool(server.asked(f"/sitemap-{number}.xml")) for number in range(34)) == asked
    assert all(server.asked(STORY.format(number)) for number in range(34))
    most = max(len(server.asked(f"/sitemap-{number}.xml")) for number in range(32))
    assert most == 1
    assert [len(server.asked(f"/sitemap-{number}.xml")) for number in (32, 33)] == [4, 4]


@pytest.mark.usefixtures("few")
def test_an_index_that_did_not_change_goes_on_where_it_was(
    keeper: Keeper, server: WireServer
) -> None:
    """A 304 for the index says nothing about its children."""
    serve(server, 18)
    whole = server.routes["/index.xml"]

    def index(request: bytes) -> object:
        same = b"If-None-Match" in request
        return plain(b"", status="304 Not Modified") if same else whole

    whole = plain(whole.parts[0], "text/xml", ETag='"1"')  # type: ignore[union-attr,arg-type]
    server.routes["/index.xml"] = index  # type: ignore[assignment]
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    keeper.crawl()
    keeper.crawl()
    assert all(server.asked(f"/sitemap-{number}.xml") for number in range(18))


@pytest.mark.usefixtures("few")
def test_an_index_with_more_to_read_is_asked_again_soon(keeper: Keeper, server: WireServer) -> None:
    """What its children name counts as its own: without entries it was fetched once a day."""
    serve(server, 40)
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    (seed,) = keeper.archive.seeds()
    for _ in range(2):
        keeper.crawl()
    due = keeper.archive.due_of(seed.address_id).address.next_due
    assert due is not None
    assert due - datetime.now(UTC) <= timedelta(hours=1)


@pytest.mark.usefixtures("few")
def test_newest_names_go_first() -> None:
    """By the date in a name, else by its numbers, where ten is more than nine."""
    dated = [
        child(f"/{kind}/{year}-{month}.xml")
        for kind in "ab"
        for year in (2024, 2025)
        for month in (9, 10)
    ]
    assert paths(chosen(dated))[:4] == [
        "/b/2025-10.xml",
        "/a/2025-10.xml",
        "/b/2025-9.xml",
        "/a/2025-9.xml",
    ]
    assert paths(chosen([child(f"/post-sitemap{n}.xml") for n in (2, 10, 9)])) == [
        "/post-sitemap10.xml",
        "/post-sitemap9.xml",
        "/post-sitemap2.xml",
    ]


@pytest.mark.usefixtures("few")
def test_the_day_of_a_child_goes_before_its_name() -> None:
    """A month long past that was changed today is read first."""
    some = [
        child("/2019-01.xml", updated="2026-03-01"),
        child("/2025-12.xml", updated="2025-12-31"),
    ]
    assert paths(chosen(some)) == ["/2019-01.xml", "/2025-12.xml"]


@pytest.mark.usefixtures("few")
def test_who_waits_longest_is_next() -> None:
    """In addition to the newest, which are fetched every time."""
    some = [child(f"/{n:02}.xml", NOW - timedelta(hours=(n * 7) % 31)) for n in range(31)]
    taken = chosen(some)
    waited = sorted(some[:-2], key=lambda one: one.asked_at or NOW)[:8]
    assert paths(taken)[:2] == ["/30.xml", "/29.xml"]
    assert taken[2:] == waited


@pytest.mark.usefixtures("few")
def test_an_index_below_an_index_is_read_by_and_by(keeper: Keeper, server: WireServer) -> None:
    """The protocol has no such thing, but it exists: what it names was never fetched."""
    serve(server, 14)
    server.routes["/below.xml"] = server.routes["/index.xml"]
    body = b"<sitemapindex><sitemap><loc>/below.xml</loc></sitemap></sitemapindex>"
    server.page("/index.xml", body, "text/xml")
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    for _ in range(4):
        before = len(server.log)
        keeper.crawl()
        children = [one for one in server.log[before:] if one.path.startswith("/sitemap-")]
        assert len(children) <= 10
    assert all(server.asked(STORY.format(number)) for number in range(14))


def test_two_indexes_that_name_each_other_do_not_take_turns(
    keeper: Keeper, server: WireServer
) -> None:
    """Each is fetched at its own pace, and not because the other was."""
    for one, other in (("index", "below"), ("below", "index")):
        body = f"<sitemapindex><sitemap><loc>/{other}.xml</loc></sitemap></sitemapindex>"
        page = plain(body.encode(), "text/xml")
        # By the time the second one has arrived, the visit to the first one is stored.
        server.routes[f"/{one}.xml"] = Script(page.head, (0.6, *page.parts))
    keeper.seed("/index.xml", SeedKind.SITEMAP)
    for _ in range(3):
        keeper.crawl(every_seed=False)
    assert [len(server.asked(f"/{one}.xml")) for one in ("index", "below")] == [1, 1]
