"""Pure: what changed between two readings of an article, and how much it weighs.

The comparison of texts is loaded only where texts differ: most passes find none that does.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from monitor.classify.assess import assess
from monitor.decide.redesign import headline_alone, is_only_template
from monitor.diff.articles import compare
from storage.blame import as_ours
from storage.digest import content_digest, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.decide.context import Context, Known
    from storage.records import Assessment, Extraction


def change_seen(context: Context, known: Known, extraction: Extraction) -> Assessment:
    """Of a page that says something else than the article's latest revision."""
    same_time = extraction.modified == known.last.modified and not context.declared_moved
    apart = context.aside, context.with_text
    if not context.ours:
        renamed = headline_alone(known.content, extraction, *apart)
        if renamed is not None:
            return headline_step(known.content, renamed, known.titles, same_time=same_time)
    assessment = assess(
        compare(known.content, extraction),
        known.content,
        extraction,
        earlier=known.earlier,
        new_digest=content_digest(extraction),
        declared_unchanged=same_time,
    )
    if context.ours or is_only_template(known.content, extraction, *apart):
        return as_ours(assessment)
    return assessment


def headline_step(
    old: Extraction, renamed: Extraction, titles: Sequence[str | None], *, same_time: bool
) -> Assessment:
    """Of a headline that changed while the page's template did, and of nothing else.

    ``titles`` are those of all revisions before, oldest first: by them, and not by texts that
    the template made others, a headline has been there before, or takes turns.
    """
    earlier = [title for title, _ in itertools.groupby(fold(one or "") for one in titles)]
    return assess(
        compare(old, renamed),
        old,
        renamed,
        earlier=earlier,
        new_digest=fold(renamed.title or ""),
        declared_unchanged=same_time,
    )


def change_met(own: Known, other: Known) -> Assessment:
    """Of an article that is another one's next revision, met under another address."""
    return assess(
        compare(own.content, other.content),
        own.content,
        other.content,
        earlier=own.earlier,
        new_digest=content_digest(other.content),
    )
