"""When robots.txt is fetched: by each pass, hourly by `run`, and again after it failed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from spiders.crawl.manners.robots import ALLOW_ALL, UNREACHABLE_FOR, Robots, watched_for
from spiders.crawl.manners.robots_book import _is_old
from storage.agenda.hosts import HostState
from storage.database.times import to_text
from storage.records import IncidentKind, Outcome, SeedKind
from tests.crawl.conftest import QUICK, Keeper
from tests.crawl.wire_server import Script, plain, redirect

if TYPE_CHECKING:
    from tests.crawl.wire_server import WireServer

FORBIDS = b"User-agent: *\nDisallow: /private/\n"
SHUTS = b"User-agent: *\nDisallow: /\n"
TEXT = "text/plain"
OOPS = plain(b"", status="500 Oops")


def later(keeper: Keeper, by: timedelta) -> None:
    """Let everything so far have been visited this much earlier."""
    database = keeper.archive._database
    for row in database.rows("SELECT id, started_at FROM visits"):
        then = to_text(datetime.fromisoformat(row["started_at"]) - by)
        database.change("UPDATE visits SET started_at = ? WHERE id = ?", (then, row["id"]))


def test_each_pass_asks_once_and_keeps_what_it_got(keeper: Keeper, server: WireServer) -> None:
    """However many pages it fetches; the file is evidence like any other."""
    server.page("/robots.txt", FORBIDS, TEXT)
    paths = [f"/page-{number}" for number in range(4)]
    for path in paths:
        server.page(path, b"<p>fine</p>")
    for number in (1, 2):
        keeper.crawl(*paths, "/private/x")
        assert len(server.asked("/robots.txt")) == number
    capture = keeper.archive.last_capture(keeper.address("/robots.txt").id)
    assert capture is not None
    assert keeper.archive.payload(capture.payload) == FORBIDS


def test_what_is_newly_forbidden_is_heeded_by_the_next_pass(
    keeper: Keeper, server: WireServer
) -> None:
    """It was noticed a day later, and an unchanged ETag would still hide it."""
    server.page("/page", b"<p>fine</p>")
    server.page("/robots.txt", FORBIDS, TEXT, ETag='"one for all"')
    assert keeper.one("/page").outcome is Outcome.CAPTURED
    server.page("/robots.txt", SHUTS, TEXT, ETag='"one for all"')
    assert keeper.one("/page").reason == "robots"
    assert len(server.asked("/page")) == 1
    (incident,) = keeper.archive.incidents()
    assert incident.kind is IncidentKind.ROBOTS_CHANGED
    server.page("/robots.txt", b"", TEXT, ETag='"one for all"')
    assert keeper.one("/page").outcome is Outcome.CAPTURED
    assert keeper.archive.incidents() == []


def test_what_is_forbidden_is_looked_up_when_the_cadence_says(
    keeper: Keeper, server: WireServer
) -> None:
    """Not each time the file is fetched: thousands of addresses would make a visit an hour each."""
    server.page("/robots.txt", SHUTS, TEXT)
    day = timedelta(days=1)
    (visit,) = keeper.crawl("/page", next_look=lambda _due, _outcome, now: now + day)
    assert visit.reason == "robots"
    assert visit.next_due == visit.finished_at + day


@pytest.mark.parametrize("then", [FORBIDS, None], ids=["other rules", "none there"])
def test_what_was_refused_is_due_as_soon_as_a_newer_file_allows_it(
    keeper: Keeper, server: WireServer, then: bytes | None
) -> None:
    """A slip of an hour in robots.txt cost a day of looks at every article that it refused."""
    for path in ("/page", "/private/x"):
        server.page(path, b"<p>fine</p>")
    server.page("/robots.txt", SHUTS, TEXT)
    in_a_day = {"next_look": lambda _due, _outcome, now: now + timedelta(days=1)}
    keeper.crawl("/page", "/private/x", **in_a_day)
    server.page("/other", b"<p>fine</p>")
    assert len(keeper.crawl("/other", **in_a_day)) == 1  # the same file makes nothing due
    assert keeper.crawl(**in_a_day) == []
    if then is None:
        del server.routes["/robots.txt"]
    else:
        server.page("/robots.txt", then, TEXT)
    keeper.crawl("/other", **in_a_day)
    came = {visit.exchange.url for visit in keeper.crawl(**in_a_day) if visit.exchange is not None}
    allowed = ("/page",) if then is FORBIDS else ("/page", "/private/x")
    assert came == {keeper.base + path for path in allowed}


@pytest.mark.parametrize(
    ("by", "asked"),
    [(timedelta(minutes=59), 1), (timedelta(minutes=61), 2), (timedelta(days=-365), 2)],
    ids=["within the hour", "an hour ago", "of the future"],
)
def test_who_crawls_without_an_end_asks_once_an_hour(
    keeper: Keeper, server: WireServer, by: timedelta, asked: int
) -> None:
    """And again if a clock that was ahead dated the last look."""
    server.page("/page", b"<p>fine</p>")
    keeper.one("/page")
    later(keeper, by)
    server.page("/robots.txt", SHUTS, TEXT)
    (visit,) = keeper.crawl("/page", every_seed=False)
    assert (visit.reason == "robots") is (asked > 1)
    assert len(server.asked("/robots.txt")) == asked


@pytest.mark.parametrize(
    "before",
    [
        plain(FORBIDS, TEXT),
        plain(b"", status="404 Not Found"),
        plain(b"", status="403 Forbidden"),
        redirect("ftp://x/"),
    ],
    ids=["rules", "none there", "none for us", "leads nowhere"],
)
def test_what_was_said_last_counts_for_a_day_while_the_file_cannot_be_had(
    keeper: Keeper, server: WireServer, before: Script
) -> None:
    """As it is fetched each time, not once a day, a momentary 500 would now cost looks."""
    server.page("/page", b"<p>fine</p>")
    server.page("/private/x", b"<p>fine</p>")
    server.routes["/robots.txt"] = before
    keeper.one("/page")
    server.routes["/robots.txt"] = OOPS
    later(keeper, timedelta(hours=23))
    assert keeper.one("/page").outcome is Outcome.CAPTURED
    rules = before.parts == (FORBIDS,)
    assert (keeper.one("/private/x").reason == "robots") is rules
    assert keeper.archive.incidents() == []
    later(keeper, timedelta(hours=2))
    assert keeper.one("/page").reason == "robots unreachable"
    assert [one.kind for one in keeper.archive.incidents()] == [IncidentKind.ROBOTS_UNREACHABLE]


def test_one_that_fails_meanwhile_is_not_asked_before_its_time(
    keeper: Keeper, server: WireServer
) -> None:
    """By `run`: after five minutes, not for each page, while its pages are fetched as before."""
    server.page("/page", b"<p>fine</p>")
    server.page("/robots.txt", FORBIDS, TEXT)
    keeper.one("/page")
    server.routes["/robots.txt"] = OOPS
    later(keeper, timedelta(hours=2))
    for _ in range(2):
        (visit,) = keeper.crawl("/page", every_seed=False)
        assert visit.outcome is Outcome.CAPTURED
        (visit,) = keeper.crawl("/private/x", every_seed=False)
        assert visit.reason == "robots"
    assert len(server.asked("/robots.txt")) == 2
    waits = keeper.address("/robots.txt").next_due
    assert waits is not None
    assert timedelta(minutes=4) < waits - datetime.now(UTC) < timedelta(minutes=6)


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(days=2)], ids=["now", "for days"])
def test_a_host_that_rests_is_asked_for_nothing_and_nothing_is_told_of_it(
    keeper: Keeper, server: WireServer, ago: timedelta
) -> None:
    """Not even its robots.txt is fetched: its feed was reported as failed because of that."""
    server.page("/feed", b"<rss version='2.0'><channel></channel></rss>", "text/xml")
    keeper.seed("/feed", SeedKind.FEED)
    keeper.crawl()
    later(keeper, ago)
    asked = len(server.log)
    keeper.archive.hosts.put(HostState(server.host, datetime.now(UTC) + timedelta(hours=1)))
    assert keeper.crawl() == []
    assert len(server.log) == asked
    kinds = {one.kind for one in keeper.archive.incidents()}
    assert kinds <= {IncidentKind.SEED_EMPTY}


def test_a_host_that_sends_us_away_from_its_robots_txt_is_told(
    keeper: Keeper, server: WireServer
) -> None:
    """Its earlier rules count, but it rests: a pass that fetches no page must say why."""
    server.page("/page", b"<p>fine</p>")
    keeper.one("/page")
    server.routes["/robots.txt"] = plain(b"", status="503 Busy")
    assert keeper.crawl("/page") == []
    (incident,) = keeper.archive.incidents()
    assert incident.kind is IncidentKind.SLOWED_DOWN
    keeper.archive._database.change("DELETE FROM hosts")
    server.page("/robots.txt", FORBIDS, TEXT)
    assert keeper.one("/page").outcome is Outcome.CAPTURED
    assert keeper.archive.incidents() == []


def test_a_first_file_that_forbids_what_is_watched_is_told(
    keeper: Keeper, server: WireServer
) -> None:
    """Where there was none before, everything was allowed; now an outlet shuts us out silently."""
    server.page("/page", b"<p>fine</p>")
    keeper.one("/page")
    server.page("/robots.txt", SHUTS, TEXT)
    keeper.one("/page")
    assert [one.kind for one in keeper.archive.incidents()] == [IncidentKind.ROBOTS_CHANGED]


def test_what_is_not_watched_any_more_ends_its_incident_under_the_same_file(
    keeper: Keeper, server: WireServer
) -> None:
    """What is watched was only compared with the file if that had changed."""
    server.page("/page", b"<p>fine</p>")
    server.page("/robots.txt", FORBIDS, TEXT)
    keeper.one("/page")
    server.page("/robots.txt", SHUTS, TEXT)
    keeper.one("/page")
    assert [one.kind for one in keeper.archive.incidents()] == [IncidentKind.ROBOTS_CHANGED]
    address = keeper.address("/page")
    keeper.archive._database.change(
        "UPDATE addresses SET role = 'none' WHERE id = ?", (address.id,)
    )
    keeper.crawl("/page")
    assert keeper.archive.incidents() == []


def test_one_that_cannot_be_had_is_asked_again_before_the_pages(
    keeper: Keeper, server: WireServer
) -> None:
    """An outage of a minute costs no day: pages are due when robots.txt is fetched again.

    The schedule does not fetch it sooner, however much is due.
    """
    server.routes["/robots.txt"] = plain(b"", status="500 Oops")
    (visit,) = keeper.crawl("/page")
    assert visit.next_due is not None
    assert timedelta(minutes=4) < visit.next_due - visit.finished_at < timedelta(minutes=6)
    keeper.crawl("/page", every_seed=False)
    assert len(server.asked("/robots.txt")) == 1
    (visit,) = keeper.crawl("/page")  # a person does
    assert len(server.asked("/robots.txt")) == 2
    assert visit.next_due is not None
    assert timedelta(minutes=9) < visit.next_due - visit.finished_at < timedelta(minutes=11)


def test_after_thirty_days_the_last_copy_counts_again(
    keeper: Keeper, server: WireServer, monkeypatch
) -> None:
    """RFC 9309, 2.3.1.4: a host whose robots.txt never answers is not lost forever."""
    server.page("/robots.txt", FORBIDS, TEXT)
    server.page("/page", b"<p>fine</p>")
    keeper.one("/page")
    server.routes["/robots.txt"] = OOPS
    later(keeper, timedelta(days=2))
    assert keeper.one("/page").reason == "robots unreachable"
    monkeypatch.setattr("spiders.crawl.manners.robots_book.UNREACHABLE_FOR", timedelta(0))
    assert keeper.one("/page").outcome is Outcome.CAPTURED
    assert keeper.one("/private/x").reason == "robots"


def test_a_clock_that_was_wrong_has_not_watched_for_thirty_days() -> None:
    """Years between two looks, or a jump back, are not years without an answer of the host."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    assert watched_for([datetime(1970, 1, 1, tzinfo=UTC), now]) < UNREACHABLE_FOR
    assert watched_for([now, now - timedelta(days=99)]) == timedelta()
    daily = [now + timedelta(days=day) for day in range(31)]
    assert watched_for(daily) == UNREACHABLE_FOR


def test_looks_in_vain_are_counted_since_the_last_answer(
    keeper: Keeper, server: WireServer
) -> None:
    """Looks at which the file was there are no part of an outage."""
    server.page("/robots.txt", FORBIDS, TEXT)
    server.page("/page", b"<p>fine</p>")
    keeper.one("/page")
    server.routes["/robots.txt"] = plain(b"", status="500 Oops")
    keeper.one("/page")
    keeper.one("/page")
    address = keeper.address("/robots.txt")
    looks = keeper.archive.hosts.robots.looks_in_vain(address.id, 9)
    assert len(looks) == 2
    assert looks == sorted(looks)


def test_a_pass_asks_again_for_what_grew_old(
    keeper: Keeper, server: WireServer, monkeypatch
) -> None:
    """A pass that lasts for days goes by the current rules, whatever it knew before."""
    monkeypatch.setattr("spiders.crawl.manners.robots_book.ASKED_EVERY", timedelta(0))
    server.page("/a", b"<p>fine</p>")
    server.page("/b", b"<p>fine</p>")
    one = replace(QUICK, concurrent_per_host=1)
    assert len(keeper.crawl("/a", "/b", configuration=one)) == 2
    assert len(server.asked("/robots.txt")) == 2


def test_a_pass_that_lasts_for_days_asks_again() -> None:
    """What a pass knows becomes outdated too, and a failed look-up is made again."""

    async def looked_up() -> list[bool]:
        loop = asyncio.get_running_loop()
        now = datetime.now(UTC)
        answers: list[Robots | Exception] = [
            replace(ALLOW_ALL, again_at=now + timedelta(hours=1)),
            replace(ALLOW_ALL, again_at=now - timedelta(seconds=1)),
            ALLOW_ALL,
            OSError("the disk"),
        ]
        found = []
        for one in answers:
            future: asyncio.Future[Robots] = loop.create_future()
            found.append(_is_old(future))
            if isinstance(one, Exception):
                future.set_exception(one)
            else:
                future.set_result(one)
            found.append(_is_old(future))
        return found

    assert asyncio.run(looked_up()) == [False, False, False, True, False, False, False, True]
