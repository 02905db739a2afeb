"""Fact checks: the box with a claim and its verdict is text.

Readers of a fact check must be told if its verdict changes, but it is shown in labels and badges
that read like furniture. The page's own ``ClaimReview`` says what is in the box.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from spiders.extract.choice.ends import run_in
from spiders.extract.fields import json_ld
from spiders.extract.likeness import bare

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spiders.extract.page import Element, Page, TextBlock

NEAR_ABOVE, NEAR_BELOW = 16, 8
"""How many blocks above and below the text its box may be."""
MOST, LONGEST = 12, 1_200
"""The most blocks and characters of a box."""
UP = 5


def keep_claims(page: Page, keep: list[bool], headings: Collection[int]) -> None:
    """Keep the boxes with a claim or its verdict, next to the text or within it."""
    if not any("ClaimReview" in script for script in page.json_ld):
        return
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    claims, ratings = _reviewed(json_ld.things(page.json_ld))
    if not kept or not claims:
        return
    head = max((number for number in headings if number < kept[0]), default=-1)
    near = range(
        max(head + 1, kept[0] - NEAR_ABOVE), min(kept[-1] + 1 + NEAR_BELOW, len(page.blocks))
    )
    for number in near:
        if any(claim in bare(page.blocks[number].text) for claim in claims):
            for one in _box(page.blocks, number, claims | ratings, keep):
                keep[one] = True


def _reviewed(things: Sequence[dict[str, Any]]) -> tuple[set[str], set[str]]:
    """The claims and the verdicts that the page declares, normalized."""
    reviews = [one for one in things if "ClaimReview" in json_ld.type_names(one)]
    ratings = [one.get("reviewRating") for one in reviews]
    found = {bare(json_ld.string(one.get("claimReviewed")) or "") for one in reviews}
    told = {bare(json_ld.string(one, "alternateName") or "") for one in ratings}
    return found - {""}, told - {""}


def _box(
    blocks: Sequence[TextBlock], number: int, wanted: Collection[str], keep: Sequence[bool]
) -> Sequence[int]:
    """The widest small element around a claim with no text of the article, as block numbers."""
    best: Sequence[int] = [number]
    for element in itertools.islice(blocks[number].element.lineage(), UP):
        inside = _small(blocks, number, element)
        if not inside or any(keep[one] for one in inside if one not in best):
            break
        if any(blocks[one].linked > len(blocks[one].text) // 2 for one in inside):
            break
        if any(bare(blocks[one].text) in wanted for one in inside):
            best = inside
    return best


def _small(blocks: Sequence[TextBlock], number: int, element: Element) -> Sequence[int]:
    inside = run_in(blocks, number, element, MOST)
    long = sum(len(blocks[one].text) for one in inside) > LONGEST
    return () if len(inside) > MOST or long else inside
