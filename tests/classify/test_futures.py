"""What happened and what will happen are two claims, even if only an ending tells them apart."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from storage.digest import fold


def weigh(language, old, new):
    """The weight and the kinds of an edit."""
    old, new = fold(old), fold(new)
    found = classify(old, new, Vocabulary.of([old], [new], language))
    return found.weight.value, set(found.kinds)


@pytest.mark.parametrize(
    ("language", "kind", "old", "new"),
    [
        ("es", "detail", "La empresa compró la mina.", "La empresa comprará la mina."),
        ("es", "detail", "Los obreros cerraron la mina.", "Los obreros cerrarán la mina."),
        ("fr", "detail", "La ville rachète le moulin.", "La ville rachètera le moulin."),
        ("fr", "detail", "Le maire a signé l’accord.", "Le maire signera l’accord."),
        ("pt", "detail", "A empresa comprou o moinho.", "A empresa comprará o moinho."),
        ("tr", "detail", "Değirmen kapandı.", "Değirmen kapanacak."),
        ("tr", "hedge", "Müdür istifa etti.", "Müdür istifa etmiş."),
        ("tr", "hedge", "Vergi artacak.", "Vergi artacakmış."),
        ("az", "detail", "Dəyirman bağlanıb.", "Dəyirman bağlanacaq."),
        ("ru", "detail", "Город купил мельницу.", "Город купит мельницу."),
        ("ru", "detail", "Завод закрыли.", "Завод закроют."),
        ("uk", "detail", "Місто придбало млин.", "Місто придбає млин."),
        ("uk", "detail", "Завод закрили.", "Завод закриють."),
        ("zh", "detail", "工厂关闭了。", "工厂将关闭。"),
    ],
)
def test_what_will_be_is_not_what_was(language, kind, old, new):
    """In either direction, like *will close* for *closed* in English; so is mere hearsay."""
    for one, other in ((old, new), (new, old)):
        weight, kinds = weigh(language, one, other)
        assert (weight, kind in kinds) == ("substantive", True), kinds


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("ru", "Мэр сообщил о пожаре.", "Мэр сообщает о пожаре."),
        ("fr", "Le maire signe l’accord.", "Le maire signait l’accord."),
        ("az", "Dəyirman bağlanıb.", "Dəyirman bağlandı."),
        ("ru", "Рабочие чинили мельницу.", "Рабочий чинил мельницу."),
    ],
)
def test_another_form_of_the_same_time_is_wording(language, old, new):
    """The tense of a verb of saying, and endings of person and number, are grammar."""
    assert weigh(language, old, new)[0] in {"wording", "cosmetic"}
