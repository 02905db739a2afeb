"""Pure: what is over, of all that can be wrong with one page, by what an address answers."""

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
    """With the intents: the host says that the page is elsewhere or nowhere, and not what it was.

    There is no such page any more; one where an article was awaited is waited for still. Nor is
    anything over where the address leads to itself (from http to https, say): its page comes next.
    Where it leads to another host, that may ask who one is: so we may be turned away still.
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
    """The page is there and readable: what was wrong with it is over."""
    over = [CloseIncident(kind, url) for kind in _OF_HOST + _OF_PAGE]
    return [CloseIncident(IncidentKind.UNREACHABLE, host(url)), *over]
