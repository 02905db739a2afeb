"""Passives turned round: who did it and who suffered it change places, or only the voice does."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from storage.digest import fold

TURNED = [
    ("de", "Der Bus wurde von dem Lastwagen gerammt.", "Der Lastwagen wurde von dem Bus gerammt."),
    ("de", "Die Stadt wurde von der Firma verklagt.", "Die Stadt verklagte die Firma."),
    ("fr", "Le bus a été percuté par le camion.", "Le camion a été percuté par le bus."),
    ("fr", "Le bus a été percuté par le camion.", "Le bus a percuté le camion."),
    ("es", "El autobús fue embestido por el camión.", "El camión fue embestido por el autobús."),
    ("es", "El autobús fue embestido por el camión.", "El autobús embistió al camión."),
    ("it", "L'autobus è stato colpito dal camion.", "Il camion è stato colpito dall'autobus."),
    ("it", "L'autobus è stato colpito dal camion.", "L'autobus ha colpito il camion."),
    ("tr", "Otobüs kamyon tarafından ezildi.", "Kamyon otobüs tarafından ezildi."),
    ("az", "Avtobus maşın tərəfindən vuruldu.", "Maşın avtobus tərəfindən vuruldu."),
    ("ru", "Автобус был протаранен грузовиком.", "Грузовик был протаранен автобусом."),
    ("ru", "Автобус был протаранен грузовиком.", "Автобус протаранил грузовик."),
    ("uk", "Водій був побитий поліцейським.", "Водій побив поліцейського."),
]
SAME = [
    ("tr", "Yeni köprü başkan tarafından açıldı.", "Başkan tarafından yeni köprü açıldı."),
    (
        "tr",
        "Köprü polis ve ordu tarafından kapatıldı.",
        "Köprü ordu ve polis tarafından kapatıldı.",
    ),
    ("en", "The bus was hit by the truck.", "The truck hit the bus."),
]


@pytest.mark.parametrize(("language", "old", "new"), TURNED)
def test_a_passive_turned_round_is_a_claim(language, old, new):
    """*The bus was hit by the truck* is not *the truck was hit by the bus*, nor *the bus hit*."""
    for one, other in ((old, new), (new, old)):
        found = classify(fold(one), fold(other), Vocabulary.of([one], [other], language))
        assert found.weight.value == "substantive", found


@pytest.mark.parametrize(("language", "old", "new"), SAME)
def test_the_same_told_in_another_order_is_wording(language, old, new):
    """Who does it is in both texts whoever did it."""
    for one, other in ((old, new), (new, old)):
        found = classify(fold(one), fold(other), Vocabulary.of([one], [other], language))
        assert found.weight.value == "wording", found
