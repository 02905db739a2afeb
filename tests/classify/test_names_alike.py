"""Names that are nearly equal: nobody can tell a misspelt name from another person's."""

from __future__ import annotations

import pytest

from monitor.classify.compared.spelled import are_alike, note_of_names
from monitor.comparing.articles import compare
from tests.diff.make import article

EITHER = [
    (
        "ru",
        "Министр Антон Иванов ушёл.",
        "Министр Антон Иванков ушёл.",
        "Антон Иванов",
        "Антон Иванков",
    ),
    ("tr", "Bakan Ali Yılmaz geldi.", "Bakan Ali Yıldız geldi.", "Ali Yılmaz", "Ali Yıldız"),
    (
        "hy",
        "Երեկ Արամ Պետրոսյանը եկավ։",
        "Երեկ Արամ Պետոսյանը եկավ։",
        "Արամ Պետրոսյանը",
        "Արամ Պետոսյանը",
    ),
    (
        "az",
        "Vəkil Rauf Məmmədli gəldi.",
        "Vəkil Rauf Məmmədov gəldi.",
        "Rauf Məmmədli",
        "Rauf Məmmədov",
    ),
    ("fa", "وزیر احمدی آمد.", "وزیر محمدی آمد.", "احمدی", "محمدی"),
    ("ka", "მინისტრმა ხარაძემ თქვა.", "მინისტრმა ხურაძემ თქვა.", "ხარაძემ", "ხურაძემ"),
    ("en", "The judge Ann Keller left.", "The judge Ann Kelner left.", "Ann Keller", "Ann Kelner"),
]
ONE = [
    (
        "en",
        "The chair, Mattias Grafstrom, left.",
        "The chair, Mattias Grafström, left.",
        "Grafstrom",
        "Grafström",
    ),
    ("es", "La jueza Ana Gonzalez salió.", "La jueza Ana González salió.", "Gonzalez", "González"),
]
OTHERS = [
    (
        "hy",
        "Երեկ Արամ Պետրոսյանը եկավ։",
        "Երեկ Արամ Պողոսյանը եկավ։",
        "Արամ Պետրոսյանը",
        "Արամ Պողոսյանը",
    ),
    ("hy", "Երեկ Ադամյանը եկավ։", "Երեկ Ավագյանը եկավ։", "Ադամյանը", "Ավագյանը"),
    ("ka", "გუშინ ხარაძემ თქვა.", "გუშინ ჩიქოვაძემ თქვა.", "ხარაძემ", "ჩიქოვაძემ"),
    ("ru", "Вчера Громов ушёл.", "Вчера Фролов ушёл.", "Громов", "Фролов"),
    ("en", "Yesterday Jackson left.", "Yesterday Dickson left.", "Jackson", "Dickson"),
]


def _summary(old, new, language):
    return compare(*(article(f"One.\n{text}", language=language) for text in (old, new))).summary


@pytest.mark.parametrize(("language", "old", "new", "one", "other"), EITHER)
def test_a_name_that_is_nearly_another_is_told_as_changed(language, old, new, one, other):
    """*Spelling of Иванов changed to Иванков* would say that it is one man."""
    assert _summary(old, new, language).lower() == f"name changed from {one} to {other}.".lower()
    assert _summary(new, old, language).lower() == f"name changed from {other} to {one}.".lower()


@pytest.mark.parametrize(("language", "old", "new", "one", "other"), ONE)
def test_a_name_that_won_its_marks_is_spelt_otherwise(language, old, new, one, other):
    """The letters are the same, so it is the same name."""
    told = _summary(old, new, language)
    assert told.startswith("Spelling of ")
    assert one in told
    assert other in told


@pytest.mark.parametrize(("language", "old", "new", "one", "other"), OTHERS)
def test_an_ending_that_families_share_makes_nobody_alike(language, old, new, one, other):
    """In *Adamyan* and *Avagyan* half the letters only say that both are Armenians."""
    told = _summary(old, new, language).lower()
    assert told.endswith(f"{one} replaced by {other}.".lower())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hasanov", "həsənov"),
        ("aliyev", "əliyev"),
        ("məmmədov", "mamedov"),
        ("hajizade", "hacızadə"),
        ("aykhan hajizadeh", "ayxan hacızadə"),
        ("петросян", "петросянц"),
        ("johnson", "jonsson"),
        ("saakashvili", "saakaşvili"),
        ("gorbachev", "gorbachov"),
        ("kasumoglu", "kasımoğlu"),
        ("iranian", "iranians"),
    ],
)
def test_one_name_in_two_alphabets_stays_one(one, other):
    """Without the ending, each is the spelling of one language or the other."""
    assert are_alike(one, other)
    assert are_alike(other, one)


SAME_BY_RULE = [
    ("Əliyev", "Aliyev"),
    ("Алиев", "Əliyev"),
    ("Cəfərov", "Jafarov"),
    ("Xəlilov", "Халилов"),
    ("Пашинян", "Փաշինյան"),
    ("Սարգսյան", "Sargsyan"),
    ("კობახიძე", "Кобахидзе"),
    ("სააკაშვილი", "Saakashvili"),
    ("Тер-Петросян", "Ter-Petrosyan"),
    ("Զելենսկի", "Zelenski"),
]
SAME_BY_SOUND = [
    ("Гаджизаде", "Hacızadə"),
    ("Гусейнов", "Hüseynov"),
    ("Чавушоглу", "Çavuşoğlu"),
    ("Гараев", "Qarayev"),
    ("Pashinyan", "Փաշինյանը"),
    ("Kobakhidze", "კობახიძემ"),
]
NEITHER = [
    ("Алиев", "Vəliyev"),
    ("Пашинян", "Petrosyan"),
    ("კობახიძე", "Kochakidze"),
    ("Сафаров", "Cəfərov"),
    ("Гасанов", "Hüseynov"),
]


@pytest.mark.parametrize(("one", "other"), SAME_BY_RULE)
def test_a_name_in_other_letters_is_another_spelling(one, other):
    """*Алиев replaced by Əliyev* made a change of script a change of person."""
    assert note_of_names(one, other) == note_of_names(other, one) == "spelling"


@pytest.mark.parametrize(("one", "other"), SAME_BY_SOUND)
def test_a_name_that_sounds_the_same_in_another_script_may_be_one(one, other):
    """Some scripts have no *h* or no *c*; nobody is said to have replaced anybody."""
    assert note_of_names(one, other) == note_of_names(other, one) == "spelled alike"


@pytest.mark.parametrize(("one", "other"), NEITHER)
def test_another_name_in_another_script_is_another(one, other):
    """One letter tells *Əliyev* from *Vəliyev* in any script."""
    assert note_of_names(one, other) == note_of_names(other, one) == ""


def test_letters_that_are_dropped_between_scripts_tell_names_apart_in_one():
    """*Bayer* is not *Baer* to any German, though *Aliyev* is *Aliev* in Russian letters."""
    assert note_of_names("Bayer", "Baer") != "spelling"
    assert note_of_names("Cohen", "Johen") != "spelling"
