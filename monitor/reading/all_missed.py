"""Whether all articles of an outlet are absent at once, in the same way.

A server that lost its database or its configuration says "not found" to everything, or redirects
everybody to its home page or a notice. For a week that is trouble of the outlet, and no deletion of
every article.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.absence import CONFIRMATION_SPAN, would_confirm
from monitor.decide.all_alike import all_missed_alike
from spiders.urls import host
from storage.records import ArticleState, IncidentKind

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive

FEWEST = 8
"""How many articles, including this one; fewer may have been withdrawn together."""
TURNING = timedelta(hours=1)
"""While it begins, some servers of an outlet may still show its articles."""


def with_all_missed(archive: Archive, context: Context) -> Context:
    """The context with ``all_missed``; looked up only if an absence may be reported.

    It counts articles that went with this one, or in the day before, and are not declared gone yet;
    and no article of the outlet may have been seen since.
    """
    own, at = context.own, context.visit.at
    if own is None or own.article.state is ArticleState.GONE or not would_confirm(own.article, at):
        return context
    article, neighbours = own.article, archive.sights.neighbours
    began, absence = article.absent_since, article.absence
    if began is None or absence is None:
        return context
    missed = neighbours.missed(article.outlet_id, absence, began - CONFIRMATION_SPAN)
    now = missed >= FEWEST and not neighbours.is_seen(article.outlet_id, began + TURNING)
    return replace(context, all_missed=True) if now or _was_told(archive, context) else context


def _was_told(archive: Archive, context: Context) -> bool:
    """Whether this was reported about the host when the visit was read before.

    When an older visit is imported, the article is read again from its first visit, and by then the
    others are back.
    """
    own, visit = context.own, context.visit
    if own is None or own.article.absence is None:
        return False
    outlet, subject = context.outlet.name, host(visit.address.url)
    told = {all_missed_alike(own.article.absence, withheld=by_law) for by_law in (False, True)}
    return any(
        (one.outlet, one.kind, one.subject) == (outlet, IncidentKind.UNREACHABLE, subject)
        and one.detail in told
        and one.opened_at <= visit.at
        for one in archive.incidents(open_only=False, since=visit.at)
    )
