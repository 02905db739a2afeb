"""What a redirect means, by where it leads: home, a login page, another name, itself. Pure.

A redirect alone moves no article. Its target is on trial, and becomes the article's address once it
shows the article; an article does not move to a page of links, or to another text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.decide.absence import ABROAD, AGAIN_FOR, Absence, not_there, unreachable
from monitor.decide.all_alike import all_led_to
from monitor.decide.identity import is_of
from monitor.decide.joining import absorbed, calls_itself, may_be_joined, ran_beside
from spiders.urls import host, surt
from storage.intents import (
    AddEvent,
    AdoptAddress,
    CloseIncident,
    Intent,
    JoinArticle,
    OpenIncident,
    Reschedule,
)
from storage.kinds import IN_RING, NOWHERE_MOST, TOO_MANY_REDIRECTS
from storage.records import EventKind, IncidentKind, Role

if TYPE_CHECKING:
    from monitor.decide.context import Context, Known

_LOGIN_SEGMENTS = frozenset({"login", "signin", "sign-in", "log-in", "account", "auth", "sso"})
_NO_PLACE = frozenset({Role.SEED, Role.ROBOTS, Role.NONE})
"""Roles of addresses to which no article moves: section page, feed, page without an article."""


def redirected(context: Context) -> list[Intent]:
    """What follows from a redirected visit."""
    visit = context.visit
    target = visit.location or visit.address.url
    abroad = visit.reason == ABROAD or not is_of(context.outlet, target)
    if visit.reason == TOO_MANY_REDIRECTS:
        return _led_nowhere(context)
    if visit.reason is not None and not abroad:
        return [unreachable(visit), *_soon_again(context)]
    if context.in_ring:
        return [replace(unreachable(visit), detail=IN_RING), *_soon_again(context)]
    together = context.all_abroad and not is_login(target)
    if abroad and (context.captive or together):
        told = all_led_to(host(target), captive=context.captive)
        return [OpenIncident(IncidentKind.UNREACHABLE, host(visit.address.url), told)]
    key = surt(target)
    if key == visit.address.key:
        return []
    if key == surt(context.outlet.home):
        return not_there(context, Absence.HOME)
    if is_login(target):
        return behind_login(context, f"leads to {host(target)}" if abroad else None)
    if abroad:
        return not_there(context, Absence.ELSEWHERE)
    return [*_followed(visit.address.url, target), *_led_on(context, target, key)]


def _soon_again(context: Context) -> list[Intent]:
    """Retry within a day: for the crawl it was an ordinary redirect, whose target is visited."""
    visit = context.visit
    due, latest = visit.address.next_due, visit.at + NOWHERE_MOST
    return [Reschedule(latest)] if due is not None and due > latest else []


def _led_nowhere(context: Context) -> list[Intent]:
    """The chain of redirects ended without a page: an incident of the address where it began.

    Later addresses may differ each time. If an article was read there, it is the article's. The
    first redirect closed the incident of its address, as if a page followed: it is reopened.
    """
    told, own = unreachable(context.visit), context.own
    began, since = context.began or (told.subject, None)
    subject = began if own is None else own.article.url
    return [replace(told, subject=subject, since=since)]


def behind_login(context: Context, told: str | None = None) -> list[Intent]:
    """A login page is in the place of the article, or the redirect leads to one.

    An outlet may show all its articles to subscribers only. So an address where nothing was ever
    read is an incident only if a feed names it, and only for a week, like an empty page.
    """
    waits = context.announced_for
    if context.own is not None or (waits is not None and waits <= AGAIN_FOR):
        return not_there(context, Absence.LOGIN, told)
    return [CloseIncident(IncidentKind.LOGIN_PAGE, context.visit.address.url)]


def _followed(url: str, target: str) -> list[Intent]:
    """Close the incident of a redirect to a foreign host that has become one of the outlet's."""
    if host(url) == host(target):
        return []
    return [CloseIncident(IncidentKind.UNREACHABLE, host(url))]


def is_login(url: str) -> bool:
    """Whether the path is that of a login page."""
    try:
        segments = urlsplit(url).path.lower().split("/")
    except ValueError:
        return False  # not an address that can be requested
    return any(segment in _LOGIN_SEGMENTS for segment in segments)


def moved_here(context: Context) -> list[Intent]:
    """An address on trial has shown its article: the article has moved, which is an event.

    It has not moved if only the query differs from its old address.
    """
    if context.own is None or not context.on_trial:
        return []
    if context.twin is not None and _is_other_query(context.visit.address.key, context.own):
        return [Reschedule(None)]  # say, a session id: the next redirect has another
    detail = _told(context.visit.address.url)
    return [AddEvent(context.own.article.id, EventKind.MOVED_URL, detail)]


def _is_other_query(key: str, own: Known) -> bool:
    """Whether the address is the article's main one, but with another query."""
    return key.partition("?")[0] == surt(own.article.url).partition("?")[0]


def _told(target: str) -> str:
    return f"redirects to {target}"


def _led_on(context: Context, target: str, key: str) -> list[Intent]:
    """The redirect leads to another page of the outlet."""
    own, named = context.own, context.named
    if own is None:
        over = CloseIncident(IncidentKind.ARTICLE_LOST, context.visit.address.url)
        return [over] if named is None else [JoinArticle(named.article.id), over]
    if named is not None and named is not own:
        return _led_to(context, own, named, target)
    if named is None:
        if context.target in _NO_PLACE:
            return not_there(context, Absence.ELSEWHERE)
        return [AdoptAddress(own.article.id, target, key)]
    if not context.target_shown or context.never_shown or _is_told(context, own, target):
        return []  # it always redirected here, as a short link does: nothing moved
    if _is_other_query(key, own):
        return []  # reported with its first page, if that has this address
    return [AddEvent(own.article.id, EventKind.MOVED_URL, _told(target))]


def _is_told(context: Context, own: Known, target: str) -> bool:
    return not context.reported.isdisjoint({_told(target), calls_itself(own.article.url)})


def _led_to(context: Context, own: Known, other: Known, target: str) -> list[Intent]:
    """The redirect leads to a known article: the same one at its new address, or another.

    The histories are joined only if one follows the other: the other article was first seen after
    the last change of this one. If both changed side by side they stay two articles, and the
    timeline says where this one redirects.
    """
    if not may_be_joined(own, other):
        return not_there(context, Absence.ELSEWHERE)
    moved = AddEvent(own.article.id, EventKind.MOVED_URL, _told(target))
    if ran_beside(context, own, other):
        told = [] if moved.detail in context.reported else [moved]
        return [*told, *not_there(context, Absence.ELSEWHERE)]
    return [absorbed(context, own, other), moved]
