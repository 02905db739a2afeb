"""Photo stories: all their text is in their captions."""

from __future__ import annotations

from dataclasses import replace

from monitor.decide.context import Context
from monitor.decide.photo_stories import LEAST
from monitor.decide.visit import decide
from storage.intents import AddRevision, BeginArticle, NoteAbsence
from storage.records import Block, BlockKind, Extraction, PageType
from tests.decide.conftest import OUTLET, candidate, known, of, story, visit

CAPTIONS = (
    "A fisherman mends his net at four in the morning.",
    "The quota was cut by 22 % last year.",
    "Ice on the winch is broken off with hammers.",
    "The auction hall has been closed since 2019.",
)


def photo_story(*captions: str) -> Extraction:
    """A reading that found captions and no paragraph."""
    blocks = tuple(Block(BlockKind.CAPTION, text) for text in captions)
    return replace(story(), page_type=PageType.GALLERY, blocks=blocks)


def test_a_photo_story_is_an_article() -> None:
    """Its text is its captions: having no body, it was never read, and was lost."""
    assert len(CAPTIONS) == LEAST
    intents = decide(Context(candidate(), OUTLET), photo_story(*CAPTIONS))
    assert of(BeginArticle, intents)


def test_a_caption_that_was_changed_is_a_revision() -> None:
    """A figure in a caption counts as one in a paragraph does."""
    before = known(photo_story(*CAPTIONS))
    after = photo_story(*(text.replace("22", "32") for text in CAPTIONS))
    assert of(AddRevision, decide(Context(visit(), OUTLET, before), after))


def test_captions_alone_are_what_is_left_of_an_article_that_lost_its_text() -> None:
    """If the article had a body, a page with captions alone is no new text of it."""
    intents = decide(Context(visit(), OUTLET, known()), photo_story(*CAPTIONS))
    assert of(NoteAbsence, intents)
    assert not of(AddRevision, intents)


def test_a_single_caption_is_no_article() -> None:
    """On a page with one picture the reader may have failed to find the text."""
    intents = decide(Context(candidate(), OUTLET), photo_story(CAPTIONS[0]))
    assert not of(BeginArticle, intents)


def test_a_photo_story_that_lost_a_caption_is_one_still() -> None:
    """One of four captions was removed: the page was reported to show no article, not an edit."""
    before = known(photo_story(*CAPTIONS))
    assert of(AddRevision, decide(Context(visit(), OUTLET, before), photo_story(*CAPTIONS[1:])))


def test_another_caption_in_the_place_of_all_is_no_photo_story() -> None:
    """Nothing is left of the article: a page with one picture may have taken its place."""
    before = known(photo_story(*CAPTIONS))
    intents = decide(Context(visit(), OUTLET, before), photo_story("The editors of the Courier."))
    assert of(NoteAbsence, intents)
    assert not of(AddRevision, intents)
