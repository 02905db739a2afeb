"""Where an article is: redirects, second addresses, canonical URLs and candidates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.decide.absence import CANDIDATE_TRIES, Absence
from monitor.decide.context import Context, Twin
from monitor.decide.visit import decide
from spiders.urls import surt
from storage.digest import content_digest
from storage.intents import (
    AbsorbArticle,
    AddEvent,
    AddRevision,
    AdoptAddress,
    BeginArticle,
    CloseIncident,
    JoinArticle,
    LeaveArticle,
    NoteAbsence,
    Reschedule,
    SeeAgain,
    SetRole,
)
from storage.records import EventKind, Extraction, IncidentKind, Outcome, PageType, Role, Unread
from tests.decide.conftest import (
    HOME,
    NOW,
    OUTLET,
    PAGE,
    candidate,
    known,
    of,
    story,
    told_of,
    visit,
)

RENAMED = "https://courier.example/bridge-closed-for-repairs"
SHORTER = "https://courier.example/bridge-closed"
SECTION = "https://courier.example/news/"


def test_a_redirect_to_the_home_page_is_not_a_change_to_the_home_page() -> None:
    """It counts towards the article being gone."""
    away = visit(Outcome.REDIRECTED, status=302, location=HOME)
    intents = told_of(Context(away, OUTLET, own=known()), None)
    assert intents == (NoteAbsence(7, Absence.HOME.value),)


def test_a_redirect_to_a_login_page_is_a_wall() -> None:
    """The path says what kind of page it will be."""
    away = visit(Outcome.REDIRECTED, status=302, location="https://courier.example/login?next=x")
    intents = decide(Context(away, OUTLET, own=known()), None)
    assert NoteAbsence(7, Absence.LOGIN.value) in intents


@pytest.mark.parametrize("location", ["http://[gone", "mailto:desk@courier.example", "about:blank"])
def test_a_redirect_to_what_is_no_page_is_an_absence(location: str) -> None:
    """It was reported as a failure of the reader if the address could not be parsed."""
    away = visit(Outcome.REDIRECTED, status=302, location=location, reason="not to http")
    intents = decide(Context(away, OUTLET, own=known()), None)
    assert NoteAbsence(7, Absence.ELSEWHERE.value) in intents


def test_a_redirect_to_a_new_name_takes_the_history_along() -> None:
    """An article whose URL changed keeps its history."""
    away = visit(Outcome.REDIRECTED, status=301, location=RENAMED)
    (adopted,) = of(AdoptAddress, decide(Context(away, OUTLET, own=known()), None))
    assert adopted.url == RENAMED


def test_a_move_is_told_once() -> None:
    """The old address redirects at every visit; the timeline says so only the first time."""
    own = known(aliases=(RENAMED,))
    away = visit(Outcome.REDIRECTED, status=301, location=RENAMED)
    context = Context(away, OUTLET, own=own, named=own, target=Role.ARTICLE, target_shown=True)
    (event,) = of(AddEvent, told_of(context, None))
    assert told_of(replace(context, reported=frozenset({event.detail})), None) == ()


def test_a_link_that_always_led_to_the_article_is_no_move() -> None:
    """A feed may name its articles by short links, at which nothing was ever seen."""
    own = known(aliases=(RENAMED,))
    away = visit(Outcome.REDIRECTED, status=301, location=RENAMED)
    context = Context(away, OUTLET, own=own, named=own, target=Role.ARTICLE, target_shown=True)
    assert not of(AddEvent, told_of(replace(context, never_shown=True), None))


def at(url: str) -> Unread:
    """A capture at another address of the article."""
    made = visit()
    return replace(made, address=replace(made.address, url=url, key=surt(url)))


def test_a_redirect_is_believed_when_its_target_shows_the_article() -> None:
    """The move is reported with the page that proves it, not on the redirect alone."""
    own = known(aliases=(RENAMED,))
    away = visit(Outcome.REDIRECTED, status=301, location=RENAMED)
    assert not of(AddEvent, decide(Context(away, OUTLET, own=own), None))
    arrived = Context(at(RENAMED), OUTLET, own=own, named=own, on_trial=True)
    intents = decide(arrived, story(canonical_url=None))
    assert [event.kind for event in of(AddEvent, intents)] == [EventKind.MOVED_URL]


def test_a_redirect_to_a_section_page_is_no_move() -> None:
    """If a page of links is there, the address is given back and the article is missed."""
    own = known(aliases=(SECTION,))
    page = Extraction(page_type=PageType.INDEX)
    intents = decide(Context(at(SECTION), OUTLET, own=own, named=own, on_trial=True), page)
    intents = tuple(one for one in intents if not isinstance(one, CloseIncident))
    assert intents == (LeaveArticle(Role.NONE), NoteAbsence(7, Absence.ELSEWHERE.value))


@pytest.mark.parametrize("role", [Role.NONE, Role.SEED])
def test_a_redirect_to_what_holds_no_article_counts_towards_gone(role: Role) -> None:
    """A page known to be a section page is not fetched to see if the article moved there."""
    away = visit(Outcome.REDIRECTED, status=302, location=SECTION)
    intents = told_of(Context(away, OUTLET, own=known(), target=role), None)
    assert intents == (NoteAbsence(7, Absence.ELSEWHERE.value),)


@pytest.mark.parametrize("later", [1, -1])
def test_histories_that_ran_side_by_side_are_not_joined(later: int) -> None:
    """If the one began while the other still changed, a joined history would be out of order."""
    content = story("The bridge closed.", "It opens in June.", title="Bridge closes")
    own, other = known(), known(content, id=8, url=SHORTER)
    first = own.article.first_seen - timedelta(days=3)
    own = replace(own, article=replace(own.article, first_seen=first))
    seen = own.latest.first_seen + timedelta(hours=later)
    other = replace(other, article=replace(other.article, first_seen=seen))
    away = visit(Outcome.REDIRECTED, status=301, location=SHORTER)
    intents = decide(Context(away, OUTLET, own=own, named=other), None)
    assert bool(of(AbsorbArticle, intents)) is (later > 0)
    assert [event.kind for event in of(AddEvent, intents)] == [EventKind.MOVED_URL]
    assert bool(of(NoteAbsence, intents)) is (later < 0)


def test_a_clock_that_was_ahead_keeps_no_history_apart() -> None:
    """A text dated in the future was seen before the move; the move was reported as *gone*."""
    content = story("The bridge closed.", "It opens in June.", title="Bridge closes")
    own, other = known(), known(content, id=8, url=SHORTER)
    own = replace(own, latest=replace(own.latest, first_seen=NOW + timedelta(days=5)))
    seen = own.article.first_seen + timedelta(hours=1)
    other = replace(other, article=replace(other.article, first_seen=seen))
    away = visit(Outcome.REDIRECTED, status=301, location=SHORTER)
    intents = decide(Context(away, OUTLET, own=own, named=other), None)
    assert of(AbsorbArticle, intents)
    assert not of(NoteAbsence, intents)


@pytest.mark.parametrize(
    ("away", "absence", "told"),
    [
        (visit(Outcome.REDIRECTED, status=302, location=SECTION), Absence.ELSEWHERE, SECTION),
        (visit(Outcome.MISSING, status=404), Absence.MISSING, None),
    ],
)
def test_what_is_gone_by_a_redirect_is_told_with_where_it_led(
    away: Unread, absence: Absence, told: str | None
) -> None:
    """Or nobody could check it; and what simply is not there led nowhere."""
    since = NOW - timedelta(days=8)
    own = known(absence=absence.value, absences=9, absent_since=since)
    own = replace(own, article=replace(own.article, first_seen=since, last_seen=since))
    intents = decide(Context(away, OUTLET, own=own, target=Role.NONE), None)
    (event,) = of(AddEvent, intents)
    assert event.kind is EventKind.GONE
    assert event.detail.endswith(f" at 10 visits since {since:%Y-%m-%d %H:%MZ}")
    assert event.detail.startswith(f"redirected to {told} at ") is (told is not None)


def test_a_redirect_to_another_article_counts_towards_gone() -> None:
    """An address that leads to an article with a history of its own has lost its article."""
    target = "https://courier.example/harvest-festival"
    own, other = known(), known(story(title="Harvest"), id=8, url=target)
    away = visit(Outcome.REDIRECTED, status=301, location=target)
    intents = told_of(Context(away, OUTLET, own=own, named=other), None)
    assert intents == (NoteAbsence(7, Absence.ELSEWHERE.value),)


def test_another_article_behind_a_redirect_is_not_a_revision() -> None:
    """The address was adopted because of the redirect; its text shows that this was wrong."""
    target = "https://courier.example/harvest-festival"
    own = known(aliases=(target,))
    arrived = visit()
    arrived = replace(arrived, address=replace(arrived.address, url=target, key=surt(target)))
    page = story("Grapes, music and dancing.", title="Harvest", canonical_url=None)
    intents = decide(Context(arrived, OUTLET, own=own, named=own), page)
    assert of(BeginArticle, intents)
    assert not of(AddRevision, intents)


def test_a_redirect_between_slashes_says_nothing() -> None:
    """It is the same page under the same key: its incidents were closed and then opened again."""
    away = visit(Outcome.REDIRECTED, status=301, location=PAGE + "/")
    assert decide(Context(away, OUTLET, own=known()), None) == ()


def test_a_twin_address_joins_the_article() -> None:
    """AMP, mobile and tracked addresses name the article's canonical URL."""
    intents = decide(Context(candidate(), OUTLET, named=known()), story())
    assert JoinArticle(7) in intents
    assert of(SeeAgain, intents)
    assert not of(BeginArticle, intents)


def test_one_text_at_a_second_address_without_a_canonical_url_is_one_article() -> None:
    """If the page names no URL, the same text at one outlet is the same article."""
    intents = decide(Context(candidate(), OUTLET, same_text=known()), story(canonical_url=None))
    assert JoinArticle(7) in intents


def test_one_text_under_two_names_is_two_articles() -> None:
    """Each page names itself as canonical."""
    other = "https://courier.example/bridge-closes-again"
    intents = decide(Context(candidate(), OUTLET, same_text=known()), story(canonical_url=other))
    assert of(BeginArticle, intents)


def test_an_address_given_to_another_article_begins_that_article() -> None:
    """The old article is not rewritten into the new one."""
    other = "https://courier.example/harvest-festival"
    page = story("Grapes, music and dancing.", title="Harvest", canonical_url=other)
    intents = decide(Context(visit(), OUTLET, own=known()), page)
    assert [begun.url for begun in of(BeginArticle, intents)] == [other]
    assert not of(AddRevision, intents)


def test_a_new_canonical_url_with_the_same_text_has_moved() -> None:
    """The slug was corrected; the article is the same."""
    other = "https://courier.example/bridge-closes-for-good"
    intents = decide(Context(visit(), OUTLET, own=known()), story(canonical_url=other))
    assert [event.kind for event in of(AddEvent, intents)] == [EventKind.MOVED_URL]
    assert not of(BeginArticle, intents)


def test_a_canonical_url_that_is_the_home_page_is_not_believed() -> None:
    """A template that names the home page on every page must not join all articles."""
    (begun,) = of(BeginArticle, decide(Context(candidate(), OUTLET), story(canonical_url=HOME)))
    assert begun.url == PAGE


def test_a_headline_without_a_text_yet_is_waited_for() -> None:
    """Breaking news begins as a stub: a page with a date is fetched again."""
    stub = Extraction(title="Bridge closes", published="2026-03-01T12:00:00Z")
    assert not of(SetRole, decide(Context(candidate(), OUTLET), stub))
    for other in (replace(stub, published=None), replace(stub, page_type=PageType.INDEX)):
        assert of(SetRole, decide(Context(candidate(), OUTLET), other)) == [SetRole(Role.NONE)]


def test_walls_never_end_the_search_for_a_candidate() -> None:
    """A blocked afternoon must not lose the articles of that afternoon."""
    walled = candidate(outcome=Outcome.BLOCKED)
    walled = replace(walled, address=replace(walled.address, failures=99))
    assert not of(SetRole, decide(Context(walled, OUTLET), None))


def test_a_canonical_url_that_names_one_article_on_every_page_joins_nothing() -> None:
    """The template's mistake must not make one article of two."""
    page = story("Grapes, music and dancing.", title="Harvest", canonical_url=PAGE)
    arrived = candidate()
    url = "https://courier.example/harvest"
    arrived = replace(arrived, address=replace(arrived.address, url=url, key=surt(url)))
    intents = decide(Context(arrived, OUTLET, named=known()), page)
    assert [begun.url for begun in of(BeginArticle, intents)] == [url]


def test_a_redirect_to_another_host_counts_towards_gone() -> None:
    """Readers are sent away: the article is not there, nor is what was wrong with its page.

    We may be sent away for a check, so no bot check is taken to be over.
    """
    away = visit(
        Outcome.REDIRECTED,
        status=301,
        location="https://other.example/",
        reason="to another host",
    )
    intents = decide(Context(away, OUTLET, own=known()), None)
    over = of(CloseIncident, intents)
    assert [one for one in intents if one not in over] == [NoteAbsence(7, Absence.ELSEWHERE.value)]
    assert {one.kind for one in over}.isdisjoint({IncidentKind.BOT_CHECK, IncidentKind.UNREACHABLE})


def test_a_page_of_links_is_remembered_as_no_article() -> None:
    """A candidate that is an index is not fetched again on its own."""
    page = Extraction(page_type=PageType.INDEX)
    assert of(SetRole, decide(Context(candidate(), OUTLET), page)) == [SetRole(Role.NONE)]


def test_a_candidate_that_keeps_failing_is_given_up_only_after_several_tries() -> None:
    """At the first 404 the outlet may have announced the address too early."""
    first = candidate(outcome=Outcome.MISSING)
    assert told_of(Context(first, OUTLET), None) == ()
    tired = replace(first, address=replace(first.address, failures=CANDIDATE_TRIES))
    assert told_of(Context(tired, OUTLET), None) == (SetRole(Role.NONE),)


def test_a_page_that_is_called_as_another_article_is_told_of_for_itself() -> None:
    """A revert was missed: it was taken for a trait of the other article's second page."""
    other = known(story("Grapes and dancing.", title="Harvest"), id=8, url=f"{HOME}harvest")
    before = story("It opens in June.", "Nobody was hurt.", canonical_url=other.article.url)
    now = story("It opens in May.", "Nobody was hurt.", canonical_url=other.article.url)
    own = replace(known(before), earlier=(content_digest(now), content_digest(before)))
    twin = Twin(before, own_answers=True)
    intents = decide(Context(visit(), OUTLET, own=own, named=other, twin=twin), now)
    (revision,) = of(AddRevision, intents)
    assert "revert" in revision.assessment.signals
    assert not of(AddEvent, intents)


@pytest.mark.parametrize("moves", [True, False])
def test_another_query_at_each_redirect_is_no_move(*, moves: bool) -> None:
    """A session number: the page names itself as before, yet each was reported as a move."""
    target = f"{HOME}2026/bridge-closes" if moves else f"{PAGE}?session=7"
    twin = Twin(None, own_answers=False)
    arrived = Context(at(target), OUTLET, own=known(), named=known(), on_trial=True, twin=twin)
    arrived = replace(arrived, named=arrived.own)
    intents = decide(arrived, story())
    assert bool(of(AddEvent, intents)) is moves
    assert of(Reschedule, intents) == ([] if moves else [Reschedule(None)])
    assert of(SeeAgain, intents)
