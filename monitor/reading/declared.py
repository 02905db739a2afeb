"""Whether the outlet declared anywhere that its article was changed.

A stealth edit is one that no time of modification admits: not in the page (structured data, meta
tags, what readers see), not in the feed or sitemap, and not in the head of the response.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from spiders.extract.fields.declared import SEEN, declared_times, times_on
from spiders.http_date import parse_http_date
from storage.errors import ArchiveDamaged, PayloadDamaged, Redacted
from storage.visits import header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from spiders.extract.page import Page
    from storage.archive import Archive
    from storage.records import Article, Capture

_MOST_SIGHTS = 3
"""How many captures of the old text are checked for times that change all the time."""
AT_ONCE = timedelta(seconds=1)


def declared_moved(
    archive: Archive, article: Article, capture: Capture, page: Page | None = None
) -> tuple[str, ...]:
    """The places where the outlet declares another time than at the article's last sight.

    They are ``page``, ``feed or sitemap`` and ``Last-Modified``. The capture's ``page`` is given if
    it was parsed already.
    """
    sights = archive.captures_of_revision(archive.revision(article.id))
    last = archive.last_sight(article.id)[0]
    return moved_between(archive, article.id, sights, last, capture, page)


def moved_between(
    archive: Archive,
    article_id: int,
    sights: Sequence[Capture],
    last: Capture,
    capture: Capture,
    page: Page | None = None,
) -> tuple[str, ...]:
    """The same from ``last``, the newest of these sights of the old text, to any later capture."""
    here = [one for one in sights if one.address_id == capture.address_id][-_MOST_SIGHTS:]
    found: list[str] = []
    if _page_moved(archive, here or [last], capture, page):
        found.append("page")
    first = here[0].captured_at if here else None
    since = _before(capture.captured_at, here, last)
    if archive.declared.moved(article_id, since, capture.captured_at, first):
        found.append("feed or sitemap")
    if _head_moved(archive, here, capture):
        found.append("Last-Modified")
    return tuple(found)


def _before(until: datetime, sights: Sequence[Capture], last: Capture) -> datetime:
    """When the old text was last seen, by the clock that gave ``until``.

    Sights later than ``until`` were dated before the clock was put back; by their time, what a seed
    says about the new text would count as said about the old one.
    """
    if last.captured_at <= until:
        return last.captured_at
    earlier = (one.captured_at for one in sights if one.captured_at <= until)
    return max(earlier, default=last.captured_at)


def _page_moved(
    archive: Archive, sights: Sequence[Capture], capture: Capture, page: Page | None
) -> bool:
    """Whether a time that both pages declare in one place differs, or readers are shown a new one.

    If no earlier page can be read any more, any time declared now may have changed: an outlet is
    not blamed because of what was redacted here.
    """
    if page is not None:
        after = times_on(page, capture.url)
    else:
        after = declared_times(archive.payload(capture.page), capture.url, capture.page_type)
    if not after:
        return False  # a page that declares no time now has not moved one
    shown = SEEN in after
    told = (_declared_by(archive, one, shown=shown) for one in reversed(sights))  # read lazily
    readable = (one for one in told if one is not None)
    before = next(readable, None)
    if before is None:
        return True
    moved = {place for place, said in before.items() if after.get(place, said) != said}
    if SEEN in after and SEEN not in before:
        moved.add(SEEN)
    if moved != {SEEN}:
        return bool(moved)
    # A clock in the page's furniture changed between sights of the old text, too.
    return all(one.get(SEEN) == before.get(SEEN) for one in readable)


def _declared_by(archive: Archive, capture: Capture, *, shown: bool) -> dict[str, str] | None:
    """The times that the capture declares; None if its body was redacted or is damaged.

    With ``shown`` they include the time that readers see.
    """
    try:
        page = archive.payload(capture.page)
    except (PayloadDamaged, Redacted):
        return None
    return declared_times(page, capture.url, capture.page_type, shown=shown)


def _head_moved(archive: Archive, sights: Sequence[Capture], capture: Capture) -> bool:
    """Whether Last-Modified differs, unless it changes at every response and so means nothing."""
    now = _last_modified(archive, capture)
    try:
        before = {_last_modified(archive, one) for one in sights} - {None}
    except ArchiveDamaged:  # it cannot be known any more, like a redacted page above
        return now is not None
    return now is not None and len(before) == 1 and now not in before


def _last_modified(archive: Archive, capture: Capture) -> str | None:
    head = archive.heads(capture.id)[1]
    if header(head, b"memento-datetime") is not None:  # a web archive speaks about its own copy
        return header(head, b"x-archive-orig-last-modified")
    value, date = header(head, b"last-modified"), header(head, b"date")
    return None if _is_of_now(value, date) else value


def _is_of_now(value: str | None, date: str | None) -> bool:
    """Whether it is the time of the response: such a page is generated anew for each request."""
    changed, sent = parse_http_date(value), parse_http_date(date)
    return changed is not None and sent is not None and changed >= sent - AT_ONCE
