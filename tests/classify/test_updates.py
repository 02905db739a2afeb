"""Notes that the text was updated: what they say about the story weighs as the story does."""

from __future__ import annotations

import pytest

from monitor.comparing.articles import compare
from storage.records import Block, BlockKind, Extraction
from tests.stories import filler

REST = tuple(Block(BlockKind.PARAGRAPH, text) for text in filler("pier", 3))


def step(old, new, language="en", kind=BlockKind.PARAGRAPH):
    """The diff of a block above the same text; an empty string is no block."""
    one, other = (
        Extraction(
            title="Pier shut",
            language=language,
            blocks=(*[Block(kind, text) for text in (text,) if text], *REST),
        )
        for text in (old, new)
    )
    return compare(one, other)


@pytest.mark.parametrize(
    ("language", "kind", "old", "new"),
    [
        ("en", "number", "Update: Police say 12 died.", "Update: Police say 15 died."),
        ("en", "attribution", "UPDATE: The mayor denied it.", "UPDATE: The mayor confirmed it."),
        ("en", "number", "Update 3 – 12 dead", "Update 3 – 15 dead"),
        ("ru", "number", "Обновлено: погибли 12 человек.", "Обновлено: погибли 15 человек."),
        (
            "de",
            "negation",
            "Aktualisierung: Er hat gestanden.",
            "Aktualisierung: Er schwieg nicht.",
        ),
        ("zh", "number", "更新：事故造成3人死亡。", "更新：事故造成5人死亡。"),
    ],
)
def test_what_changes_in_an_update_that_tells_something_is_a_change(language, kind, old, new):
    """Its heading makes no figure or denial part of a note; nor if it is added or removed."""
    diff = step(old, new, language)
    assert (diff.weight.value, kind in diff.kinds) == ("substantive", True), diff
    assert step("", new, language).weight.value == "substantive"
    assert step(old, "", language).weight.value == "substantive"


@pytest.mark.parametrize(
    ("old", "new", "kind", "told"),
    [
        (
            "Update: This story has been updated to say that 12 people died.",
            "Correction: This story has been corrected to say that 14 people died.",
            "number",
            "Death toll raised from 12 to 14; correction noted.",
        ),
        (
            "Update: This story has been updated: Ada Finch was charged.",
            "Correction: This story has been corrected: Ada Finch was not charged.",
            "negation",
            "Negation “not” added; correction noted.",
        ),
    ],
)
def test_an_update_that_became_a_correction_tells_what_it_says(old, new, kind, told):
    """The change of the note itself hid the figure and the denial in it."""
    diff = step(old, new, "en")
    assert (kind in diff.kinds, diff.summary) == (True, told)
    assert diff.weight.value == "substantive"


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Updated 3 May 2026 at 14:05 GMT.", "Updated 4 May 2026 at 9:15 GMT."),
        ("en", "Updated: Tuesday, 3 May 2026, 14:05", "Updated: Friday, 6 May 2026, 14:05"),
        ("en", "Updated: 12 minutes ago", "Updated: 50 minutes ago"),
        ("en", "Update: This story has been updated.", "Update: This story was updated twice."),
        ("ru", "Обновлено 3 мая в 14:05.", "Обновлено 3 мая в 15:20."),
        ("tr", "Güncelleme: 03.05.2026 14:05", "Güncelleme: 04.05.2026 09:05"),
    ],
)
def test_when_a_text_was_updated_is_folded_away(language, old, new):
    """The time, and what is said about the text itself, say nothing about the story."""
    for one, other in ((old, new), ("", new), (old, "")):
        assert step(one, other, language).weight.value == "cosmetic"


@pytest.mark.parametrize("text", ["Update 3", "Update 3: Bridge closed", "Обновление № 12"])
def test_a_heading_with_the_number_of_an_entry_is_no_note(text):
    """A live page has one above each entry, which declares no change."""
    language = "en" if text.isascii() else "ru"
    heading = step("", text, language, BlockKind.HEADING)
    assert [edit.note for edit in heading.edits] == [""]
    assert heading.weight.value == "substantive"
    for dated in ("Updated 3 May", "Update: Bridge closed"):
        assert step("", dated, "en", BlockKind.HEADING).edits[0].note == "update"
