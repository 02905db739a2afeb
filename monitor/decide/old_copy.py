"""Pure: what follows from a page that a cache kept for longer than it is the outlet's word."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.absence import AGAIN_FOR, AGAIN_MOST, CONFIRMATION_SPAN
from storage.intents import Reschedule, SeeOldCopy

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.decide.context import Context
    from storage.intents import Intent
    from storage.records import Article, Extraction

SOON = timedelta(hours=1)
"""So long after an edit was first seen its bytes of before may be a copy that tells no age."""


def old_copy_seen(
    context: Context, article: Article, number: int, extraction: Extraction
) -> list[Intent]:
    """It shows this revision and changes nothing; what is missed is asked again all the same.

    The crawl takes the copy for the article, which may not be due for weeks: at the end of the day
    after which an absence is told, and then twice a day for a week. Soon after an edit it is asked
    again when that is over: a cache that tells no age may have an edit that was taken back.
    """
    seen = SeeOldCopy(article.id, number, extraction)
    at, due, since = context.visit.at, context.visit.address.next_due, article.absent_since
    again: datetime | None = None
    if since is not None and at - since <= AGAIN_FOR:
        end = since + CONFIRMATION_SPAN
        again = end if at < end else at + AGAIN_MOST
    elif since is None and context.own is not None:
        again = context.own.latest.first_seen + SOON
    if again is None or due is None or not at < again < due:
        return [seen]
    return [seen, Reschedule(again)]
