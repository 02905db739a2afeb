"""How long an article has been absent by its server's clock: ours may have been set meanwhile.

Each answer says when it was sent (``Date``), and is kept. So who doubts that a day passed between
two looks can read it in their captures.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.absence import would_confirm
from spiders.http_date import parse_http_date
from storage.errors import ArchiveDamaged, NotStored
from storage.visits import header

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.decide.context import Context
    from storage.archive import Archive

_AGE = re.compile(r"[0-9]{1,9}")


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


def sent_at(archive: Archive, capture_id: int) -> datetime | None:
    """When a server says that it gave this answer; None where it does not say so itself.

    A copy that a cache gave was sent as long after its date as its age is.
    """
    try:
        head = archive.heads(capture_id)[1]
    except (ArchiveDamaged, NotStored):
        return None
    if header(head, b"memento-datetime") is not None:  # of an archive, which gave it later
        return parse_http_date(header(head, b"x-archive-orig-date"))
    date, age = parse_http_date(header(head, b"date")), header(head, b"age")
    seconds = int(age) if age is not None and _AGE.fullmatch(age) else 0
    try:
        return None if date is None else date + timedelta(seconds=seconds)
    except OverflowError:
        return None
