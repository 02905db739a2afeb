"""A phrase that goes to another noun or clause, and a doubt that goes to another verb."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from storage.digest import fold

TURNED = [
    ("en", "The police in Holm found a man.", "The police found a man in Holm."),
    ("en", "A man from Leeds killed a woman.", "A man killed a woman from Leeds."),
    ("en", "The officer with a gun shot the man.", "The officer shot the man with a gun."),
    ("en", "The mayor said on Monday it would close.", "The mayor said it would close on Monday."),
    ("en", "Police in Leeds said a man was shot.", "Police said a man was shot in Leeds."),
    ("en", "In Holm, Ada Finch fears Eva Hall lied.", "Ada Finch fears Eva Hall lied in Holm."),
    ("de", "Die Polizei in Holm fand einen Mann.", "Die Polizei fand einen Mann in Holm."),
    ("fr", "La police de Lyon a trouvé un homme.", "La police a trouvé un homme de Lyon."),
    ("es", "La policía de Lugo encontró a un hombre.", "La policía encontró a un hombre de Lugo."),
    ("en", "She allegedly said the man lied.", "She said the man allegedly lied."),
    ("en", "He fears that the bridge may fall.", "He may fear that the bridge falls."),
    ("en", "Police allegedly fear he lied.", "Police fear he allegedly lied."),
    ("de", "Vielleicht fürchtet er, dass sie ging.", "Er fürchtet, dass sie vielleicht ging."),
]
SAME = [
    ("en", "The council approved the plan in May.", "The council in May approved the plan."),
    ("en", "A judge on Friday ordered the release.", "A judge ordered the release on Friday."),
    ("en", "He spoke in Holm about the plan.", "He spoke about the plan in Holm."),
    ("en", "In Holm, a man was killed.", "A man was killed in Holm."),
    ("en", "The court in Holm ruled.", "The court ruled in Holm."),
    (
        "en",
        "The school will close on Monday, she said.",
        "She said the school will close on Monday.",
    ),
    ("en", "The man is likely guilty, she said.", "She said the man is likely guilty."),
    ("en", "Reportedly the man fled.", "The man reportedly fled."),
    ("de", "Der Minister sprach am Montag in Holm.", "Der Minister sprach in Holm am Montag."),
    ("fr", "À Lyon, le maire a parlé.", "Le maire a parlé à Lyon."),
]


@pytest.mark.parametrize(("language", "old", "new"), TURNED)
def test_what_belongs_to_another_is_a_claim(language, old, new):
    """Who is from there, when it was, or what is in doubt: all words stayed, and it was wording."""
    for one, other in ((old, new), (new, old)):
        found = classify(fold(one), fold(other), Vocabulary.of([one], [other], language))
        assert found.weight.value == "substantive", found
        assert found.facts


@pytest.mark.parametrize(("language", "old", "new"), SAME)
def test_a_phrase_that_may_stand_anywhere_is_wording(language, old, new):
    """A day belongs to no noun, and who speaks may stand before what is said or behind it."""
    for one, other in ((old, new), (new, old)):
        found = classify(fold(one), fold(other), Vocabulary.of([one], [other], language))
        assert found.weight.value == "wording", found
