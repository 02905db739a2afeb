"""What is due and when, over all outlets, and after a clock that was wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.agenda.hosts import HostState
from storage.agenda.lessons import Lesson
from storage.agenda.missed import missed
from storage.intents import BeginArticle, NoteAbsence
from storage.records import Found, Outcome

HOUR = timedelta(hours=1)


def due_of(archive, address):
    """When the address is due."""
    return archive.due_of(address.id).address.next_due


def test_outlets_with_something_due_come_by_how_long_it_is(archive, make):
    """Outlets are listed by how long something has been due; paused and idle ones are left out."""
    late, later, idle, paused = (make.outlet(archive, name) for name in ("a", "b", "c", "d"))
    for outlet, hours in ((late, 1), (later, 2), (idle, 9), (paused, 1)):
        [address] = make.addresses(archive, outlet)
        archive.reschedule(address.id, make.hours(hours))
    archive.set_paused("d", True)  # noqa: FBT003 — the contract
    assert archive.agenda.outlets_due(make.hours(3)) == [late.id, later.id]
    load = archive.agenda.load(make.hours(3))
    assert (load.due, load.oldest, load.unread) == (2, make.hours(1), 0)


def test_what_is_left_is_counted_of_the_outlets_asked_for(archive, make):
    """What is due right now counts; paused and resting outlets have nothing left."""
    one, other, resting, paused = (make.outlet(archive, name) for name in ("a", "b", "c", "d"))
    for outlet, hours in ((one, 1), (other, 2), (other, 3), (resting, 1), (paused, 1)):
        [address] = make.addresses(archive, outlet, prefix=f"at-{hours}")
        archive.reschedule(address.id, make.hours(hours))
    archive.hosts.rest_outlet(resting.id, make.hours(3))
    archive.set_paused("d", True)  # noqa: FBT003 — the contract
    left = archive.agenda.left
    assert [left(make.hours(at), None) for at in (0, 1, 2, 3)] == [0, 1, 2, 4]
    assert [left(make.hours(3), ids) for ids in ([one.id], [other.id, one.id], [])] == [1, 3, 0]
    assert [archive.agenda.load(make.hours(at)).due for at in (0, 1, 2)] == [0, 2, 3]


def test_what_the_network_failed_is_asked_again(archive, make):
    """Only that is due again: failures for other reasons, and earlier ones, keep their times."""
    one, own, before = make.addresses(archive, make.outlet(archive), 3)
    for address, reason, at in ((one, "dns", 5), (own, "short body", 5), (before, "dns", 1)):
        archive.record(make.visit(address, None, at=at, outcome=Outcome.FAILED, reason=reason))
    assert archive.agenda.ask_again(make.hours(4), {"dns", "timeout"}, make.hours(5)) == 1
    assert due_of(archive, one) == make.hours(5)
    assert due_of(archive, own) == make.hours(6)


def test_a_clock_that_was_ahead_is_made_good(archive, make):
    """After a visit in the future the address keeps its delay, but counted from now."""
    past, future = make.addresses(archive, make.outlet(archive), 2)
    archive.record(make.visit(past, at=0))
    archive.record(make.visit(future, at=24 * 365))
    assert archive.agenda.heal(make.hours(2)) == 1
    assert due_of(archive, future) == make.hours(2) + HOUR
    assert due_of(archive, past) == make.hours(1)


def test_what_a_clock_ahead_took_for_old_is_due_like_what_is_new(archive, make):
    """By a clock a year ahead, an article of two days was left for the months of an old one."""
    past, future = make.addresses(archive, make.outlet(archive), 2)
    archive.record(make.visit(past, at=0))
    due = make.hours(24 * 365) + 90 * 24 * HOUR
    archive.record(make.visit(future, at=24 * 365, next_due=due))
    archive.agenda.heal(make.hours(48))
    known = make.hours(48) - make.hours(0)
    assert HOUR < due_of(archive, future) - make.hours(48) <= known


def test_a_clock_that_is_behind_moves_nothing(archive, make):
    """A machine that wakes up in 1970 must not take its whole archive to be due."""
    [address] = make.addresses(archive, make.outlet(archive))
    archive.record(make.visit(address, at=0))
    assert archive.agenda.heal(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert due_of(archive, address) == make.hours(1)


def test_after_a_step_back_a_visit_still_moves_its_due_time(archive, make):
    """Otherwise it would stay due, and be fetched again and again until the old time came."""
    [address] = make.addresses(archive, make.outlet(archive))
    now = datetime.now(UTC)
    ahead, real = now + 365 * 24 * HOUR, now - HOUR
    for started in (ahead, real):
        times = {"started_at": started, "finished_at": started, "next_due": started + HOUR}
        archive.record(make.visit(address, **times))
    assert due_of(archive, address) == real + HOUR
    assert archive.last_visit(address.id)[0] == real


def test_an_outlet_was_last_captured_by_the_clock_of_now(archive, make):
    """By the clock that was ahead, its silence would go unnoticed for a year."""
    outlet = make.outlet(archive)
    [address] = make.addresses(archive, outlet)
    for at in (0, 24 * 365):
        archive.record(make.visit(address, at=at, exchange=make.exchange(address.url, b"x")))
    assert archive.sights.last_captures() == {outlet.id: make.hours(24 * 365)}
    archive.agenda.heal(make.hours(2))
    assert archive.sights.last_captures() == {outlet.id: make.hours(0)}


def test_a_clock_that_was_ahead_is_made_good_once(archive, make):
    """Healing again, as each pass does, neither postpones the address nor makes it due at once."""
    past, future = make.addresses(archive, make.outlet(archive), 2)
    archive.record(make.visit(past, at=0))
    archive.record(make.visit(future, at=24 * 365))
    assert archive.agenda.heal(make.hours(2)) == 1
    assert archive.agenda.heal(make.hours(3)) == 0
    assert due_of(archive, future) == make.hours(3)


AHEAD = 24 * 5
"""Hours by which the clock was ahead: no longer than a host may ask us to stay away."""


def test_what_a_clock_ahead_put_off_is_made_good(archive, make):
    """One busy answer under that clock kept an outlet and its new articles waiting for days."""
    outlet = make.outlet(archive)
    waiting, busy = make.addresses(archive, outlet, 2)
    archive.record(make.visit(waiting, at=0))
    rest = timedelta(minutes=1)
    end = make.hours(AHEAD) + rest
    answer = {"outcome": Outcome.BLOCKED, "reason": "unavailable", "retry_after": end}
    archive.record(make.visit(busy, None, at=AHEAD, next_due=end, **answer))
    archive.hosts.put(HostState("news.example", end, "unavailable", 1))
    archive.hosts.rest_outlet(outlet.id, make.hours(AHEAD))
    archive.reschedule(waiting.id, end)
    [found] = archive.discover(
        outlet.id, [Found("https://news.example/new", "com,example)/new")], make.hours(AHEAD)
    )
    for _again in range(2):
        archive.agenda.heal(make.hours(2))
        assert due_of(archive, waiting) == due_of(archive, busy) == make.hours(2) + rest
        assert [one.rests_until for one in archive.hosts.all()] == [make.hours(2) + rest]
        assert due_of(archive, found) == make.hours(2)
        assert archive.agenda.outlets_due(make.hours(2)) == [outlet.id]


def test_a_rest_by_the_right_clock_stays(archive, make):
    """A host that asked for days gets them, and what was postponed for it waits as long."""
    waiting, busy = make.addresses(archive, make.outlet(archive), 2)
    end = make.hours(AHEAD)
    answer = {"outcome": Outcome.BLOCKED, "reason": "too many requests", "retry_after": end}
    archive.record(make.visit(busy, None, at=0, next_due=end, **answer))
    archive.hosts.put(HostState("news.example", end, "too many requests", 1))
    archive.reschedule(waiting.id, end)
    assert archive.agenda.heal(make.hours(2)) == 0
    assert due_of(archive, waiting) == due_of(archive, busy) == end
    assert [one.rests_until for one in archive.hosts.all()] == [end]


def test_rests_that_a_clock_ahead_has_set_are_over(archive, make):
    """A host and an outlet that were to rest until next year would be lost for a year."""
    outlet = make.outlet(archive)
    [address] = make.addresses(archive, outlet)
    archive.record(make.visit(address, at=0))
    next_year, soon = make.hours(24 * 365), make.hours(3)
    archive.hosts.put(HostState("far.example", next_year, "unavailable", 3, 2.0))
    archive.hosts.put(HostState("near.example", soon, "unavailable", 1, 2.0))
    archive.hosts.rest_outlet(outlet.id, next_year)
    assert archive.agenda.outlets_due(make.hours(2)) == []
    archive.agenda.heal(make.hours(2))
    assert archive.agenda.outlets_due(make.hours(2)) == [outlet.id]
    assert [one.rests_until for one in archive.hosts.all()] == [None, soon]


@pytest.mark.parametrize("field", ["ETag", "Last-Modified"])
def test_validators_are_shared_by_other_bytes_of_one_outlet(archive, make, field):
    """Shared if two texts of an outlet have it, not if one text at two addresses has."""
    herald, courier = (make.outlet(archive, name) for name in ("herald", "courier"))
    own, same, other, without = make.addresses(archive, herald, 4)
    [stranger] = make.addresses(archive, courier)
    value = '"one"' if field == "ETag" else "Sun, 01 Mar 2026 08:00:00 GMT"
    etag, modified = (value, None) if field == "ETag" else (None, value)

    def capture(address, body, name=field):
        head = f"HTTP/1.1 200 OK\r\n{name}: {value}\r\n\r\n".encode()
        exchange = make.exchange(address.url, body, response_head=head)
        archive.record(make.visit(address, exchange=exchange))

    for address, body in ((own, b"A"), (same, b"A"), (stranger, b"B")):
        capture(address, body)
    capture(without, b"B", "X-Other")
    shared = archive.hosts.validators.are_shared
    assert not shared(own.id, etag, modified)
    capture(other, b"B")
    assert shared(own.id, etag, modified)
    assert not shared(stranger.id, etag, modified)


def test_the_newest_lesson_counts_and_the_oldest_go(archive, make):
    """Each gets a version of its own, whatever version it comes with; thirty are kept."""
    assert (archive.lessons.latest(), archive.lessons.version()) == (None, 0)
    for number in range(1, 33):
        lesson = Lesson(0, make.hours(number), number, 0, 0.5, "{}", "{}")
        assert archive.lessons.put(lesson) == number
    assert archive.lessons.latest() == replace(lesson, version=32)
    assert archive.lessons.version() == 32
    kept = archive._database.value("SELECT group_concat(id) FROM lessons")
    assert kept == ",".join(map(str, range(3, 33)))


def test_what_was_missed_comes_by_when_it_was_missed_first(archive, make):
    """The latest first: of one article, of one outlet, or of a period, its end excluded."""
    herald, courier = (make.outlet(archive, name) for name in ("herald", "courier"))
    addresses = [*make.addresses(archive, herald, 3), *make.addresses(archive, courier)]
    for hour, address in enumerate(addresses, 1):
        visit = archive.record(make.visit(address))
        archive.apply(visit, [BeginArticle(address.url, address.key, make.reading())])
        visit = archive.record(make.visit(address, None, hour, Outcome.MISSING))
        archive.apply(visit, [NoteAbsence(hour, "missing")] if hour != 2 else [])

    def told(**asked):
        return [one.id for one in missed(archive, **asked)]

    assert told() == [4, 3, 1]
    assert told(outlet_id=herald.id) == [3, 1]
    assert told(article_id=3) == [3]
    assert told(since=make.hours(3)) == [4, 3]
    assert told(until=make.hours(3)) == [1]
    assert told(outlet_id=herald.id, since=make.hours(2), until=make.hours(4)) == [3]
