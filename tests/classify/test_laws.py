"""Laws of what is reported of a change, with generated sentences."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.comparing.articles import compare
from storage.records import Weight
from tests.diff.make import article, articles

STAYS = "Rain fell over the whole valley all night."
_NAMES = ("Ada Finch", "Tom Keller", "Olena Dvor", "Jonas Wick")
_SOURCES = ("police", "witnesses", "the governor", "rescuers")
_FIGURES = ("12", "21", "4,500", "three", "at least 40", "nearly 7")
_DAYS = ("3 March", "9 March", "Monday", "Friday")
_DENIALS = ("was not", "was", "was never")
_QUOTES = ("“a great success”", "a great success", "“a failure”")


def _sentence(parts):
    name, source, figure, day, denial, quote = parts
    return (
        f"On {day} {figure} boats sank near the pier, {source} said, and {name} {denial} told. "
        f"The mayor called it {quote} in a letter."
    )


parts = st.tuples(*map(st.sampled_from, (_NAMES, _SOURCES, _FIGURES, _DAYS, _DENIALS, _QUOTES)))


def _facts(verdict):
    return sorted((fact.type, fact.old or "", fact.new or "") for fact in verdict.facts)


@given(parts, parts)
@settings(max_examples=75, deadline=None)
def test_seen_from_the_other_side_the_facts_are_the_same(one, other):
    """From 12 to 21 is from 21 to 12 reversed; a diff must not depend on which came first."""
    old, new = _sentence(one), _sentence(other)
    there = classify(old, new, Vocabulary.of([old], [new], "en"))
    back = classify(new, old, Vocabulary.of([new], [old], "en"))
    assert _facts(there) == sorted((kind, new, old) for kind, old, new in _facts(back))
    assert there.weight is back.weight


@given(parts, st.integers(0, 5), st.data())
@settings(max_examples=75, deadline=None)
def test_no_changed_fact_is_without_weight_or_words(one, place, data):
    """Another figure, name, source, day, quotation or denial is substantive, and reported."""
    values = (_NAMES, _SOURCES, _FIGURES, _DAYS, _DENIALS, _QUOTES)[place]
    put = data.draw(st.sampled_from([value for value in values if value != one[place]]))
    other = (*one[:place], put, *one[place + 1 :])
    diff = compare(*(article(f"{STAYS}\n{_sentence(each)}") for each in (one, other)))
    assert diff.weight is Weight.SUBSTANTIVE
    assert not re.search(r"other sentence|^1 sentence edited", diff.summary), diff.summary


@example(article("the\nminister"), article("million said million\nminister"))
@example(article("the"), article("\uf900"))
@example(article("the the the minister minister minister"), article(f"{'the ' * 6}Nobody don’t"))
@given(articles, articles)
@settings(max_examples=100, deadline=None)
def test_what_a_summary_quotes_stands_in_one_of_the_texts(old, new):
    """Whoever searches the versions for the words of a summary finds them there."""
    texts = " ".join(
        " ".join([each.title or "", *each.byline, *(block.text for block in each.blocks)])
        for each in (old, new)
    )
    known = _plain(f"{texts} not")  # *don't* is quoted as *not*
    for told in re.findall(r"“([^“”]*)”", compare(old, new).summary):
        assert all(part in known for part in _plain(told.removesuffix("…")).split("…")), told


def _plain(text):
    """The letters and figures in small letters: marks, spaces and hidden signs are ignored.

    So is a difference between two signs that Unicode has for one letter.
    """
    text = unicodedata.normalize("NFC", text).casefold()
    return "".join(letter for letter in text if letter.isalnum() or letter == "…")


@pytest.mark.parametrize("sentences", [300])
def test_a_text_of_hundreds_of_edited_sentences_holds_its_clauses_together(sentences):
    """Each clause is compared with a few others and never with all of the hundreds."""
    old, new = (
        article("\n".join(f"Pier {n} has {n + k} boats and {n} crews." for n in range(sentences)))
        for k in (3, 4)
    )
    diff = compare(old, new)
    assert diff.summary.startswith("Figure raised from 3 to 4 boats;")
    assert len(diff.summary) < 400
