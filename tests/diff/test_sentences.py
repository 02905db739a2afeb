"""Sentences by rules: cases of our own in ten languages, and laws for any text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.diff.sentences import spaced, split
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


@pytest.mark.parametrize(
    "text",
    [
        "市议会昨天投票。‖渡口每小时可运送12人！‖谁付钱？‖没有人知道。",
        "退休教师说：“我们问了三次。‖没有得到答复。”‖警方拒绝评论。",
        "他说（没有笑。）‖然后走了。",
        "朝の列車は12分遅れた。‖「また来る。」と話した。‖本当か？！‖誰も知らない……。‖次の日も遅れた。",
        "地震は午前5時。‖NHKが伝えた。‖津波の心配はない。",
    ],
)
def test_wide_stops_end_sentences_with_no_space_behind(text):
    """A paragraph was one sentence: one that was added to it was told as a detail of that."""
    assert split(text.replace("‖", "")) == text.split("‖")


@given(st.text(max_size=200).map(fold))
def test_sentences_join_to_the_block(text):
    """Nothing is lost or invented between the sentences of a block."""
    assert " ".join(split(text)) == spaced(text)


@given(st.text(alphabet="。！？…」”水と、 a.", max_size=20).map(fold))
def test_a_space_behind_wide_stops_changes_nothing_else(text):
    """Nor does a second one come, or a sentence of a stop alone."""
    assert spaced(text).replace(" ", "") == text.replace(" ", "")
    assert spaced(spaced(text)) == spaced(text) == " ".join(split(text))


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
