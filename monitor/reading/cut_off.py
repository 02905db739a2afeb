"""Whether a capture shows less of its article than the one that showed it before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.absence import CONFIRMATION_SPAN, CONFIRMATIONS
from monitor.decide.cut_off import breaks_off, is_beginning
from monitor.reading.twins import own_answers
from storage.errors import PayloadDamaged, Redacted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.decide.context import Context, Known
    from spiders.extract.page import TextBlock
    from storage.archive import Archive
    from storage.records import Capture, Extraction

    Sight = tuple[Capture, Extraction]


def with_break(archive: Archive, context: Context, new: Extraction) -> Context:
    """The context, with whether the page breaks off, or has a wall now.

    Looked up only if less of the text is there.
    """
    from monitor.decide.walled import lead_left  # noqa: PLC0415 - with the reader, for a page

    own, capture = context.own, context.visit.capture
    if own is None and context.named is not None:
        return _with_first(archive, context, context.named, new)
    if own is None or capture is None:
        return context
    if not (is_beginning(own.content, new) or lead_left(own.content, new)):
        return context
    # The last page that said it: later than the first, it may lack its end but no word of the text.
    last = archive.sights.last_showing(
        own.latest.id, context.visit.address.id, context.visit.visit_id
    )
    before = last or archive.capture_of_extraction(own.latest.extraction_id)
    sights = (before, own.content), (capture, new)
    return replace(context, cut_off=has_no_end(archive, *sights), walled=has_wall(archive, *sights))


def _with_first(archive: Archive, context: Context, named: Known, new: Extraction) -> Context:
    """The same for an unknown address, whose page names an article and shows half of it.

    Not if the article's main address answers, because then it is no news that another one shows
    less. And if it was so often enough, and long enough, to confirm an absence, it is accepted.
    """
    capture, visit = context.visit.capture, context.visit
    answers = own_answers(archive, named.article) and named.article.absence is None
    if capture is None or answers or not is_beginning(named.content, new):
        return context
    before = [
        one.captured_at
        for one in archive.sights.of_key(visit.address.key)
        if one.captured_at < visit.at
    ]
    lasts = len(before) + 1 >= CONFIRMATIONS and visit.at - before[0] >= CONFIRMATION_SPAN
    last = archive.capture_of_extraction(named.latest.extraction_id)
    cut_off = not lasts and has_no_end(archive, (last, named.content), (capture, new))
    return replace(context, cut_off=cut_off)


def has_no_end(archive: Archive, before: Sight, now: Sight) -> bool:
    """Whether the page breaks off within the text; False if either page is not available."""
    if not is_beginning(before[1], now[1]):
        return False
    try:
        return breaks_off(archive.payload(before[0].page), archive.payload(now[0].page))
    except (PayloadDamaged, Redacted):
        return False


def has_wall(archive: Archive, before: Sight, now: Sight) -> bool:
    """Whether there is a wall after the first paragraphs that was not there before."""
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
