"""What an article's absence means, and when it was seen often enough to claim so. Pure.

One failed visit is not a deletion. A state is claimed after :data:`CONFIRMATIONS` visits in a row
with the same answer, over at least :data:`CONFIRMATION_SPAN`, by our clock and by the server's.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.decide.all_alike import all_missed_alike
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
"""By the server's clock, which may have been set too, the span may be shorter by this much."""


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
"""The state and event for each absence once it is confirmed; others remain incidents."""
GONE = frozenset(one.value for one, told in STATES.items() if told[0] is ArticleState.GONE)

ITS_OWN = frozenset({ArticleState.GONE, ArticleState.PAYWALLED})
"""States that are what the outlet does with its article; others concern us, and may be mended."""

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
"""Absences shown by a page with status 200; a 304 after one of them shows it again."""


_OF_ALL = frozenset(
    {Absence.MISSING, Absence.SOFT_MISSING, Absence.HOME, Absence.ELSEWHERE, Absence.EVERYWHERE}
)
"""Absences that are a temporary trouble of the outlet if all of its articles have them."""

CANDIDATE_TRIES = 6
"""A candidate that was absent this many times in a row is no longer visited."""

AGAIN, AGAIN_MOST, AGAIN_FOR = timedelta(minutes=30), timedelta(hours=12), timedelta(days=7)
"""If something stands in the way of an article, the next visit comes after AGAIN, doubled each time
it is still there, up to AGAIN_MOST; after AGAIN_FOR it no longer counts as temporary."""
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
"""Reasons for not visiting an address that say nothing about it: an error of the server, or a name
that resolves into our own network, as happens when a resolver is in trouble."""
OURS = frozenset({"not a document", "bad url"})
"""Reasons of our own for not reading on, such as a page with another content type."""
ABROAD = "to another host"
"""The reason for not following a redirect to a host that is not the outlet's."""
UNAVAILABLE = "unavailable"
"""The reason for a 503: the server is overloaded, or down for a while."""

WITHHELD, _WITHHELD_STATUS = "withheld by law (status 451)", 451
NOT_YET = "a feed names it, and there is no article on the page"
GONE_UNREAD = "a feed named it, and it is gone: only a page without an article was seen"
NEVER_THERE = "a feed names it, and it was never there"

INCIDENTS: dict[Absence, IncidentKind] = {
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
    """The address was visited and its article was not there, for this reason; ``told`` in words.

    Once the article's state says the same (gone, paywalled), this is no incident any more; one that
    is open ends by its age.
    """
    visit, intents = context.visit, list[Intent]()
    kind = INCIDENTS.get(absence)
    if kind is not None and not _is_told(context, absence):
        detail = told or context.emptied_by or visit.reason or absence.value
        intents.append(OpenIncident(kind, visit.address.url, detail))
    if context.own is not None and context.answers_elsewhere:
        return intents  # a second address was retired; the article is where it was
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


def _is_told(context: Context, absence: Absence) -> bool:
    article = None if context.own is None else context.own.article
    if article is None or absence not in STATES or article.state not in ITS_OWN:
        return False
    return article.state is STATES[absence][0] and article.absence == absence.value


def _over(context: Context, absence: Absence, intents: list[Intent]) -> list[Intent]:
    """Close host incidents when the article is declared gone and the outlet is not in trouble.

    An outlet that is closed, or goes on under another host, has no page there that would do it.
    """
    if context.all_missed or absence not in _OF_ALL:
        return []
    told = any(isinstance(one, ChangeState) for one in intents)
    subject = host(context.visit.address.url)
    return [CloseIncident(IncidentKind.UNREACHABLE, subject)] if told else []


def awaited(context: Context, *, links: bool) -> list[Intent]:
    """A feed names the address, and its page shows no article yet.

    Pages may be empty for an hour, or made by scripts. If such a page were not visited again, its
    article would be lost without a word. ``links``: it is a page of links, which feeds name too.
    """
    url, kind = context.visit.address.url, IncidentKind.ARTICLE_LOST
    if context.announced_for is None:
        return [SetRole(Role.NONE)]
    if context.announced_for > AGAIN_FOR:
        return [SetRole(Role.NONE), CloseIncident(kind, url)]
    return [] if links else [OpenIncident(kind, url, NOT_YET)]


def look_soon(context: Context, absence: Absence, own: Known | None) -> list[Intent]:
    """Visit again soon if a page with status 200 was in the way, as after an error.

    To the crawl it looks like the article, which may not be due for weeks, and a bot check or an
    empty page that the outlet shows for a day would hide edits until then.
    """
    visit = context.visit
    if absence not in _PASSING or visit.address.next_due is None:
        return []
    wait, since = AGAIN, visit.at
    if own is not None and own.article.absence == absence.value:
        since = own.article.absent_since or since
        wait = min(AGAIN * (1 << min(own.article.absences, 16)), AGAIN_MOST)
    elif own is not None and own.article.absence in _PASSING:
        wait = AGAIN_MOST  # two that take turns would restart the count for ever
    if visit.at - since > AGAIN_FOR:
        return []
    due = visit.at + wait
    return [Reschedule(due)] if due < visit.address.next_due else []


def _look_when_claimed(context: Context, absence: Absence) -> list[Intent]:
    """If an absence lacks only the required span, visit again at its end.

    Visits in between (a feed still names it, somebody crawls by hand) use up the crawl's pauses,
    which grow to days and weeks: an article that was gone for 40 hours was never reported.
    """
    visit, own = context.visit, context.own
    if own is None or absence not in STATES or absence in ON_PAGE:
        return []
    since, before = own.article.absent_since, own.article.absence == absence.value
    if since is None or not before or visit.address.next_due is None:
        return []
    span = _span(context, own.article)
    due = since + span
    if context.absent_for is not None and context.absent_for < span - CLOCKS:
        due = visit.at + span - context.absent_for
    return [Reschedule(due)] if visit.at < due < visit.address.next_due else []


def refused(context: Context) -> list[Intent]:
    """The visit was refused by robots.txt or by the user's rules, or it could not be decided."""
    if context.visit.reason == ROBOTS_UNREACHABLE:
        return []  # the crawl reports it
    if context.visit.reason == PRIVATE:
        return [unreachable(context.visit)]
    if context.visit.reason in OURS:  # such as a picture that a feed names; nothing more to say
        return [unreachable(context.visit)] if context.own is not None else []
    return not_there(context, Absence.REFUSED)


def turned_away(context: Context) -> list[Intent]:
    """A status (401, 403, 429) only says that we were turned away, and not why.

    A 503 does not even say that: the server is down for everybody, maybe for two weeks. That is an
    incident, like any other error of a server, and no absence of the article.
    """
    if context.visit.reason == UNAVAILABLE:
        return [unreachable(context.visit)]
    by_check = context.visit.reason == Absence.BOT_CHECK.value
    return not_there(context, Absence.BOT_CHECK if by_check else Absence.TURNED_AWAY)


def unreachable(visit: Unread) -> OpenIncident:
    """An incident: about the page if the server answered, about the host if it did not."""
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
    """The article is there: counts start again, and a state that said otherwise is retracted.

    ``rewritten``: its address has a text again, but with hardly a sentence of the former one.
    ``kept_since``: it came from a cache that has had it since before the article was absent.
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
    """Whether, with this visit, the absence was seen often enough in a row, over long enough.

    Long enough by the server's clock too, if it says: ours may have been set meanwhile, and three
    404s within minutes, with a clock a day ahead for the last, are no deletion.
    """
    since, span = article.absent_since, _span(context, article)
    if article.absence != absence.value or not would_confirm(article, context.visit.at):
        return False
    if since is None or context.visit.at - since < span:
        return False
    return context.absent_for is None or context.absent_for >= span - CLOCKS


def would_confirm(article: Article, at: datetime) -> bool:
    """Whether the same absence at this time would confirm it, by our clock, after a mere day."""
    since = article.absent_since
    long_enough = since is not None and at - since >= CONFIRMATION_SPAN
    return long_enough and article.absences + 1 >= CONFIRMATIONS


def _span(context: Context, article: Article) -> timedelta:
    """How long it must last; an outlet may be under reconstruction for days, and come back."""
    own = context.own
    of_all = context.all_missed and own is not None and own.article.id == article.id
    if article.absence == Absence.EVERYWHERE.value or (of_all and article.absence in _OF_ALL):
        return AGAIN_FOR
    return CONFIRMATION_SPAN


def _is_of_wrong_clock(article: Article, at: datetime) -> bool:
    """Whether the absence begins in the future, or before it can have begun.

    In the latter case a clock that was behind dated it before the last sight, unless a clock that
    was ahead dated that sight.
    """
    since, seen = article.absent_since, article.last_seen
    begins = article.first_seen if seen > at else seen
    return since is not None and not begins <= since <= at
