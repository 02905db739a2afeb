"""Names without capitals, nouns with capitals, and denials of two words."""

from __future__ import annotations

import pytest

from monitor.classify.language.caseless import is_same_but_for_ending, may_be_name, names_of
from monitor.classify.language.common import common_nouns, kind_of
from monitor.comparing.articles import compare
from storage.records import Block, BlockKind, Extraction, Weight


def _compared(language, old, new):
    old, new = (
        Extraction(language=language, blocks=(Block(BlockKind.PARAGRAPH, text),))
        for text in (old, new)
    )
    return compare(old, new)


NAMES = [
    ("ar", "قال الوزير سامي الدوري إن الجسر مغلق.", "قال الوزير سامي الدوسري إن الجسر مغلق."),
    ("ar", "قال الدوري ذلك. وصل القاضي الدوري.", "قال الدوسري ذلك. وصل القاضي الدوري."),
    ("ar", "قال وزير الخارجية سامي النجار ذلك.", "قال وزير الخارجية كريم الحداد ذلك."),
    ("ar", "وصل كريم بن راشد صباحا.", "وصل كريم بن رشيد صباحا."),
    ("ka", "მინისტრმა გიორგი ხარაძემ ხიდი გახსნა.", "მინისტრმა გიორგი ხარაიძემ ხიდი გახსნა."),
    ("ka", "ხიდი ხარაძემ გახსნა.", "ხიდი ხარაიძემ გახსნა."),
    ("ka", "ხიდი ბოჭორიშვილმა გახსნა.", "ხიდი ბოჭორაშვილმა გახსნა."),
    ("ka", "მინისტრმა გიორგი ხარაძემ ხიდი გახსნა.", "მინისტრმა დავით ბერიძემ ხიდი გახსნა."),
    ("fa", "وزیر کشور احمد کریمی پل را دید.", "وزیر کشور احمد رحیمی پل را دید."),
    ("fa", "پل را حسن‌زاده باز کرد.", "پل را حسین‌زاده باز کرد."),
    ("he", "השר דוד כהן אמר שהגשר סגור.", "השר דוד כהנא אמר שהגשר סגור."),
]


@pytest.mark.parametrize(("language", "old", "new"), NAMES)
def test_a_changed_name_is_told_as_one_where_no_capital_tells(language, old, new):
    """Another name for a minister is never wording, whatever the script."""
    diff = _compared(language, old, new)
    assert diff.weight is Weight.SUBSTANTIVE
    assert diff.kinds == ("name",)


def test_a_name_in_another_case_is_no_other_name():
    """A Georgian ending is grammar, a vowel inside is not, nor a letter that looks attached."""
    assert is_same_but_for_ending("ხარაძემ", "ხარაძის", "ka")
    assert is_same_but_for_ending("والدوري", "الدوري", "ar")
    assert not is_same_but_for_ending("ხარაძემ", "ხარაიძემ", "ka")
    assert not is_same_but_for_ending("كريم", "ريم", "ar")
    assert not is_same_but_for_ending("کریم", "کریمی", "fa")
    assert "name" not in _compared("ka", "მოვიდა ხარაძე.", "მოვიდა ხარაძის.").kinds


def test_a_letter_that_may_make_another_name_is_no_typing_error():
    """If nobody can tell a name from a word, the change is wording and shows both."""
    diff = _compared("ka", "გუშინ ორბელიანთან შეხვდნენ.", "გუშინ ორბალიანთან შეხვდნენ.")
    assert diff.weight is Weight.WORDING
    assert diff.summary == "Wording changed: “ორბელიანთან” became “ორბალიანთან”."
    assert not may_be_name("შესახებ", "ka")
    assert not may_be_name("harbour", "ka")
    assert not may_be_name("ορμπελι", "el")


def test_what_stands_behind_a_title_but_is_in_a_list_is_no_name():
    """*The minister said*, *the minister of defence*: neither names anybody."""
    texts = ["قال الوزير أمس إن وزير الدفاع وافق.", "قال وزير الدفاع سامي النجار ذلك."]
    assert {"أمس", "الدفاع"}.isdisjoint(names_of(texts, "ar"))
    assert {"سامي", "النجار"} <= names_of(texts, "ar")
    assert names_of(["მინისტრმა განაცხადა."], "ka") == frozenset()
    assert names_of(["Minister Finch said."], "en") == frozenset()


GERMAN = [
    ("Kein Arbeiter wurde verletzt.", "Ein Arbeiter wurde verletzt.", False),
    ("Verletzt wurde ein Arbeiter.", "Verletzt wurde ein Fahrer.", False),
    ("Das sagte Merkel in Berlin.", "Das sagte Merz in Berlin.", True),
    ("Er sprach über den Iran.", "Er sprach über den Irak.", True),
    ("Herr Koch kam, ein Koch kam.", "Herr Kopp kam, ein Koch kam.", True),
    ("Ein Arbeiter kam.", "Ein Merz kam. Herr Merz kam.", True),
]


@pytest.mark.parametrize(("old", "new", "named"), GERMAN)
def test_german_nouns_are_no_names_and_no_name_is_lost(old, new, named):
    """Only *ein* and similar words make a common noun, unless a title precedes it elsewhere."""
    diff = _compared("de", old, new)
    assert diff.weight is Weight.SUBSTANTIVE
    assert ("name" in diff.kinds) is named


def test_common_nouns_are_learnt_behind_indefinite_words_alone():
    """*Der Iran* is a name; so is a passage with one word that may be a name."""
    common = common_nouns(["Ein Arbeiter sah den Iran.", "Kein Koch kam.", "Herr Koch kam."], "de")
    assert common == {"arbeiter"}
    assert kind_of("Arbeiter", "Iran", common) == "name"
    assert kind_of("Arbeiter", "", common) == "detail"
    assert common_nouns(["Ein Arbeiter kam."], "en") == frozenset()


@pytest.mark.parametrize(
    ("text", "common"),
    [
        ("Wir sahen die Entlassung.", {"entlassung"}),
        ("Es kam zum Populismus.", {"populismus"}),
        ("Er sprach von den Meldungen, die Zeitungen auch.", {"meldungen", "zeitungen"}),
        ("Sie war beim Hartung.", set()),
        ("Das liegt im Bandung.", set()),
        ("Er kaufte das Samsung.", set()),
    ],
)
def test_an_article_of_another_gender_makes_a_name_of_it(text, common):
    """*Hartung* ends like *Haltung*, but no noun with that ending is *der* or *das*."""
    assert common_nouns([text], "de") == common


@pytest.mark.parametrize(
    ("language", "old", "new", "told"),
    [
        (
            "az",
            "Nazir bunu təsdiqlədi.",
            "Nazir bunu təkzib etdi.",
            "“təsdiqlədi” became “təkzib etdi”",
        ),
        (
            "az",
            "Nazir bunu təkzib edib.",
            "Nazir bunu təsdiqlədi.",
            "“təkzib edib” became “təsdiqlədi”",
        ),
    ],
)
def test_a_verb_of_two_words_is_told_whole(language, old, new, told):
    """*Təkzib* alone is a noun: only its light verb makes it *denied*."""
    assert _compared(language, old, new).summary.startswith(told)


def test_a_name_with_a_mark_inside_is_one_name():
    """It was told as two, *A, S*, where only the script says what a name is."""
    without, with_it = (
        "חברת Moller-Maersk הודיעה על רווחים.",
        "חברת Moller-Maersk A/S הודיעה על רווחים.",
    )
    diff = _compared("he", without, with_it)
    assert diff.summary == "“A/S” added."
    diff = _compared("he", "החברה הודיעה על רווחים.", with_it)
    assert diff.summary.endswith("first mention of Moller-Maersk A/S.")
