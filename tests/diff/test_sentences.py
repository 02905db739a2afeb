"""Sentences by rules: cases of our own in ten languages, and laws for any text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.diff.sentences import split
from storage.digest import fold
from tests.growth import TIMES, grows_with_length

GOLDEN = json.loads((Path(__file__).parent / "golden_sentences.json").read_text(encoding="utf-8"))
PARTS = "Dr. U.S. г. 5 . ? ! … “ ” « » ( ) a B 3.5 т. д. — ։ :"
PARTS = PARTS.split()
CASES = [(language, text) for language, texts in GOLDEN.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), CASES)
def test_golden(language, text):
    """Abbreviations, initials, dates, quotations and numbers of news prose, by language."""
    assert split(text.replace("‖", " ")) == text.split("‖"), language


@given(st.text(max_size=200).map(fold))
def test_sentences_join_to_the_block(text):
    """Nothing is lost or invented between the sentences of a block."""
    assert " ".join(split(text)) == text


@given(
    st.lists(
        st.sampled_from(PARTS),
        max_size=30,
    )
)
def test_never_an_empty_sentence(parts):
    """Whatever punctuation follows, each sentence has some text."""
    assert all(sentence.strip() == sentence and sentence for sentence in split(" ".join(parts)))


@pytest.mark.parametrize("stops", ["!", "?!", "…", ".!?"])
def test_many_thousands_of_stops_are_one_stop(stops):
    """Each began a search to the end of the run: four minutes, and sixteen for twice as many."""
    cries = ["Fire" + stops * (length // len(stops)) for length in (1_000, TIMES * 1_000)]
    small, large = (f"{cry} Run. {cry}x" for cry in cries)
    assert split(small) == [cries[0], "Run.", f"{cries[0]}x"]
    assert grows_with_length(split, small, large)
