"""How long an article has been absent by its server's clock: ours may have been set meanwhile.

Each answer says when it was sent (``Date``), and is kept. So who doubts that a day passed between
two looks can read it in their captures.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.absence import would_confirm
from spiders.sent import sent_at

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive


def with_watched(archive: Archive, context: Context) -> Context:
    """The context, with what servers say of the time; asked only where an absence may be told."""
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
    return replace(context, watched=now - before)
