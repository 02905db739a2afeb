"""Words and figures in another order, without marks that part them."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify


def _weight(old, new, language="en"):
    return classify(old, new, Vocabulary.of([old], [new], language)).weight.value


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Liberal 12 12 12", "12 Liberal 12 12"),
        ("ru", "Либералы 12 12 12", "12 Либералы 12 12"),
        ("zh", "自由 12 12 12", "12 自由 12 12"),
        ("en", "Liberal 12 14 12", "Liberal 12 12 14"),
        ("en", "Liberal x 12", "Liberal 12 x"),
        ("en", "Liberal n/a 12", "Liberal 12 n/a"),
        ("en", "Liberal – 12", "Liberal 12 –"),
        ("en", "It was 12 – Ada Finch 30.", "It was 12 Ada Finch – 30."),
        ("en", "Liberal | 12 14 | 3", "Liberal 12 | 14 | 3"),
    ],
)
def test_words_in_another_order_are_never_cosmetic(language, old, new):
    """A figure that moved alone was *spelling changed*, as if it were written in another way."""
    assert _weight(old, new, language) != "cosmetic"
    assert _weight(new, old, language) != "cosmetic"


@pytest.mark.parametrize("row", ["Labour 1 2 3", "Labour 12 14 9 3"])
def test_figures_beside_figures_that_changed_places_are_a_claim(row):
    """Another figure beside both was taken for a sign that the figure had stayed."""
    party, first, second, *rest = row.split()
    assert _weight(row, " ".join([party, second, first, *rest])) == "substantive"


def test_a_date_that_is_written_in_another_order_is_cosmetic():
    """Its words moved within the date."""
    assert _weight("It was on May 6, 2020.", "It was on 6 May 2020.") == "cosmetic"
