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
    """The incident for a visit that got no page, and no word of where it is.

    It is about the host if that does not answer. If the host answers other visits, and this address
    has failed several times in a row, it is about the page: the next answer would close an incident
    of the host, and nobody would notice that the article was not seen for weeks.
    """
    visit = context.visit
    told = unreachable(visit)
    is_own = not context.silent and visit.address.failures >= SILENT_LOOKS
    return replace(told, subject=visit.address.url) if is_own else told


def over(
    context: Context, extraction: Extraction | None, intents: Sequence[Intent]
) -> list[Intent]:
    """The incidents of the address that this answer closes, besides those that the intents close.

    An address has the incidents that its last answer shows. So a page closes those of failed
    visits, and another wall those of the former wall. If the address will not be visited again, all
    are closed, as nothing else could do so. An old copy from a cache says nothing about now.
    """
    url, ended = context.visit.address.url, list[tuple[IncidentKind, str]]()
    of_us = context.captive or context.all_abroad
    if context.silent and context.visit.status is not None and not of_us:
        ended.append((IncidentKind.UNREACHABLE, host(url)))
    is_page = context.visit.outcome is Outcome.CAPTURED and extraction is not None
    dropped = SetRole(Role.NONE) in intents
    shown = _shown(intents)
    if dropped or (is_page and not of_us and context.old_copy is None):
        ended += [(kind, url) for kind in _OF_VISIT if dropped or kind not in shown]
    walls = (isinstance(one, NoteAbsence) and one.reason not in GONE for one in intents)
    if dropped or (is_page and any(walls)):
        ended.append((IncidentKind.ARTICLE_LOST, url))
    told = {
        (one.kind, one.subject) for one in intents if isinstance(one, OpenIncident | CloseIncident)
    }
    return [CloseIncident(*one) for one in dict.fromkeys(ended) if one not in told]


def _shown(intents: Sequence[Intent]) -> set[IncidentKind | None]:
    """The kinds of incidents that this answer shows, even those that are not opened any more."""
    missed = (Absence(one.reason) for one in intents if isinstance(one, NoteAbsence))
    return {INCIDENTS.get(one) for one in missed}


def recovered(url: str) -> list[Intent]:
    """Close the page's incidents: it is there and readable."""
    over = [CloseIncident(kind, url) for kind in _OF_HOST + _OF_PAGE]
    return [CloseIncident(IncidentKind.UNREACHABLE, host(url)), *over]
