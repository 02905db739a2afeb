"""Who did it to whom, where endings say so."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.comparing.articles import compare
from tests.diff.make import article

TURNED = [
    ("ru", "Россия обвинила Украину.", "Украина обвинила Россию."),
    ("hy", "Թուրքիան մեղադրել է Հայաստանին։", "Հայաստանը մեղադրել է Թուրքիային։"),
    ("az", "Ermənistan Azərbaycanı ittiham etdi.", "Azərbaycan Ermənistanı ittiham etdi."),
    ("tr", "Yunanistan Türkiye'yi suçladı.", "Türkiye Yunanistan'ı suçladı."),
    ("tr", "Yunanistan, Türkiye'yi suçladı.", "Türkiye, Yunanistan'ı suçladı."),
    ("ru", "Армения обвинила Азербайджан.", "Азербайджан обвинил Армению."),
    ("ru", "Русские войска обстреляли польские.", "Польские войска обстреляли русские."),
    (
        "ru",
        "Президент Алиев осудил премьера Пашиняна.",
        "Премьер Пашинян осудил президента Алиева.",
    ),
    ("fa", "ارمنستان آذربایجان را متهم کرد.", "آذربایجان ارمنستان را متهم کرد."),
    ("fa", "ایران به اسرائیل حمله کرد.", "اسرائیل به ایران حمله کرد."),
    ("ar", "اتهمت أرمينيا أذربيجان بالقصف.", "اتهمت أذربيجان أرمينيا بالقصف."),
    ("he", "ישראל האשימה את איראן.", "איראן האשימה את ישראל."),
]
SAME = [
    ("ru", "Водитель сбил велосипедиста.", "Велосипедиста сбил водитель."),
    ("ru", "Мэр открывает новый мост.", "Новый мост открывает мэр."),
    ("ru", "Красные и синие флаги висели.", "Синие и красные флаги висели."),
    ("ru", "Жители города вышли на улицы.", "На улицы города вышли жители."),
    ("tr", "Köprüyü başkan açtı.", "Başkan köprüyü açtı."),
    ("az", "Dünən nazir körpünü açıb.", "Nazir dünən körpünü açıb."),
    ("hy", "Կամուրջը բացեց նախարարը։", "Նախարարը բացեց կամուրջը։"),
    ("ka", "გუშინ მინისტრმა ხიდი გახსნა.", "მინისტრმა გუშინ ხიდი გახსნა."),
    ("fa", "دیروز وزیر پل را باز کرد.", "وزیر دیروز پل را باز کرد."),
    ("ar", "افتتح أمس الوزير الجسر.", "افتتح الوزير أمس الجسر."),
    ("he", "אתמול השר פתח את הגשר.", "השר אתמול פתח את הגשר."),
]


@pytest.mark.parametrize(("language", "old", "new"), TURNED)
def test_two_that_took_the_cases_of_each_other_are_told_with_both_passages(language, old, new):
    """*Украину replaced by Россию* said nothing of who accuses whom, and was not so."""
    for one, other in ((old, new), (new, old)):
        told = compare(*(article(f"{text}\n1.", language=language) for text in (one, other)))
        assert told.summary.count(" became ") == 1, told.summary
        assert " replaced by " not in told.summary
        assert "changed from" not in told.summary
        assert told.weight.value == "substantive"


@pytest.mark.parametrize(("language", "old", "new"), SAME)
def test_another_order_of_the_same_is_no_claim(language, old, new):
    """Each in its own case, an adverb elsewhere and a list the other way round accuse nobody."""
    for one, other in ((old, new), (new, old)):
        found = classify(one, other, Vocabulary.of([one], [other], language))
        assert found.weight.value != "substantive", found


def test_a_passive_gives_nobody_the_case_of_another():
    """*Мост открыт мэром* has the mayor open the bridge as before."""
    old, new = "Мэр города открыл мост.", "Мост открыт мэром города."
    found = classify(old, new, Vocabulary.of([old], [new], "ru"))
    assert not any(fact.note for fact in found.facts), found


def test_two_that_kept_their_cases_are_told_as_an_order_at_most():
    """*Украину обвинила Россия* accuses nobody else: no passage is put for another."""
    old, new = "Россия обвинила Украину.", "Украину обвинила Россия."
    facts = classify(old, new, Vocabulary.of([old], [new], "ru")).facts
    assert [fact.old for fact in facts] == ["Россия, Украину"]
