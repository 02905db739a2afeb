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


def test_two_that_kept_their_cases_are_told_as_an_order_at_most():
    """*Украину обвинила Россия* accuses nobody else: no passage is put for another."""
    old, new = "Россия обвинила Украину.", "Украину обвинила Россия."
    facts = classify(old, new, Vocabulary.of([old], [new], "ru")).facts
    assert [fact.old for fact in facts] == ["Россия, Украину"]
