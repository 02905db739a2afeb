"""Marks inside a pair of sentences: as few as possible, and in pieces that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.diff.marks import words

TOKENS = ["a", "b", "the", "of", "army", "12", ",", "."]


def told(old, new):
    """The marks in one line: what stayed, [what was removed], {what was added}."""
    signs = {"=": "{}", "-": "[{}]", "+": "{{{}}}"}
    return "".join(signs[mark].format(text) for mark, text in words(old, new))


@given(st.lists(st.sampled_from(TOKENS)), st.data())
def test_marks_join_to_both_texts(old, data):
    """Whatever is joined for readability, nothing that changed goes unmarked."""
    new = data.draw(st.lists(st.sampled_from(TOKENS)))
    before, after = " ".join(old), " ".join(new)
    marks = words(before, after)
    assert "".join(text for mark, text in marks if mark in "=-") == before
    assert "".join(text for mark, text in marks if mark in "=+") == after


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        (
            "We saw the army of the north there.",
            "We saw a militia in the south there.",
            "We saw [the army of the north]{a militia in the south} there.",
        ),
        (
            "They sent the army of northern Harrowby to his own bridge today.",
            "They gave a militia in northern Harrowby for her old boat today.",
            (
                "They [sent the army of northern Harrowby to his own bridge]"
                "{gave a militia in northern Harrowby for her old boat} today."
            ),
        ),
        (
            "She took the boat from the north there.",
            "She took a ship from his south there.",
            "She took [the boat from the north]{a ship from his south} there.",
        ),
        (
            "She took the boat round the north there.",
            "She took the ship round his north there.",
            "She took the [boat]{ship} round [the]{his} north there.",
        ),
        ("He left Rome early.", "He left Oslo early.", "He left [Rome]{Oslo} early."),
        (
            "The new mayor of the town came.",
            "The old mayor of the city came.",
            "The [new]{old} mayor of the [town]{city} came.",
        ),
    ],
)
def test_what_stayed_by_chance_between_two_rewritten_passages_is_read_with_them(old, new, marks):
    """A small word, or two words of any length; but never between two small changes."""
    assert told(old, new) == marks


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        (
            "The money of FOP is gone.",
            "The money of the Fund of Old Ports (FOP) is gone.",
            "The money of {the Fund of Old Ports (}FOP{)} is gone.",
        ),
        (
            "He drew up a plan for mending ships.",
            "He drew up a plan, called the great tide, for building ships.",
            "He drew up a plan{, called the great tide,} for [mending]{building} ships.",
        ),
    ],
)
def test_punctuation_keeps_a_word_apart_from_what_changed_beside_it(old, new, marks):
    """A word put into brackets, or after the comma of an insertion, has stayed."""
    assert told(old, new) == marks


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        (
            "Tell the men to wait.",
            "Tell a man, the crew and the men to wait, the end.",
            "Tell{ a man, the crew and} the men to wait{, the end}.",
        ),
        (
            "We met a man and a man left.",
            "We met the man left then.",
            "We met [a man and a]{the} man left{ then}.",
        ),
    ],
)
def test_what_came_stands_in_one_piece_where_it_can(old, new, marks):
    """Of the equally cheap places, the one that gives the fewest pieces."""
    assert told(old, new) == marks
