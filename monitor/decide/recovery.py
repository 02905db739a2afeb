"""Which incidents of a page are over, by what its address answers. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.decide.absence import ABROAD
from spiders.urls import host, surt
from storage.intents import CloseIncident, Intent, OpenIncident
from storage.records import IncidentKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.decide.context import Context

_OF_HOST = (IncidentKind.BOT_CHECK, IncidentKind.UNREACHABLE)
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
    over = [CloseIncident(kind, url) for kind in kinds if (kind, url) not in opened]
    return (*intents, *over)


def recovered(url: str) -> list[Intent]:
    """Close the page's incidents: it is there and readable."""
    over = [CloseIncident(kind, url) for kind in _OF_HOST + _OF_PAGE]
    return [CloseIncident(IncidentKind.UNREACHABLE, host(url)), *over]
