"""Names that are nearly one: nobody can tell a misspelt name from that of somebody else."""

from __future__ import annotations

import pytest

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
        "Երեկ Արամ Պողոսյանը եկավ։",
        "Արամ Պետրոսյանը",
        "Արամ Պողոսյանը",
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
