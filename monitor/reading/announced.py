"""Does a feed name an address at which no article has been read yet, and for how long?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.records import Outcome

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive
    from storage.records import Extraction


def with_announced(archive: Archive, context: Context, extraction: Extraction | None) -> Context:
    """The context with that; asked only where nothing is known of the address."""
    visit = context.visit
    if context.own is not None or context.named is not None:
        return context
    if extraction is None and visit.outcome is not Outcome.MISSING:
        return context
    since = archive.attention.announced_at(visit.address.id)
    if since is None:
        return context
    kept = archive.last_capture(visit.address.id) is not None
    return replace(context, announced_for=max(visit.at - since, timedelta(0)), page_kept=kept)
