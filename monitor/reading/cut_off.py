"""Whether a capture shows less of its article, held against the one that showed it before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.cut_off import breaks_off, is_beginning
from storage.errors import PayloadDamaged, Redacted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.decide.context import Context
    from spiders.extract.page import TextBlock
    from storage.archive import Archive
    from storage.records import Capture, Extraction

    Sight = tuple[Capture, Extraction]


def with_break(archive: Archive, context: Context, new: Extraction) -> Context:
    """The context, with whether the page breaks off, or has a wall now.

    Asked only where less of the text is there.
    """
    from monitor.decide.walled import lead_left  # noqa: PLC0415 - with the reader, for a page

    own, capture = context.own, context.visit.capture
    if own is None or capture is None:
        return context
    if not (is_beginning(own.content, new) or lead_left(own.content, new)):
        return context
    # The last page that said it: it may have lost its end since, and its text no word.
    last = archive.sights.last_showing(
        own.latest.id, context.visit.address.id, context.visit.visit_id
    )
    before = last or archive.capture_of_extraction(own.latest.extraction_id)
    sights = (before, own.content), (capture, new)
    return replace(context, cut_off=has_no_end(archive, *sights), walled=has_wall(archive, *sights))


def has_no_end(archive: Archive, before: Sight, now: Sight) -> bool:
    """Does the page break off within the text? Where a page cannot be had, nobody can say so."""
    if not is_beginning(before[1], now[1]):
        return False
    try:
        return breaks_off(archive.payload(before[0].page), archive.payload(now[0].page))
    except (PayloadDamaged, Redacted):
        return False


def has_wall(archive: Archive, before: Sight, now: Sight) -> bool:
    """The same of a wall behind the first paragraphs, that was not there before."""
    from monitor.decide.walled import lead_left, wall_came  # noqa: PLC0415 - see above

    own = lead_left(before[1], now[1])
    if not own:
        return False
    try:
        return wall_came(_blocks(archive, before[0]), _blocks(archive, now[0]), own)
    except (PayloadDamaged, Redacted):
        return False


def _blocks(archive: Archive, capture: Capture) -> Sequence[TextBlock]:
    from spiders.extract.encoding import decode  # noqa: PLC0415 - see above
    from spiders.extract.parsing import parse  # noqa: PLC0415 - see above

    return parse(decode(archive.payload(capture.page), capture.page_type)).blocks
