"""Texts in a normal form: as Python makes it, but fast."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.search.forms import base
from spiders.extract.reader import read
from storage.composed import MOST_MARKS, composed
from storage.digest import fold
from tests.growth import TIMES, grows_with_length

UNSORTED = "\u0301\u0323"
"""A mark above and one below, in an order that a normal form reverses."""


@given(
    st.lists(st.one_of(st.text(max_size=8), st.integers(1, MOST_MARKS // 2).map(UNSORTED.__mul__))),
    st.sampled_from(["NFC", "NFKD"]),
)
def test_it_is_the_form_of_unicode(pieces, form):
    """For any text with no more marks on a letter than writing has."""
    text = "a".join(pieces)
    assert composed(text, form) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("around", ["…" * 900, "🙂" * 900, "ﾞ", "a" * 900, "é"])
def test_more_marks_stay_as_they_stand_and_what_is_around_them_does_not(around):
    """Characters that are no marks are not part of the run, and folding twice changes nothing."""
    marks = UNSORTED * MOST_MARKS
    made = composed(f"e\u0301{around}b{marks}o\u0308")
    assert made == unicodedata.normalize("NFC", f"e\u0301{around}b") + marks + "ö"
    assert composed(made) == made


@pytest.mark.parametrize("marks", [UNSORTED, "ﾞ\u0323", "\u05b0\u0323\u05bc"])
@pytest.mark.parametrize(
    "work",
    [
        fold,
        base,
        lambda text: read(f"<p>One paragraph.<p>{text}".encode(), url="https://x.example/a"),
    ],
    ids=["fold", "base", "read"],
)
def test_a_letter_with_a_hundred_thousand_marks_holds_nobody_up(work, marks):
    """Seven seconds, and four times as many for twice as many, in which nothing else ran."""
    small, large = ("a" + marks * (length // len(marks)) for length in (4_000, TIMES * 4_000))
    assert grows_with_length(work, small, large)
