"""Decisions are pure: histories go in, intents come out. No archive, no network, no clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.decide.absence import (
    AGAIN,
    AGAIN_MOST,
    CONFIRMATION_SPAN,
    PRIVATE,
    ROBOTS_UNREACHABLE,
    Absence,
)
from monitor.decide.context import Context, Known
from monitor.decide.visit import CANDIDATE_TRIES, decide
from spiders.crawl.manners.robots import UNREACHABLE
from spiders.urls import surt
from storage.digest import content_digest
from storage.intents import (
    AbsorbArticle,
    AddEvent,
    AddRevision,
    AdoptAddress,
    BeginArticle,
    ChangeState,
    CloseIncident,
    Intent,
    JoinArticle,
    LeaveArticle,
    NoteAbsence,
    NotePresence,
    OpenIncident,
    Reschedule,
    SeeAgain,
    SetRole,
)
from storage.records import (
    Access,
    Address,
    Article,
    ArticleState,
    Block,
    BlockKind,
    EventKind,
    Extraction,
    IncidentKind,
    Obstacle,
    Outcome,
    Outlet,
    PageType,
    Revision,
    Role,
    Unread,
    Weight,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOME = "https://courier.example/"
PAGE = "https://courier.example/bridge-closes"
OUTLET = Outlet(1, "courier", HOME, ("courier.example",), NOW)


def story(*paragraphs: str, **fields: object) -> Extraction:
    """A reading with these paragraphs as its body."""
    texts = paragraphs or (
        "The old bridge over the Arda closed on Monday after 12 cracks were found.",
        "The mayor said it would open again in May.",
    )
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    defaults: dict[str, object] = {"title": "Bridge closes", "canonical_url": PAGE}
    return Extraction(page_type=PageType.ARTICLE, blocks=blocks, **(defaults | fields))  # type: ignore[arg-type]


def known(content: Extraction | None = None, **changes: object) -> Known:
    """An article that was read once, a day ago."""
    content = content or story()
    day = NOW - timedelta(days=1)
    article = Article(7, 1, "courier", PAGE, content.title, ArticleState.LIVE, day, day, 1)
    digest = content_digest(content)
    latest = Revision(70, 7, 1, "courier", PAGE, content.title, digest, 700, day, day, None)
    return Known(replace(article, **changes), latest, content, content, (digest,))  # type: ignore[arg-type]


def visit(outcome: Outcome = Outcome.CAPTURED, **changes: object) -> Unread:
    """A visit to the page, now."""
    address = Address(3, 1, PAGE, surt(PAGE), Role.ARTICLE, 7)
    made = Unread(30, address, NOW, outcome, 200, None, None, None)
    return replace(made, **changes)  # type: ignore[arg-type]


def candidate(**changes: object) -> Unread:
    """A visit to an address of which nothing is known yet."""
    made = visit(**changes)
    return replace(made, address=replace(made.address, role=Role.CANDIDATE, article_id=None))


def of(kind: type, intents: tuple[object, ...]) -> list[object]:
    """The intents of one kind."""
    return [intent for intent in intents if isinstance(intent, kind)]


def test_a_first_reading_begins_an_article() -> None:
    """A new page that holds an article is revision 1 under its canonical URL."""
    intents = decide(Context(candidate(), OUTLET), story())
    (begun,) = of(BeginArticle, intents)
    assert begun.url == PAGE


def test_the_same_text_is_seen_again_and_makes_no_revision() -> None:
    """Nothing changed: the sight is noted, and only that."""
    intents = decide(Context(visit(), OUTLET, own=known()), story())
    assert of(SeeAgain, intents)
    assert not of(AddRevision, intents)
    assert not of(AddEvent, intents)


def test_a_link_that_leads_elsewhere_is_a_revision_of_its_own_kind() -> None:
    """No word changed, and yet the article refers its readers to something else."""
    old = story(links=("https://a.example/terms",), targets=("(example,a)/terms",))
    new = story(links=("https://a.example/rules",), targets=("(example,a)/rules",))
    (revision,) = of(AddRevision, decide(Context(visit(), OUTLET, own=known(old)), new))
    assert revision.assessment.kinds == ("link",)
    assert revision.assessment.weight is Weight.WORDING
    assert not revision.assessment.ours


def test_a_heading_of_another_rank_is_a_cosmetic_revision() -> None:
    """No word changed, and yet a section is a part of another one now."""
    old, new = story(outline=(1, 1, 2)), story(outline=(1, 2, 2))
    (revision,) = of(AddRevision, decide(Context(visit(), OUTLET, own=known(old)), new))
    assert revision.assessment.weight is Weight.COSMETIC
    assert not revision.assessment.ours


def test_what_an_older_reader_did_not_read_is_no_revision() -> None:
    """Where only the reading of another reader is left, nothing is held against it."""
    old = story(reader="1")
    new = story(reader="2", targets=("(example,a)/terms",), outline=(1, 2))
    assert not of(AddRevision, decide(Context(visit(), OUTLET, own=known(old)), new))
    assert of(
        AddRevision, decide(Context(visit(), OUTLET, own=known(old)), replace(new, title="B"))
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 people were killed", "21 people were killed"),
        ("It cost $4.5 million", "It cost $45 million"),
        ("They were held for 3 days", "They were held for 9 days"),
        ("The talks begin on March 3", "The talks begin on March 9"),
        (
            "Photos published by the army show the base intact",
            "Photos published by the rebels show the base destroyed",
        ),
        ("It was -5 degrees", "It was 5 degrees"),
        ("He called it a success", "He called it a “success”"),
        ("it is over.", "it is over?"),
        ("officials confirmed", "officials did not confirm"),
        ("1,5 milyon", "15 milyon"),
    ],
)
def test_what_others_call_noise_is_a_substantive_revision(old: str, new: str) -> None:
    """A filter that folds digits, signs or quotation marks would lose these."""
    rest = "The rest of the report stays as it was on the day before."
    intents = decide(Context(visit(), OUTLET, own=known(story(old, rest))), story(new, rest))
    (revision,) = of(AddRevision, intents)
    assert revision.assessment.weight is Weight.SUBSTANTIVE


def test_a_headline_alone_is_a_revision() -> None:
    """A body compared before the headline would miss it."""
    changed = story(title="Bridge stays open")
    (revision,) = of(AddRevision, decide(Context(visit(), OUTLET, own=known()), changed))
    assert "headline" in revision.assessment.kinds


def test_a_byline_alone_is_a_revision() -> None:
    """Who wrote it is part of what it says."""
    old, new = story(byline=("Mara Lind",)), story(byline=("Mara Lind", "Tor Vale"))
    (revision,) = of(AddRevision, decide(Context(visit(), OUTLET, own=known(old)), new))
    assert "byline" in revision.assessment.kinds


def test_a_text_said_before_is_a_revision_again() -> None:
    """A, B, A: the way back is a revision, and is called a revert."""
    first, second = story("Twelve cracks were found."), story("Nine cracks were found.")
    now = known(second)
    now = replace(now, earlier=(content_digest(first), content_digest(second)))
    (revision,) = of(AddRevision, decide(Context(visit(), OUTLET, own=now), first))
    assert "revert" in revision.assessment.signals


def test_a_bumped_time_alone_is_an_event_and_no_revision() -> None:
    """The page says that it was modified, and the text does not."""
    old, new = story(modified="2026-02-28T10:00:00Z"), story(modified="2026-03-01T09:00:00Z")
    intents = decide(Context(visit(), OUTLET, own=known(old)), new)
    (event,) = of(AddEvent, intents)
    assert event.kind is EventKind.DATED_ONLY
    assert not of(AddRevision, intents)


def test_a_304_shows_the_latest_revision_again() -> None:
    """An unchanged page moves last seen forward."""
    again = Context(visit(Outcome.UNMODIFIED), OUTLET, own=known(), shown=70)
    assert SeeAgain(7) in decide(again, None)


def test_a_304_to_a_capture_that_showed_something_else_says_nothing() -> None:
    """The server's word is about what it sent last, and that was not the latest revision."""
    for shown in (None, 69):
        context = Context(visit(Outcome.UNMODIFIED), OUTLET, own=known(), shown=shown)
        assert decide(context, None) == ()


def test_a_304_after_a_refusal_shows_the_article_again() -> None:
    """A 403 sent no page; the 304 is about the article that stood there before."""
    own = known(absence=Absence.BOT_CHECK.value, absences=1, absent_since=NOW - timedelta(hours=1))
    intents = decide(Context(visit(Outcome.UNMODIFIED), OUTLET, own=own, shown=70), None)
    assert SeeAgain(7) in intents
    assert NotePresence(7) in intents


def test_a_304_after_a_login_page_is_the_login_page_again() -> None:
    """The server's word is about the last page, and that page had no article."""
    own = known(absence=Absence.LOGIN.value, absences=1, absent_since=NOW - timedelta(hours=1))
    intents = decide(Context(visit(Outcome.UNMODIFIED), OUTLET, own=own), None)
    assert NoteAbsence(7, Absence.LOGIN.value) in intents
    assert not of(SeeAgain, intents)


def told_of(context: Context, extraction: Extraction | None) -> tuple[Intent, ...]:
    """What follows of the article; that nobody is sent away there any more follows always."""
    intents, url = decide(context, extraction), context.visit.address.url
    kinds = (IncidentKind.BOT_CHECK, IncidentKind.UNREACHABLE)
    over = [CloseIncident(kind, url) for kind in kinds]
    assert set(over) <= set(intents)
    return tuple(intent for intent in intents if intent not in over)


@pytest.mark.parametrize(
    ("status", "reason", "absence", "kind"),
    [
        (403, "bot check", Absence.BOT_CHECK, IncidentKind.BOT_CHECK),
        (503, "unavailable", Absence.TURNED_AWAY, IncidentKind.UNREACHABLE),
        (429, "too many requests", Absence.TURNED_AWAY, IncidentKind.UNREACHABLE),
        (403, "forbidden", Absence.TURNED_AWAY, IncidentKind.UNREACHABLE),
    ],
)
def test_a_status_alone_is_no_bot_check(
    status: int, reason: str, absence: Absence, kind: IncidentKind
) -> None:
    """A server that is overloaded is not said to suspect us; what it answered is told."""
    asked = visit(Outcome.BLOCKED, status=status, reason=reason)
    intents = decide(Context(asked, OUTLET, own=known()), None)
    assert set(intents) == {
        OpenIncident(kind, asked.address.url, reason),
        NoteAbsence(7, absence.value),
    }


def test_one_404_is_not_a_deletion() -> None:
    """It is noted, and nothing is claimed."""
    intents = told_of(Context(visit(Outcome.MISSING, status=404), OUTLET, own=known()), None)
    assert intents == (NoteAbsence(7, Absence.MISSING.value),)


def test_a_retired_twin_says_nothing_of_an_article_that_answers() -> None:
    """An AMP page that was switched off is no deletion."""
    twin = Context(visit(Outcome.MISSING, status=404), OUTLET, own=known(), answers_elsewhere=True)
    assert told_of(twin, None) == ()


def test_many_404s_within_an_hour_are_not_a_deletion() -> None:
    """An outage is not two weeks of absence."""
    own = known(absence=Absence.MISSING.value, absences=9, absent_since=NOW - timedelta(hours=1))
    intents = decide(Context(visit(Outcome.MISSING, status=404), OUTLET, own=own), None)
    assert not of(ChangeState, intents)


def test_404s_over_a_day_are_gone_once() -> None:
    """Confirmed by several visits over time; told when it is confirmed, and not again."""
    own = known(absence=Absence.MISSING.value, absences=2, absent_since=NOW - CONFIRMATION_SPAN)
    intents = told_of(Context(visit(Outcome.MISSING, status=404), OUTLET, own=own), None)
    assert ChangeState(7, ArticleState.GONE) in intents
    assert [event.kind for event in of(AddEvent, intents)] == [EventKind.GONE]
    gone = replace(own, article=replace(own.article, state=ArticleState.GONE, absences=3))
    again = told_of(Context(visit(Outcome.MISSING, status=404), OUTLET, own=gone), None)
    assert again == (NoteAbsence(7, Absence.MISSING.value),)


def test_an_article_that_comes_back_is_restored() -> None:
    """Gone is taken back, with an entry of the timeline, and the count starts anew."""
    own = known(state=ArticleState.GONE, absence=Absence.MISSING.value, absences=5)
    intents = decide(Context(visit(), OUTLET, own=own), story())
    assert NotePresence(7) in intents
    assert ChangeState(7, ArticleState.LIVE) in intents
    assert [event.kind for event in of(AddEvent, intents)] == [EventKind.RESTORED]
    assert not of(AddRevision, intents)


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
    intents = decide(Context(visit(), OUTLET, own=known()), page)
    assert intents == (NoteAbsence(7, Absence.SOFT_MISSING.value),)


def test_a_page_without_its_article_is_an_incident_and_never_an_empty_revision() -> None:
    """The template changed under us: somebody must look, and nothing is claimed."""
    intents = decide(Context(visit(), OUTLET, own=known()), Extraction(page_type=PageType.ARTICLE))
    assert [intent.kind for intent in of(OpenIncident, intents)] == [IncidentKind.ARTICLE_LOST]
    assert not of(AddRevision, intents)


def test_a_rule_that_matches_nothing_is_an_incident_and_no_revision() -> None:
    """What the generic reader makes of the page is not compared with what the rule made."""
    page = story("Something else.", rules="courier@1", remarks=("rule select matched nothing",))
    intents = decide(Context(visit(), OUTLET, own=known()), page)
    assert [intent.kind for intent in of(OpenIncident, intents)] == [IncidentKind.RULE_FAILED]
    assert not of(AddRevision, intents)


def test_an_incident_closes_when_the_page_reads_again() -> None:
    """Recovery needs nobody."""
    intents = decide(Context(visit(), OUTLET, own=known()), story())
    assert CloseIncident(IncidentKind.ARTICLE_LOST, PAGE) in intents


def test_only_who_refuses_has_refused() -> None:
    """A robots.txt that fails with 500 for days forbids nothing to anybody: the server is ill."""
    assert NoteAbsence(7, Absence.REFUSED.value) in told_by("robots")
    assert NoteAbsence(7, Absence.REFUSED.value) in told_by("rules")
    assert UNREACHABLE.reason == ROBOTS_UNREACHABLE
    assert told_by(UNREACHABLE.reason) == ()
    assert [type(one) for one in told_by(PRIVATE)] == [OpenIncident]


def told_by(reason: str) -> tuple[Intent, ...]:
    """What is told of a visit that was refused for this reason."""
    away = visit(Outcome.REFUSED, status=None, reason=reason)
    return decide(Context(away, OUTLET, own=known()), None)


def test_a_teaser_where_the_whole_stood_is_a_paywall_and_no_deletion() -> None:
    """Three paragraphs behind a wall were not edited away."""
    teaser = story("The old bridge over the Arda closed.", access=Access.TEASER)
    intents = decide(Context(visit(), OUTLET, own=known()), teaser)
    assert NoteAbsence(7, Absence.TEASER.value) in intents
    assert not of(AddRevision, intents)


def test_a_lead_too_short_for_an_article_is_a_paywall_where_the_page_says_so() -> None:
    """One paragraph above a wall, with another headline than before, is not an article lost."""
    lead = story("The old bridge closed.", title="Bridge", access=Access.TEASER)
    lead = replace(lead, page_type=PageType.OTHER)
    intents = decide(Context(visit(), OUTLET, own=known()), lead)
    assert NoteAbsence(7, Absence.TEASER.value) in intents
    assert not of(OpenIncident, intents)


def test_a_redirect_to_the_home_page_is_not_a_change_to_the_home_page() -> None:
    """It counts towards gone."""
    away = visit(Outcome.REDIRECTED, status=302, location=HOME)
    intents = told_of(Context(away, OUTLET, own=known()), None)
    assert intents == (NoteAbsence(7, Absence.HOME.value),)


def test_a_redirect_to_a_login_page_is_a_wall() -> None:
    """The path says what the page will be."""
    away = visit(Outcome.REDIRECTED, status=302, location="https://courier.example/login?next=x")
    intents = decide(Context(away, OUTLET, own=known()), None)
    assert NoteAbsence(7, Absence.LOGIN.value) in intents


@pytest.mark.parametrize("location", ["http://[gone", "mailto:desk@courier.example", "about:blank"])
def test_a_redirect_to_what_is_no_page_is_an_absence(location: str) -> None:
    """It was told as a failure of the reader where nobody can read the address."""
    away = visit(Outcome.REDIRECTED, status=302, location=location, reason="not to http")
    intents = decide(Context(away, OUTLET, own=known()), None)
    assert NoteAbsence(7, Absence.ELSEWHERE.value) in intents


def test_a_redirect_to_a_new_name_takes_the_history_along() -> None:
    """An article whose URL changed keeps its history."""
    target = "https://courier.example/bridge-closed-for-repairs"
    away = visit(Outcome.REDIRECTED, status=301, location=target)
    (adopted,) = of(AdoptAddress, decide(Context(away, OUTLET, own=known()), None))
    assert adopted.url == target


def test_a_move_is_told_once() -> None:
    """The old address redirects at every visit; the timeline says so when it began."""
    target = "https://courier.example/bridge-closed-for-repairs"
    own = known(aliases=(target,))
    away = visit(Outcome.REDIRECTED, status=301, location=target)
    context = Context(away, OUTLET, own=own, named=own, target=Role.ARTICLE, target_shown=True)
    (event,) = of(AddEvent, told_of(context, None))
    assert told_of(replace(context, told=frozenset({event.detail})), None) == ()


def test_a_link_that_always_led_to_the_article_is_no_move() -> None:
    """A feed may name its articles by short links; nothing was ever seen at those."""
    target = "https://courier.example/bridge-closed-for-repairs"
    own = known(aliases=(target,))
    away = visit(Outcome.REDIRECTED, status=301, location=target)
    context = Context(away, OUTLET, own=own, named=own, target=Role.ARTICLE, target_shown=True)
    assert not of(AddEvent, told_of(replace(context, never_shown=True), None))


def at(url: str) -> Unread:
    """A capture at another address of the article."""
    made = visit()
    return replace(made, address=replace(made.address, url=url, key=surt(url)))


def test_a_redirect_is_believed_when_its_target_shows_the_article() -> None:
    """The move is told with the page that proves it, and not at the redirect's word."""
    target = "https://courier.example/bridge-closed-for-repairs"
    own = known(aliases=(target,))
    away = visit(Outcome.REDIRECTED, status=301, location=target)
    assert not of(AddEvent, decide(Context(away, OUTLET, own=own), None))
    arrived = Context(at(target), OUTLET, own=own, named=own, on_trial=True)
    intents = decide(arrived, story(canonical_url=None))
    assert [event.kind for event in of(AddEvent, intents)] == [EventKind.MOVED_URL]


def test_a_redirect_to_a_section_page_is_no_move() -> None:
    """The address is given back when a page of links stands there, and the article is missed."""
    target = "https://courier.example/news/"
    own = known(aliases=(target,))
    page = Extraction(page_type=PageType.INDEX)
    intents = decide(Context(at(target), OUTLET, own=own, named=own, on_trial=True), page)
    assert intents == (LeaveArticle(Role.NONE), NoteAbsence(7, Absence.ELSEWHERE.value))


@pytest.mark.parametrize("role", [Role.NONE, Role.SEED])
def test_a_redirect_to_what_holds_no_article_counts_towards_gone(role: Role) -> None:
    """A section page that is known as one is not asked again whether the article moved there."""
    target = "https://courier.example/news/"
    away = visit(Outcome.REDIRECTED, status=302, location=target)
    intents = told_of(Context(away, OUTLET, own=known(), target=role), None)
    assert intents == (NoteAbsence(7, Absence.ELSEWHERE.value),)


@pytest.mark.parametrize("later", [1, -1])
def test_histories_that_ran_side_by_side_are_not_joined(later: int) -> None:
    """An article first seen while the other still changed would give a history out of order."""
    target = "https://courier.example/bridge-closed"
    content = story("The bridge closed.", "It opens in June.", title="Bridge closes")
    own, other = known(), known(content, id=8, url=target)
    first = own.article.first_seen - timedelta(days=3)
    own = replace(own, article=replace(own.article, first_seen=first))
    seen = own.latest.first_seen + timedelta(hours=later)
    other = replace(other, article=replace(other.article, first_seen=seen))
    away = visit(Outcome.REDIRECTED, status=301, location=target)
    intents = decide(Context(away, OUTLET, own=own, named=other), None)
    assert bool(of(AbsorbArticle, intents)) is (later > 0)
    assert [event.kind for event in of(AddEvent, intents)] == [EventKind.MOVED_URL]
    assert bool(of(NoteAbsence, intents)) is (later < 0)


def test_an_edit_that_the_outlet_declares_anywhere_is_not_silent() -> None:
    """The page's field stood still, and the feed did not."""
    edited = story("The old bridge closed after 21 cracks were found.", "It opens in May.")
    for moved, silent in (((), True), (("feed or sitemap",), False)):
        context = Context(visit(), OUTLET, own=known(), declared_moved=moved)
        (revision,) = of(AddRevision, decide(context, edited))
        assert ("stealth" in revision.assessment.signals) is silent


def test_a_redirect_to_another_article_counts_towards_gone() -> None:
    """An address that leads to an article with a history of its own has lost its article."""
    target = "https://courier.example/harvest-festival"
    own, other = known(), known(story(title="Harvest"), id=8, url=target)
    away = visit(Outcome.REDIRECTED, status=301, location=target)
    intents = told_of(Context(away, OUTLET, own=own, named=other), None)
    assert intents == (NoteAbsence(7, Absence.ELSEWHERE.value),)


def test_another_article_behind_a_redirect_is_not_a_revision() -> None:
    """The address was taken along on the redirect's word; the text says that it was wrong."""
    target = "https://courier.example/harvest-festival"
    own = known(aliases=(target,))
    arrived = visit()
    arrived = replace(arrived, address=replace(arrived.address, url=target, key=surt(target)))
    page = story("Grapes, music and dancing.", title="Harvest", canonical_url=None)
    intents = decide(Context(arrived, OUTLET, own=own, named=own), page)
    assert of(BeginArticle, intents)
    assert not of(AddRevision, intents)


def test_a_redirect_between_slashes_says_nothing() -> None:
    """The same page under the same key."""
    away = visit(Outcome.REDIRECTED, status=301, location=PAGE + "/")
    assert told_of(Context(away, OUTLET, own=known()), None) == ()


def test_a_twin_address_joins_the_article() -> None:
    """AMP, mobile and tracked addresses name the article's canonical URL."""
    intents = decide(Context(candidate(), OUTLET, named=known()), story())
    assert JoinArticle(7) in intents
    assert of(SeeAgain, intents)
    assert not of(BeginArticle, intents)


def test_one_text_at_a_second_address_without_a_canonical_url_is_one_article() -> None:
    """Where the page names nothing, the same words of one outlet are the same article."""
    intents = decide(Context(candidate(), OUTLET, same_text=known()), story(canonical_url=None))
    assert JoinArticle(7) in intents


def test_one_text_under_two_names_is_two_articles() -> None:
    """Each page says that it is itself."""
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
    """The slug was mended; the article is the same."""
    other = "https://courier.example/bridge-closes-for-good"
    intents = decide(Context(visit(), OUTLET, own=known()), story(canonical_url=other))
    assert [event.kind for event in of(AddEvent, intents)] == [EventKind.MOVED_URL]
    assert not of(BeginArticle, intents)


def test_a_canonical_url_that_is_the_home_page_is_not_believed() -> None:
    """A template that names the home page on every page must not join all articles."""
    (begun,) = of(BeginArticle, decide(Context(candidate(), OUTLET), story(canonical_url=HOME)))
    assert begun.url == PAGE


def test_a_headline_without_a_text_yet_is_waited_for() -> None:
    """Breaking news begins as a stub: what carries a date is looked at again."""
    stub = Extraction(title="Bridge closes", published="2026-03-01T12:00:00Z")
    assert decide(Context(candidate(), OUTLET), stub) == ()


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
    """The outlet sends its readers away: its article is not there."""
    away = visit(
        Outcome.REDIRECTED,
        status=301,
        location="https://other.example/",
        reason="to another host",
    )
    intents = decide(Context(away, OUTLET, own=known()), None)
    assert intents == (NoteAbsence(7, Absence.ELSEWHERE.value),)


def test_a_page_of_links_is_remembered_as_no_article() -> None:
    """A candidate that is an index is not fetched again by itself."""
    page = Extraction(page_type=PageType.INDEX)
    assert decide(Context(candidate(), OUTLET), page) == (SetRole(Role.NONE),)


def test_a_candidate_that_keeps_failing_is_given_up_only_after_several_tries() -> None:
    """The first 404 of an address may be the outlet's haste."""
    first = candidate(outcome=Outcome.MISSING)
    assert told_of(Context(first, OUTLET), None) == ()
    tired = replace(first, address=replace(first.address, failures=CANDIDATE_TRIES))
    assert told_of(Context(tired, OUTLET), None) == (SetRole(Role.NONE),)


def test_a_failed_fetch_is_an_incident_of_the_host_and_no_absence() -> None:
    """The network's fault says nothing about the article."""
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
    """A bot check with status 200 does not wait for the cadence of a page that was there."""
    since = NOW - timedelta(days=days) if looks else None
    absence = Absence.BOT_CHECK.value if looks else None
    own = known(absence=absence, absences=looks, absent_since=since)
    made = visit()
    made = replace(made, address=replace(made.address, next_due=NOW + planned))
    check = Extraction(obstacle=Obstacle.BOT_CHECK)
    found = of(Reschedule, decide(Context(made, OUTLET, own), check))
    assert found == ([] if gap is None else [Reschedule(NOW + gap)])


def test_two_that_stand_in_the_way_by_turns_are_not_asked_without_end() -> None:
    """Each starts the count of the other anew: it would be asked every half hour for ever."""
    own = known(absence=Absence.ERROR.value, absences=1, absent_since=NOW - timedelta(minutes=30))
    made = visit()
    made = replace(made, address=replace(made.address, next_due=NOW + timedelta(days=9)))
    check = Extraction(obstacle=Obstacle.BOT_CHECK)
    found = of(Reschedule, decide(Context(made, OUTLET, own), check))
    assert found == [Reschedule(NOW + AGAIN_MOST)]


@pytest.mark.parametrize(
    "since", [datetime(1970, 1, 1, tzinfo=UTC), NOW + timedelta(days=365)], ids=["1970", "ahead"]
)
def test_an_absence_of_a_wrong_clock_is_counted_anew(since: datetime) -> None:
    """Else three 404s of an hour made an article gone, or none for a year."""
    own = known(absence=Absence.MISSING.value, absences=5, absent_since=since)
    intents = decide(Context(visit(Outcome.MISSING), OUTLET, own), None)
    assert of(ChangeState, intents) == []
    kinds = [type(one) for one in intents]
    assert kinds.index(NotePresence) < kinds.index(NoteAbsence)
