"""Words of saying that often mean something else: their neighbours decide."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.classify.language.denials import denies
from monitor.classify.language.saying import says_nothing
from monitor.classify.sentence.speaker import speaker
from monitor.comparing.articles import compare
from monitor.diff.tokens import in_small, tokens
from tests.diff.make import article

NOTHING_SAID = [
    ("en", "Officials met in Geneva.", "Officials of the United States met in Geneva."),
    ("en", "The talks involve Iran.", "The talks involve Iran and the Gulf states."),
    ("en", "The council paid insurance.", "The council paid insurance claims."),
    ("en", "The court heard the case.", "The court heard rival claims to the land."),
    ("en", "The ministry published its reports.", "The ministry published its figures."),
    ("en", "Two reports were lost.", "Two files were lost."),
    ("en", "Bank notes were found in the car.", "Bank cards were found in the car."),
    ("en", "Three states have closed their schools.", "Three towns have closed their schools."),
    ("en", "Member states voted on Monday.", "Member banks voted on Monday."),
    ("en", "Reports of shooting came from Goris.", "Sounds of shooting came from Goris."),
    ("en", "The fire claimed three lives.", "The fire took three lives."),
    ("en", "The mayor reports to the governor.", "The mayor answers to the governor."),
    ("en", "The firm added 200 jobs.", "The firm cut 200 jobs."),
    ("en", "The firm added a fee.", "The firm cut a fee."),
    ("en", "The accused was led away.", "The man was led away."),
    ("en", "A flood warning is in force.", "A flood ban is in force."),
    ("en", "The mayor called on them to go.", "The mayor urged them to go."),
    ("ru", "Утечка информации произошла в мае.", "Утечка газа произошла в мае."),
    ("ru", "Он воспользовался данным правом.", "Он воспользовался этим правом."),
    ("uk", "Верить словами не можна.", "Верить людьми не можна."),
    ("az", "Dövlət əlavə vəsait ayırıb.", "Dövlət böyük vəsait ayırıb."),
    ("az", "Buna görə yol bağlanıb.", "Bundan sonra yol bağlanıb."),
    ("tr", "Meclis tasarıyı kabul etti.", "Meclis tasarıyı geri çekti."),
    ("tr", "Şüpheli ifade verdi.", "Şüpheli poz verdi."),
    ("de", "Er sprach laut.", "Er sprach leise."),
    ("de", "Falsche Angaben sind strafbar.", "Falsche Papiere sind strafbar."),
    ("de", "Sie teilte das Brot.", "Sie aß das Brot."),
    ("de", "Der erklärte Gegner trat zurück.", "Der alte Gegner trat zurück."),
    ("fr", "Une annonce a paru dans le journal.", "Une photo a paru dans le journal."),
    ("fa", "اعلام جنگ خطرناک است.", "آغاز جنگ خطرناک است."),
]
SAID = [
    ("en", "The mayor claims the bridge is safe.", "The mayor knows the bridge is safe."),
    ("en", "The bridge is safe, the mayor of Sable states.", "The bridge is safe."),
    ("en", "The report states that the dam is old.", "The report that the dam is old."),
    ("en", "Iran reports no damage.", "Iran has no damage."),
    ("en", "He claims in court that she lied.", "He knows in court that she lied."),
    ("en", "The mayor, warning of floods, left.", "The mayor, fearing floods, left."),
    ("en", "Many claim the dam is old.", "Many know the dam is old."),
    ("en", "A group that claims the land left.", "A group that owns the land left."),
    ("en", "What the mayor claims is a lie.", "What the mayor builds is a lie."),
    ("en", "Iran Claims Two Drones", "Iran Builds Two Drones"),
    ("en", "She added: “No.”", "She sang: “No.”"),
    ("en", "He added the man was armed.", "He feared the man was armed."),
    ("en", "She added 20 men had fled.", "She feared 20 men had fled."),
    ("en", "Many accused the mayor.", "Many thanked the mayor."),
    ("en", "Both condemned the raid.", "Both joined the raid."),
    ("en", "He claimed 30 lives were lost.", "He knew 30 lives were lost."),
    ("en", "Orth claims her life is at risk.", "Orth knows her life is at risk."),
    ("ru", "По предварительным данным полиции, погибли трое.", "Погибли трое."),
    ("ru", "Министерство сообщило, что погибли трое.", "Погибли трое."),
    ("ru", "Власти заявляют о трёх погибших.", "Известно о трёх погибших."),
    ("uk", "За даними поліції, загинули троє.", "Загинули троє."),
    ("az", "Nazir əlavə edib ki, yol açıqdır.", "Nazir görüb ki, yol açıqdır."),
    ("az", "Polisə görə, üç nəfər ölüb.", "Üç nəfər ölüb."),
    ("az", "Nazirliyin məlumatına görə yol bağlanıb.", "Yol bağlanıb."),
    ("tr", "Bakan suçunu kabul etti.", "Bakan suçunu sakladı."),
    ("tr", "Bakan, köprünün güvenli olduğunu ifade etti.", "Köprü güvenli."),
    ("tr", "Polise göre üç kişi öldü.", "Üç kişi öldü."),
    ("de", "Laut neuen Zahlen starben drei Menschen.", "Es starben drei Menschen."),
    ("de", "Nach ersten Angaben starben drei Menschen.", "Es starben drei Menschen."),
    ("de", "Das behauptete Weber am Montag.", "Das wusste Weber am Montag."),
    ("de", "Die Behörde teilte am Montag mit, sie sei sicher.", "Sie ist sicher."),
    ("fr", "Le ministre annonce une réforme.", "Le ministre prépare une réforme."),
    ("fa", "وزیر اعلام کرد پل ایمن است.", "پل ایمن است."),
]


def _kinds(language, old, new):
    return classify(old, new, Vocabulary.of([old], [new], language)).kinds


@pytest.mark.parametrize(("language", "old", "new"), NOTHING_SAID)
def test_a_noun_attributes_nothing(language, old, new):
    """*United States*, *əlavə vəsait* and *er sprach laut* name no source; both ways."""
    assert "attribution" not in _kinds(language, old, new)
    assert "attribution" not in _kinds(language, new, old)


@pytest.mark.parametrize(("language", "old", "new"), SAID)
def test_a_verb_of_saying_attributes(language, old, new):
    """What looks like such a noun is a verb if something is said by it; both ways."""
    assert "attribution" in _kinds(language, old, new)
    assert "attribution" in _kinds(language, new, old)


def test_what_is_no_attribution_is_told_by_what_it_is():
    """The added name is reported, not *attribution “of the United States” added*."""
    old, new = (article(f"{text}\n1.", language="en") for text in NOTHING_SAID[0][1:])
    assert compare(old, new).summary == "First mention of United States."


def test_nobody_speaks_behind_a_noun():
    """The state's name is no speaker, and a rejected bid no denial."""
    assert speaker("The United States “will not yield”.", "en") == ""
    assert not denies("The rejected bid was low.", "en")
    assert denies("The mayor rejected the bid.", "en")


def test_the_source_is_no_name_of_somebody():
    """*Laut Polizei* has a capital because it opens its sentence; it is nobody's name."""
    old, new = ("Laut Polizei starben drei Menschen.", "Drei Menschen starben.")
    told = compare(*(article(f"{text}\n1.", language="de") for text in (old, new)))
    assert "Laut Polizei no longer" not in told.summary


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [("en", "states", "states"), ("de", "teilte", "teilte"), ("tr", "kabul", "kabul")],
)
def test_a_word_that_stands_alone_is_no_crash(language, text, word):
    """At the ends of a text there are no neighbours, and none are looked up."""
    row = tokens(text)
    assert in_small(row[0].key) == word
    assert says_nothing(row, 0, language)
