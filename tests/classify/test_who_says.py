"""Who says it, if the verb is at the other end of the sentence, or before the source."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify

OTHER = [
    ("tr", "{}, üç kişinin öldüğünü söyledi.", "Polis", "Görgü tanıkları"),
    ("tr", "{}, köprünün pazar açılacağını bildirdi.", "Bakanlık", "Belediye"),
    ("az", "{}, üç nəfərin öldüyünü bildirib.", "Nazirlik", "Bələdiyyə"),
    ("ka", "{}, რომ სამი ადამიანი დაიღუპა.", "პოლიციამ თქვა", "თვითმხილველებმა თქვეს"),
    ("ka", "{}, სამი ადამიანი დაიღუპა.", "პოლიციის ცნობით", "მოწმეების თქმით"),
    ("ru", "По {}, погибли трое.", "данным полиции", "словам свидетелей"),
    ("uk", "За {}, загинули троє.", "даними поліції", "словами свідків"),
    ("fa", "به گفته {}، سه نفر کشته شدند.", "پلیس", "شاهدان"),
]
NONE = [
    ("tr", "{}, üç kişinin öldüğünü söyledi.", "Toplantıda", "Duruşmada"),
    ("tr", "{} köprünün açılacağını söyledi.", "Yeni", "Eski"),
    ("tr", "{}, üç kişiyi kurtardı.", "Polis", "Görgü tanıkları"),
]


def _notes(language, text, one, other):
    old, new = text.format(one), text.format(other)
    found = classify(old, new, Vocabulary.of([old], [new], language))
    return [fact.note for fact in found.facts if fact.type == "attribution"]


@pytest.mark.parametrize(("language", "text", "one", "other"), OTHER)
def test_another_source_is_told_as_one(language, text, one, other):
    """Whatever is between it and the verb; in either direction."""
    assert _notes(language, text, one, other) == ["who says it"]
    assert _notes(language, text, other, one) == ["who says it"]


@pytest.mark.parametrize(("language", "text", "one", "other"), NONE)
def test_what_only_opens_the_sentence_is_no_source(language, text, one, other):
    """*At the meeting* names no source, nor does a *new* bridge or somebody who only acts."""
    assert _notes(language, text, one, other) == []
