"""Languages without word lists: word order shows who did what to whom, where that is certain."""

from __future__ import annotations

import pytest

from monitor.comparing.articles import compare
from storage.records import Weight
from tests.diff.make import article


def edit_of(language, old, new):
    """The one edit of a sentence, next to one that stays."""
    (edit,) = compare(*(article(f"{text}\n1.", language=language) for text in (old, new))).edits
    return edit


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("nl", "De politie hield de bestuurder aan.", "De bestuurder hield de politie aan."),
        ("pt", "O governo acusou a oposição.", "A oposição acusou o governo."),
        ("it", "Il sindaco ha accusato il consiglio.", "Il consiglio ha accusato il sindaco."),
        ("sv", "Polisen grep mannen.", "Mannen grep polisen."),
        ("da", "Hunden bed drengen i haven.", "Drengen bed hunden i haven."),
        ("ro", "Primarul a acuzat consiliul.", "Consiliul a acuzat primarul."),
        ("el", "Ο δήμος μήνυσε τον όμιλο.", "Ο όμιλος μήνυσε τον δήμο."),
    ],
)
def test_two_that_changed_places_are_told_where_nothing_is_listed(language, old, new):
    """The police held the driver, or the driver the police: that was called mere wording."""
    for one, other in ((old, new), (new, old)):
        edit = edit_of(language, one, other)
        assert edit.weight is Weight.SUBSTANTIVE, edit
        assert "detail" in edit.kinds


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("nl", "Gisteren zei de wethouder niets.", "De wethouder zei gisteren niets."),
        ("nl", "De wethouder en de raad kwamen.", "De raad en de wethouder kwamen."),
        ("pt", "O governo disse ontem que vem.", "Ontem o governo disse que vem."),
        ("pt", "Vieram o governo e a oposição.", "Vieram a oposição e o governo."),
        ("it", "Il pane, il vino e il sale mancano.", "Il vino, il pane e il sale mancano."),
        ("sv", "Mannen greps av polisen igår.", "Igår greps mannen av polisen."),
        ("sv", "Bröd och vin saknas.", "Vin och bröd saknas."),
        ("pl", "Chleb i wino zdrożały.", "Wino i chleb zdrożały."),
        ("ro", "Pâine și vin lipsesc.", "Vin și pâine lipsesc."),
        ("hu", "Kenyér és bor hiányzik.", "Bor és kenyér hiányzik."),
        ("nl", "Gisteren waren er geen boten.", "Er waren gisteren geen boten."),
        ("nl", "Daarna sprak hij kort.", "Hij sprak daarna kort."),
        ("nl", "Volgens de raad was de man ziek.", "De man was volgens de raad ziek."),
        ("it", "Domani arriva Conti.", "Conti arriva domani."),
        ("sv", "Det säger polisen.", "Polisen säger det."),
        ("sv", "Igår brann huset.", "Huset brann igår."),
        ("da", "Siden gik manden.", "Manden gik siden."),
        ("no", "Nå kommer regnet.", "Regnet kommer nå."),
        ("pl", "Policja zatrzymała kierowcę.", "Kierowcę zatrzymała policja."),
        ("cs", "Uvedla to policie.", "Policie to uvedla."),
        ("hr", "Zakon je usvojila vlada.", "Vlada je usvojila zakon."),
        ("fi", "Poliisi pidätti miehen.", "Miehen pidätti poliisi."),
        ("hu", "A törvényt elfogadta a kormány.", "A kormány elfogadta a törvényt."),
        ("lt", "Vakar lijo Vilniuje.", "Vilniuje lijo vakar."),
        ("bg", "Днес дойде министърът.", "Министърът дойде днес."),
        ("id", "Kemarin presiden tiba.", "Presiden kemarin tiba."),
    ],
)
def test_another_order_says_the_same(language, old, new):
    """A list in another order, or a moved adverb, is wording in any language."""
    for one, other in ((old, new), (new, old)):
        assert edit_of(language, one, other).weight is Weight.WORDING


@pytest.mark.parametrize(
    ("language", "old", "new", "weight"),
    [
        ("bg", "Тя струва 5 euro на ден.", "Тя струва 5 лева на ден.", Weight.SUBSTANTIVE),
        ("kk", "Ол web бетке жазды.", "Ол жаңа бетке жазды.", Weight.SUBSTANTIVE),
        ("kk", "Ол үй caтып алды.", "Ол үй сатып алды.", Weight.COSMETIC),
        ("az", "Nazir Әliyev dedi.", "Nazir Əliyev dedi.", Weight.COSMETIC),
        ("tt", "Ул шәһәр турында әйтте.", "Ул шәнәр турында әйтте.", Weight.SUBSTANTIVE),
        ("mk", "Тоа е кyка.", "Тоа е мука.", Weight.SUBSTANTIVE),
        ("ko", "A씨는 무죄를 주장했다.", "김씨는 무죄를 주장했다.", Weight.SUBSTANTIVE),
        (
            "ru",
            "Сообщил Cергей Белов, что дoм сгорел.",
            "Сообщил Сергей Белов, что дом сгорел.",
            Weight.COSMETIC,
        ),
        ("uk", "Була надзвичrйна тиша.", "Була надзвичайна тиша.", Weight.COSMETIC),
        ("hy", "Նա բացեց դուռը։", "Նա բaցեց դուռը։", Weight.COSMETIC),
    ],
)
def test_only_letters_within_a_word_are_slips_in_another_script(language, old, new, weight):
    """*5 euro* for *5 лева* was a typing error, as any two words in two scripts were."""
    assert edit_of(language, old, new).weight is weight
