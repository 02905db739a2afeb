"""A wall in a language that no list covers, in front of an article that was seen whole."""

from __future__ import annotations

import pytest

from monitor.decide import walled
from monitor.reprocessing.run import reprocess
from spiders.urls import surt
from storage.archive import Archive
from storage.records import ArticleState, Block, BlockKind, EventKind, Extraction
from tests.captures import HOME, capture_and_read, watch_courier
from tests.stories import filler

URL = f"{HOME}news/weir"
TEXT = filler("weir")
WALL = (
    '<div class="article-paywall"><h3>Dár léitheoirí síntiúis</h3><p>Íocann siad as an obair.</p>'
    '<a href="/sintius">Tosaigh anois</a></div>'
)
NAVIGATE = '<nav class="navigate-on"><a href="/ar-aghaidh">Ar aghaidh</a></nav>'
PREMIUM = '<div class="premium-label"><a href="/siopa">Préimh</a></div>'


def page(said: list[str], behind: str = "") -> bytes:
    """The article, with these paragraphs of its text and this after them."""
    text = "".join(f"<p>{one}</p>" for one in said)
    return (
        '<html lang="ga"><head><title>The weir</title><meta property="og:type" content="article">'
        f"</head><body><main><article><h1>The weir</h1>{text}{behind}</article></main></body>"
        "</html>"
    ).encode()


WHOLE, SHORT = page(TEXT), page(TEXT[:2])
WALLED = page(TEXT[:2], WALL)


@pytest.mark.parametrize(
    ("shown", "revisions", "events"),
    [
        ([WHOLE, WALLED, WHOLE], 1, []),
        ([WHOLE, WALLED, WALLED, WALLED, WHOLE], 1, [EventKind.PAYWALLED, EventKind.RESTORED]),
        ([WHOLE, WALLED, page([*TEXT, "The weir opens in May."])], 2, []),
        ([WHOLE, SHORT, WHOLE], 3, []),  # nothing is in the way
        ([page(TEXT, PREMIUM), page(TEXT[:2], PREMIUM)], 2, []),  # no more than before
        ([WHOLE, page(TEXT[:2], NAVIGATE)], 2, []),  # a gate is no part of another word
        ([WHOLE, page(TEXT[:2], WALL.replace("paywall", "regGate"))], 1, []),
        ([WHOLE, page(TEXT[:2], f"<div hidden>{WALL}</div>")], 2, []),
        ([page(TEXT, PREMIUM), page(TEXT[:2], PREMIUM + WALL)], 1, []),
        ([WHOLE, page([f"{TEXT[0][:-1]} again.", TEXT[1]], WALL), WHOLE], 1, []),
        ([WHOLE, page(["Another beginning.", *TEXT[1:2]], WALL)], 2, []),
        ([WHOLE, page([*TEXT[:2], TEXT[-1]], WALL)], 2, []),  # a wall does not leave the end
        ([WHOLE, page(TEXT[:-1], WALL)], 2, []),  # a wall hides more than a paragraph
        ([WHOLE, page(TEXT, WALL)], 1, []),
    ],
)
def test_a_wall_in_any_language_deletes_nothing(tmp_path, blank, shown, revisions, events):
    """It was reported as deleted sentences, and as a revert when it went; `reprocess` agrees."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        addresses = watch_courier(archive, URL)
        for day, one in enumerate(shown):
            capture_and_read(archive, addresses, [one], day)
        article = archive.article(surt(URL))
        assert article.revisions == revisions
        assert article.state is ArticleState.LIVE
        assert [one.kind for one in archive.events(article.id)] == events
        reprocess(archive, rules_folder=None)
        assert archive.article(surt(URL)).revisions == revisions


def test_only_what_was_edited_is_held_against_all_paragraphs(monkeypatch):
    """Each paragraph was compared with all earlier ones: a second per edit of a long article."""
    asked = []

    def noted(*texts):
        asked.append(texts)
        return ratio(*texts)

    ratio = walled.fuzz.ratio
    monkeypatch.setattr(walled.fuzz, "ratio", noted)
    before = filler("weir", 40)
    after = *before[:10], f"{before[10][:-1]} again.", *before[11:]
    old, new = (
        Extraction(blocks=tuple(Block(BlockKind.PARAGRAPH, one) for one in said))
        for said in (before, after)
    )
    assert walled.lead_left(old, new) == frozenset()  # all of it is still there
    assert 0 < len(asked) <= len(before)
