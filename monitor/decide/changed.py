"""What changed between two readings of an article, and how much it weighs. Pure.

The comparison of texts is loaded only if texts differ: most passes find none that do.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.classify.assess import assess
from monitor.comparing.articles import compare
from monitor.decide.redesign import head_alone, is_only_template, under_old_captions
from storage.database.times import same
from storage.digest import content_digest, fold
from storage.history.blame import as_ours

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from monitor.decide.context import Context, Known
    from storage.records import Assessment, Extraction


def change_seen(context: Context, known: Known, extraction: Extraction, digest: str) -> Assessment:
    """The assessment of a page that differs from the article's latest revision; with its digest."""
    same_time = same(extraction.modified, known.last.modified) and not context.declared_moved
    apart = context.aside, context.with_text
    old, new = _read_alike(known.content, extraction, context.read_otherwise)
    said = digest if new is extraction else content_digest(new)
    ours = context.ours or content_digest(old) == said
    if not ours:
        renamed = head_alone(old, new, *apart)
        if renamed is not None:
            return head_step(old, renamed, known.titles, same_time=same_time)
        ours = is_only_template(old, new, *apart)
        new = under_old_captions(old, new, context.with_text)
    if ours:
        old, new = known.content, extraction
    assessment = assess(
        compare(old, new),
        old,
        new,
        earlier=known.earlier,
        new_digest=digest,
        declared_unchanged=same_time,
    )
    return as_ours(assessment) if ours else assessment


def _read_alike(
    old: Extraction, new: Extraction, read_otherwise: Collection[str]
) -> tuple[Extraction, Extraction]:
    """Both readings without what only one of them has because the rules differ.

    Which links went with that cannot be known, so links of the body are not compared.
    """
    if not read_otherwise:
        return old, new
    one, other = (
        tuple(block for block in each.blocks if fold(block.text) not in read_otherwise)
        for each in (old, new)
    )
    links, targets, outline = old.links, old.targets, old.outline
    alike = replace(new, blocks=other, links=links, targets=targets, outline=outline)
    return replace(old, blocks=one), alike


def head_step(
    old: Extraction, renamed: Extraction, titles: Sequence[str | None], *, same_time: bool
) -> Assessment:
    """The assessment of a headline or byline that changed along with the page's template.

    ``titles`` are those of all earlier revisions, oldest first. They say whether a headline was
    there before, or takes turns; the texts cannot, because the template changed them.
    """
    earlier = [title for title, _ in itertools.groupby(fold(one or "") for one in titles)]
    return assess(
        compare(old, renamed),
        old,
        renamed,
        earlier=earlier,
        new_digest=fold(renamed.title or "") if renamed.title != old.title else "",
        declared_unchanged=same_time,
    )


def change_met(context: Context, own: Known, other: Known) -> Assessment:
    """The assessment of an article that is another's next revision, found at another address."""
    met = context.met or other.content
    return change_seen(context, own, met, content_digest(met))
