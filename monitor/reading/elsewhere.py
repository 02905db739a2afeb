"""The first sight of an article at another address, read with the memory of its last sight.

There is no page memory for the new address. Read on its own, and built differently, the page would
show other captions and boxes than before, and each would be reported as an edit.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from monitor.decide.identity import alike, is_second
from monitor.decide.joining import is_at_home, may_be_joined
from monitor.reading.declared import declared_moved
from monitor.reading.remembering import has_page, outlet_part
from spiders.extract.remembered.again import PageMemory
from spiders.urls import host, surt
from storage.digest import content_digest
from storage.errors import PayloadDamaged, Redacted
from storage.records import PageType

if TYPE_CHECKING:
    from monitor.decide.context import Context, Known
    from monitor.reading.reading import Reading
    from monitor.reading.readings import Readings
    from storage.archive import Archive
    from storage.records import Article, Capture, Extraction, Outlet

    Sight = tuple[Capture, Extraction]


class LastSight(NamedTuple):
    """What the article with this key said last, and its page memory."""

    key: str
    content: Extraction
    digest: str
    page: PageMemory


def seen_elsewhere(
    archive: Archive, readings: Readings, reading: Reading, context: Context
) -> Reading:
    """The reading, made again if an address shows a known article for the first time."""
    known, capture = context.own or context.named, context.visit.capture
    if known is None or capture is None:
        return reading
    if reading.extraction is None or has_page(reading.extraction.memory):
        return reading
    page = last_page(archive, known.article)
    if page is None:
        return reading
    last = LastSight(surt(known.article.url), known.content, known.latest.digest, page)
    return in_its_light(readings, reading, capture, context.outlet, last)


def in_its_light(
    readings: Readings, reading: Reading, capture: Capture, outlet: Outlet, last: LastSight
) -> Reading:
    """The first reading of a page, or another one made with the memory of the article's last sight.

    A second page (AMP, print) has the article among other boxes. If with that memory it says what
    the main page says, this reading is taken, and otherwise the first one.
    """
    said = reading.extraction
    if said is None or content_digest(said) == last.digest:
        return reading
    second = is_second(capture.url, said, outlet, last.key)
    is_page = bool(said.body) and said.page_type is not PageType.INDEX
    if not second and not (is_page and alike(last.content, said)):
        return reading
    version = outlet_part(last.content.memory)
    found = readings.of_capture(capture, outlet, last.key, last.page, version)
    if found.extraction is None or not found.extraction.body:
        return reading
    same = content_digest(found.extraction) == last.digest
    return found if same or not second else reading


def last_page(archive: Archive, article: Article) -> PageMemory | None:
    """The page memory of an article: of its main address, or otherwise of its last one."""
    address = archive.page_memories.address_of(article.id, surt(article.url))
    if address is None:
        return None
    last = archive.page_memories.of(address, host(article.url))
    return None if last is None else PageMemory.unpack(last.data or b"")


def with_met(
    archive: Archive, readings: Readings, context: Context, said: Extraction | None
) -> Context:
    """The context, with the first text of the article that a redirect leads to, or a page names.

    It was found there before the old address was seen to lead to it, and was read on its own.
    ``said`` is what the visited page says, if there is one.
    """
    own, other = context.own, context.named
    if own is None or other is None or other is own or not may_be_joined(own, other):
        return context
    if said is not None and not (is_at_home(context) and alike(other.content, said)):
        return context
    first = archive.revision(other.article.id, 1).extraction_id
    met, capture = archive.extraction(first), archive.capture_of_extraction(first)
    with suppress(PayloadDamaged, Redacted):  # what was read of it is all that there is
        return _in_its_light(archive, readings, context, own, (capture, met))
    return replace(context, met=met)


def _in_its_light(
    archive: Archive, readings: Readings, context: Context, own: Known, met: Sight
) -> Context:
    capture, said = met
    moved, page = declared_moved(archive, own.article, capture), last_page(archive, own.article)
    context = replace(context, met=said, declared_moved=moved)
    if page is None:
        return context
    key, version = surt(own.article.url), outlet_part(own.content.memory)
    read = readings.of_capture(capture, context.outlet, key, page, version).extraction
    if read is None or not read.body:
        return context
    if content_digest(read) == own.latest.digest:
        return replace(context, ours=True)
    last = archive.capture_of_extraction(own.latest.extraction_id)
    aside, with_text = readings.apart((last, own.content), (capture, read))
    return replace(context, met=read, aside=aside, with_text=with_text)
