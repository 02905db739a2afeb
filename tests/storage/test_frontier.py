"""The frontier: every address is known once, and due at its time."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from storage.database import paging
from storage.errors import NotStored
from storage.intents import AddRevision, BeginArticle, ChangeState, JoinArticle, Reschedule
from storage.records import ArticleState, Assessment, Found, Outcome, Role, SeedKind


def test_discovering_twice_adds_once(archive, make):
    """A known key is left alone, whatever its URL looks like this time."""
    herald = make.outlet(archive)
    found = [Found("https://herald.example/a", "a"), Found("http://herald.example/a/", "a")]
    new = archive.discover(herald.id, found, make.start)
    assert [one.url for one in new] == ["https://herald.example/a"]
    assert archive.discover(herald.id, found, make.hours(5)) == []
    assert archive.address("a").next_due == make.start


@pytest.mark.parametrize("at_once", [500, 2])
def test_of_many_keys_each_is_asked_for(archive, make, monkeypatch, at_once):
    """A sitemap names a hundred thousand: they are looked up in parts, and no part is left out."""
    monkeypatch.setattr(paging, "_VALUES", at_once)
    addresses = make.addresses(archive, make.outlet(archive), 5)
    archive.record(make.visit(addresses[4]))
    archive.record(make.visit(addresses[0], None, 2, Outcome.MISSING))
    keys = ["new", *(one.key for one in addresses), "newer"]
    assert archive.seed_looks.new_addresses(iter(keys)) == {"new", "newer"}
    asked = archive.seed_looks.asked(iter(keys))
    assert set(asked) == {one.key for one in addresses}
    told = [(asked[one.key].at, asked[one.key].was_read) for one in addresses]
    assert told == [(make.hours(2), False), *[(None, False)] * 3, (make.start, True)]


def test_most_overdue_comes_first_over_all_outlets(archive, make):
    """The order is by due time across outlets, and has only what is due by now."""
    addresses = []
    for name in ("herald", "tribune"):
        addresses += make.addresses(archive, make.outlet(archive, name), 3)
    for hours, address in zip([5, 1, 9, 2, 4, 3], addresses, strict=True):
        archive.reschedule(address.id, make.hours(hours))
    due = [one.address.next_due for one in archive.due(make.hours(4))]
    assert due == [make.hours(hours) for hours in (1, 2, 3, 4)]
    assert archive.agenda.next_due() == make.hours(1)


def test_seeds_and_robots_are_not_among_the_due(archive, make):
    """Seeds are fetched by their list; robots.txt when it is needed."""
    herald = make.outlet(archive)
    seed = archive.add_seed(herald.id, "https://herald.example/f", "f", SeedKind.FEED, make.start)
    robots = archive.robots_address(herald.id, "https://herald.example/robots.txt", "r")
    assert archive.robots_address(herald.id, "https://herald.example/robots.txt", "r") == robots
    assert robots.role is Role.ROBOTS
    assert list(archive.due(make.hours(1), everything=True)) == []
    assert archive.due_of(seed.address_id).seed_kind is SeedKind.FEED
    assert archive.agenda.next_due() == make.start


def test_the_seeds_of_one_outlet_or_of_all(archive, make):
    """For one outlet only its own; for all, in the order in which they were added."""
    outlets = [make.outlet(archive, name) for name in ("herald", "tribune")]
    for key, outlet in zip("abc", (outlets[1], outlets[0], outlets[1]), strict=True):
        url = f"https://news.example/{key}"
        archive.add_seed(outlet.id, url, key, SeedKind.FEED, make.start)
    assert [one.url[-1] for one in archive.seeds()] == ["a", "b", "c"]
    assert [[one.url[-1] for one in archive.seeds(outlet.id)] for outlet in outlets] == [
        ["b"],
        ["a", "c"],
    ]


def test_only_the_outlets_asked_for(archive, make):
    """A crawl of one outlet gets nothing of another."""
    herald, tribune = make.outlet(archive, "herald"), make.outlet(archive, "tribune")
    make.addresses(archive, herald, 2)
    make.addresses(archive, tribune, 2)
    assert {one.outlet for one in archive.due(make.hours(1), [tribune.id])} == {"tribune"}
    assert list(archive.due(make.hours(1), [])) == []


def test_everything_leaves_out_the_gone_and_the_second_addresses(archive, make):
    """``everything`` gives each live article once, due or not."""
    herald = make.outlet(archive)
    main, alias, gone, later = make.addresses(archive, herald, 4)
    visits = archive.record_all(make.visit(one, b"x", 0) for one in (main, alias, gone, later))
    archive.apply(visits[0], [BeginArticle(main.url, main.key, make.reading())])
    archive.apply(visits[1], [JoinArticle(1), Reschedule(None)])
    begin = BeginArticle(gone.url, gone.key, make.reading("Another one."))
    archive.apply(visits[2], [begin, ChangeState(2, ArticleState.GONE)])
    archive.apply(visits[3], [Reschedule(make.hours(1_000))])
    live = [one.address.id for one in archive.due(make.start, everything=True)]
    assert sorted(live) == [main.id, later.id]


def test_due_tells_the_history(archive, make):
    """The cadence gets the first sight, the changes, the publication and the last visit."""
    address = make.addresses(archive, make.outlet(archive))[0]
    assert archive.due_of(address.id).revisions == 0
    visits = archive.record_all(make.visit(address, b"body %d" % at, at) for at in (1, 2))
    reading = make.reading(published="2026-03-01T10:00:00+04:00")
    archive.apply(visits[0], [BeginArticle(address.url, address.key, reading)])
    assert archive.due_of(address.id).last_changed is None
    changed = make.reading("Another text.", published="2026-03-01T10:00:00+04:00")
    archive.apply(visits[1], [AddRevision(1, changed, Assessment())])
    due = archive.due_of(address.id)
    assert (due.outlet, due.revisions, due.first_seen) == ("herald", 2, make.hours(1))
    assert (due.last_changed, due.last_visit) == (make.hours(2), make.hours(2))
    assert due.published == datetime(2026, 3, 1, 6, tzinfo=UTC)


def test_visits_may_be_recorded_while_due_is_walked(archive, make):
    """A walk of more than a page gives each address once, though visits move them."""
    herald = make.outlet(archive)
    make.addresses(archive, herald, 1_200)
    seen = []
    with archive.transaction():
        for due in archive.due(make.start):
            seen.append(due.address.id)
            archive.record(make.visit(due.address, None, 0))
    assert len(seen) == len(set(seen)) == 1_200


def test_unknown_address_is_not_stored(archive):
    """Looking up an address that is not stored raises an error that says so."""
    assert archive.address("nothing") is None
    with pytest.raises(NotStored):
        archive.due_of(1)


def test_first_due_of_a_large_frontier_comes_at_once(archive, make):
    """The most overdue of 50,000 addresses is found by index, not by walking all of them."""
    herald = make.outlet(archive)
    archive._database.change(
        "INSERT INTO addresses (outlet_id, url, key, role, next_due)"
        " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
        " SELECT ?, 'https://herald.example/' || i, 'k' || i, 'article',"
        " strftime('%Y-%m-%dT%H:%M:%S.000000Z', '2026-01-01', (i * 7919 % 50000) || ' seconds')"
        " FROM n",
        (herald.id,),
    )
    hundreds = itertools.count()
    connection = archive._database.connection
    connection.set_progress_handler(lambda: next(hundreds) < 0, 100)
    first = next(iter(archive.due(make.start)))
    connection.set_progress_handler(None, 0)
    assert next(hundreds) < 100  # SQLite's steps: each row that is examined takes several
    assert first.address.next_due == datetime(2026, 1, 1, tzinfo=UTC)
