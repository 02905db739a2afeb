"""What follows from a page that a cache kept for so long that it is outdated. Pure."""

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
"""For this long after an edit was first seen, the former bytes may be a copy without an age."""


def old_copy_seen(
    context: Context, article: Article, number: int, extraction: Extraction
) -> list[Intent]:
    """The page shows this revision and changes nothing; an absent article is visited again anyway.

    To the crawl the copy looks like the article, which may not be due for weeks. So the next visit
    comes when the absence could be claimed, and then twice a day for a week. Soon after an edit it
    comes when that time is over, because without an age the edit may also have been taken back.
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
