"""One preposition for another, which may say with whom, for whom or of what it was."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from storage.digest import fold

OTHER = [
    ("en", "She works for the agency.", "She works with the agency."),
    ("en", "He died of the virus.", "He died with the virus."),
    ("en", "He was arrested for a knife.", "He was arrested with a knife."),
    ("en", "He was accused of the minister.", "He was accused by the minister."),
    ("en", "The man was found in the car.", "The man was found under the car."),
    ("en", "The court ruled on the law.", "The court ruled out the law."),
    ("en", "He stepped in the race.", "He stepped out the race."),
    ("en", "Shots from police were heard.", "Shots at police were heard."),
    ("en", "He was killed by soldiers.", "He was killed near soldiers."),
    ("en", "She spoke against the council.", "She spoke at the council."),
    ("en", "They voted on the law.", "They voted against the law."),
    ("en", "He read the letter of the mayor.", "He read the letter about the mayor."),
    ("en", "The war with Armenia went on.", "The war in Armenia went on."),
    ("de", "Schüsse von der Polizei fielen.", "Schüsse in der Polizei fielen."),
    ("es", "Un libro de la ministra salió.", "Un libro sobre la ministra salió."),
    ("es", "Fue escrito por la ministra.", "Fue escrito para la ministra."),
    ("ar", "هجوم على المدينة", "هجوم من المدينة"),
    ("ar", "رسالة من الوزير", "رسالة عن الوزير"),
    ("de", "Sie arbeitet für die Behörde.", "Sie arbeitet mit der Behörde."),
    ("de", "Er starb an dem Virus.", "Er starb mit dem Virus."),
    ("fr", "Elle travaille pour l'agence.", "Elle travaille avec l'agence."),
    ("fr", "Il est mort du virus.", "Il est mort avec le virus."),
    ("es", "Trabaja para la agencia.", "Trabaja con la agencia."),
    ("es", "Murió de covid.", "Murió con covid."),
    ("ru", "Он умер от вируса.", "Он умер с вирусом."),
    ("ru", "Она работает на агентство.", "Она работает с агентством."),
    ("uk", "Він помер від вірусу.", "Він помер з вірусом."),
    ("tr", "Ajans için çalışıyor.", "Ajans ile çalışıyor."),
    ("hy", "Նա աշխատում է գործակալության համար։", "Նա աշխատում է գործակալության հետ։"),
    ("ar", "مات من الفيروس.", "مات مع الفيروس."),
    ("fa", "او از ویروس مرد.", "او با ویروس مرد."),
]
SAME = [
    ("en", "She spoke to the council.", "She spoke with the council."),
    ("en", "The fire broke out at the hotel.", "The fire broke out in the hotel."),
    ("en", "Anger over the plan grew.", "Anger at the plan grew."),
    ("en", "He was fined for the delay.", "He was fined over the delay."),
    ("de", "Der Brand brach im Hotel aus.", "Der Brand brach in dem Hotel aus."),
    ("de", "Er wurde von der Polizei verhaftet.", "Er wurde durch die Polizei verhaftet."),
    ("es", "Habló a la prensa.", "Habló con la prensa."),
    ("ru", "Он живёт на Украине.", "Он живёт в Украине."),
    ("ru", "Он рассказал о пожаре.", "Он рассказал про пожар."),
]


@pytest.mark.parametrize(("language", "old", "new"), OTHER)
def test_another_preposition_is_another_claim(language, old, new):
    """All words of weight stay, so that a look at those alone called it wording."""
    for one, other in ((old, new), (new, old)):
        found = classify(fold(one), fold(other), Vocabulary.of([one], [other], language))
        assert (found.weight.value, "detail" in found.kinds) == ("substantive", True), found


@pytest.mark.parametrize(("language", "old", "new"), SAME)
def test_prepositions_that_say_the_same_are_wording(language, old, new):
    """An editor's taste is no claim."""
    for one, other in ((old, new), (new, old)):
        found = classify(fold(one), fold(other), Vocabulary.of([one], [other], language))
        assert found.weight.value == "wording", found


def test_another_preposition_is_told_once():
    """*“de” became “sobre”* stood beside *“libro de” became “libro sobre”*."""
    one, other = "Un libro de la ministra salió.", "Un libro sobre la ministra salió."
    found = classify(one, other, Vocabulary.of([one], [other], "es"))
    assert [str(fact) for fact in found.facts] == ["detail libro de -> libro sobre"]
