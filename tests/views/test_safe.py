"""Archived text in a terminal: none of it can control the terminal."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.notation.safe import (
    cut,
    cut_sentence,
    isolated,
    line,
    padded,
    safe,
    width,
    with_isolates,
)

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@given(st.text())
def test_nothing_that_steers_is_left(text: str) -> None:
    """No control character, Unicode line end, direction override or lone surrogate."""
    assert not STEERING.search(safe(text))
    assert not any(unicodedata.category(char) == "Cs" for char in safe(text))
    safe(text).encode()


@given(st.text())
def test_a_line_is_one_line(text: str) -> None:
    """However it is split, it stays one line."""
    assert len(line(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("\x9b31m", "<U+009B>31m"),
        ("\x7f", "␡"),
        ("a\u202eb", "a<U+202E>b"),
        ("tab\tand\nend", "tab\tand\nend"),
        ("Ağdam – «Гянджа» ‘x’", "Ağdam – «Гянджа» ‘x’"),
        ("نص", "نص"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    """Control characters become visible; the writing of every language is unchanged."""
    assert safe(text) == shown


@given(st.text(), st.integers(1, 50))
def test_cut_fits(text: str, columns: int) -> None:
    """The result is never wider than requested; short text is unchanged."""
    assert width(cut(text, columns)) <= columns
    if width(text) <= columns:
        assert cut(text, columns) == text


def test_wide_letters_take_two_columns() -> None:
    """East Asian characters are wide, combining marks take no room."""
    assert width("新聞") == 4
    assert width("e\u0301") == 1
    assert padded("新", 4) == "新  "
    assert padded("1", 3, right=True) == "  1"


def test_right_to_left_is_isolated() -> None:
    """Punctuation around Arabic or Hebrew keeps its place; other text is unchanged."""
    assert isolated("خبر") == "\u2068خبر\u2069"
    assert isolated("news") == "news"


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            "Raised from 204 مليون to 304 مليون; gone.",
            "Raised from <204 مليون> to <304 مليون>; gone.",
        ),
        ("احمدی replaced by محمدی.", "<احمدی> replaced by <محمدی>."),
        ("“-5 قال BBC!” became “43”.", "“<-5 قال BBC!>” became “43”."),
        ("First mention of احمدی, محمدی.", "First mention of <احمدی, محمدی>."),
        ("Raised from 12 to 21.", "Raised from 12 to 21."),
    ],
)
def test_each_passage_from_the_right_is_an_island_in_a_sentence_of_ours(sentence, shown):
    """A number was at the wrong end of its words, and a line that began with one was reversed."""
    assert with_isolates(sentence) == shown.translate({60: "\u2068", 62: "\u2069"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("“refused to pay” removed", "“refused to…”"),
        ("“refused” and more", "“refused” an…"),
        ("“ships now”", "“ships now”"),
    ],
)
def test_a_cut_sentence_closes_its_quotation(text, told):
    """Otherwise the marks after it would seem to be words of the outlet."""
    assert cut_sentence(text, 13) == told
    assert width(told) <= 13
