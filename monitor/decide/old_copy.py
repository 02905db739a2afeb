"""Pure: what follows from a page that a cache kept for longer than it is the outlet's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.decide.absence import AGAIN_FOR, AGAIN_MOST, CONFIRMATION_SPAN
from storage.intents import Reschedule, SeeOldCopy

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.intents import Intent
    from storage.records import Article, Extraction


def old_copy_seen(
    context: Context, article: Article, number: int, extraction: Extraction
) -> list[Intent]:
    """It shows this revision and changes nothing; what is missed is asked again all the same.

    The crawl takes the copy for the article, which may not be due for weeks: at the end of the day
    after which an absence is told, and then twice a day for a week.
    """
    seen = SeeOldCopy(article.id, number, extraction)
    at, due, since = context.visit.at, context.visit.address.next_due, article.absent_since
    if since is None or due is None or at - since > AGAIN_FOR:
        return [seen]
    end = since + CONFIRMATION_SPAN
    again = end if at < end else at + AGAIN_MOST
    return [seen, Reschedule(again)] if again < due else [seen]
