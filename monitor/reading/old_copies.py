"""Is what an article said before shown by an old copy alone, which a cache kept of its page?

Where several caches stand before an outlet, each has a copy of its own, and they answer by turns:
after an edit one shows it, and the next one still has the text of before. No edit was taken back.
A cache says how long it has had its copy (``Age``, RFC 9111, 5.1): so it tells nothing of a page
that another answer showed when that copy had been made already.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.digest import content_digest
from storage.errors import ArchiveDamaged, NotStored
from storage.visits import header

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive
    from storage.records import Capture, Extraction

APART = timedelta(minutes=1)
"""So much earlier it must have been made: answers take their time, and ages are whole seconds."""
_AGE = re.compile(r"[0-9]{1,9}")


def with_old_copy(archive: Archive, context: Context, new: Extraction) -> Context:
    """The context, with the number of the revision that an old copy shows, where it is one.

    Held against the last whole page of the same address that showed the latest revision. Asked only
    where the article has said before what the page says.
    """
    own, capture = context.own, context.visit.capture
    digest = content_digest(new)
    if own is None or capture is None or digest not in own.earlier or digest == own.earlier[-1]:
        return context
    visit = context.visit
    latest = archive.sights.last_showing(own.latest.id, visit.address.id, visit.visit_id)
    if latest is None or not is_older(archive, capture, latest):
        return context
    number = len(own.earlier) - own.earlier[::-1].index(digest)
    return replace(context, old_copy=number)


def is_older(archive: Archive, copy: Capture, other: Capture) -> bool:
    """Did a cache make its copy before the other answer was given, or made?"""
    age, others = _age(archive, copy), _age(archive, other)
    if age is None or others is None:
        return False
    return bool(age) and copy.captured_at - age + APART < other.captured_at - others


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
