"""Number words and months that differ by a letter, and languages without word lists."""

from __future__ import annotations

import itertools

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.classify.language.lexicon import UNKNOWN, language_of
from storage.digest import fold

NEAR = {
    "ru": ("Погибли {} человек.", "двенадцати двадцати тринадцати тридцати девятеро десятеро"),
    "uk": ("Загинули {} людей.", "дванадцяти двадцяти тринадцяти тридцяти дев'ятеро десятеро"),
    "es": ("Hay {} muertos.", "seiscientos setecientos doscientos trescientos"),
    "it": ("Ci sono {} morti.", "sessanta settanta duecento trecento nove novanta"),
    "pt": ("Morreram {} pessoas.", "dezesseis dezessete nove noventa"),
    "pl": ("Zginęło {} osób.", "dziewięć dziesięć dwanaście dwadzieścia"),
    "he": ("הגיעו {} איש.", "אלפים אלפיים"),
    "ar": ("دفع {} دولار.", "ألف ألفي مليون مليوني"),
}
BEGUN = {
    "ru": ("Это {} случай.", "двенадцатый двадцатый тринадцатый тридцатый"),
    "uk": ("Це {} випадок.", "дванадцятий двадцятий тринадцятий тридцятий"),
    "hy": ("Սա {} դեպքն է։", "երկրորդ երրորդ չորրորդ"),
}
MONTHS = {
    "fr": ("Le procès aura lieu en {}.", "mars mai"),
    "az": ("Məhkəmə {} olacaq.", "martda mayda"),
}


def told(language, old, new):
    """The verdict on the edit."""
    old, new = fold(old), fold(new)
    return classify(old, new, Vocabulary.of([old], [new], language))


@pytest.mark.parametrize("language", sorted(NEAR))
def test_number_words_that_are_near_are_other_numbers(language):
    """None of them is taken for a typing error for another."""
    sentence, words = NEAR[language]
    for one, other in itertools.permutations(words.split(), 2):
        found = told(language, sentence.format(one), sentence.format(other))
        assert found.weight.value == "substantive", (one, other, found)
        assert "number" in found.kinds, (one, other, found)


@pytest.mark.parametrize("language", sorted(BEGUN))
def test_words_that_number_words_begin_are_of_other_numbers(language):
    """The twelfth is not the twentieth, nor is a boy of twelve a man of twenty."""
    sentence, words = BEGUN[language]
    for one, other in itertools.permutations(words.split(), 2):
        found = told(language, sentence.format(one), sentence.format(other))
        assert found.weight.value == "substantive", (one, other, found)
    aged = told("ru", "Ранен двенадцатилетний рыбак.", "Ранен двадцатилетний рыбак.")
    assert aged.weight.value == "substantive"


@pytest.mark.parametrize("language", sorted(MONTHS))
def test_months_in_small_letters_are_months(language):
    """*Mai* and *mart* are other words in other languages, where months have a capital."""
    sentence, words = MONTHS[language]
    for one, other in itertools.permutations(words.split(), 2):
        found = told(language, sentence.format(one), sentence.format(other))
        assert (found.weight.value, "date" in found.kinds) == ("substantive", True), found


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("it", "Il governo ha vinto la causa.", "Il governo ha visto la causa."),
        ("it", "Il giudice ha accolto il ricorso.", "Il giudice ha accorto il ricorso."),
        ("pl", "Sąd skazał ministra.", "Sąd wskazał ministra."),
        ("pt", "O governo vendeu a empresa.", "O governo venceu a empresa."),
        ("nl", "De regering verkocht de bank.", "De regering verzocht de bank."),
        ("cs", "Zemřelo devět lidí.", "Zemřelo deset lidí."),
        ("bg", "Загинаха дванадесет души.", "Загинаха двадесет души."),
        ("id", "Polisi menembak warga.", "Polisi menebak warga."),
    ],
)
def test_of_a_language_without_words_a_letter_is_no_slip(language, old, new):
    """Read as English, each word was unknown and so misspelt, and the edit cosmetic."""
    assert told(language, old, new).weight.value == "substantive"
    assert told(language, new, old).weight.value == "substantive"


def test_letters_that_changed_places_are_a_slip_in_any_language():
    """In a long word, that much can be known; the same goes for punctuation and capitals."""
    for language, old, new in (
        ("it", "Il govenro ha vinto la causa.", "Il governo ha vinto la causa."),
        ("pl", "Sąd skazał ministra dziś.", "Sąd skazał ministra, dziś."),
    ):
        assert told(language, old, new).weight.value == "cosmetic"


def test_a_text_without_a_word_of_english_is_not_read_as_english():
    """If no language is declared; a few words may have none of them, and a code is a code."""
    indonesian = (
        "Pemerintah menyetujui keputusan tadi malam yang menyediakan dana baru untuk sekolah"
        " dan rumah sakit di daerah yang terkena banjir, kata menteri pada hari ini."
    )
    english = (
        "The government agreed last night to a decision that brings money to schools and to"
        " hospitals in places that were under water, the minister said on the same day."
    )
    assert language_of(indonesian) == UNKNOWN
    assert language_of(english) == "en"
    assert language_of("Mayor resigns") == "en"
    assert language_of(english, "pt-BR") == "pt"
    assert language_of(english, "../../etc") == "en"
