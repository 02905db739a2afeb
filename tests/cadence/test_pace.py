"""When an address is looked at again, by examples and by properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cadence import next_look
from monitor.cadence.choice import ranked
from monitor.cadence.hazard import AGES, HOURS, STATES, Hazard
from monitor.cadence.pace import ABSENT, history
from monitor.cadence.plan import CLOSING, HASTE, THRESHOLD, Cadence, default, worthwhile
from spiders.extract.reader import read
from storage.agenda.pins import Pin
from storage.records import Address, Due, Outcome, Role, SeedKind
from tests.growth import costs_less

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def due_of(role: Role = Role.ARTICLE, failures: int = 0, **history) -> Due:
    address = Address(1, 1, "https://a.example/1", "(example,a)/1", role, failures=failures)
    return Due(address, "a", **history)


def gap(due: Due, outcome: Outcome = Outcome.UNMODIFIED, now: datetime = NOW) -> timedelta:
    at = next_look(due, outcome, now)
    assert at is not None
    return at - now


times = st.timedeltas(-40 * 365 * DAY, 40 * 365 * DAY).map(lambda gap: NOW + gap)
histories = st.builds(
    Due,
    address=st.builds(
        Address,
        st.just(1),
        st.just(1),
        st.just("https://a.example/1"),
        st.just("(example,a)/1"),
        st.sampled_from([Role.ARTICLE, Role.CANDIDATE, Role.SEED, Role.ROBOTS]),
        failures=st.integers(0, 10_000),
    ),
    outlet=st.just("a"),
    seed_kind=st.none() | st.sampled_from(SeedKind),
    first_seen=st.none() | times,
    published=st.none() | times,
    last_changed=st.none() | times,
    revisions=st.integers(0, 10_000),
    last_visit=st.none() | times,
)


@given(histories, st.sampled_from(Outcome), times)
def test_always_later_and_never_forgotten(due, outcome, now):
    """Whatever the history and the clock say, a page is due in a minute to 90 days."""
    assert MINUTE <= gap(due, outcome, now) <= 90 * DAY


@pytest.mark.parametrize("kind", SeedKind)
def test_a_refused_seed_has_robots_txt_asked_each_hour(kind):
    """Where all of a host was forbidden, nobody asked for its robots.txt for a day."""
    seed = replace(due_of(Role.SEED), seed_kind=kind)
    assert gap(seed, Outcome.REFUSED) == HOUR
    assert {gap(one, Outcome.REFUSED) for one in (due_of(), due_of(Role.SEED))} == {DAY}


def test_an_unchanged_article_is_looked_at_less_and_less():
    """The gap grows with age, and a day and an hour are more than an hour (timedelta.seconds)."""
    ages = [HOUR, 6 * HOUR, DAY + HOUR, 7 * DAY + HOUR, 60 * DAY, 4000 * DAY]
    gaps = [gap(due_of(first_seen=NOW - age)) for age in ages]
    assert gaps == sorted(gaps)
    assert gaps[0] < HOUR < gaps[2]
    assert gaps[-1] == 90 * DAY


@given(st.timedeltas(timedelta(), 4000 * DAY), st.floats(1, 20))
def test_a_higher_threshold_is_never_looked_at_sooner(age, times):
    """If more edits must be expected, the page is due later, whatever its age."""
    looked = history(due_of(first_seen=NOW - age), NOW, default())
    hazard = default().hazard
    low, high = (Cadence(hazard, 0.05 * scale).next_due(looked)[0] for scale in (1, times))
    assert looked.looked[0] < low <= high


def bursts(after: float) -> Cadence:
    """An edit in a thousand hours, and so many times that rate after the first one."""
    table = np.full((len(AGES), STATES), 0.001 * after)
    table[:, 0] = 0.001
    return Cadence(Hazard(table, np.ones(HOURS)), THRESHOLD, closing=False)


def test_due_when_the_expected_edits_reach_the_threshold():
    """If edits bring no others, exactly that many are expected between two looks."""
    cadence = bursts(1)
    looked = history(due_of(first_seen=NOW - 5 * HOUR), NOW, cadence)
    at = cadence.next_due(looked)
    assert cadence.expected(looked, at)[0] == pytest.approx(THRESHOLD, rel=1e-6)


def test_due_sooner_where_an_edit_brings_others():
    """One would be lost under the next; sixteen times the rate halves the gap."""
    calm, bursting = (
        cadence.next_due(history(due_of(first_seen=NOW - 5 * HOUR), NOW, cadence))[0]
        for cadence in (bursts(1), bursts(16))
    )
    now = NOW.timestamp()
    assert (bursting - now) / (calm - now) == pytest.approx(16**-HASTE)


def test_an_article_has_a_closing_look_at_the_end_of_its_month():
    """If it is looked at whenever it is due, the last look of the first month ends the month."""
    age, ages = HOUR, []
    while age < 40 * DAY:
        age += gap(due_of(first_seen=NOW - age))
        ages.append(age)
    month = [age for age in ages if age <= 30 * DAY]
    assert abs(month[-1] - timedelta(seconds=CLOSING)) < MINUTE
    assert ages[-1] - month[-1] > 10 * DAY


@given(st.floats(0.001, 20), st.floats(0.005, 1))
def test_one_look_more_or_less_would_not_pay(edits, threshold):
    """The number of looks is optimal at the price that the threshold stands for."""
    price = 1 - np.exp(-threshold) * (1 + threshold)
    looks = worthwhile(np.array([edits]), np.array([threshold]))[0]

    def worth(number):
        return (number * -np.expm1(-edits / number) if number else 0) - price * number

    assert worth(looks) >= max(worth(looks + 1), worth(max(looks - 1, 0))) - 1e-12


def test_a_pin_sets_the_pace_until_it_ends():
    """Pinned for an hour: every minute, then as usual; faults still back off."""
    pinned = replace(due_of(first_seen=NOW - 5 * DAY), pin=Pin(MINUTE, until=NOW + HOUR))
    assert gap(pinned) == MINUTE
    assert gap(pinned, now=NOW + HOUR) > HOUR
    assert gap(pinned, Outcome.FAILED) == 5 * MINUTE
    assert gap(replace(pinned, pin=Pin(90 * DAY))) == 90 * DAY


def test_what_somebody_asks_for_goes_first_and_then_what_presses_most():
    """What is new, pinned or hinted at since its look keeps its order; then the busiest."""
    looked = {"first_seen": NOW - 5 * DAY, "last_visit": NOW - DAY}
    old = due_of(first_seen=NOW - 300 * DAY, last_visit=NOW - DAY)
    busy = due_of(**looked, last_changed=NOW - DAY, revisions=4)
    told = replace(old, hinted_at=NOW - HOUR)
    heard = replace(old, hinted_at=NOW - DAY)  # it has been looked at since
    pinned = replace(old, pin=Pin(MINUTE, until=NOW))
    free = replace(old, pin=Pin(MINUTE, until=NOW - HOUR))
    new = due_of(first_seen=NOW - HOUR)
    dues = [old, told, heard, busy, pinned, free, new]
    assert ranked(dues, NOW, default()) == [told, pinned, new, busy, old, heard, free]
    assert ranked([old], NOW, default()) == [old]


def test_an_old_article_that_was_edited_is_looked_at_again_soon():
    """After a day, then after as long as it has been quiet; without edits, after months."""
    month = 30 * DAY
    old = due_of(first_seen=NOW - 9 * month, published=NOW - 9 * month, revisions=2)
    assert gap(replace(old, last_changed=NOW)) == DAY
    assert gap(replace(old, last_changed=NOW - 4 * DAY)) == 4 * DAY
    assert gap(replace(old, last_changed=NOW - 8 * month)) == 90 * DAY
    assert gap(replace(old, revisions=1)) == 90 * DAY


def test_a_due_time_costs_little():
    """It is computed in the transaction of every visit: it takes no longer than to read a page."""
    due = due_of(first_seen=NOW - DAY)
    page = b"<article><h1>Bridge closes</h1>" + b"<p>Nobody was hurt, said the mayor.</p>" * 9
    assert costs_less(
        lambda: next_look(due, Outcome.UNMODIFIED, NOW),
        lambda: read(page, url="https://courier.example/bridge"),
    )


@given(st.integers(0, 50))
def test_failures_back_off(failures):
    """One more failure in a row never shortens the wait, which is a day at most."""
    fewer, more = due_of(failures=failures), due_of(failures=failures + 1)
    assert gap(fewer, Outcome.FAILED) <= gap(more, Outcome.FAILED) <= DAY


def test_an_absence_is_looked_at_three_times_within_a_day_and_a_bit():
    """Gone needs three sights over a day: the waits alone give them, and never end."""
    at, seen = NOW, []
    for failures in range(9):
        seen.append(at - NOW)
        at += gap(due_of(failures=failures, first_seen=NOW - 400 * DAY), Outcome.MISSING, at)
    assert seen[:4] == [timedelta(), 10 * MINUTE, 70 * MINUTE, 430 * MINUTE]
    assert seen[4] < 2 * DAY
    assert at - NOW - seen[-1] == ABSENT[-1]


def test_an_old_article_that_redirects_is_looked_at_again_within_days():
    """If it was last looked at months ago, its redirect is still confirmed within days."""
    at, last, looks = NOW, NOW - 90 * DAY, []
    for _ in range(3):
        due = due_of(first_seen=NOW - 400 * DAY, last_visit=last)
        last, at = at, at + gap(due, Outcome.REDIRECTED, at)
        looks.append(at - NOW)
    assert looks == [DAY, 4 * DAY, 11 * DAY]


def test_a_change_makes_an_old_article_due_sooner():
    """If edited an hour ago, it is due sooner than one of its age that never was."""
    old = due_of(first_seen=NOW - 3 * DAY)
    edited = replace(old, last_changed=NOW - HOUR, revisions=2)
    assert gap(edited) < gap(old) / 2


@pytest.mark.parametrize("claimed", [NOW + DAY, datetime(1970, 1, 1, tzinfo=UTC), None])
def test_a_claim_that_cannot_be_is_not_believed(claimed):
    """A publication time in the future or at the epoch makes no article old or new."""
    due = due_of(first_seen=NOW - 2 * HOUR, published=claimed)
    assert gap(due) == gap(due_of(first_seen=NOW - 2 * HOUR))


def test_a_clock_set_back_stops_nothing():
    """After an hour back the next look is after the new time, and soon."""
    due = due_of(first_seen=NOW, last_visit=NOW, last_changed=NOW)
    assert timedelta() < gap(due, now=NOW - HOUR) <= HOUR


def test_only_what_is_no_article_is_let_go():
    """None is for an address that was read and is no article."""
    assert next_look(due_of(Role.NONE), Outcome.CAPTURED, NOW) is None
    assert next_look(due_of(Role.CANDIDATE), Outcome.FAILED, NOW) == NOW + 5 * MINUTE


def test_seeds_have_their_own_pace():
    """A feed is fetched every few minutes whatever its age, a sitemap some times a day."""
    history = {"first_seen": NOW - 400 * DAY}
    feed = due_of(Role.SEED, seed_kind=SeedKind.FEED, **history)
    sitemap = due_of(Role.SEED, seed_kind=SeedKind.SITEMAP, **history)
    assert gap(feed, Outcome.CAPTURED) <= 15 * MINUTE < HOUR < gap(sitemap, Outcome.CAPTURED)
    assert gap(sitemap, Outcome.FAILED) >= gap(sitemap, Outcome.CAPTURED)
