"""Days and months where few or no other words of the language are listed."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from storage.digest import fold

OTHER = [
    ("nl", "De vergadering is maandag.", "De vergadering is dinsdag."),
    ("nl", "De brand was op 3 maart.", "De brand was op 3 mei."),
    ("nl", "De scholen gaan in maart dicht.", "De scholen gaan in mei dicht."),
    ("it", "La riunione è lunedì.", "La riunione è martedì."),
    ("it", "Il ponte chiude il 3 marzo.", "Il ponte chiude il 3 maggio."),
    ("pt", "A reunião é na terça-feira.", "A reunião é na quarta-feira."),
    ("pt", "A ponte fecha em março.", "A ponte fecha em maio."),
    ("he", "הפגישה ביום שני.", "הפגישה ביום שלישי."),
]
SAME = [
    ("nl", "Maandag sprak de minister.", "De minister sprak maandag."),
    ("it", "Domenica il sindaco ha parlato.", "Il sindaco ha parlato domenica."),
]


def _verdict(language, old, new):
    return classify(fold(old), fold(new), Vocabulary.of([old], [new], language))


@pytest.mark.parametrize(("language", "old", "new"), OTHER)
def test_another_day_is_told_as_a_date(language, old, new):
    """Told as *“maandag” became “dinsdag”*, it was one word for another, and owed no correction."""
    found = _verdict(language, old, new)
    assert found.weight.value == "substantive"
    assert [(fact.type, bool(fact.old and fact.new)) for fact in found.facts] == [("date", True)]


@pytest.mark.parametrize(("language", "old", "new"), SAME)
def test_a_day_that_moved_within_its_sentence_is_the_same_day(language, old, new):
    """No list of days may make a claim of another order."""
    assert _verdict(language, old, new).weight.value == "wording"


def test_two_is_no_monday():
    """In Hebrew it is one word; only behind *day* is it the second of the week."""
    found = _verdict("he", "שני אנשים נהרגו.", "שלושה אנשים נהרגו.")
    assert "date" not in {fact.type for fact in found.facts}
