"""Is what an article said before shown by an old copy alone, which a cache kept of its page?

Where several caches stand before an outlet, each has a copy of its own, and they answer by turns:
after an edit one shows it, and the next one still has the text of before. No edit was taken back.
Nor is what was taken down back. A cache says how long it has had its copy (``Age``, RFC 9111, 5.1):
so it tells nothing of what another answer showed when that copy had been made already.
What still comes after a week is what readers have, and some caches count ages wrongly for ever.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.decide.absence import AGAIN_FOR, GONE, Absence
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
_AGE = re.compile(r"[0-9]{1,9}")


def with_old_copy(archive: Archive, context: Context, new: Extraction | None) -> Context:
    """The context, with the number of the revision that an old copy shows, where it is one.

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
    if since is None or not since <= context.visit.at <= since + AGAIN_FOR:
        return context
    made = _made(archive, capture, is_copy=True)
    if made is None or made + APART >= since:
        return context
    return replace(context, old_copy=number)


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
    age = header(head, b"age")
    return timedelta(seconds=int(age)) if age is not None and _AGE.fullmatch(age) else timedelta()
