"""What changed alike in headline, standfirst and text is told once."""

from __future__ import annotations

import pytest

from monitor.comparing.articles import compare
from tests.diff.make import article

BODY = (
    "The council met in the old hall.\nThe fire killed 12 people in Holm.\nAda Finch wins the race."
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            ("Fire kills 12", None),
            ("Fire kills 15", None),
            "Death toll raised from 12 to 15 in headline and text.",
        ),
        (
            ("12 dead in fire", "At least 12 died"),
            ("15 dead in fire", "At least 15 died"),
            "Death toll raised from 12 to 15 in headline, standfirst and text.",
        ),
    ],
)
def test_a_figure_in_headline_and_text_is_told_once_with_both_places(old, new, told):
    """*“12” became “15” in the headline; death toll raised from 12 to 15* said it twice."""
    one = article(BODY, title=old[0], standfirst=old[1])
    other = article(BODY.replace("12", "15"), title=new[0], standfirst=new[1])
    assert compare(one, other).summary == told


def test_a_figure_in_words_is_the_same_figure():
    """The headline has it in figures, as headlines do."""
    one = article(BODY.replace("12", "twelve"), title="12 dead")
    other = article(BODY.replace("12", "fifteen"), title="15 dead")
    told = compare(one, other).summary
    assert told == "Death toll raised from twelve to fifteen in headline and text."


def test_a_name_in_headline_and_text_is_told_once():
    """The same holds of who it was."""
    one = article(BODY, title="Ada Finch wins")
    other = article(BODY.replace("Ada Finch", "Eva Hall"), title="Eva Hall wins")
    assert compare(one, other).summary == "Ada Finch replaced by Eva Hall in headline and text."


def test_another_figure_in_the_headline_is_told_apart():
    """Headline and text that now contradict one another are the news."""
    one, other = article(BODY, title="12 dead"), article(BODY.replace("12", "16"), title="15 dead")
    told = compare(one, other).summary
    assert told == "“12” became “15” in the headline; death toll raised from 12 to 16."


TOLL = "Death toll raised from 12 to 15"
COOKS = BODY + "\nThe council hired 12 cooks."


@pytest.mark.parametrize(
    ("headline", "body", "told"),
    [
        (
            "12 dogs hurt",
            BODY,
            "“12” became “15” in the headline; death toll raised from 12 to 15.",
        ),
        (
            "Ada Finch, 12, is dead",
            BODY,
            "“12” became “15” in the headline; death toll raised from 12 to 15.",
        ),
        (
            "Council hires 12 cooks",
            COOKS,
            f"Figure raised from 12 to 15 cooks in headline and text; {TOLL[0].lower()}{TOLL[1:]}.",
        ),
        (
            "12 dead",
            COOKS,
            f"{TOLL} in headline and text; figure raised from 12 to 15 cooks.",
        ),
    ],
)
def test_the_same_figure_of_something_else_is_told_apart(headline, body, told):
    """The death toll was said to be in a headline about dogs, and nothing was said of the cooks."""
    one = article(body, title=headline)
    other = article(body.replace("12", "15"), title=headline.replace("12", "15"))
    assert compare(one, other).summary == told


def test_what_changed_in_a_quote_of_the_text_is_told_apart():
    """The headline quotes nobody."""
    one = article("It was so.\n“It is bad in Holm,” the mayor said.", title="Bad day in Holm")
    other = article("It was so.\n“It is good in Holm,” the mayor said.", title="Good day in Holm")
    told = compare(one, other).summary
    assert told == "“Bad” became “Good” in the headline; “bad” became “good” in a quote."


@pytest.mark.parametrize(
    "text",
    ["He killed Ada Finch, 42, and fled.", "Ada Finch (42) was killed.", "Dead: Ada Finch, 42."],
)
def test_an_age_is_no_death_toll(text):
    """*Death toll raised from 42 to 43* was said of one victim's age."""
    found = compare(article(text), article(text.replace("42", "43")))
    assert found.summary == "Figure raised from 42 to 43."
