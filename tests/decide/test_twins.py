"""What the second page of an article lacks says nothing; what it newly says does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from monitor.decide.context import Context, Twin
from monitor.decide.twins import COMPLETED, completed, has_news
from monitor.decide.visit import decide
from spiders.urls import surt
from storage.digest import content_digest
from storage.intents import AddEvent, AddRevision, SeeAgain
from storage.records import Address, Block, BlockKind, Extraction, Outcome, Role, Unread
from tests.decide.conftest import NOW, OUTLET, PAGE, known
from tests.growth import TIMES, grows_with_length

TEXTS = ("The ferry ran aground at dawn.", "All 41 people on board are safe.")
AMP = Address(9, 1, f"{PAGE}/amp", surt(f"{PAGE}/amp"), Role.ARTICLE, 7)


def page(*texts: str, **fields: object) -> Extraction:
    """A reading with a caption after its first paragraph."""
    blocks = [Block(BlockKind.PARAGRAPH, text) for text in texts or TEXTS]
    blocks.insert(1, Block(BlockKind.CAPTION, "The ferry on the sandbank."))
    standing = {"standfirst": "Nobody was hurt.", "byline": ("Ada Quill",), "outline": (1, 2)}
    named = {"title": "Ferry aground", "canonical_url": PAGE, "published": "2026-03-01"}
    return Extraction(blocks=tuple(blocks), **(named | standing | fields))  # type: ignore[arg-type]


def bare(reading: Extraction) -> Extraction:
    """The reading as an AMP page has it: title and text."""
    text = tuple(block for block in reading.blocks if block.kind is not BlockKind.CAPTION)
    return replace(reading, standfirst=None, byline=(), outline=(), blocks=text)


def told(said: Extraction, shown: Extraction | None = None, **twin: object) -> list[Any]:
    """What follows from this sight of the second address; ``shown`` is what the first one says."""
    own = known(shown or page())
    visit = Unread(1, AMP, NOW, Outcome.CAPTURED, 200, None, None, None)
    context = Context(visit, OUTLET, own=own, named=own, twin=Twin(**twin))  # type: ignore[arg-type]
    kinds = AddRevision, SeeAgain, AddEvent
    return [one for one in decide(context, said) if isinstance(one, kinds)]


def test_what_a_second_page_lacks_is_taken_from_the_articles_own():
    """It is put in its place, so that both read the same; the reading has a remark about it."""
    whole = completed(bare(page()), page())
    assert content_digest(whole) == content_digest(page())
    assert whole.remarks == (COMPLETED,)
    assert completed(page(), page()) == page()
    edited = page("The ferry ran aground at noon.", *TEXTS[1:])
    assert content_digest(completed(bare(edited), page())) == content_digest(edited)


def test_a_second_page_without_byline_and_caption_shows_the_same():
    """The revision is seen again, and nothing is reported."""
    (seen,) = told(bare(page()))
    assert isinstance(seen, SeeAgain)


def test_the_times_of_a_second_page_are_not_compared():
    """It may have none, or its own; with a new text it keeps only what it declares itself."""
    own = page(modified="2026-03-01T09:00:00Z")
    for modified in (None, "2026-03-02T09:00:00Z"):
        (seen,) = told(bare(replace(own, modified=modified)), shown=own)
        assert seen.extraction.modified == own.modified
    edited = bare(page(TEXTS[0], "All 14 people on board are safe.", modified=None))
    (revision,) = told(edited, shown=own, before=own)
    assert revision.extraction.modified is None
    assert "stealth" not in revision.assessment.signals


def test_how_a_second_page_is_made_is_no_edit():
    """Such as a line of its own, at the first sight and at every later one."""
    odd = bare(page(*TEXTS, "Printed from courier.example."))
    assert told(odd) == []
    assert told(odd, before=completed(odd, page())) == []


def test_an_edit_that_the_second_page_shows_first_is_told():
    """It is compared with what it said before; always if the article's own page is missing."""
    edited = bare(page(TEXTS[0], "All 14 people on board are safe."))
    (revision,) = told(edited, before=page())
    assert isinstance(revision, AddRevision)
    assert revision.extraction.byline == ("Ada Quill",)
    assert len(told(edited, own_answers=False)) == 1


def test_a_standfirst_that_reads_as_a_first_paragraph_is_lacked_like_one():
    """It stays in the text, even if the other page shows an edit first."""
    lead = "A ferry with many people on board did not come far today."
    own, said = page(lead, *TEXTS), bare(page())
    assert content_digest(completed(said, own)) == content_digest(own)
    (seen,) = told(said, shown=own, before=own)
    assert isinstance(seen, SeeAgain)
    edited = "The ferry ran aground at noon.", *TEXTS[1:]
    (revision,) = told(bare(page(*edited)), shown=own, before=own)
    assert revision.extraction.body == page(lead, *edited).body
    (revision,) = told(bare(page("All are on shore.", *TEXTS[1:])), shown=page(), before=page())
    assert revision.extraction.body == page("All are on shore.", *TEXTS[1:]).body
    (revision,) = told(said, shown=own, before=own, own_answers=False)
    assert revision.extraction.body == page().body


def test_news_is_what_was_not_there_at_the_last_sight():
    """An added caption or name is news; a missing field is not, nor a missing first paragraph."""
    assert not has_news(bare(page()), page())
    assert has_news(replace(bare(page()), byline=("Ben Sorrel",)), page())
    assert has_news(page(TEXTS[0]), page())
    assert not has_news(page(TEXTS[1]), page())


def test_thousands_of_blocks_alike_are_merged_in_no_time():
    """Each was compared with all the others, and that again for each of them."""

    def merge(many):
        own, said = page(*("ab" * many * 3)), page(*("abb" * many * 2))
        assert completed(said, own).body == said.body

    assert grows_with_length(merge, 25, TIMES * 25, power=2)
