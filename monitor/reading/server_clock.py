"""How long an article has been absent by its server's clock: ours may have been set meanwhile.

Each response says when it was sent (``Date``), and is stored. So anybody who doubts that a day
passed between two visits can see it in their captures.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.absence import would_confirm
from spiders.sent import sent_at

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive


def with_server_clock(archive: Archive, context: Context) -> Context:
    """The context with ``absent_for``; looked up only if an absence may be reported."""
    own, capture = context.own, context.visit.capture
    if own is None or capture is None or not would_confirm(own.article, context.visit.at):
        return context
    began = own.article.absent_since
    sights = archive.sights.of_article(own.article.id)
    first = next((one for one in sights if one.at == began and one.capture is not None), None)
    if first is None or first.capture is None:
        return context
    before, now = sent_at(archive, first.capture), sent_at(archive, capture.id)
    # One that never moves, or moves back, is no clock.
    if before is None or now is None or now <= before:
        return context
    return replace(context, absent_for=now - before)
