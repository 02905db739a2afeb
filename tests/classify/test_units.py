"""The unit of a figure: without it the claim is another, written differently it is not."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from storage.digest import fold
from storage.records import Weight

LOST = [
    ("Prices rose 10 percent in the region.", "Prices rose 10 in the region.", "en"),
    ("Prices rose 10% in the region.", "Prices rose 10 in the region.", "en"),
    ("The fine was 300 euros for each driver.", "The fine was 300 for each driver.", "en"),
    ("The fine was €300 for each driver.", "The fine was 300 for each driver.", "en"),
    ("They walked 12 km to the village.", "They walked 12 to the village.", "en"),
    ("It keeps for up to 10 days in the cold.", "It keeps for up to 10 in the cold.", "en"),
    ("The car went 12 mph there.", "The car went 12 miles there.", "en"),
    ("Die Preise stiegen um 10 Prozent im Juni.", "Die Preise stiegen um 10 im Juni.", "de"),
    ("On a versé 12 millions d’euros.", "On a versé 12 millions de dollars.", "fr"),
    ("Pagó 12 millones de euros.", "Pagó 12 millones.", "es"),
    ("Цены выросли на 10 % в июне.", "Цены выросли на 10 в июне.", "ru"),
]
KEPT = [
    ("Prices rose between 5 percent and 6 percent.", "Prices rose between 5 and 6 percent.", "en"),
    ("It fell by less than one point.", "It fell by less than 1 point.", "en"),
    ("They walked 12 km.", "They walked 12 kilometres.", "en"),
    ("The game ended after 90 minutes.", "The game ended after 90 mins.", "en"),
    ("It weighs 5 tonnes.", "It weighs 5 t.", "en"),
    ("They paid 300 kroner each.", "They paid 300 kr each.", "da"),
    ("Groei van 10% dit jaar.", "Groei van 10 procent dit jaar.", "nl"),
    ("Pagó 12 millones de euros.", "Pagó 12 millones €.", "es"),
    ("O preço subiu 10 por cento.", "O preço subiu 10%.", "pt"),
]


def weight_of(old: str, new: str, language: str) -> tuple[Weight, list[str]]:
    found = classify(fold(old), fold(new), Vocabulary.of([old], [new], language))
    return found.weight, [fact.type for fact in found.facts]


@pytest.mark.parametrize(("old", "new", "language"), LOST)
def test_a_unit_that_goes_or_comes_is_another_figure(old, new, language):
    """*10%* and *10* were reported as another spelling, with the least weight of any change."""
    assert weight_of(old, new, language) == (Weight.SUBSTANTIVE, ["number"])
    assert weight_of(new, old, language) == (Weight.SUBSTANTIVE, ["number"])


@pytest.mark.parametrize(("old", "new", "language"), KEPT)
def test_another_way_to_write_a_unit_is_none(old, new, language):
    """A neighbouring figure may have the unit for both, and abbreviations are the same unit."""
    assert weight_of(old, new, language) == (Weight.COSMETIC, [])
    assert weight_of(new, old, language) == (Weight.COSMETIC, [])
