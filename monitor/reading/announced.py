"""Whether, and for how long, a feed has named an address at which no article was read yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.absence import ITS_OWN
from spiders.urls import surt
from storage.records import IncidentKind, Outcome, Role

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.decide.context import Context
    from storage.archive import Archive
    from storage.records import Address, Extraction

_OF_PAGES = frozenset({IncidentKind.ARTICLE_LOST, IncidentKind.LOGIN_PAGE})
TOLD_FOR = timedelta(days=30)
"""How long an incident stays open if no visit can close it any more."""


def with_announced(archive: Archive, context: Context, extraction: Extraction | None) -> Context:
    """The context with ``announced_for``; looked up only if the address has no article."""
    visit = context.visit
    if context.own is not None or context.named is not None:
        return context
    if extraction is None and visit.outcome not in {Outcome.MISSING, Outcome.REDIRECTED}:
        return context
    since = archive.attention.announced_at(visit.address.id)
    if since is None:
        return context
    kept = archive.last_capture(visit.address.id) is not None
    return replace(context, announced_for=max(visit.at - since, timedelta(0)), page_kept=kept)


def forget_lost(archive: Archive, now: datetime) -> None:
    """Close old incidents that no visit can close any more.

    Their addresses are no longer visited, or the article there is gone or paywalled by now, which
    its state says.
    """
    for one in archive.incidents():
        if one.kind not in _OF_PAGES or abs(now - one.last_at) < TOLD_FOR:
            continue
        address = archive.address(surt(one.subject))
        if address is not None and (address.role is Role.NONE or _is_told(archive, address)):
            archive.close_incident(address.outlet_id, one.kind.value, one.subject, now)


def _is_told(archive: Archive, address: Address) -> bool:
    if address.article_id is None:
        return False
    return archive.article(address.article_id).state in ITS_OWN
