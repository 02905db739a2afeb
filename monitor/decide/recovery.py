"""Which incidents of a page are over, by what its address answers. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.absence import ABROAD, GONE, INCIDENTS, Absence, unreachable
from spiders.urls import host, surt
from storage.intents import CloseIncident, Intent, NoteAbsence, OpenIncident, SetRole
from storage.records import IncidentKind, Outcome, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.decide.context import Context
    from storage.records import Extraction

SILENT_LOOKS = 3
_OF_HOST = (IncidentKind.BOT_CHECK, IncidentKind.UNREACHABLE)
_OF_VISIT = (*_OF_HOST, IncidentKind.LOGIN_PAGE, IncidentKind.READER_FAILED)
_OF_PAGE = (IncidentKind.ARTICLE_LOST, IncidentKind.LOGIN_PAGE, IncidentKind.READER_FAILED)


def answered(context: Context, intents: Sequence[Intent]) -> tuple[Intent, ...]:
    """The intents, with incidents closed if the host says that the page is elsewhere or nowhere.

    Then there is no such page any more, unless an article is still awaited there. Nothing is closed
    if the address leads to itself (say, from http to https), because its page comes next. If it
    leads to another host, that one may ask for a login, so we may still be turned away.
    """
    visit, url = context.visit, context.visit.address.url
    to_itself = visit.location is not None and surt(visit.location) == visit.address.key
    of_us = context.captive or context.all_abroad
    if visit.reason not in {None, ABROAD} or to_itself or of_us:
        return tuple(intents)
    kinds = [] if visit.reason == ABROAD else [*_OF_HOST]
    kinds += [] if context.own is None else _OF_PAGE
    opened = {(one.kind, one.subject) for one in intents if isinstance(one, OpenIncident)}
    stays = _shown(intents)
    over = [
        CloseIncident(kind, url)
        for kind in kinds
        if (kind, url) not in opened and kind not in stays
    ]
    return (*intents, *over)


def failed(context: Context) -> OpenIncident:
    """No page came, and no word of where it is: told of the host where that gave no answer.

    Of the page where the host answers others, time and again: the next of those ended it at once,
    and nobody heard of an article that was not seen for weeks.
    """
    visit = context.visit
    told = unreachable(visit)
    is_own = not context.silent and visit.address.failures >= SILENT_LOOKS
    return replace(told, subject=visit.address.url) if is_own else told


def over(
    context: Context, extraction: Extraction | None, intents: Sequence[Intent]
) -> list[Intent]:
    """What else of the address this answer ends, besides what the intents end.

    Of one address is told what its last answer shows: a page ends that it could not be had, and
    another wall the wall of before; an address that is let out is not asked again, and nothing
    would end what is told of it. An old copy of a cache shows nothing of now.
    """
    url, ended = context.visit.address.url, list[tuple[IncidentKind, str]]()
    of_us = context.captive or context.all_abroad
    if context.silent and context.visit.status is not None and not of_us:
        ended.append((IncidentKind.UNREACHABLE, host(url)))
    is_page = context.visit.outcome is Outcome.CAPTURED and extraction is not None
    let_out = SetRole(Role.NONE) in intents
    shown = _shown(intents)
    if let_out or (is_page and not of_us and context.old_copy is None):
        ended += [(kind, url) for kind in _OF_VISIT if let_out or kind not in shown]
    walls = (isinstance(one, NoteAbsence) and one.reason not in GONE for one in intents)
    if let_out or (is_page and any(walls)):
        ended.append((IncidentKind.ARTICLE_LOST, url))
    told = {
        (one.kind, one.subject) for one in intents if isinstance(one, OpenIncident | CloseIncident)
    }
    return [CloseIncident(*one) for one in dict.fromkeys(ended) if one not in told]


def _shown(intents: Sequence[Intent]) -> set[IncidentKind | None]:
    """The kinds of incidents that this answer shows, also where it is not counted any more."""
    missed = (Absence(one.reason) for one in intents if isinstance(one, NoteAbsence))
    return {INCIDENTS.get(one) for one in missed}


def recovered(url: str) -> list[Intent]:
    """Close the page's incidents: it is there and readable."""
    over = [CloseIncident(kind, url) for kind in _OF_HOST + _OF_PAGE]
    return [CloseIncident(IncidentKind.UNREACHABLE, host(url)), *over]
