"""What is to be visited sooner than planned, because of what was just read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from spiders.urls import surt
from storage.digest import content_digest
from storage.intents import AddRevision, BeginArticle, JoinArticle, SeeAgain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.looks import Looks
    from storage.archive import Archive
    from storage.intents import Intent
    from storage.records import Article, Unread


def look_sooner(archive: Archive, looks: Looks, visit: Unread, intents: Sequence[Intent]) -> None:
    """Set due times by the new history of what was just found new or changed.

    A visit dated in the future counts as one of now: the clock was ahead, and was set meanwhile.
    """
    at = min(visit.at, datetime.now(UTC))
    if any(isinstance(one, BeginArticle | AddRevision) for one in intents):
        due = archive.due_of(visit.address.id)
        archive.reschedule(visit.address.id, looks(due, visit.outcome, at))
    older = _older(archive, visit, intents)
    if older is None or visit.address.key in {surt(one) for one in (older.url, *older.aliases)}:
        return
    address = archive.address(surt(older.url))
    if address is not None and address.next_due is not None and address.next_due > at:
        archive.reschedule(address.id, at)


def _older(archive: Archive, visit: Unread, intents: Sequence[Intent]) -> Article | None:
    """The article that says what was just found at another address: it may have moved there.

    Only a visit to its old address can tell. By its schedule that may not be due for days, and
    meanwhile one history would be two, or the move go unnoticed. A page that names another
    canonical URL has said what it is.
    """
    begun = next((one for one in intents if isinstance(one, BeginArticle)), None)
    if begun is not None:
        return archive.article_saying(visit.address.outlet_id, content_digest(begun.extraction))
    joined = next((one for one in intents if isinstance(one, JoinArticle)), None)
    seen = (one.extraction for one in intents if isinstance(one, SeeAgain))
    if joined is None or not any(one and one.canonical_url is None for one in seen):
        return None
    return replace(archive.article(joined.article_id), aliases=())
