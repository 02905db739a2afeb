"""An edit that comes with a redesign is reported without the captions that the template made."""

from __future__ import annotations

from dataclasses import replace

from monitor.comparing.articles import compare
from monitor.decide.redesign import under_old_captions
from spiders.extract.reader import MOVED
from storage.records import Block, BlockKind, Extraction
from tests.decide.test_redesign import of_hashes, seen_twice
from tests.stories import filler

CAPTION = Block(BlockKind.CAPTION, "A view of the pier on Friday")
FIGURE = (
    b"<figure><img src='/pier.jpg'><figcaption>A view of the pier on Friday</figcaption></figure>"
)
OTHER = FIGURE.replace(b"A view of the pier on Friday", b"Volunteers carry boxes out of the hall")


def reading(*texts, caption=None):
    """A reading of a page in another template, with this caption."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Extraction(
        title="Pier shut", blocks=(*([caption] if caption else []), *blocks), remarks=(MOVED,)
    )


def told(old, new):
    """The diff of the step from one reading to the other."""
    return compare(old, under_old_captions(old, new))


def test_a_caption_that_a_template_shows_or_not_is_no_part_of_an_edit():
    """Only the figure is reported, whichever of the two templates shows the caption."""
    texts = filler("pier", 4)
    edited = (f"The works take 14 months. {texts[0]}", *texts[1:])
    later = (edited[0].replace("14", "41"), *texts[1:])
    for one, other in ((CAPTION, None), (None, CAPTION)):
        diff = told(reading(*edited, caption=one), reading(*later, caption=other))
        assert diff.summary == "Figure raised from 14 months to 41 months."
        assert diff.kinds == ("number",)


def test_a_caption_that_says_something_else_stays_the_outlets():
    """So does any caption that goes while the page keeps its template."""
    texts = filler("pier", 4)
    rewritten = replace(CAPTION, text="A view of the bridge on Friday")
    old, new = reading(*texts, caption=CAPTION), reading(*texts, caption=rewritten)
    assert "caption" in told(old, new).kinds
    assert told(old, replace(reading(*texts), remarks=())).summary == "Caption removed."


def test_a_caption_that_was_replaced_stays_the_outlets(tmp_path):
    """One that shares no word with the old one had come to a change of weight none, untold."""
    texts = filler("pier", 6)
    first, second = (
        of_hashes(name, texts).replace(b"</h1>", b"</h1>" + figure, 1)
        for name, figure in (("kx", FIGURE), ("qv", OTHER))
    )
    with seen_twice(tmp_path, first, second) as archive:
        (article,) = archive.articles()
        _, change = archive.revisions(article.id)
        assert "caption" in change.assessment.kinds
        assert not change.assessment.ours


def test_a_redesign_with_an_edit_takes_no_caption_away(tmp_path):
    """From whole pages: all articles of an outlet were reported to have lost their captions."""
    texts = filler("pier", 6)
    first = of_hashes("kx", [f"The works take 14 months. {texts[0]}", *texts[1:]])
    first = first.replace(b"</h1>", b"</h1>" + FIGURE, 1)
    second = of_hashes("qv", [f"The works take 41 months. {texts[0]}", *texts[1:]])
    with seen_twice(tmp_path, first, second) as archive:
        (article,) = archive.articles()
        before, after = archive.revisions(article.id)
        kept = [block.kind for block in archive.extraction(before.extraction_id).blocks]
        assert BlockKind.CAPTION in kept
        assert after.assessment.kinds == ("number",)
