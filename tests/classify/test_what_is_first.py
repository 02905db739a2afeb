"""What a summary says first when an outlet declares a correction, and what it says only once."""

from __future__ import annotations

from monitor.comparing.articles import compare
from tests.diff.make import article

BEFORE = (
    "“The fire is out,” the mayor said on the pier.\n"
    "The mill opened in 2014 beside the river.\n"
    "Rain fell all night."
)
AFTER = (
    "The mayor said on the pier that the fire was “nearly out”.\n"
    "The mill opened in 2013 beside the river.\n"
    "Rain fell all night.\n"
    "Correction: The mill opened in 2013, not 2014."
)


def test_what_a_correction_names_is_told_first():
    """A quotation that also changed was not declared, and comes after it."""
    diff = compare(article(BEFORE), article(AFTER))
    assert diff.summary.startswith("Date changed from 2014 to 2013; ")
    assert diff.summary.endswith("; correction noted.")


def test_a_quote_that_changed_is_not_said_to_have_changed_too():
    """*Quote changed; quotes changed too* says one thing about one sentence twice."""
    old = "“The mill fire is being treated as an act of arson,” the chief said in a note."
    new = "Earlier, the chief said the fire was being treated as an “act of arson”."
    summary = compare(article(f"{old}\nOne."), article(f"{new}\nOne.")).summary
    assert summary == "Quote changed; quotation marks changed."


def test_a_note_written_anew_as_a_correction_tells_no_denial_of_the_story():
    """Its words are the note's, as in an added note; the story is reported first."""
    old = "Two boats sank near the pier.\nThis story has been updated with additional developments."
    new = (
        "Four boats sank near the pier.\nCORRECTION: This story has been updated to reflect "
        "additional developments and to say that officials told the council of plans for a flood, "
        "and that there was no indication of a leak."
    )
    told = compare(article(f"Rain fell.\n{old}"), article(f"Rain fell.\n{new}")).summary
    assert told == "Figure raised from two to four boats; correction noted."


def test_words_that_came_between_two_names_are_no_passage_of_theirs():
    """*Baku Dr* and *Dr … Baku* are not quoted: the second is in neither text."""
    told = compare(article("Baku Dr."), article("Dr. the Baku")).summary
    assert told == "“Baku Dr.” became “Dr. the Baku”."
