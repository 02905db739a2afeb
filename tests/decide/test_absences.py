"""A page without its article: what stands in the way, what is gone, and what comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.decide.absence import (
    AGAIN,
    AGAIN_MOST,
    CONFIRMATION_SPAN,
    OURS,
    PRIVATE,
    ROBOTS_UNREACHABLE,
    Absence,
)
from monitor.decide.context import Context
from monitor.decide.recovery import over
from monitor.decide.visit import decide
from spiders.crawl.manners.robots import UNREACHABLE
from storage.intents import (
    AddEvent,
    AddRevision,
    ChangeState,
    CloseIncident,
    Intent,
    NoteAbsence,
    NotePresence,
    OpenIncident,
    Reschedule,
    SeeAgain,
    SetRole,
)
from storage.records import (
    Access,
    Article,
    ArticleState,
    EventKind,
    Extraction,
    IncidentKind,
    Obstacle,
    Outcome,
    PageType,
    Role,
)
from tests.decide.conftest import NOW, OUTLET, PAGE, known, of, story, told_of, visit

WORDS = ("barley", "wheat", "maize", "hay", "oats", "rye")


def test_a_304_after_a_refusal_shows_the_article_again() -> None:
    """A 403 sent no page; the 304 is about the article that was there before."""
    own = known(absence=Absence.BOT_CHECK.value, absences=1, absent_since=NOW - timedelta(hours=1))
    intents = decide(Context(visit(Outcome.UNMODIFIED), OUTLET, own=own, shown=70), None)
    assert SeeAgain(7) in intents
    assert NotePresence(7) in intents


def test_a_304_ends_the_incidents_of_the_page_that_it_shows_again() -> None:
    """It was unreachable or behind a check: the host says that everything is as it was."""
    intents = decide(Context(visit(Outcome.UNMODIFIED), OUTLET, own=known(), shown=70), None)
    closed = {(one.kind, one.subject) for one in of(CloseIncident, intents)}
    assert {
        (IncidentKind.UNREACHABLE, "courier.example"),
        (IncidentKind.UNREACHABLE, PAGE),
        (IncidentKind.BOT_CHECK, PAGE),
        (IncidentKind.ARTICLE_LOST, PAGE),
        (IncidentKind.LOGIN_PAGE, PAGE),
    } <= closed


def test_a_304_after_a_login_page_is_the_login_page_again() -> None:
    """The server's answer is about the last page, and that page had no article."""
    own = known(absence=Absence.LOGIN.value, absences=1, absent_since=NOW - timedelta(hours=1))
    intents = decide(Context(visit(Outcome.UNMODIFIED), OUTLET, own=own), None)
    assert NoteAbsence(7, Absence.LOGIN.value) in intents
    assert not of(SeeAgain, intents)


@pytest.mark.parametrize(
    ("status", "reason", "absence", "kind"),
    [
        (403, "bot check", Absence.BOT_CHECK, IncidentKind.BOT_CHECK),
        (429, "too many requests", Absence.TURNED_AWAY, IncidentKind.UNREACHABLE),
        (403, "forbidden", Absence.TURNED_AWAY, IncidentKind.UNREACHABLE),
    ],
)
def test_a_status_alone_is_no_bot_check(
    status: int, reason: str, absence: Absence, kind: IncidentKind
) -> None:
    """A server that turns us away need not suspect a bot; what it answered is reported."""
    asked = visit(Outcome.BLOCKED, status=status, reason=reason)
    intents = decide(Context(asked, OUTLET, own=known()), None)
    assert set(intents) == {
        OpenIncident(kind, asked.address.url, reason),
        NoteAbsence(7, absence.value),
    }


def test_a_server_that_is_down_for_two_weeks_blocks_nobody() -> None:
    """A 503 is an incident but no absence, and it does not end the count of one."""
    own = known(absence=Absence.MISSING.value, absences=9, absent_since=NOW - timedelta(days=14))
    down = visit(Outcome.BLOCKED, status=503, reason="unavailable")
    intents = decide(Context(down, OUTLET, own), None)
    assert intents == (OpenIncident(IncidentKind.UNREACHABLE, down.address.url, "unavailable"),)


def test_one_404_is_not_a_deletion() -> None:
    """It is counted, and nothing is claimed."""
    intents = told_of(Context(visit(Outcome.MISSING, status=404), OUTLET, own=known()), None)
    assert intents == (NoteAbsence(7, Absence.MISSING.value),)


def test_a_retired_twin_says_nothing_of_an_article_that_answers() -> None:
    """An AMP page that was switched off is no deletion."""
    twin = Context(visit(Outcome.MISSING, status=404), OUTLET, own=known(), answers_elsewhere=True)
    assert told_of(twin, None) == ()


def test_many_404s_within_an_hour_are_not_a_deletion() -> None:
    """An outage of an hour is not an absence over days."""
    own = known(absence=Absence.MISSING.value, absences=9, absent_since=NOW - timedelta(hours=1))
    intents = decide(Context(visit(Outcome.MISSING, status=404), OUTLET, own=own), None)
    assert not of(ChangeState, intents)


@pytest.mark.parametrize(
    ("before", "hours", "gone"), [(1, 48, False), (2, 23, False), (2, 24, True), (9, 23, False)]
)
def test_gone_is_three_looks_over_a_day(before: int, hours: int, *, gone: bool) -> None:
    """The promise in figures: two looks days apart may both hit an outage."""
    since, seen = NOW - timedelta(hours=hours), NOW - timedelta(days=7)
    own = known(absence=Absence.MISSING.value, absences=before, absent_since=since)
    own = replace(own, article=replace(own.article, first_seen=seen, last_seen=seen))
    intents = decide(Context(visit(Outcome.MISSING, status=404), OUTLET, own=own), None)
    assert bool(of(ChangeState, intents)) is gone


@pytest.mark.parametrize(
    ("theirs", "gone", "again"),
    [(None, True, None), (23.5, True, None), (22, False, 2), (0, False, 24)],
    ids=["does not tell", "nearly a day", "too short", "minutes"],
)
def test_a_day_by_our_clock_is_one_by_the_servers(
    theirs: float | None, *, gone: bool, again: int | None
) -> None:
    """Our clock may have been set meanwhile: wait for what is missing by the server's clock."""
    since = NOW - timedelta(hours=24)
    own = known(absence=Absence.MISSING.value, absences=4, absent_since=since)
    made = visit(Outcome.MISSING, status=404)
    made = replace(made, address=replace(made.address, next_due=NOW + timedelta(days=9)))
    lasted = None if theirs is None else timedelta(hours=theirs)
    intents = decide(Context(made, OUTLET, own, absent_for=lasted), None)
    assert bool(of(ChangeState, intents)) is gone
    later = [] if again is None else [Reschedule(NOW + timedelta(hours=again))]
    assert of(Reschedule, intents) == later


def test_a_last_sight_by_a_clock_that_was_ahead_keeps_nothing_from_being_gone() -> None:
    """It is dated after all the looks that missed the article, which spanned a day all the same."""
    since = NOW - timedelta(hours=24)
    own = known(
        absence=Absence.MISSING.value,
        absences=4,
        absent_since=since,
        first_seen=NOW - timedelta(days=9),
        last_seen=NOW + timedelta(days=2),
    )
    intents = decide(Context(visit(Outcome.MISSING, status=404), OUTLET, own=own), None)
    assert ChangeState(7, ArticleState.GONE) in intents


@pytest.mark.parametrize(
    ("all_missed", "state"), [(False, ArticleState.GONE), (True, ArticleState.BLOCKED)]
)
def test_one_article_withheld_by_law_is_gone_and_a_whole_outlet_is_kept_from_us(
    *, all_missed: bool, state: ArticleState
) -> None:
    """What a court had removed is gone for all; a whole outlet may still be there for others."""
    since = NOW - timedelta(days=8)
    own = known(
        absence=Absence.MISSING.value,
        absences=9,
        absent_since=since,
        first_seen=since,
        last_seen=since,
    )
    asked = Context(visit(Outcome.MISSING, status=451), OUTLET, own=own, all_missed=all_missed)
    intents = decide(asked, None)
    assert of(ChangeState, intents) == [ChangeState(7, state)]
    (event,) = of(AddEvent, intents)
    assert event.detail.startswith("withheld by law (status 451)")


@pytest.mark.parametrize(
    ("outcome", "status", "reason", "all_missed", "over"),
    [
        (Outcome.MISSING, 404, None, False, True),
        (Outcome.MISSING, 404, None, True, False),
        (Outcome.BLOCKED, 403, "bot check", False, False),
    ],
)
def test_a_host_is_well_again_where_one_article_is_gone_and_not_where_all_are(
    outcome: Outcome, status: int, reason: str | None, *, all_missed: bool, over: bool
) -> None:
    """Its incident was to end with an outlet that lost all its pages, and nobody would be told."""
    since = NOW - timedelta(days=8)
    absence = Absence.MISSING if outcome is Outcome.MISSING else Absence.BOT_CHECK
    own = known(absence=absence.value, absences=9, absent_since=since)
    own = replace(own, article=replace(own.article, first_seen=since, last_seen=since))
    seen = visit(outcome, status=status, reason=reason)
    intents = decide(Context(seen, OUTLET, own=own, all_missed=all_missed), None)
    assert of(ChangeState, intents)
    host = CloseIncident(IncidentKind.UNREACHABLE, "courier.example")
    assert (host in intents) is over


@pytest.mark.parametrize("intents", [[], [SetRole(Role.NONE)]])
def test_what_is_told_of_an_address_ends_when_it_is_let_out(intents: list[Intent]) -> None:
    """It is not asked again, so its incidents would stay for good; while it is asked, they stay."""
    kinds = {IncidentKind.UNREACHABLE, IncidentKind.ARTICLE_LOST}
    told = over(Context(visit(Outcome.MISSING, status=404), OUTLET), None, intents)
    ended = {(one.kind, one.subject) for one in of(CloseIncident, told)}
    wanted = {(kind, PAGE) for kind in kinds}
    assert wanted <= ended if intents else not ended


def test_looks_with_another_answer_are_not_counted() -> None:
    """Two days of redirects to the home page, then one 404: nothing is known of the 404 yet."""
    since, seen = NOW - timedelta(days=2), NOW - timedelta(days=7)
    own = known(absence=Absence.HOME.value, absences=9, absent_since=since)
    own = replace(own, article=replace(own.article, first_seen=seen, last_seen=seen))
    intents = decide(Context(visit(Outcome.MISSING, status=404), OUTLET, own=own), None)
    assert not of(ChangeState, intents)


def test_404s_over_a_day_are_gone_once() -> None:
    """Confirmed by several visits over time; reported when it is confirmed, and not again."""
    own = known(absence=Absence.MISSING.value, absences=2, absent_since=NOW - CONFIRMATION_SPAN)
    intents = told_of(Context(visit(Outcome.MISSING, status=404), OUTLET, own=own), None)
    assert ChangeState(7, ArticleState.GONE) in intents
    assert [event.kind for event in of(AddEvent, intents)] == [EventKind.GONE]
    gone = replace(own, article=replace(own.article, state=ArticleState.GONE, absences=3))
    again = told_of(Context(visit(Outcome.MISSING, status=404), OUTLET, own=gone), None)
    assert again == (NoteAbsence(7, Absence.MISSING.value),)


def test_an_article_that_comes_back_is_restored() -> None:
    """The state is taken back, the timeline gets an entry, and the count starts again."""
    own = known(state=ArticleState.GONE, absence=Absence.MISSING.value, absences=5)
    intents = decide(Context(visit(), OUTLET, own=own), story())
    assert NotePresence(7) in intents
    assert ChangeState(7, ArticleState.LIVE) in intents
    assert [event.kind for event in of(AddEvent, intents)] == [EventKind.RESTORED]
    assert not of(AddRevision, intents)


@pytest.mark.parametrize("state", [ArticleState.GONE, ArticleState.LIVE])
@pytest.mark.parametrize(("title", "another"), [("Harvest begins", True), ("Bridge closes", False)])
def test_another_text_where_one_was_gone_is_told_as_such(
    state: ArticleState, title: str, *, another: bool
) -> None:
    """The address may be another article's now. Nothing is restored if nothing was gone."""
    own = known(state=state, absence=Absence.MISSING.value, absences=5)
    page = story(*(f"The {word} came in on Friday." for word in WORDS), title=title)
    told = [event.detail for event in of(AddEvent, decide(Context(visit(), OUTLET, own=own), page))]
    restored = "was gone" + "; its address has another text under another headline now" * another
    assert told == ([restored] if state is ArticleState.GONE else [])


@pytest.mark.parametrize(
    ("obstacle", "absence", "incident"),
    [
        (Obstacle.LOGIN, Absence.LOGIN, IncidentKind.LOGIN_PAGE),
        (Obstacle.BOT_CHECK, Absence.BOT_CHECK, IncidentKind.BOT_CHECK),
        (Obstacle.ERROR, Absence.ERROR, IncidentKind.ARTICLE_LOST),
    ],
)
def test_a_page_in_the_way_is_no_revision(
    obstacle: Obstacle, absence: Absence, incident: IncidentKind
) -> None:
    """A login page or a bot check with status 200 is an absence and an incident."""
    page = Extraction(obstacle=obstacle, access=Access.BLOCKED)
    intents = decide(Context(visit(), OUTLET, own=known()), page)
    assert NoteAbsence(7, absence.value) in intents
    assert [intent.kind for intent in of(OpenIncident, intents)] == [incident]
    assert not of(AddRevision, intents)


def test_not_found_with_status_200_counts_as_missing() -> None:
    """A soft 404 is no incident of the outlet and no revision of the article."""
    page = Extraction(obstacle=Obstacle.NOT_FOUND)
    intents = told_of(Context(visit(), OUTLET, own=known()), page)
    assert intents == (NoteAbsence(7, Absence.SOFT_MISSING.value),)


def test_a_page_without_its_article_is_an_incident_and_never_an_empty_revision() -> None:
    """The template changed: somebody must look at it, and nothing is claimed."""
    intents = decide(Context(visit(), OUTLET, own=known()), Extraction(page_type=PageType.ARTICLE))
    assert [intent.kind for intent in of(OpenIncident, intents)] == [IncidentKind.ARTICLE_LOST]
    assert not of(AddRevision, intents)


def test_a_rule_that_matches_nothing_is_an_incident_and_no_revision() -> None:
    """What the generic reader reads is not compared with what the rule read."""
    page = story("Something else.", rules="courier@1", remarks=("rule select matched nothing",))
    intents = decide(Context(visit(), OUTLET, own=known()), page)
    assert [intent.kind for intent in of(OpenIncident, intents)] == [IncidentKind.RULE_FAILED]
    assert not of(AddRevision, intents)


def test_an_incident_closes_when_the_page_reads_again() -> None:
    """Nobody has to close it, whether it was about the page, its host or the rules."""
    intents = decide(Context(visit(), OUTLET, own=known()), story())
    closed = {(one.kind, one.subject) for one in intents if isinstance(one, CloseIncident)}
    assert closed >= {
        (IncidentKind.ARTICLE_LOST, PAGE),
        (IncidentKind.BOT_CHECK, PAGE),
        (IncidentKind.LOGIN_PAGE, PAGE),
        (IncidentKind.READER_FAILED, PAGE),
        (IncidentKind.UNREACHABLE, PAGE),
        (IncidentKind.UNREACHABLE, "courier.example"),
        (IncidentKind.RULE_FAILED, "courier"),
    }


def test_only_who_refuses_has_refused() -> None:
    """A robots.txt that fails with 500 for days forbids nothing: the server is broken."""
    assert NoteAbsence(7, Absence.REFUSED.value) in told_by("robots")
    assert NoteAbsence(7, Absence.REFUSED.value) in told_by("rules")
    assert UNREACHABLE.reason == ROBOTS_UNREACHABLE
    assert told_by(UNREACHABLE.reason) == ()
    assert [type(one) for one in told_by(PRIVATE)] == [OpenIncident]


@pytest.mark.parametrize("reason", sorted(OURS))
def test_a_page_of_another_type_is_refused_by_nobody(reason: str) -> None:
    """An article served under a wrong type for days was reported as refused by robots.txt."""
    away = visit(Outcome.REFUSED, reason=reason)
    (told,) = decide(Context(away, OUTLET, own=known()), None)
    assert isinstance(told, OpenIncident)
    assert (told.kind, told.detail) == (IncidentKind.UNREACHABLE, reason)
    assert decide(Context(away, OUTLET), None) == ()  # a picture that a feed names


def told_by(reason: str) -> tuple[Intent, ...]:
    """What is decided on a visit that was refused for this reason."""
    away = visit(Outcome.REFUSED, status=None, reason=reason)
    return decide(Context(away, OUTLET, own=known()), None)


def test_a_teaser_where_the_whole_stood_is_a_paywall_and_no_deletion() -> None:
    """Three paragraphs that are now behind a wall were not edited away."""
    teaser = story("The old bridge over the Arda closed.", access=Access.TEASER)
    intents = decide(Context(visit(), OUTLET, own=known()), teaser)
    assert NoteAbsence(7, Absence.TEASER.value) in intents
    assert not of(AddRevision, intents)


def test_a_lead_too_short_for_an_article_is_a_paywall_where_the_page_says_so() -> None:
    """One paragraph above a wall, under another headline than before, is no lost article."""
    lead = story("The old bridge closed.", title="Bridge", access=Access.TEASER)
    lead = replace(lead, page_type=PageType.OTHER)
    intents = decide(Context(visit(), OUTLET, own=known()), lead)
    assert NoteAbsence(7, Absence.TEASER.value) in intents
    assert not of(OpenIncident, intents)


def test_a_failed_fetch_is_an_incident_of_the_host_and_no_absence() -> None:
    """A fault of the network says nothing about the article."""
    failed = visit(Outcome.FAILED, reason="timeout", status=None)
    intents = decide(Context(failed, OUTLET, own=known()), None)
    assert intents == (OpenIncident(IncidentKind.UNREACHABLE, "courier.example", "timeout"),)


@pytest.mark.parametrize(
    ("looks", "days", "planned", "gap"),
    [
        (0, 0, timedelta(days=9), AGAIN),
        (2, 1, timedelta(days=9), 4 * AGAIN),
        (90, 6, timedelta(days=9), AGAIN_MOST),
        (90, 8, timedelta(days=9), None),
        (0, 0, timedelta(minutes=5), None),
    ],
    ids=["first", "third", "ninetieth", "after a week", "due sooner"],
)
def test_what_stands_in_the_way_is_asked_again_soon(
    looks: int, days: int, planned: timedelta, gap: timedelta | None
) -> None:
    """A bot check with status 200 does not wait for the cadence of the page that was there."""
    since = NOW - timedelta(days=days) if looks else None
    absence = Absence.BOT_CHECK.value if looks else None
    own = known(absence=absence, absences=looks, absent_since=since)
    made = visit()
    made = replace(made, address=replace(made.address, next_due=NOW + planned))
    check = Extraction(obstacle=Obstacle.BOT_CHECK)
    found = of(Reschedule, decide(Context(made, OUTLET, own), check))
    assert found == ([] if gap is None else [Reschedule(NOW + gap)])


@pytest.mark.parametrize(
    ("hours", "planned", "left"), [(19, 72, 5), (7, 2, None), (30, 72, None), (None, 1, None)]
)
def test_what_lacks_only_its_day_to_be_gone_is_asked_at_its_end(
    hours: int | None, planned: int, left: int | None
) -> None:
    """After an unplanned look the crawl pauses for three days, and it may be back by then."""
    since = None if hours is None else NOW - timedelta(hours=hours)
    absence = None if hours is None else Absence.MISSING.value
    own = known(absence=absence, absences=4, absent_since=since, first_seen=NOW - timedelta(days=9))
    made = visit(Outcome.MISSING, status=410)
    made = replace(made, address=replace(made.address, next_due=NOW + timedelta(hours=planned)))
    found = of(Reschedule, decide(Context(made, OUTLET, own), None))
    assert found == ([] if left is None else [Reschedule(NOW + timedelta(hours=left))])


def test_two_that_stand_in_the_way_by_turns_are_not_asked_without_end() -> None:
    """Each resets the count of the other: the page would be fetched every half hour forever."""
    own = known(absence=Absence.ERROR.value, absences=1, absent_since=NOW - timedelta(minutes=30))
    made = visit()
    made = replace(made, address=replace(made.address, next_due=NOW + timedelta(days=9)))
    check = Extraction(obstacle=Obstacle.BOT_CHECK)
    found = of(Reschedule, decide(Context(made, OUTLET, own), check))
    assert found == [Reschedule(NOW + AGAIN_MOST)]


@pytest.mark.parametrize(
    "since",
    [datetime(1970, 1, 1, tzinfo=UTC), NOW + timedelta(days=365), NOW - timedelta(days=3)],
    ids=["1970", "ahead", "before the last sight"],
)
def test_an_absence_of_a_wrong_clock_is_counted_anew(since: datetime) -> None:
    """Otherwise three 404s within an hour would make an article gone, or none would for a year."""
    own = known(
        absence=Absence.MISSING.value,
        absences=5,
        absent_since=since,
        first_seen=NOW - timedelta(days=30),
    )
    intents = decide(Context(visit(Outcome.MISSING), OUTLET, own), None)
    assert of(ChangeState, intents) == []
    kinds = [type(one) for one in intents]
    assert kinds.index(NotePresence) < kinds.index(NoteAbsence)


@pytest.mark.parametrize("wrong", [timedelta(days=2), timedelta(days=400), timedelta(days=-2)])
@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("meanwhile", range(1, 4))
def test_no_look_by_a_clock_put_right_counts_the_days_that_it_was_wrong(
    wrong: timedelta, before: int, meanwhile: int
) -> None:
    """Looks at a 404, ten minutes apart; for some of them the clock is ahead or behind."""
    own = known(first_seen=NOW - timedelta(days=30), last_seen=NOW - timedelta(minutes=5))
    for number in range(before + meanwhile + 5):
        is_wrong = before <= number < before + meanwhile
        at = NOW + timedelta(minutes=10 * number) + (wrong if is_wrong else timedelta())
        intents = decide(Context(replace(visit(Outcome.MISSING), at=at), OUTLET, own), None)
        assert is_wrong or of(ChangeState, intents) == []
        own = replace(own, article=counted(own.article, intents, at))


def counted(article: Article, intents: tuple[object, ...], at: datetime) -> Article:
    """The article with its absence as the archive would count it."""
    for one in intents:
        if isinstance(one, NotePresence):
            article = replace(article, absence=None, absences=0, absent_since=None)
        elif isinstance(one, NoteAbsence):
            since = article.absent_since if article.absence == one.reason else at
            number = article.absences + 1 if article.absence == one.reason else 1
            article = replace(article, absence=one.reason, absences=number, absent_since=since)
        elif isinstance(one, ChangeState):
            article = replace(article, state=one.state)
    return article
