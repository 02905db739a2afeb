"""Key points: lists in an element that is called a summary."""

from __future__ import annotations

import pytest

from spiders.extract.reader import read
from storage.records import BlockKind

POINTS = (
    "The ferry to Batumi sails again from Sunday, its owner said in Burgas.",
    "Inspectors had looked at all of its lifeboats since October 25.",
    "Two of the lifeboats were missing, and a third had been painted shut.",
)
TEXT = "".join(
    f"<p>The council of Lower Wick voted on Tuesday to close ferry road number {n}, said a keeper,"
    " and nobody in the hall objected.</p>"
    for n in range(5)
)
ITEMS = "".join(f"<li>{one}</li>" for one in POINTS)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (f"<div class='Summary__42bbea'><ul>{ITEMS}</ul></div>{TEXT}", BlockKind.SUMMARY),
        (f"<ul class='articleSummary'>{ITEMS}</ul>{TEXT}", BlockKind.SUMMARY),
        (f"<div class='Summary__42bbea'>{TEXT}<ul>{ITEMS}</ul></div>{TEXT}", BlockKind.LIST_ITEM),
        (f"<div class='text'><ul>{ITEMS}</ul>{TEXT}</div>", BlockKind.LIST_ITEM),
        (f"<div class='Summary__42bbea'><ul>{ITEMS}</ul></div>", BlockKind.LIST_ITEM),
    ],
    ids=["module", "list", "text", "body", "all"],
)
def test_a_list_that_is_called_a_summary_has_key_points(page, kind):
    """They were items of the text; an element with more than a list, or all of it, is the text."""
    page = (
        "<title>Ferry sails again</title><meta property='og:type' content='article'>"
        f"<main><article><h1>Ferry sails again</h1>{page}</article></main>"
    )
    found = read(page.encode(), url="https://harbour.example/news/7")
    kinds = {one.kind for one in found.blocks if one.text in POINTS}
    assert kinds == {kind}
