"""Whether a capture shows less of its article, held against the one that showed it before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.cut_off import breaks_off, is_beginning
from monitor.decide.walled import wall_came
from spiders.extract.encoding import decode
from spiders.extract.parsing import parse
from storage.errors import PayloadDamaged, Redacted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.decide.context import Context
    from spiders.extract.page import TextBlock
    from storage.archive import Archive
    from storage.records import Capture, Extraction


def with_break(archive: Archive, context: Context, new: Extraction) -> Context:
    """The context, with whether the page breaks off, or has a wall now.

    Asked only where less of the text is there.
    """
    own, capture = context.own, context.visit.capture
    if own is None or capture is None or not is_beginning(own.content, new):
        return context
    before = archive.capture_of_extraction(own.latest.extraction_id)
    return replace(
        context,
        cut_off=has_no_end(archive, before, capture),
        walled=has_wall(archive, before, capture, new),
    )


def has_no_end(archive: Archive, before: Capture, now: Capture) -> bool:
    """Where one of the two cannot be had, nobody can say so."""
    try:
        return breaks_off(archive.payload(before.page), archive.payload(now.page))
    except (PayloadDamaged, Redacted):
        return False


def has_wall(archive: Archive, before: Capture, now: Capture, said: Extraction) -> bool:
    """The same of a wall that was not there before."""
    try:
        return wall_came(_blocks(archive, before), _blocks(archive, now), said)
    except (PayloadDamaged, Redacted):
        return False


def _blocks(archive: Archive, capture: Capture) -> Sequence[TextBlock]:
    return parse(decode(archive.payload(capture.page), capture.page_type)).blocks
