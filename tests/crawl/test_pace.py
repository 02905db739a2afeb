"""The pace of a host: its floor, its own slowness, its rests, and the connections to it."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.crawl.manners.pace import LONGEST_DELAY_S, MAX_FORBIDDEN, UNREACHABLE, Pace
from storage.agenda.hosts import HostState
from storage.archive import Archive
from storage.records import IncidentKind, Outcome, SeedKind
from tests.crawl.conftest import QUICK, Keeper, keeper_of
from tests.crawl.wire_server import Script, WireServer, plain

if TYPE_CHECKING:
    from pathlib import Path


def pace_of(archive: Archive | None = None) -> Pace:
    """A pace for a crawl that never stops."""
    return Pace(2, asyncio.Event(), None if archive is None else archive.hosts)


def answers(pace: Pace, floor_s: float, times: list[float], *, well: bool = True) -> list[float]:
    """The delays of a host after answers that took this long."""
    pace.set_delay("a", floor_s)
    found = []
    for took_s in times:
        asyncio.run(_turn(pace, took_s, well=well))
        found.append(pace.delay("a"))
    return found


async def _turn(pace: Pace, took_s: float, *, well: bool) -> None:
    pace._of("a").next_at = 0.0  # the waiting itself is not tested
    pace._of("a").lock = asyncio.Lock()
    assert await pace.take_turn("a")
    pace.give_turn("a", took_s, well=well)


def test_after_a_clock_was_set_hosts_rest_as_the_archive_says(keeper: Keeper) -> None:
    """The archive was healed; a process going by its own memory left a host alone for days."""
    pace = pace_of(keeper.archive)
    pace.rest("a", datetime.now(UTC) + timedelta(days=5), "too many requests")
    pace.rest("b", datetime.now(UTC) + timedelta(days=5), "too many requests")
    keeper.archive.hosts.put(HostState("a"))
    pace.recall()
    assert pace.resting("a") is None
    assert pace.resting("b") is not None


def test_an_outage_is_forgiven_by_a_pass_that_began_after_it(keeper: Keeper) -> None:
    """After a full disk in between, hosts rested though the network was back; others still rest."""
    later = datetime.now(UTC) + timedelta(minutes=10)
    keeper.archive.hosts.put(HostState("down", later, UNREACHABLE))
    keeper.archive.hosts.put(HostState("busy", later, "too many requests"))
    keeper.archive.hosts.put(HostState("slow", delay_s=9.0))
    pace = pace_of(keeper.archive)
    pace.forgive_unreached()
    pace.remember_delays()
    assert pace.resting("down") is None
    assert pace.resting("busy") == later
    assert {one.host: one.delay_s for one in keeper.archive.hosts.all()}["slow"] == 9.0


@given(
    st.floats(0.01, 100),
    st.lists(st.tuples(st.floats(0, 1000), st.booleans()), max_size=20),
)
def test_delay_keeps_its_bounds(floor_s: float, turns: list[tuple[float, bool]]) -> None:
    """Never below the floor, nor above a minute (or the floor), whatever a host does."""
    pace = pace_of()
    for took_s, well in turns:
        (delay,) = answers(pace, floor_s, [took_s], well=well)
        assert floor_s <= delay <= max(LONGEST_DELAY_S, floor_s)


def test_slow_host_is_asked_less_and_a_quick_one_more_again() -> None:
    """The delay follows the time of the answers up at once, and down by halves."""
    pace = pace_of()
    assert answers(pace, 2.0, [0.1, 9.0]) == [2.0, 9.0]
    assert not pace.is_slow("a")
    assert answers(pace, 2.0, [12.0, 12.0])[-1] == 12.0
    assert pace.is_slow("a")
    down = answers(pace, 2.0, [0.1] * 12)
    assert down == sorted(down, reverse=True)
    assert down[-1] == 2.0


def test_quick_errors_make_nothing_faster() -> None:
    """A host in trouble answers fast, but is not visited more often for that."""
    pace = pace_of()
    assert answers(pace, 2.0, [20.0]) == [20.0]
    assert answers(pace, 2.0, [0.01] * 5, well=False) == [20.0] * 5


def test_no_floor_no_delay() -> None:
    """Hosts at a loopback address are visited as fast as they answer."""
    assert answers(pace_of(), 0.0, [5.0, 9.0]) == [0.0, 0.0]


def test_rests_in_a_row_grow_and_outlast_the_process(tmp_path: Path) -> None:
    """1, 2, 4 … up to 60 minutes; the next process knows of them; a page ends the series."""
    with Archive.create(tmp_path / "archive") as archive:
        before = datetime.now(UTC)
        lengths = []
        for _ in range(9):
            until = pace_of(archive).rest("a", None, "too many requests")
            lengths.append(round((until - datetime.now(UTC)) / timedelta(minutes=1)))
            (state,) = archive.hosts.all()
            archive.hosts.put(replace(state, rests_until=before - timedelta(hours=9)))
        assert lengths == [1, 2, 4, 8, 16, 32, 60, 60, 60]
        pace = pace_of(archive)
        assert pace.resting("a") is None
        pace.worked("a")
        assert archive.hosts.all() == [HostState("a")]
    with Archive.open_to_write(tmp_path / "archive") as archive:
        later = before + timedelta(hours=3)
        pace_of(archive).rest("b", later, "unavailable")
    with Archive.open_to_write(tmp_path / "archive") as archive:
        assert pace_of(archive).resting("b") == later


def test_answers_that_were_under_way_cut_no_rest_short() -> None:
    """A page, a second refusal and a shorter time that come later neither end nor double it."""
    pace, later = pace_of(), datetime.now(UTC) + timedelta(minutes=30)
    assert pace.rest("a", later, "too many requests") == later
    pace.worked("a")
    assert pace.resting("a") == later
    assert pace.rest("a", None, "too many requests") == later
    assert pace.rest("a", later - timedelta(minutes=20), "unavailable") == later
    assert pace._of("a").known.rests == 1


def test_who_is_called_off_while_waiting_takes_no_turn_along() -> None:
    """An outlet whose run is ended stops waiting, and others may use the host as before."""

    async def ask() -> list[bool]:
        pace = Pace(1, asyncio.Event())
        pace.set_delay("a", 0.05)
        first = await pace.take_turn("a")
        pace.give_turn("a")
        pace._of("a").next_at += 60
        waiting = asyncio.ensure_future(pace.take_turn("a"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        pace._of("a").next_at = 0.0
        return [first, await asyncio.wait_for(pace.take_turn("a"), 60)]

    assert asyncio.run(ask()) == [True, True]


def test_a_host_rests_for_ten_failures_in_a_row_and_for_no_fewer() -> None:
    """An answer among them, and a rest because of them, restart the count."""
    pace = pace_of()

    def unreached(times: int) -> list[bool]:
        return [pace.note("a", reached=False) is not None for _ in range(times)]

    assert unreached(9) == [False] * 9
    assert pace.note("a", reached=True) is None
    for _ in range(2):
        assert unreached(10) == [False] * 9 + [True]


def test_learnt_delay_is_kept_for_the_next_pass(tmp_path: Path) -> None:
    """A host that is slow today is not visited at full pace by the next process."""
    with Archive.create(tmp_path / "archive") as archive:
        pace = pace_of(archive)
        answers(pace, 2.0, [9.0])
        pace.remember_delays()
        again = pace_of(archive)
        again.set_delay("a", 2.0)
        assert again.delay("a") == 9.0
        answers(again, 2.0, [0.1] * 12)
        again.remember_delays()
        assert archive.hosts.all() == [HostState("a")]


def test_a_rest_forgets_no_delay(keeper: Keeper) -> None:
    """A slow host that asked for a rest is still slow after it, for the next process too."""
    pace = pace_of(keeper.archive)
    answers(pace, 2.0, [9.0])
    pace.rest("a", None, "too many requests")
    assert pace_of(keeper.archive).delay("a") == 9.0


def test_who_shuts_us_out_is_left_alone_and_health_says_so(
    keeper: Keeper, server: WireServer
) -> None:
    """After three 403s in a row the host rests, the others wait, and the incident closes itself."""
    for number in range(9):
        server.routes[f"/p{number}"] = plain(b"no", status="403 Forbidden")
    one = replace(QUICK, concurrent_per_host=1)
    visits = keeper.crawl(*(f"/p{number}" for number in range(9)), configuration=one)
    assert [visit.outcome for visit in visits] == [Outcome.BLOCKED] * MAX_FORBIDDEN
    (incident,) = keeper.archive.incidents()
    assert (incident.kind, incident.subject) == (IncidentKind.BLOCKED, server.host)
    assert "forbidden; not asked before" in incident.detail
    assert keeper.crawl("/p8") == []
    (state,) = keeper.archive.hosts.all()
    keeper.archive.hosts.put(replace(state, rests_until=datetime.now(UTC)))
    assert len(keeper.crawl("/p1", "/p2", configuration=one)) == 1  # once more, and it rests again
    (state,) = keeper.archive.hosts.all()
    assert state.rests == 2
    keeper.archive.hosts.put(replace(state, rests_until=datetime.now(UTC)))
    server.page("/p3", b"<p>welcome</p>")
    assert keeper.one("/p3").outcome is Outcome.CAPTURED
    assert keeper.archive.incidents() == []
    assert keeper.archive.hosts.all() == [HostState(server.host)]


def test_one_forbidden_page_is_no_block(keeper: Keeper, server: WireServer) -> None:
    """Some pages of an outlet may be closed to us while others are not."""
    for number in range(8):
        server.routes[f"/p{number}"] = plain(b"no", status="403 Forbidden")
        server.page(f"/q{number}", b"<p>fine</p>")
    paths = [f"/{letter}{number}" for number in range(8) for letter in "pq"]
    visits = keeper.crawl(*paths, configuration=replace(QUICK, concurrent_per_host=1))
    assert len(visits) == 16
    assert keeper.archive.incidents() == []


def test_slowness_is_told_and_ends(keeper: Keeper, server: WireServer, monkeypatch) -> None:
    """A host that answers slowly is an incident as long as it does."""
    monkeypatch.setattr("spiders.crawl.manners.pace.SLOW_S", 0.05)
    server.page("/robots.txt", b"", "text/plain")
    server.routes["/slow"] = Script(plain(b"x").head, (0.3, b"x"))
    server.page("/quick", b"<p>quick</p>")
    keeper.crawl("/slow", delay_s=0.01)
    (incident,) = keeper.archive.incidents()
    assert (incident.kind, incident.subject) == (IncidentKind.SLOW, server.host)
    keeper.crawl("/quick", delay_s=10.0)  # no longer much slower than its pace
    assert keeper.archive.incidents() == []


def test_never_more_requests_than_connections(tmp_path: Path) -> None:
    """For all hosts and outlets together; idle connections make way for others."""
    lock, flying, most = threading.Lock(), 0, 0

    def answer(_request: bytes) -> Script:
        nonlocal flying, most
        with lock:
            flying += 1
            most = max(most, flying)
        time.sleep(0.02)
        with lock:
            flying -= 1
        return plain(b"<p>story</p>")

    servers = [WireServer() for _ in range(5)]
    with Archive.create(tmp_path / "archive") as archive:
        keepers = []
        for number, server in enumerate(servers):
            server.routes |= {f"/p{page}": answer for page in range(6)}
            keepers.append(keeper_of(archive, server, f"outlet-{number}"))
        urls = [f"{server.base}/p{page}" for server in servers for page in range(6)]
        narrow = replace(QUICK, max_connections=3)
        visits = keepers[0].crawl(*urls, configuration=narrow)
    for server in servers:
        server.close()
    assert [visit.outcome for visit in visits] == [Outcome.CAPTURED] * 30
    assert most <= 3


DENY = replace(QUICK, deny=("/secret/", r"[?&]print="))


def test_patterns_of_the_settings_hold_for_every_outlet(keeper: Keeper, server: WireServer) -> None:
    """A denied page is fetched neither by its address, nor by a redirect, nor from a seed."""
    server.page("/secret/a", b"<p>never</p>")
    server.page("/fine-long-story-1", b"<p>fine</p>")
    server.routes["/way"] = plain(b"", status="302 Found", Location="/secret/a")
    feed = "".join(
        f"<item><link>{path}</link></item>"
        for path in ("/secret/b", "/fine-long-story-1", "/x-y-z-1?print=1", "/way")
    )
    server.page("/feed", f"<rss version='2.0'><channel>{feed}</channel></rss>".encode())
    keeper.seed("/feed", SeedKind.FEED)
    visits = keeper.crawl(configuration=DENY)
    reasons = sorted((visit.outcome.value, visit.reason or "") for visit in visits)
    assert reasons == [
        ("captured", ""),
        ("captured", ""),
        ("redirected", ""),
        ("refused", "rules"),
    ]
    (named,) = keeper.crawl("/secret/a", configuration=DENY)
    assert (named.outcome, named.reason) == (Outcome.REFUSED, "rules")
    assert not [one.path for one in server.log if "secret" in one.path or "print" in one.path]


def test_robots_is_not_asked_where_a_rule_forbids_it(keeper: Keeper, server: WireServer) -> None:
    """Neither itself nor its redirect's target; a rule against it denies the whole host."""
    server.page("/page", b"<p>fine</p>")
    server.page("/secret/robots.txt", b"User-agent: *\nDisallow: /\n", "text/plain")
    server.routes["/robots.txt"] = plain(b"", status="302 Found", Location="/secret/robots.txt")
    for settings in (DENY, DENY, replace(QUICK, deny=("robots",))):
        (visit,) = keeper.crawl("/page", configuration=settings)
        assert (visit.outcome, visit.reason) == (Outcome.REFUSED, "rules")
    assert len(server.asked("/robots.txt")) == 2
    assert server.asked("/secret/robots.txt") == []
    assert keeper.one("/page").reason == "robots"


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({}, 5),
        ({"Cache_Control": "max-age=31536000, immutable"}, 15),
        ({"Cache_Control": "max-age=600"}, 10),
        ({"Cache_Control": "max-age=600", "Age": "500"}, 5),
        ({"Cache_Control": "max-age=60, s-maxage=600", "Age": "0"}, 10),
        ({"Cache_Control": "no-cache, max-age=600"}, 5),
    ],
)
def test_look_waits_for_what_caches_promise_within_reason(
    fields: dict, minutes: int, keeper: Keeper, server: WireServer
) -> None:
    """A fresh copy is not requested again, but a promise of a year is not taken literally."""
    server.page("/page", b"<p>story</p>", **fields)
    (visit,) = keeper.crawl("/page", next_look=lambda *_: datetime.now(UTC) + timedelta(minutes=5))
    assert visit.next_due is not None
    assert round((visit.next_due - visit.finished_at) / timedelta(minutes=1)) == minutes


def test_order_to_look_every_minute_is_obeyed(keeper: Keeper, server: WireServer) -> None:
    """A user who watches a breaking story is not delayed by a cache."""
    server.page("/page", b"<p>story</p>", Cache_Control="max-age=600")
    (visit,) = keeper.crawl("/page", next_look=lambda *_: datetime.now(UTC) + timedelta(minutes=1))
    assert visit.next_due is not None
    assert visit.next_due - visit.finished_at < timedelta(minutes=2)


@pytest.mark.parametrize("status", ["403 Forbidden", "503 Service Unavailable"])
@pytest.mark.parametrize("more", [{}, {"cf_mitigated": "challenge"}])
def test_a_time_that_a_host_names_is_heeded_whatever_it_is_that_turns_us_away(
    keeper: Keeper, server: WireServer, status: str, more: dict[str, str]
) -> None:
    """Retry-After with a 403 or bot check held for that page only; the next one was fetched."""
    away = plain(b"", status=status, Retry_After="3600", **more)
    server.routes |= {"/first": away, "/second": away}
    first, *_ = keeper.crawl(
        "/first", "/second", configuration=replace(QUICK, concurrent_per_host=1)
    )
    assert len(server.asked("/first") + server.asked("/second")) == 1
    assert first.retry_after is not None
    assert first.retry_after - first.finished_at > timedelta(minutes=59)
