"""Ordinals that replace one another, in figures and in words."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.classify.figures.ordinals import ordinal_of
from monitor.comparing.articles import compare
from monitor.diff.records import Fact
from tests.diff.make import article

OTHERS = [
    ("ru", "Хольм занял 3-е место.", "Хольм занял пятое место.", "3-е", "пятое"),
    (
        "ru",
        "Хольм занял 23-е место.",
        "Хольм занял двадцать пятое место.",
        "23-е",
        "двадцать пятое",
    ),
    ("de", "Holm belegte den 3. Platz.", "Holm belegte den vierten Platz.", "3.", "vierten"),
    ("fr", "Elle finit 3e du tournoi.", "Elle finit cinquième du tournoi.", "3e", "cinquième"),
    ("ar", "احتل الفريق المركز الثالث.", "احتل الفريق المركز الخامس.", "الثالث", "الخامس"),
    ("en", "She lives on 3rd Avenue.", "She lives on 5th Avenue.", "3rd", "5th"),
]
PARTS = [
    ("ru", "тридцатая", 30),
    ("fr", "vingt-troisième", 23),
    ("de", "dreiundzwanzigsten", 23),
    ("ka", "ოცდამესამე", 23),
    ("hy", "քսաներեքերորդ", 23),
    ("ru", "двадцать", 0),
    ("ru", "вторник", 0),
    ("ru", "пятно", 0),
    ("de", "beste", 0),
]


@pytest.mark.parametrize(("language", "old", "new", "one", "other"), OTHERS)
def test_another_ordinal_is_told_with_both_and_rises_for_nobody(language, old, new, one, other):
    """*“3” removed* hid that the third place became the fifth; and a rank is not *raised*."""
    for texts, told in (((old, new), (one, other)), ((new, old), (other, one))):
        diff = compare(*(article(f"{text}\n1.", language=language) for text in texts))
        assert diff.summary == f"“{told[0]}” became “{told[1]}”."
        assert diff.kinds == ("number",)


@pytest.mark.parametrize(("language", "word", "value"), PARTS)
def test_an_ordinal_is_read_by_its_parts(language, word, value):
    """*Vingt-troisième* is 23; numbers, days and other words of the same stem are no ordinals."""
    assert ordinal_of(word, language) == value


def test_the_ordinal_of_a_day_is_a_date():
    """*Третьего марта* for *пятого марта* is another day, not a number."""
    new = "Съезд открылся пятого марта."
    for day in ("третьего", "3-го", "3"):
        old = f"Съезд открылся {day} марта."
        found = classify(old, new, Vocabulary.of([old], [new], "ru"))
        assert found.kinds == {"date"}
        assert found.facts == [Fact("date", f"{day} марта", "пятого марта")]


def test_another_ordinal_in_a_quotation_changes_the_quote():
    """A changed word in somebody's quotation is a changed quote as well."""
    old, new = "«Мы заняли 3-е место», — сказал он.", "«Мы заняли пятое место», — сказал он."
    assert classify(old, new, Vocabulary.of([old], [new], "ru")).kinds == {"number", "quote"}


@pytest.mark.parametrize("day", ["3-го", "3", "третьего"])
def test_a_day_in_words_is_told_with_the_one_in_figures(day):
    """*Date removed; date added* hid that the one day replaced the other."""
    old, new = (f"Съезд открылся {one} марта в Хольме." for one in (day, "пятого"))
    for (one, was), (other, is_now) in (
        ((old, day), (new, "пятого")),
        ((new, "пятого"), (old, day)),
    ):
        told = compare(*(article(f"{text}\n1.", language="ru") for text in (one, other))).summary
        assert told == f"Date changed from {was} марта to {is_now} марта."
