"""Whether a former text is shown only because a cache kept an old copy of the page.

If an outlet is behind several caches, each has its own copy, and they answer in turn: after an edit
one shows it, and the next one still has the former text. That is no revert, and an article that was
taken down is not back. A cache says how old its copy is (``Age``, RFC 9111, 5.1); a copy older than
another answer says nothing against that answer. After a week an old copy is what readers get, and
some caches count ages wrongly for ever, so it is then accepted. If the page names a time after it
was made by that age, the age is wrong, and counts for nothing.

Other caches (nginx) mark their copies, but give no age. From these, the very bytes of before mean
nothing for an hour after an edit was first seen.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.absence import AGAIN_FOR, GONE, Absence
from monitor.decide.old_copy import SOON
from spiders.sent import age_in
from storage.database.times import from_page
from storage.digest import content_digest
from storage.errors import ArchiveDamaged, NotStored
from storage.visits import header

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.decide.context import Context, Known
    from storage.archive import Archive
    from storage.records import Capture, Extraction

APART = timedelta(minutes=1)
"""How much older a copy must be: answers take some time, and ages are in whole seconds."""
ZONES = timedelta(hours=14)
_NOT_THERE = GONE | {Absence.LOST.value, Absence.ERROR.value}
"""Absences for everybody; a wall depends on who asks, so a copy without it is genuine."""
_COPY = re.compile(
    rb"\n(?:x-[a-z-]{0,30}cache(?:-status)?|cf-cache-status|cache-status)[ \t]*:"
    rb"[^\n]{0,200}(?<![a-z])(?:hit|stale|updating)(?![a-z])",
    re.IGNORECASE,
)
"""``X-Cache: HIT`` of nginx, and by the standard (RFC 9211) ``Cache-Status: name; hit``."""


def with_old_copy(archive: Archive, context: Context, new: Extraction | None) -> Context:
    """The context, with the number of the revision that an old copy shows, if the page is one.

    After a week it counts as what is there, and the context has ``kept_since`` instead.

    Looked up only if the article said before what the page says, or was absent at the last visit.
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
    if made is None or _is_denied(new, made, context.visit.at):
        is_old = _is_bytes_of_before(archive, context, capture, number)
    else:
        is_old = made + APART < since
    if not is_old:
        return context
    if context.visit.at > since + AGAIN_FOR:
        return replace(context, kept_since=made)
    return replace(context, old_copy=number)


def _is_denied(new: Extraction, made: datetime, at: datetime) -> bool:
    """Whether the page itself names a time after it was made: then the cache counts wrongly.

    Local times that are named as another zone's are ahead by up to ZONES. A time that has not come
    yet, such as an event's, was there before it and says nothing.
    """
    named = (from_page(new.published), from_page(new.modified))
    return any(time is not None and made + ZONES < time <= at for time in named)


def _is_bytes_of_before(archive: Archive, context: Context, capture: Capture, number: int) -> bool:
    """Whether a cache, soon after an edit, returns the very bytes that came before it."""
    own, visit = context.own, context.visit
    if own is None or number == own.latest.number or visit.at >= own.latest.first_seen + SOON:
        return False
    if not _is_marked(archive, capture):
        return False
    showed = archive.revision(own.article.id, number)
    before = archive.sights.last_showing(showed.id, visit.address.id, visit.visit_id)
    return before is not None and before.payload == capture.payload


def _is_marked(archive: Archive, capture: Capture) -> bool:
    """Whether the response says that it is a cache's copy."""
    try:
        head = archive.heads(capture.id)[1]
    except (ArchiveDamaged, NotStored):
        return False
    return _COPY.search(head) is not None


def _latest_made(archive: Archive, context: Context, own: Known) -> datetime | None:
    """When the last full page of this address that showed the latest revision was made."""
    visit = context.visit
    latest = archive.sights.last_showing(own.latest.id, visit.address.id, visit.visit_id)
    return None if latest is None else _made(archive, latest)


def _made(archive: Archive, capture: Capture, *, is_copy: bool = False) -> datetime | None:
    """When the outlet delivered the page at the latest; None if that is unknown.

    With ``is_copy`` also None if no cache says that it kept it.
    """
    age = _age(archive, capture)
    if age is None or (is_copy and not age):
        return None
    return capture.captured_at - age


def _age(archive: Archive, capture: Capture) -> timedelta | None:
    """How long a cache had it; zero if none says so, None if it cannot be known.

    A web archive's memento says how long its own caches had it, and not those of the outlet.
    """
    try:
        head = archive.heads(capture.id)[1]
    except (ArchiveDamaged, NotStored):
        return None
    if header(head, b"memento-datetime") is not None:
        return None
    return age_in(head)
