"""Pure: what an article's absence amounts to, and when it has been seen often enough to say so.

One failed look is not a deletion. A state is claimed after :data:`CONFIRMATIONS` looks in a row
with the same answer over at least :data:`CONFIRMATION_SPAN`, by our clock and by the server's.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.notation.telling import in_words
from spiders.urls import host
from storage.intents import (
    AddEvent,
    ChangeState,
    CloseIncident,
    Intent,
    NoteAbsence,
    NotePresence,
    OpenIncident,
    Reschedule,
    SetRole,
)
from storage.records import ArticleState, EventKind, IncidentKind, Obstacle, Role

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.decide.context import Context, Known
    from storage.records import Article, Unread

CONFIRMATIONS = 3
CONFIRMATION_SPAN = timedelta(hours=24)
CLOCKS = timedelta(hours=1)
"""So much less of it may have passed by the server's clock, which may have been set as well."""


class Absence(StrEnum):
    """Why the article was not on the page, at one visit."""

    MISSING = "missing"
    SOFT_MISSING = "missing, with status 200"
    HOME = "redirected to the home page"
    ELSEWHERE = "redirected elsewhere"
    LOGIN = "login page"
    TEASER = "only a teaser"
    BOT_CHECK = "bot check"
    TURNED_AWAY = "turned away"
    REFUSED = "refused"
    LOST = "no article on the page"
    STRANGER = "another page"
    EVERYWHERE = "one page for many articles"
    ERROR = "error page"


STATES: dict[Absence, tuple[ArticleState, EventKind]] = {
    Absence.MISSING: (ArticleState.GONE, EventKind.GONE),
    Absence.SOFT_MISSING: (ArticleState.GONE, EventKind.GONE),
    Absence.HOME: (ArticleState.GONE, EventKind.GONE),
    Absence.ELSEWHERE: (ArticleState.GONE, EventKind.GONE),
    Absence.STRANGER: (ArticleState.GONE, EventKind.GONE),
    Absence.EVERYWHERE: (ArticleState.GONE, EventKind.GONE),
    Absence.LOGIN: (ArticleState.PAYWALLED, EventKind.PAYWALLED),
    Absence.TEASER: (ArticleState.PAYWALLED, EventKind.PAYWALLED),
    Absence.BOT_CHECK: (ArticleState.BLOCKED, EventKind.BLOCKED),
    Absence.TURNED_AWAY: (ArticleState.BLOCKED, EventKind.BLOCKED),
    Absence.REFUSED: (ArticleState.REFUSED, EventKind.REFUSED),
}
"""What each absence is called once confirmed; the others stay incidents of the outlet."""
GONE = frozenset(one.value for one, told in STATES.items() if told[0] is ArticleState.GONE)

OF_OBSTACLE: dict[Obstacle, Absence] = {
    Obstacle.LOGIN: Absence.LOGIN,
    Obstacle.BOT_CHECK: Absence.BOT_CHECK,
    Obstacle.NOT_FOUND: Absence.SOFT_MISSING,
    Obstacle.ERROR: Absence.ERROR,
}

ON_PAGE = frozenset(
    {
        Absence.SOFT_MISSING,
        Absence.LOGIN,
        Absence.TEASER,
        Absence.BOT_CHECK,
        Absence.LOST,
        Absence.STRANGER,
        Absence.EVERYWHERE,
        Absence.ERROR,
    }
)
"""Absences that a page with status 200 showed: a 304 after one of them shows it again."""


_OF_ALL = frozenset(
    {Absence.MISSING, Absence.SOFT_MISSING, Absence.HOME, Absence.ELSEWHERE, Absence.EVERYWHERE}
)
"""Absences that are the outlet's trouble for a while where all of its articles have them."""

CANDIDATE_TRIES = 6
"""A candidate that was not there this many times in a row is no longer looked at by itself."""

AGAIN, AGAIN_MOST, AGAIN_FOR = timedelta(minutes=30), timedelta(hours=12), timedelta(days=7)
"""What stood in the way of an article is asked again after the first, doubled with each look that
finds it there still, up to the second; after the third it is no passing trouble."""
_PASSING = frozenset(
    {
        Absence.BOT_CHECK,
        Absence.LOST,
        Absence.STRANGER,
        Absence.EVERYWHERE,
        Absence.ERROR,
        Absence.SOFT_MISSING,
    }
)

ROBOTS_UNREACHABLE, PRIVATE = "robots unreachable", "private address"
"""Why an address was not asked that says nothing of it: a server's error, and a name that leads
into a network of our own, as a resolver in trouble has it."""
OURS = frozenset({"not a document", "bad url"})
"""Why we read no further, which nobody forbade: an article whose page comes under another type."""
ABROAD = "to another host"
"""Why the crawl does not follow a redirect that leads to a host which is not the outlet's."""
UNAVAILABLE = "unavailable"
"""What a server answers (503) that is overloaded, or down for a while."""

ALL_MISSED = "all its articles that were asked for are missed alike ({}); gone after a week of it"
ALL_WITHHELD = (
    "all its articles that were asked for are withheld by law (status 451);"
    " blocked after a week of it"
)
WITHHELD, _WITHHELD_STATUS = "withheld by law (status 451)", 451
NOT_YET = "a feed names it, and there is no article on the page"
GONE_UNREAD = "a feed named it, and it is gone: only a page without an article was seen"
NEVER_THERE = "a feed names it, and it was never there"

_INCIDENTS: dict[Absence, IncidentKind] = {
    Absence.LOGIN: IncidentKind.LOGIN_PAGE,
    Absence.BOT_CHECK: IncidentKind.BOT_CHECK,
    Absence.TURNED_AWAY: IncidentKind.UNREACHABLE,
    Absence.LOST: IncidentKind.ARTICLE_LOST,
    Absence.STRANGER: IncidentKind.ARTICLE_LOST,
    Absence.EVERYWHERE: IncidentKind.ARTICLE_LOST,
    Absence.ERROR: IncidentKind.ARTICLE_LOST,
}
_FINAL = frozenset({Absence.MISSING, Absence.SOFT_MISSING})
"""Absences that can end the search for a candidate; a wall may come down again."""


def not_there(context: Context, absence: Absence, told: str | None = None) -> list[Intent]:
    """The address was asked and its article was not there, for this reason; ``told`` in words."""
    visit, intents = context.visit, list[Intent]()
    kind = _INCIDENTS.get(absence)
    if kind is not None:
        detail = told or context.emptied_by or visit.reason or absence.value
        intents.append(OpenIncident(kind, visit.address.url, detail))
    if context.own is not None and context.answers_elsewhere:
        return intents  # a twin was retired; the article is where it was
    if context.own is not None:
        if context.all_missed and absence in _OF_ALL and kind is None:
            told = all_missed_alike(absence, withheld=_by_law(context, absence))
            subject = host(visit.address.url)
            intents.append(OpenIncident(IncidentKind.UNREACHABLE, subject, told))
        intents += absent(context, context.own.article, absence)
        intents += _over(context, absence, intents)
        sooner = look_soon(context, absence, context.own)
        return intents + (sooner or _look_when_claimed(context, absence))
    if absence in _FINAL and visit.address.failures >= CANDIDATE_TRIES:
        intents.append(SetRole(Role.NONE))
        if context.announced_for is not None:
            told = GONE_UNREAD if context.page_kept else NEVER_THERE
            intents.append(OpenIncident(IncidentKind.ARTICLE_LOST, visit.address.url, told))
    return intents


def _over(context: Context, absence: Absence, intents: list[Intent]) -> list[Intent]:
    """Where the article is told gone, and the outlet is not in trouble, its host answers.

    An outlet that is closed, or works on under another host, shows no page there that would end it.
    """
    if context.all_missed or absence not in _OF_ALL:
        return []
    told = any(isinstance(one, ChangeState) for one in intents)
    subject = host(context.visit.address.url)
    return [CloseIncident(IncidentKind.UNREACHABLE, subject)] if told else []


def all_missed_alike(absence: str, *, withheld: bool = False) -> str:
    """What is told of an outlet all of whose articles have this absence."""
    if withheld:
        return ALL_WITHHELD
    return ALL_MISSED.format(in_words(absence).rstrip(","))


def awaited(context: Context, *, links: bool) -> list[Intent]:
    """A feed names the address, and its page shows no article: it may yet.

    Pages are empty for an hour, or made by scripts; one that was not asked again was lost, and
    nobody was told. ``links``: the page is one of links, as feeds name them too.
    """
    url, kind = context.visit.address.url, IncidentKind.ARTICLE_LOST
    if context.announced_for is None:
        return [SetRole(Role.NONE)]
    if context.announced_for > AGAIN_FOR:
        return [SetRole(Role.NONE), CloseIncident(kind, url)]
    return [] if links else [OpenIncident(kind, url, NOT_YET)]


def look_soon(context: Context, absence: Absence, own: Known | None) -> list[Intent]:
    """A page with status 200 that was in the way is asked again as one with an error would be.

    The crawl takes it for the article, which may not be due for weeks: a check or an empty page
    that the outlet gave for a day would hide what it edits until then.
    """
    visit = context.visit
    if absence not in _PASSING or visit.address.next_due is None:
        return []
    wait, since = AGAIN, visit.at
    if own is not None and own.article.absence == absence.value:
        since = own.article.absent_since or since
        wait = min(AGAIN * (1 << min(own.article.absences, 16)), AGAIN_MOST)
    elif own is not None and own.article.absence in _PASSING:
        wait = AGAIN_MOST  # two that take turns start the count anew each time, without an end
    if visit.at - since > AGAIN_FOR:
        return []
    due = visit.at + wait
    return [Reschedule(due)] if due < visit.address.next_due else []


def _look_when_claimed(context: Context, absence: Absence) -> list[Intent]:
    """What lacks only its day is asked at the end of that.

    Looks in between (a feed still tells of it, somebody crawls by hand) wear out the crawl's
    pauses, which grow to days and weeks: an article that was gone for 40 hours was never told.
    """
    visit, own = context.visit, context.own
    if own is None or absence not in STATES or absence in ON_PAGE:
        return []
    since, before = own.article.absent_since, own.article.absence == absence.value
    if since is None or not before or visit.address.next_due is None:
        return []
    span = _span(context, own.article)
    due = since + span
    if context.watched is not None and context.watched < span - CLOCKS:
        due = visit.at + span - context.watched
    return [Reschedule(due)] if visit.at < due < visit.address.next_due else []


def refused(context: Context) -> list[Intent]:
    """By robots.txt or by the user's rules; where nobody can say so, nobody has refused."""
    if context.visit.reason == ROBOTS_UNREACHABLE:
        return []  # the crawl tells of it
    if context.visit.reason == PRIVATE:
        return [unreachable(context.visit)]
    if context.visit.reason in OURS:  # of a picture that a feed names, all is said
        return [unreachable(context.visit)] if context.own is not None else []
    return not_there(context, Absence.REFUSED)


def turned_away(context: Context) -> list[Intent]:
    """A status alone (401, 403, 429) says that we were sent away, and not by what.

    A 503 does not say even that: the server is down for everybody, for two weeks if need be. That
    is an incident, like any other error of a server, and no absence of the article.
    """
    if context.visit.reason == UNAVAILABLE:
        return [unreachable(context.visit)]
    by_check = context.visit.reason == Absence.BOT_CHECK.value
    return not_there(context, Absence.BOT_CHECK if by_check else Absence.TURNED_AWAY)


def unreachable(visit: Unread) -> OpenIncident:
    """The server's own answer is about the page; no answer is about the host."""
    detail, url = visit.reason or visit.outcome.value, visit.address.url
    subject = host(url) if visit.status is None else url
    return OpenIncident(IncidentKind.UNREACHABLE, subject, detail)


def absent(context: Context, article: Article, absence: Absence) -> list[Intent]:
    """One more sight of this absence; with a change of state once it is confirmed."""
    at, location = context.visit.at, context.visit.location
    intents: list[Intent] = [NoteAbsence(article.id, absence.value)]
    if _is_of_wrong_clock(article, at):  # what it counted is no day, or would never be one
        return [NotePresence(article.id), *intents]
    if absence not in STATES or not confirmed(context, article, absence):
        return intents
    state, kind = STATES[absence]
    by_law = _by_law(context, absence)
    if by_law and context.all_missed:  # an outlet that is kept from us is as it was for others
        state, kind = ArticleState.BLOCKED, EventKind.BLOCKED
    if article.state is not state:
        since = article.absent_since or at
        visits = article.absences + 1
        told = in_words(absence.value)
        if by_law:
            told = WITHHELD
        elif absence is Absence.ELSEWHERE and location is not None:
            told = f"redirected to {location}"
        detail = f"{told} at {visits} visits since {since:%Y-%m-%d %H:%MZ}"
        where = context.elsewhere
        if state is not ArticleState.GONE or where is None or where.of.id != article.id:
            where = None
        told = detail if where is None else f"{detail}; {where.told()}"
        intents += [ChangeState(article.id, state), AddEvent(article.id, kind, told)]
        intents += [] if where is None else where.told_there()
    return intents


def _by_law(context: Context, absence: Absence) -> bool:
    return absence is Absence.MISSING and context.visit.status == _WITHHELD_STATUS


def present(
    article: Article, *, rewritten: bool = False, kept_since: datetime | None = None
) -> list[Intent]:
    """The article is there: counts start anew, and a state that said otherwise is taken back.

    ``rewritten``: its address has a text again, of which it has said hardly a sentence before.
    ``kept_since``: a cache gave it that has had it since before the article was missed.
    """
    intents: list[Intent] = []
    if article.absences:
        intents.append(NotePresence(article.id))
    if article.state is not ArticleState.LIVE:
        detail = f"was {article.state.value}"
        if rewritten:
            detail += "; its address has another text under another headline now"
        if kept_since is not None:
            detail += f"; by a cache that says it has had it since {kept_since:%Y-%m-%d %H:%MZ}"
        intents += [
            ChangeState(article.id, ArticleState.LIVE),
            AddEvent(article.id, EventKind.RESTORED, detail),
        ]
    return intents


def confirmed(context: Context, article: Article, absence: Absence) -> bool:
    """Was it seen often enough in a row, over long enough, with this sight of it?

    Long enough by the server's clock too, where it tells: ours may have been set meanwhile, and
    three 404s within minutes, with a clock a day ahead for the last, are no deletion.
    """
    since, span = article.absent_since, _span(context, article)
    if article.absence != absence.value or not would_confirm(article, context.visit.at):
        return False
    if since is None or context.visit.at - since < span:
        return False
    return context.watched is None or context.watched >= span - CLOCKS


def would_confirm(article: Article, at: datetime) -> bool:
    """By our own clock, if the absence is the same again, and where a day of it is enough?"""
    since = article.absent_since
    long_enough = since is not None and at - since >= CONFIRMATION_SPAN
    return long_enough and article.absences + 1 >= CONFIRMATIONS


def _span(context: Context, article: Article) -> timedelta:
    """How long it has to last; an outlet may be rebuilt for days, and then it is back."""
    own = context.own
    of_all = context.all_missed and own is not None and own.article.id == article.id
    if article.absence == Absence.EVERYWHERE.value or (of_all and article.absence in _OF_ALL):
        return AGAIN_FOR
    return CONFIRMATION_SPAN


def _is_of_wrong_clock(article: Article, at: datetime) -> bool:
    """Did the absence begin in the future, or before it can have begun?

    A clock that was behind dated it before the last sight; one that is ahead dated that sight, and
    tells nothing.
    """
    since, seen = article.absent_since, article.last_seen
    begins = article.first_seen if seen > at else seen
    return since is not None and not begins <= since <= at
