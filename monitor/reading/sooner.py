"""What is to be looked at sooner than was planned, by what was read just now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from spiders.urls import surt
from storage.digest import content_digest
from storage.intents import AddRevision, BeginArticle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.looks import Looks
    from storage.archive import Archive
    from storage.intents import Intent
    from storage.records import Unread


def look_sooner(archive: Archive, looks: Looks, visit: Unread, intents: Iterable[Intent]) -> None:
    """What was just found new or changed is due by its new history, not by its old one.

    A visit of the future is of now: the clock was ahead, and was set before this was read.
    """
    news = [one for one in intents if isinstance(one, BeginArticle | AddRevision)]
    if not news:
        return
    due, at = archive.due_of(visit.address.id), min(visit.at, datetime.now(UTC))
    archive.reschedule(visit.address.id, looks(due, visit.outcome, at))
    for one in news:
        if isinstance(one, BeginArticle):
            _ask_older(archive, visit, one, at)


def _ask_older(archive: Archive, visit: Unread, begun: BeginArticle, at: datetime) -> None:
    """An article that says what another of its outlet says may be that one, which has moved.

    Whether its address leads here now only that itself can tell; by its own schedule it may not be
    asked for days, and meanwhile one history would be two.
    """
    other = archive.article_saying(visit.address.outlet_id, content_digest(begun.extraction))
    if other is None or visit.address.key in {surt(one) for one in (other.url, *other.aliases)}:
        return
    address = archive.address(surt(other.url))
    if address is not None and address.next_due is not None and address.next_due > at:
        archive.reschedule(address.id, at)
