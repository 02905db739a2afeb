"""Whether a capture breaks off, held against the one that showed the article before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.cut_off import breaks_off, is_beginning
from storage.errors import PayloadDamaged, Redacted

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive
    from storage.records import Capture, Extraction


def with_break(archive: Archive, context: Context, new: Extraction) -> Context:
    """The context, with whether the page breaks off. Asked only where less of the text is there."""
    own, capture = context.own, context.visit.capture
    if own is None or capture is None or not is_beginning(own.content, new):
        return context
    before = archive.capture_of_extraction(own.latest.extraction_id)
    return replace(context, cut_off=has_no_end(archive, before, capture))


def has_no_end(archive: Archive, before: Capture, now: Capture) -> bool:
    """Where one of the two cannot be had, nobody can say so."""
    try:
        return breaks_off(archive.payload(before.page), archive.payload(now.page))
    except (PayloadDamaged, Redacted):
        return False
