"""Does one text stand in the place of many articles of an outlet at once? It says nothing of any.

A server that is being rebuilt, or a network that knows no guest, gives one page with status 200 at
all addresses, maybe with something new in each copy of it. No article is edited or gone by that.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.decide.absence import AGAIN_FOR, CONFIRMATION_SPAN, Absence
from monitor.decide.strangers import LEAST_SENTENCES, SHARED, sentences
from storage.digest import fold
from storage.errors import PayloadDamaged, Redacted

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.archive import Archive
    from storage.memory.neighbours import Neighbour
    from storage.records import Article, Capture, Extraction

MOST, FEWEST = 12, 3
"""So many other articles are looked at, those asked next to it; so many are many, with this one."""
MANY = 8
"""So many that show a notice of a sentence or two, and none that stood meanwhile, are all."""
MEANWHILE = timedelta(minutes=15)
"""What stood so shortly before or after stood while the others did not: they are asked in turn."""
_MIDNIGHT = "00:00:00"  # what a day alone may be written as
TOLD = 0.5
"""Of three sentences and more: a copy may have a word of its own in one, or its address."""


def stands_everywhere(
    archive: Archive,
    outlet_id: int,
    new: Extraction,
    capture: Capture,
    own: tuple[Article, Extraction] | None = None,
) -> bool:
    """Was this text given in the place of many articles, and of as many as stood meanwhile?

    A notice of a sentence or two is what an outlet says of several that it withdraws, and stands
    in the place of all where none shows its article meanwhile: so a wall does that knows where
    readers are. Short reports have a sentence in common, or all but the headline, so such a notice
    has to be the same in each.
    ``own`` is the article of its address with what that said: copies of it may be rewritten
    together. A page with the time of that is its own.
    """
    said, at = sentences(new), capture.captured_at
    if not said or (own is not None and _is_timed_so(own[1], new)):
        return False
    brief = len(said) < LEAST_SENTENCES
    wanted, least = (said | _headline(archive, new, capture), 1.0) if brief else (said, TOLD)
    article, before = (own[0].id, sentences(own[1])) if own is not None else (0, set())
    turned, visit = [at], (capture.id, at)
    stood: list[datetime] = []
    absent_so = own is not None and own[0].absence == Absence.EVERYWHERE.value
    within = AGAIN_FOR if absent_so else CONFIRMATION_SPAN  # others, gone by now, are asked seldom
    for one in archive.sights.neighbours.of(outlet_id, article, visit, within, MOST):
        said_there = _said_before(archive, one.article_id, said)
        if len(before & said_there) > TOLD * min(len(before), len(said_there)):
            continue
        shows = _shows_its_own(archive, one, said_there, wanted, least)
        if shows is not None:
            (stood if shows else turned).append(one.at)
    first, last = min(turned) - MEANWHILE, max(turned) + MEANWHILE
    meanwhile = [one for one in stood if first <= one <= last]
    if brief:
        return len(turned) >= MANY and not meanwhile
    return len(turned) >= max(FEWEST, len(meanwhile))


def begins_everywhere(archive: Archive, outlet_id: int, new: Extraction, capture: Capture) -> bool:
    """The same at an address of no article, asked only while one of them is replaced so.

    Once that is told as their absence it is what the outlet says, and may begin one as well.
    """
    since = capture.captured_at - 2 * AGAIN_FOR
    if not archive.sights.neighbours.are_absent(outlet_id, Absence.EVERYWHERE.value, since):
        return False
    return stands_everywhere(archive, outlet_id, new, capture)


def _is_timed_so(old: Extraction, new: Extraction) -> bool:
    """Does the page keep the very second of its article's publication? Only that knows it."""
    _, _, clock = (new.published or "").partition("T")
    return bool(clock) and not clock.startswith(_MIDNIGHT) and new.published == old.published


def _headline(archive: Archive, new: Extraction, capture: Capture) -> set[str]:
    """The page's headline, where it stands on the page and not above the window alone."""
    title = fold(new.title or "")
    with suppress(PayloadDamaged, Redacted):
        text = _shown(archive.payload(capture.page), capture.page_type)
        return {title} if title and title in text else set()
    return set()


def _shows_its_own(
    archive: Archive,
    one: Neighbour,
    own: Collection[str],
    wanted: Collection[str],
    least: float,
) -> bool | None:
    """Does it show its article? False where it shows this much of what is wanted; None: neither."""
    if one.capture is None:
        return True  # it was not modified
    capture = archive.capture(one.capture)
    with suppress(PayloadDamaged, Redacted):
        text = _shown(archive.payload(capture.page), capture.page_type)
        if _share(own, text) > SHARED:
            return True
        return False if _share(wanted, text) >= least else None
    return None


def _said_before(archive: Archive, article_id: int, said: set[str]) -> set[str]:
    """What the article said last, but for what it was read as in that place."""
    for revision in reversed(archive.revisions(article_id)):
        own = sentences(archive.extraction(revision.extraction_id))
        if len(own & said) <= SHARED * len(own):
            return own
    return set()


def _share(wanted: Collection[str], text: str) -> float:
    return sum(one in text for one in wanted) / len(wanted) if wanted else 0.0


@lru_cache(2 * MOST)
def _shown(payload: bytes, content_type: str | None) -> str:
    """All text of a page, furniture too: which part of it is the article is no matter here.

    The next page that is unlike its article has nearly the same neighbours.
    """
    from spiders.extract.encoding import decode  # noqa: PLC0415 - with the reader, for a page
    from spiders.extract.parsing import parse  # noqa: PLC0415 - the same

    page = parse(decode(payload, content_type))
    return "\n".join(fold(block.text) for block in page.blocks)
