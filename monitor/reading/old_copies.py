"""Is what an article said before shown by an old copy alone, which a cache kept of its page?

Where several caches stand before an outlet, each has a copy of its own, and they answer by turns:
after an edit one shows it, and the next one still has the text of before. No edit was taken back.
Nor is what was taken down back. A cache says how long it has had its copy (``Age``, RFC 9111, 5.1):
so it tells nothing of what another answer showed when that copy had been made already.
What still comes after a week is what readers have, and some caches count ages wrongly for ever.
Others (nginx) say that it is their copy, and no age: for an hour after an edit was first seen the
very bytes of before tell nothing from such a one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.absence import AGAIN_FOR, GONE, Absence
from monitor.decide.old_copy import SOON
from spiders.sent import age_in
from storage.digest import content_digest
from storage.errors import ArchiveDamaged, NotStored
from storage.visits import header

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.decide.context import Context, Known
    from storage.archive import Archive
    from storage.records import Capture, Extraction

APART = timedelta(minutes=1)
"""So much earlier it must have been made: answers take their time, and ages are whole seconds."""
_NOT_THERE = GONE | {Absence.LOST.value, Absence.ERROR.value}
"""Absences that are of the page for everybody; a wall is of who asks, and a copy shows the way."""
_COPY = re.compile(
    rb"\n(?:x-[a-z-]{0,30}cache(?:-status)?|cf-cache-status|cache-status)[ \t]*:"
    rb"[^\n]{0,200}(?<![a-z])(?:hit|stale|updating)(?![a-z])",
    re.IGNORECASE,
)
"""``X-Cache: HIT`` of nginx, and by the standard (RFC 9211) ``Cache-Status: name; hit``."""


def with_old_copy(archive: Archive, context: Context, new: Extraction | None) -> Context:
    """The context, with the number of the revision that an old copy shows, where it is one.

    After a week it is told as what stands there, and since when the cache has had it.

    Asked only where the article has said before what the page says, or was not there at the last
    look.
    """
    own, capture = context.own, context.visit.capture
    if own is None or capture is None or new is None:
        return context
    digest, number = content_digest(new), own.latest.number
    if digest == own.latest.digest:
        since = own.article.absent_since if own.article.absence in _NOT_THERE else None
    elif digest in own.earlier:
        since = _latest_made(archive, context, own)
        number = len(own.earlier) - own.earlier[::-1].index(digest)
    else:
        return context
    if since is None or context.visit.at < since:
        return context
    made = _made(archive, capture, is_copy=True)
    if made is None:
        is_old = _is_bytes_of_before(archive, context, capture, number)
    else:
        is_old = made + APART < since
    if not is_old:
        return context
    if context.visit.at > since + AGAIN_FOR:
        return replace(context, kept_since=made)
    return replace(context, old_copy=number)


def _is_bytes_of_before(archive: Archive, context: Context, capture: Capture, number: int) -> bool:
    """Does a cache give again, soon after the edit, just what the address gave before it?"""
    own, visit = context.own, context.visit
    if own is None or number == own.latest.number or visit.at >= own.latest.first_seen + SOON:
        return False
    if not _is_marked(archive, capture):
        return False
    showed = archive.revision(own.article.id, number)
    before = archive.sights.last_showing(showed.id, visit.address.id, visit.visit_id)
    return before is not None and before.payload == capture.payload


def _is_marked(archive: Archive, capture: Capture) -> bool:
    """Does the answer say that it is a cache's copy?"""
    try:
        head = archive.heads(capture.id)[1]
    except (ArchiveDamaged, NotStored):
        return False
    return _COPY.search(head) is not None


def _latest_made(archive: Archive, context: Context, own: Known) -> datetime | None:
    """When the last whole page of this address was made that showed the latest revision."""
    visit = context.visit
    latest = archive.sights.last_showing(own.latest.id, visit.address.id, visit.visit_id)
    return None if latest is None else _made(archive, latest)


def _made(archive: Archive, capture: Capture, *, is_copy: bool = False) -> datetime | None:
    """When the page was given by the outlet at the latest; None where nobody can tell.

    ``is_copy``: or where no cache says that it kept it.
    """
    age = _age(archive, capture)
    if age is None or (is_copy and not age):
        return None
    return capture.captured_at - age


def _age(archive: Archive, capture: Capture) -> timedelta | None:
    """How long a cache had it; zero where none says so, None where nobody can tell.

    An archive's memento says how long its own caches had it, and not those of the outlet.
    """
    try:
        head = archive.heads(capture.id)[1]
    except (ArchiveDamaged, NotStored):
        return None
    if header(head, b"memento-datetime") is not None:
        return None
    return age_in(head)
