"""Names that replace one another, and names that merely are where another was."""

from __future__ import annotations

import pytest

from monitor.comparing.articles import compare
from tests.diff.make import article

STAYS = "The council met on a rainy day."


def told(old, new):
    """The summary of one edited sentence."""
    return compare(*(article(f"{STAYS}\n{text}") for text in (old, new))).summary


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        (
            "Finch Airport reported a long wait.",
            "Finch in Holm reported a long wait.",
            "“Airport” became “in Holm”.",
        ),
        (
            "Ada Finch left for Orsk on a boat.",
            "Ada Finch left Holm on a boat.",
            "“for Orsk” became “Holm”.",
        ),
        (
            "They spoke of the Orsk council.",
            "They spoke of the council in Holm.",
            "“Orsk” removed; “in Holm” added.",
        ),
        (
            "In Orsk there are two who want the post.",
            "Ada Finch and Mark Mole are two who want the post.",
            "First mention of Ada Finch and Mark Mole.",
        ),
    ],
)
def test_a_place_is_put_for_nobody(old, new, summary):
    """*Airport replaced by Houston*: the one says what it is, the other where it is."""
    assert told(old, new) == summary


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        (
            "They met him in Orsk at noon.",
            "They met him in the Palm Valley at noon.",
            "Orsk replaced by Palm Valley.",
        ),
        (
            "They met him near Orsk at noon.",
            "They met him in Holm at noon.",
            "“near Orsk” became “in Holm”.",
        ),
        (
            "They saw Ada Finch at noon.",
            "They saw Mark Mole at noon.",
            "Ada Finch replaced by Mark Mole.",
        ),
        (
            "The Orsk council met at noon.",
            "The Holm council met at noon.",
            "Orsk replaced by Holm.",
        ),
    ],
)
def test_one_name_is_put_for_another_in_its_place(old, new, summary):
    """If both follow a preposition, or neither does, the one replaces the other."""
    assert told(old, new) == summary


def test_a_title_is_no_name():
    """*Rep replaced by Sen*: nobody was replaced."""
    old, new = (f"The state {title}. Ada Finch was on board." for title in ("Rep", "Sen"))
    assert told(old, new) == "“Rep” became “Sen”."


def test_a_sentence_ends_once():
    """A cut name ends with an ellipsis, after which there is no full stop."""
    name = "Institute for the History of Harbours and Lights and Old Boats in Northern Kerrin"
    heard = "At noon the mayor and the members of her council heard in the hall of the town"
    summary = told(f"{heard} what it cost.", f"{heard} from the {name} what it cost.")
    assert summary.startswith("First mention of Institute for the History")
    assert summary.endswith("…")


@pytest.mark.parametrize("before", ["as soon as", "before", "during", "between"])
def test_march_is_a_month_behind_words_of_time(before):
    """*“March” became “April 1”* is a changed date wherever a day may be."""
    old, new = (f"The boat leaves {before} {day} in all weathers." for day in ("March", "April 1"))
    assert told(old, new) == "Date changed from March to April 1."


@pytest.mark.parametrize(
    "text", ["The Women’s {} was long.", "{} on, they cried.", "The {} ended."]
)
def test_march_may_be_a_march(text):
    """It is not read as a month where people may be walking."""
    edit = compare(*(article(f"{STAYS}\n{text.format(word)}") for word in ("March", "Walk"))).edits
    assert "date" not in edit[0].kinds
