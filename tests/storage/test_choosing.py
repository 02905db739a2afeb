"""What is due of one outlet is given out by rank, a few at a time, however much is due."""

from __future__ import annotations

from itertools import islice

import pytest

from storage.agenda.frontier import RANKED, TAKEN

COUNT = 3 * RANKED


@pytest.fixture
def busy(archive, make):
    """Three pages of articles that are due, one a minute; calls of the ranking are recorded."""
    outlet = make.outlet(archive)
    for number, address in enumerate(make.addresses(archive, outlet, COUNT)):
        archive.reschedule(address.id, make.hours(number / 60))
    asked = []

    def rank(dues, now):  # noqa: ARG001 — the form of a ranking
        asked.append(len(dues))
        return sorted(dues, key=lambda due: -due.address.id)

    archive.rank_by(rank)
    return outlet, asked


def test_the_best_of_a_page_goes_first_and_everything_comes_once(archive, make, busy):
    """The best of a page goes first; each comes once, though none is fetched meanwhile."""
    outlet, asked = busy
    ids = [due.address.id for due in archive.due(make.hours(99), [outlet.id])]
    assert sorted(ids) == list(range(1, COUNT + 1))
    assert ids[:TAKEN] == list(range(RANKED, RANKED - TAKEN, -1))
    assert max(asked) <= RANKED


def test_what_was_fetched_meanwhile_makes_room(archive, make, busy):
    """What is no longer due leaves its place in the page to the next that is overdue."""
    outlet, _ = busy
    walk = archive.due(make.hours(99), [outlet.id])
    for due in islice(walk, TAKEN):
        archive.reschedule(due.address.id, make.hours(200))
    assert next(walk).address.id == RANKED + TAKEN


def test_several_outlets_and_everything_go_by_time(archive, make, busy):
    """Lists over all outlets, and of what is not due as well, are in the order of their times."""
    outlet, asked = busy
    make.outlet(archive, "courier")
    both = [due.address.id for due in archive.due(make.hours(99))]
    everything = [
        due.address.id for due in archive.due(make.hours(0), [outlet.id], everything=True)
    ]
    assert both == everything == list(range(1, COUNT + 1))
    assert asked == []


@pytest.mark.parametrize(
    ("which", "index"), [("due", "addresses_due"), ("again", "addresses_again")]
)
def test_choosing_reads_an_index_and_sorts_nothing(archive, make, busy, which, index):
    """The query follows the index on due times and stops after a page, however many are due.

    New ones that are due have an index of their own: for a page of them, a hundred thousand that
    had never been fetched were walked over (270 ms).
    """
    outlet, _ = busy
    said = []
    archive._database.connection.set_trace_callback(said.append)
    if which == "due":
        next(archive.due(make.hours(99), [outlet.id]))
    else:
        next(archive.due_again(make.hours(99), outlet.id), None)
    archive._database.connection.set_trace_callback(None)
    [query] = [sql for sql in said if "LIMIT" in sql and "next_due" in sql]
    plan = [row["detail"] for row in archive._database.rows(f"EXPLAIN QUERY PLAN {query}")]
    assert any(index in step for step in plan)
    assert not any("TEMP B-TREE" in step or "SCAN" in step for step in plan)
