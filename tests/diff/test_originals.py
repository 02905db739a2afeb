"""Compared folded, shown as written: joiners, selectors and soft hyphens are not lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.classify.assess import assess
from monitor.comparing.articles import compare
from monitor.comparing.stored import from_text, to_text
from storage.digest import fold
from storage.records import Block, BlockKind
from tests.diff.make import article, wild

UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u202b\u202c\u2060\ufe0f\ufeff\u0301\u1161\u3099"
LETTERS = st.sampled_from([*"aé12Ab.,”👩ी한か", "e\u0301", *UNSEEN])
WRITTEN = st.lists(LETTERS, min_size=1, max_size=5).map("".join)
ONE_SPELLING = [
    *("می\u200cخواهد", "خانه\u200cها", "👩\u200d👧", "❤\ufe0f", "Do\u00adnau", "cafe\u0301", "the"),
    *("12", "21", "Baku.", "“He", "said”", "not", "\u200fAli,", "\u1112\u1161\u11ab"),
]
words_of_one_spelling = st.lists(st.sampled_from(ONE_SPELLING), min_size=1, max_size=9)


def texts(words):
    """One to three paragraphs, with several kinds of spaces."""
    line = st.lists(words, min_size=1, max_size=8).map("\u00a0 ".join)
    return st.lists(line, min_size=1, max_size=3).map("\n".join)


def sides(diff):
    """Both bodies, as the diff has them."""
    told = (*diff.edits, *diff.unchanged)
    for side in ("old", "new"):
        sentences = sorted((s for edit in told for s in getattr(edit, side)), key=lambda s: s.index)
        yield " ".join(sentence.text for sentence in sentences)


def spaced(text):
    """The text with single spaces."""
    return " ".join(text.split())


def folded(extraction):
    """The article as it is compared."""
    blocks = tuple(replace(block, text=fold(block.text)) for block in extraction.blocks)
    return replace(extraction, blocks=blocks, title=fold(extraction.title or "") or None)


@given(words_of_one_spelling, words_of_one_spelling)
@settings(max_examples=50, deadline=None)
def test_both_texts_are_told_as_they_were_written(old, new):
    """If each word is always spelt alike, the parts of a side are its text to the letter."""
    before, after = " ".join(old), " ".join(new)
    diff = compare(article(before, title=before), article(after, title=after))
    assert tuple(sides(diff)) == (before, after)
    for change in diff.fields:
        assert "".join(text for mark, text in change.words if mark != "+") == before == change.old
        assert "".join(text for mark, text in change.words if mark != "-") == after == change.new


@given(texts(WRITTEN), texts(WRITTEN), st.sampled_from([None, "a\u200db", "é"]))
@example("a", "a\n\u304b\u3099\u0940", None)  # a letter that hangs on one of another script
@settings(max_examples=75, deadline=None)
def test_what_is_shown_folds_to_what_was_compared(old, new, title):
    """However they are written, both sides differ and join exactly as their folded forms do."""
    one, other = article(old, title=title), article(new, title=title and f"{title}\u00ad 12")
    shown, compared = compare(one, other), compare(folded(one), folded(other))
    for side, text in zip(sides(shown), (old, new), strict=True):
        assert fold(side) == fold(text)
    for part, plain in zip(
        (*shown.edits, *shown.fields), (*compared.edits, *compared.fields), strict=True
    ):
        assert [(mark, fold(text)) for mark, text in part.words] == [
            (mark, fold(text)) for mark, text in plain.words
        ]
        assert (part.kinds, part.weight) == (plain.kinds, plain.weight)
    for edit in (*shown.edits, *shown.unchanged):
        assert "".join(text for mark, text in edit.words if mark != "+") == edit.old_text
        assert "".join(text for mark, text in edit.words if mark != "-") == edit.new_text
    assert fold(shown.summary) == fold(compared.summary)
    assert from_text(to_text(shown)) == shown


@given(texts(WRITTEN))
@settings(max_examples=50, deadline=None)
def test_a_text_that_went_is_told_whole(old):
    """It is compared with nothing, so it is kept to the letter, up to its spaces."""
    told = next(sides(compare(article(old), article(""))))
    assert told.replace(" ", "") == "".join(
        "".join(line.split()) for line in old.split("\n") if fold(line)
    )


@given(wild, wild)
@settings(max_examples=50, deadline=None)
def test_any_text_at_all_is_told(old, new):
    """Halves of surrogate pairs, controls, letters of no script: the parts fold to the text."""
    for side, text in zip(sides(compare(article(old), article(new))), (old, new), strict=True):
        assert fold(side) == " ".join(filter(None, map(fold, text.split("\n"))))


def test_a_word_that_stayed_is_shown_in_its_fuller_spelling():
    """Lost joiners are no edit: the word is unmarked, and fully spelt on both sides."""
    diff = compare(article("او میخواهد 12 کتاب."), article("او می\u200cخواهد 21 کتاب."))
    (edit,) = diff.edits
    assert edit.old_text == "او می\u200cخواهد 12 کتاب."
    assert [text for mark, text in edit.words if mark != "="] == ["12", "21"]


def test_facts_and_summary_are_spelt_but_hold_no_hints():
    """A name keeps its non-joiner and loses its soft hyphen: a fact is no running text."""
    diff = compare(
        article("", title="Mr Has\u00adanov is the new mayor of Harrowby"),
        article("", title="Mr علی\u200cزاده is the new mayor of Harrowby"),
    )
    (change,) = diff.fields
    assert diff.summary == "“Hasanov” became “علی\u200cزاده” in the headline."
    told = "".join(map(str, change.facts))
    assert "علی\u200cزاده" in told
    assert "\u00ad" not in told
    assert change.old == "Mr Has\u00adanov is the new mayor of Harrowby"


def test_a_note_with_soft_hyphens_is_a_note():
    """A sentence's kind is decided from its folded form, even after it is shown as written."""
    old = article("He left at 12. Up\u00addated: this was seen.")
    new = article("He left at 21. Cor\u00adrec\u00adtion: he left at 21.")
    assert "correction_noted" in assess(compare(old, new), old, new).signals


@pytest.mark.parametrize("field", ["standfirst", "byline", "caption"])
def test_fields_are_shown_as_written(field):
    """Outside the text too: standfirst, names of authors, captions."""
    one, other = "خانه\u200cها 12", "خانه\u200cها 21"

    def made(text):
        if field == "caption":
            return article("a.", beside=(Block(BlockKind.CAPTION, text),))
        return article("a.", **{field: (text, "B\u00ad C") if field == "byline" else text})

    (change,) = compare(made(one), made(other)).fields
    assert change.old.startswith(one)
    assert change.new.startswith(other)
