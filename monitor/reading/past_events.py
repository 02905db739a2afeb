"""What was reported about an article before, if that decides what is reported now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.records import EventKind, Outcome

if TYPE_CHECKING:
    from monitor.decide.context import Known
    from storage.archive import Archive
    from storage.records import Extraction, Unread


def past_details(archive: Archive, visit: Unread, *, other: bool) -> frozenset[str]:
    """Details of the events of an article whose address redirects, or names an ``other``."""
    leads = visit.outcome is Outcome.REDIRECTED or other
    if not leads or visit.address.article_id is None:
        return frozenset()
    return frozenset(event.detail for event in archive.events(visit.address.article_id))


def past_headlines(archive: Archive, own: Known | None, now: Extraction | None) -> tuple[str, ...]:
    """What was reported about headlines for machines, if they differ now."""
    if own is None or now is None or own.last.declared_titles == now.declared_titles:
        return ()
    events = archive.events(own.article.id)
    return tuple(one.detail for one in events if one.kind is EventKind.SEARCH_HEADLINE)
