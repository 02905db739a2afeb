"""Whether one text is shown in place of many articles of an outlet at once.

A server under reconstruction, or a captive portal, returns one page with status 200 at all
addresses, maybe with something different in each copy. No article is edited or gone because of it.
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
    from storage.neighbours import Neighbour
    from storage.records import Article, Capture, Extraction

MOST, FEWEST = 12, 3
"""How many other articles, visited around the same time, are looked at; how many count as many."""
MANY = 8
"""So many articles with the same short notice, and none that is there meanwhile, count as all."""
MEANWHILE = timedelta(minutes=15)
"""An article seen this shortly before or after was there meanwhile: they are visited in turn."""
_MIDNIGHT = "00:00:00"  # how a day without a time may be written
TOLD = 0.5
"""The share of sentences, of three or more, that copies must have in common; one may differ."""


def stands_everywhere(
    archive: Archive,
    outlet_id: int,
    new: Extraction,
    capture: Capture,
    own: tuple[Article, Extraction] | None = None,
) -> bool:
    """Whether this text was shown in place of many articles, at least as many as were there.

    A notice of a sentence or two may be about several articles that an outlet withdraws; it counts
    only if no article is there meanwhile, as with a wall by country. Such a notice has to be the
    same everywhere, because short reports have a sentence in common, or all but the headline.

    ``own`` is the article of the address with its text, as copies of it may be rewritten together.
    A page with that article's time of publication is its own.
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
    """The same at an address without an article, while articles are being replaced in this way.

    Once these are declared absent, the text is what the outlet says, and may begin an article too.
    """
    since = capture.captured_at - 2 * AGAIN_FOR
    if not archive.sights.neighbours.are_absent(outlet_id, Absence.EVERYWHERE.value, since):
        return False
    return stands_everywhere(archive, outlet_id, new, capture)


def _is_timed_so(old: Extraction, new: Extraction) -> bool:
    """Whether the page has the article's time of publication to the second: only its own would."""
    _, _, clock = (new.published or "").partition("T")
    return bool(clock) and not clock.startswith(_MIDNIGHT) and new.published == old.published


def _headline(archive: Archive, new: Extraction, capture: Capture) -> set[str]:
    """The page's headline, if it is on the page itself and not only in the window's title."""
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
    """Whether it shows its article; False if it shows this much of ``wanted``; None if neither."""
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
    """What the article said last, apart from the text in its place."""
    for revision in reversed(archive.revisions(article_id)):
        own = sentences(archive.extraction(revision.extraction_id))
        if len(own & said) <= SHARED * len(own):
            return own
    return set()


def _share(wanted: Collection[str], text: str) -> float:
    return sum(one in text for one in wanted) / len(wanted) if wanted else 0.0


@lru_cache(2 * MOST)
def _shown(payload: bytes, content_type: str | None) -> str:
    """All text of a page including furniture; which part of it is the article does not matter here.

    Cached, since the next page that is unlike its article has nearly the same neighbours.
    """
    from spiders.extract.encoding import decode  # noqa: PLC0415 - with the reader, for a page
    from spiders.extract.parsing import parse  # noqa: PLC0415 - the same

    page = parse(decode(payload, content_type))
    return "\n".join(fold(block.text) for block in page.blocks)
