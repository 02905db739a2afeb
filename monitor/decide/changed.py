"""Pure: what changed between two readings of an article, and how much it weighs.

The comparison of texts is loaded only where texts differ: most passes find none that does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.assess import assess
from monitor.decide.redesign import is_only_template
from monitor.diff.articles import compare
from storage.blame import as_ours
from storage.digest import content_digest

if TYPE_CHECKING:
    from monitor.decide.context import Context, Known
    from storage.records import Assessment, Extraction


def change_seen(context: Context, known: Known, extraction: Extraction) -> Assessment:
    """Of a page that says something else than the article's latest revision."""
    assessment = assess(
        compare(known.content, extraction),
        known.content,
        extraction,
        earlier=known.earlier,
        new_digest=content_digest(extraction),
        declared_unchanged=extraction.modified == known.last.modified
        and not context.declared_moved,
    )
    apart = context.aside, context.with_text
    if context.ours or is_only_template(known.content, extraction, *apart):
        return as_ours(assessment)
    return assessment


def change_met(own: Known, other: Known) -> Assessment:
    """Of an article that is another one's next revision, met under another address."""
    return assess(
        compare(own.content, other.content),
        own.content,
        other.content,
        earlier=own.earlier,
        new_digest=content_digest(other.content),
    )
