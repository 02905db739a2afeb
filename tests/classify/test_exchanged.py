"""Who did what to whom, where endings say so."""

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
    """*Украину replaced by Россию* did not say who accuses whom, and was not even true."""
    for one, other in ((old, new), (new, old)):
        told = compare(*(article(f"{text}\n1.", language=language) for text in (one, other)))
        assert told.summary.count(" became ") == 1, told.summary
        assert " replaced by " not in told.summary
        assert "changed from" not in told.summary
        assert told.weight.value == "substantive"


@pytest.mark.parametrize(("language", "old", "new"), SAME)
def test_another_order_of_the_same_is_no_claim(language, old, new):
    """The same cases, an adverb elsewhere or a list in another order make no other claim."""
    for one, other in ((old, new), (new, old)):
        found = classify(one, other, Vocabulary.of([one], [other], language))
        assert found.weight.value != "substantive", found


def test_a_passive_gives_nobody_the_case_of_another():
    """In *мост открыт мэром* the mayor opens the bridge, as before."""
    old, new = "Мэр города открыл мост.", "Мост открыт мэром города."
    found = classify(old, new, Vocabulary.of([old], [new], "ru"))
    assert not any(fact.note for fact in found.facts), found


def test_two_that_kept_their_cases_are_told_as_an_order_at_most():
    """*Украину обвинила Россия* makes the same accusation: no passage replaces another."""
    old, new = "Россия обвинила Украину.", "Украину обвинила Россия."
    facts = classify(old, new, Vocabulary.of([old], [new], "ru")).facts
    assert [fact.old for fact in facts] == ["Россия, Украину"]


GERMAN = [
    ("Der Minister lobte den Richter.", "Den Minister lobte der Richter."),
    ("Der Minister lobte den Richter.", "Der Richter lobte den Minister."),
    ("Den alten Minister sah die Frau.", "Der alte Minister sah die Frau."),
    ("Die Polizei sah den Mann.", "Der Mann sah die Polizei."),
]
GERMAN_SAME = [
    ("Der Minister lobte den Richter.", "Den Richter lobte der Minister."),
    ("Die Polizei sah den Mann.", "Den Mann sah die Polizei."),
    ("Er traf den Minister.", "Er traf der Minister."),
    ("Die Frau wartete vor der Bank.", "Die Frau wartete vor den Bank."),
]


@pytest.mark.parametrize(("old", "new"), GERMAN)
def test_an_article_tells_who_does_it_in_german(old, new):
    """*Den Minister* for *der Minister* was called wording; checked both ways."""
    for one, other in ((old, new), (new, old)):
        told = compare(*(article(f"{text}\n1.", language="de") for text in (one, other)))
        assert told.weight.value == "substantive"
        assert told.summary.count(" became ") == 1, told.summary


@pytest.mark.parametrize(("old", "new"), GERMAN_SAME)
def test_the_same_articles_say_the_same_in_another_order(old, new):
    """*Den Richter lobte der Minister*: nobody took anybody's place; nor after a mere slip."""
    for one, other in ((old, new), (new, old)):
        found = classify(one, other, Vocabulary.of([one], [other], "de"))
        assert found.weight.value == "wording", found


GERMAN_BESIDE = [
    ("Brandt mahnte Orth, der Streit dauere an.", "Orth mahnte Brandt, der Streit dauere an."),
    ("Nauru rügte den Tschad und Samoa.", "Samoa rügte den Tschad und Nauru."),
    ("Brandt lobte Orth, den Kanzler.", "Orth lobte Brandt, den Kanzler."),
    ("Der Abt Brandt ist älter als Orth.", "Orth ist älter als der Abt Brandt."),
    ("Der Abt Brandt kam und Orth ging.", "Orth kam und der Abt Brandt ging."),
    ("Der Abt Brandt sagte, Orth lüge.", "Orth sagte, der Abt Brandt lüge."),
    ("Brandt rief Orth, den Abt, und Brandt ging.", "Orth rief Brandt, den Abt, und Brandt ging."),
]


@pytest.mark.parametrize(("old", "new"), GERMAN_BESIDE)
def test_an_article_of_something_else_keeps_nobody_in_his_place(old, new):
    """*Der Streit* in both says nothing about who warned whom: it was called wording."""
    for one, other in ((old, new), (new, old)):
        told = compare(*(article(f"{text}\n1.", language="de") for text in (one, other)))
        assert told.weight.value == "substantive", told.summary


def test_what_else_changed_is_told_beside_the_articles():
    """Another town is not overlooked because two nouns swapped their articles."""
    old, new = "Der Rat lobte den Abt in Bonn.", "Den Rat lobte der Abt in Köln."
    facts = classify(old, new, Vocabulary.of([old], [new], "de")).facts
    assert ("Bonn", "Köln") in [(fact.old, fact.new) for fact in facts]


PASSIVE = [
    ("Armenia accused Azerbaijan.", "Armenia was accused by Azerbaijan.", True),
    ("The police attacked the crowd.", "The police were attacked by the crowd.", True),
    ("The police will attack the crowd.", "The police will be attacked by the crowd.", True),
    ("Armenia was accused by Azerbaijan.", "Azerbaijan was accused by Armenia.", True),
    ("Armenia accused Azerbaijan.", "Azerbaijan accused Armenia by letter.", True),
    ("Smith was killed with Jones.", "Jones was killed by Smith.", True),
    ("Smith was held and Jones fled.", "Jones was held by Smith and fled.", True),
    ("Armenia accused Azerbaijan.", "Azerbaijan was accused by Armenia.", False),
    ("The Turks attacked the Kurds.", "The Kurds were attacked by the Turks.", False),
    ("The town built a pier.", "A pier was built by the town.", False),
]


@pytest.mark.parametrize(("old", "new", "turned"), PASSIVE)
def test_a_passive_is_told_where_it_turns_who_did_it(old, new, turned):
    """*Was accused by* for *accused* was called wording; with both names swapped as well it is."""
    for one, other in ((old, new), (new, old)):
        found = classify(one, other, Vocabulary.of([one], [other], "en"))
        assert (found.weight.value == "substantive") == turned, found
