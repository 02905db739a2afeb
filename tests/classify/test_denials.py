"""Denials that are added or removed are named, and so are figures with an ending attached."""

from __future__ import annotations

import pytest

from monitor.classify.language.denials import denies
from monitor.comparing.articles import compare
from tests.commands.conftest import reading

LEFT = {"en": "The rest stays.", "ru": "Остальное на месте.", "tr": "Gerisi burada kalıyor."}
GONE = {
    "en": "A spokesman for Nordby Homes denied that it had received anything in return.",
    "ru": "Директор завода Николай Ершов отрицает, что нарушались правила безопасности.",
    "tr": "Bakan Elif Yıldız iddiaları yalanladı.",
}


def summary(old: str, new: str, language: str) -> str:
    """The summary of the step from one text to the other."""
    return compare(
        reading("T", old, language=language), reading("T", new, language=language)
    ).summary


@pytest.mark.parametrize("language", GONE)
def test_a_denial_that_went_is_told_as_one(language):
    """A mere count of sentences would not say what an outlet took back."""
    old = f"{GONE[language]} {LEFT[language]}"
    told = f": “{GONE[language].rstrip('.')}”."
    assert summary(old, LEFT[language], language) == f"1 sentence with a denial removed{told}"
    assert summary(LEFT[language], old, language) == f"1 sentence with a denial added{told}"


def test_it_is_told_beside_quotes_and_other_sentences():
    """The counts of all of them are given."""
    old = f"{GONE['en']} “I was there,” she said on Monday. {LEFT['en']}"
    told = summary(old, LEFT["en"], "en")
    assert told == "2 sentences removed, 1 with a quote, 1 with a denial."


@pytest.mark.parametrize(
    "text", ["He did not deny it.", "They don't deny that.", "The mayor confirmed the figures."]
)
def test_what_denies_nothing_is_no_denial(text):
    """Nor is a denial that is itself denied."""
    assert not denies(text, "en")


@pytest.mark.parametrize(("old", "new"), [("37’ye", "39’a"), ("37'ye", "39'a")])
def test_a_turkish_figure_is_raised_whatever_ending_it_has(old, new):
    """The ending is not part of the figure: one figure replaces the other."""
    text = "Partinin oyu yüzde 34’e geriledi, muhalefet ise yüzde {} çıktı."
    told = summary(text.format(old), text.format(new), "tr")
    assert told == "Figure raised from yüzde 37 to yüzde 39."


def test_every_day_of_the_persian_week_is_one():
    """Including those written as one word."""
    text = "مدیران می‌گویند آب تا {} وصل می‌شود."
    for old, new in (("پنجشنبه", "جمعه"), ("چهارشنبه", "شنبه")):
        told = summary(text.format(old), text.format(new), "fa")
        assert told == f"Date changed from {old} to {new}."
