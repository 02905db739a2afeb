"""Capitals of sentences: a word that now opens one, or no longer does, has stayed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.comparing.articles import compare
from monitor.comparing.documents import diff_json
from monitor.comparing.kept import extent_of
from monitor.comparing.stored import from_text, to_text
from monitor.diff.marked_capitals import in_whole_words, unmarked
from monitor.diff.marks import words
from monitor.indexing import changed_texts
from monitor.views.beside import _side
from monitor.views.page import _words
from monitor.views.spans import signed
from monitor.web.apparatus import paragraphs, side
from monitor.web.words import marked
from tests.diff.make import article
from tests.diff.test_marks import told

STAYED = [
    ("We stayed.", "In March, we stayed.", "{In March, }[W]{w}e stayed."),
    ("In March, we stayed.", "We stayed.", "[In March, ][w]{W}e stayed."),
    ("He left, and we stayed.", "He left. We stayed.", "He left[, and]{.} [w]{W}e stayed."),
    ("A man came.", "In March, a man came.", "{In March, }[A]{a} man came."),
    ("Now we stay.", "We now stay.", "{We }[N]{n}ow[ we] stay."),
    (
        "He said: “They stay.”",
        "He said that they stay.",
        "He said[: “]{ that }[T]{t}hey stay.[”]",
    ),
    (
        "The army left, The Guard says.",
        "Then the army left, The Guard says.",
        "{Then }[T]{t}he army left, The Guard says.",
    ),
    ("Don’t go.", "Now, don't go.", "{Now, }[D]{d}on[’]{'}t go."),
    ("L'accord tient.", "Hier, l'accord tient.", "{Hier, }[L]{l}'accord tient."),
    ("Die Stadt siegt.", "Heute siegt die Stadt.", "{Heute siegt }[D]{d}ie Stadt[ siegt]."),
    ("Мы остались.", "Вчера мы остались.", "{Вчера }[М]{м}ы остались."),
    ("Я пішов.", "Учора я пішов.", "{Учора }[Я]{я} пішов."),
    ("Işıklar söndü.", "Dün ışıklar söndü.", "{Dün }[I]{ı}şıklar söndü."),
    ("İndi gedirlər.", "Onlar indi gedirlər.", "{Onlar }[İ]{i}ndi gedirlər."),
    ("Նա մնաց։", "Երեկ նա մնաց։", "{Երեկ }[Ն]{ն}ա մնաց։"),
    ("El puente sigue.", "Hoy el puente sigue.", "{Hoy }[E]{e}l puente sigue."),
]


@pytest.mark.parametrize(("old", "new", "shown"), STAYED)
def test_the_capital_of_a_sentence_is_marked_alone(old, new, shown):
    """The rest of the word stayed, in every language that has capitals."""
    assert told(old, new) == shown


CHANGED = [
    ("we won.", "We won.", "[we]{We} won."),
    ("The party won.", "The Party won.", "The [party]{Party} won."),
    ("US men came.", "Then us men came.", "[US]{Then us} men came."),
    ("IT grew.", "Then it grew.", "[IT]{Then it} grew."),
    ("I left.", "Then i left.", "[I]{Then i} left."),
    ("eBay fell.", "Then EBay fell.", "[eBay]{Then EBay} fell."),
    ("Turkey won, so Turkey sang.", "So turkey won.", "[Turkey]{So turkey} won[, so Turkey sang]."),
]


@pytest.mark.parametrize(("old", "new", "shown"), CHANGED)
def test_a_capital_of_its_own_is_a_change_of_the_word(old, new, shown):
    """At the start of both, inside both, in initials, in a name that is one elsewhere."""
    assert told(old, new) == shown


def test_a_name_of_the_article_keeps_its_capital():
    """A word capitalised inside sentences is another word when it is in small letters."""
    rest = "\nThey said that Turkey would pay."
    (edit,) = compare(
        article("Turkey was served." + rest), article("On Sunday turkey was served." + rest)
    ).edits
    assert edit.words[:2] == (("-", "Turkey"), ("+", "On Sunday turkey"))
    assert "case" in edit.kinds
    (edit,) = compare(article("Soup was served."), article("On Sunday soup was served.")).edits
    assert edit.words[1:3] == (("-", "S"), ("+", "s"))
    assert "case" not in edit.kinds


WORDS = "We we The the A a I Party party Turkey turkey said , . ! : “ ” Don’t don't Мы мы I ı İ i"
texts = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=9).map(" ".join)
ONE_SIDE = {
    sign: re.compile(rf"{opening}.*?{closing}")
    for sign, opening, closing in (
        ("-", r"\{\+", r"\+\}"),
        ("+", r"\[-", r"-\]"),
    )
}
"""What only the other side has, if both are in one line."""


def read(line, sign):
    """One side of a line with ``[-old-]`` and ``{+new+}``, without its spaces."""
    return re.sub(r"\[-|-\]|\{\+|\+\}|\s", "", ONE_SIDE[sign].sub("", line))


def in_signs(page):
    """The page with signs in place of its tags."""
    page = page.replace('<span class="apart"> </span>', " ")  # in what is copied from the page
    signs = {"<del>": "[-", "</del>": "-]", "<ins>": "{+", "</ins>": "+}"}
    return unescape(re.sub(r"</?(?:del|ins)>", lambda tag: signs[tag[0]], page))


def bare(word):
    """The word in small letters, with dotted and dotless *i* made equal."""
    return word.lower().replace("ı", "i").replace("i\u0307", "i")


@given(texts, texts)
@example("We i", "İ")
@settings(max_examples=150, deadline=None)
def test_no_mark_of_a_capital_costs_a_letter(old, new):
    """Marked alone, unmarked, or marked with its word: each side is its text to the letter."""
    marks = words(old, new)
    whole, places = in_whole_words(marks)
    for each, sign, text in (
        *((each, *one) for each in (marks, whole) for one in (("-", old), ("+", new))),
        *((unmarked(marks, "-"), "-", old), (unmarked(marks, "+"), "+", new)),
    ):
        assert "".join(piece for mark, piece in each if mark in {"=", sign}) == text
    for place in places:
        (one, before), (other, after) = whole[place : place + 2]
        assert (one, other) == ("-", "+")
        assert before != after
        assert bare(before) == bare(after)


@given(texts, texts)
@settings(max_examples=75, deadline=None)
def test_every_view_shows_both_texts(old, new):
    """On the terminal, side by side, on both pages, as text and as stored."""
    diff = compare(article(old), article(new))
    assert from_text(to_text(diff)) == diff
    for edit in diff.edits:
        for sign, whole in (("-", edit.old_text), ("+", edit.new_text)):
            text = whole.replace(" ", "")
            line = "".join(text for _mark, text in signed(edit.words))
            other = "+" if sign == "-" else "-"
            beside = "".join(text for _mark, text in _side(edit.words, other))
            assert read(line, sign) == read(beside, sign) == text
            assert read(in_signs(str(marked(edit.words))), sign) == text
            assert read(in_signs(_words(edit.words)), sign) == text
    found = paragraphs(diff)
    for sign, text in (("-", old), ("+", new)):
        runs = [run for paragraph in found for run in side(paragraph.runs, sign)]
        shown = "".join(text for run in runs for _mark, text in run.words)
        assert sorted(shown.replace(" ", "")) == sorted(text.replace(" ", ""))


def test_beside_each_other_the_capital_is_not_marked():
    """Each side is shown as it was written, and the word stayed."""
    (edit,) = compare(article("We stayed here."), article("In March, we stayed here.")).edits
    assert _side(edit.words, "+") == [("=", "We stayed here.")]
    assert _side(edit.words, "-") == [("+", "{+In March,+}"), ("=", " "), ("=", "we stayed here.")]


def test_the_json_marks_whole_words_and_says_which_stayed():
    """It splits no word; ``capitals`` are the numbers of the pairs that are one word."""
    old, new = article("We stayed here."), article("In March, we stayed here.")
    (edit,) = diff_json(compare(old, new))["edits"]
    assert edit["words"] == [["+", "In March, "], ["-", "We"], ["+", "we"], ["=", " stayed here."]]
    assert edit["capitals"] == [1]


def test_a_capital_alone_never_hides_an_edit():
    """A sentence that differs in nothing else is an edit; one that was split is a split."""
    (edit,) = compare(article("we stayed."), article("We stayed.")).edits
    assert (edit.kinds, edit.words[:2]) == (("case",), (("-", "we"), ("+", "We")))
    diff = compare(article("It was late, and we stayed."), article("It was late. We stayed."))
    assert [edit.kind for edit in diff.edits] == ["split"]
    diff = compare(article("No: we stayed there."), article("No.\nWe stayed there."))
    assert [edit.kind for edit in diff.edits] == ["split"]


def test_words_are_counted_without_their_capitals():
    """Three words were added: the one after them is the same."""
    diff = compare(article("We stayed here."), article("In late March, we stayed here."))
    extent = extent_of(diff)
    assert (extent.removed, extent.added, extent.words) == (0, 3, 6)
    assert changed_texts(diff, "+") == ["In late March,"]


def test_words_are_signs_where_no_spaces_part_them():
    """An added sentence in Chinese was counted as one word, whatever it said."""
    diff = compare(article("雨停了。"), article("雨停了。渡轮3月9日停航。"))
    assert (extent_of(diff).removed, extent_of(diff).added) == (0, 8)
