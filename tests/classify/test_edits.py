"""Kinds and facts of an edit in seven languages, and what is no substantive edit."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.classify.figures.quantities import quantities
from storage.digest import fold
from storage.records import Weight
from tests.diff.make import sentences


def verdict(old, new, *, around="", language=None):
    """The verdict on a pair, with names learnt from the pair and the text around it."""
    return classify(fold(old), fold(new), Vocabulary.of([old, around], [new, around], language))


FACTS = [
    ("en", "At least 12 died.", "At least 21 died.", "number at least 12 -> at least 21"),
    ("en", "It cost $4.5 million.", "It cost $45 million.", "number $4.5 million -> $45 million"),
    ("en", "It weighs 2.5bn tons.", "It weighs 3.5bn tons.", "number 2.5bn tons -> 3.5bn tons"),
    ("en", "It fell by 4%.", "It fell by 14%.", "number 4% -> 14%"),
    ("en", "Two hundred left.", "Three hundred left.", "number Two hundred -> Three hundred"),
    (
        "en",
        "It opens on May 6, 2025.",
        "It opens on May 9, 2025.",
        "date May 6, 2025 -> May 9, 2025",
    ),
    ("en", "He came on Tuesday.", "He came on Friday.", "date Tuesday -> Friday"),
    ("en", "It began at 6 p.m. sharp.", "It began at 9 p.m. sharp.", "time 6 p.m. -> 9 p.m."),
    ("en", "It was 1992 then.", "It was 1993 then.", "date 1992 -> 1993"),
    (
        "en",
        "We saw Ayhan Hajizadeh.",
        "We saw Aykhan Hajizadeh.",
        "name Ayhan -> Aykhan (spelled alike)",
    ),
    (
        "en",
        "We saw Ayhan Hajizadeh.",
        "We saw Aykhan Hajizade.",
        "name Ayhan Hajizadeh -> Aykhan Hajizade (spelled alike)",
    ),
    ("en", "We saw John Smith.", "We saw Mary Smith.", "name John -> Mary"),
    ("en", "He allegedly stole it.", "He stole it.", "hedge allegedly removed"),
    ("en", "He said it was over.", "He claimed it was over.", "attribution said -> claimed"),
    (
        "en",
        "He welcomed the plan.",
        "He criticised the plan.",
        "attribution welcomed -> criticised",
    ),
    (
        "en",
        "He criticised the plan.",
        "He welcomed the plan.",
        "attribution criticised -> welcomed",
    ),
    ("tr", "Bakan planı gördü.", "Bakan planı açıkladı.", "attribution gördü -> açıkladı"),
    ("en", "The plan works.", "The plan works, he said.", "attribution said added"),
    ("en", "They did not agree.", "They did agree.", "negation not removed"),
    ("en", "They can go.", "They can't go.", "negation not added"),
    ("en", "They did not yet agree.", "They did not agree.", "negation not yet -> not"),
    ("en", "We saw at least six men.", "We saw six men.", "number at least six -> six"),
    (
        "en",
        "The Brent Weavers Guild left.",
        "The Brentian Weavers Guild left.",
        "name Brent -> Brentian",
    ),
    ("ru", "Погибли 12 человек.", "Погиб 21 человек.", "number 12 -> 21"),
    ("en", "An F-16 landed there.", "An F-18 landed there.", "number F-16 -> F-18"),
    ("en", "The G7 met in Bari.", "The G20 met in Bari.", "number G7 -> G20"),
    ("en", "We met Mary there.", "We met Jane there.", "name Mary -> Jane"),
    (
        "en",
        "We saw Iran attack Israel.",
        "We saw Israel attack Iran.",
        "detail Iran, Israel -> Israel, Iran (changed places)",
    ),
    ("en", "Oil spills grew.", "Oil and other spills grew.", "detail and other added"),
    ("en", "They shut all schools.", "They shut schools.", "detail all removed"),
    ("ru", "Закрыли все школы.", "Закрыли школы.", "detail все removed"),
    ("en", "All boats were lost.", "Some boats were lost.", "number All -> Some"),
    ("en", "Five men and six women.", "Six men and five women.", "number Five -> Six"),
    ("en", "We saw 5 men, 6 women.", "We saw 6 men, 5 women.", "number 5 -> 6"),
    ("en", "He left in May, we know.", "He left in June, we know.", "date May -> June"),
    ("ru", "Мы видели Мартина там.", "Мы видели Антона там.", "name Мартина -> Антона"),
    ("ru", "Это стоит $4,5 млн.", "Это стоит $45 млн.", "number $4,5 млн -> $45 млн"),
    ("ru", "Встреча 7 марта прошла.", "Встреча 9 марта прошла.", "date 7 марта -> 9 марта"),
    ("ru", "Он не согласен с этим.", "Он согласен с этим.", "negation не removed"),
    ("ru", "Он якобы украл это.", "Он украл это.", "hedge якобы removed"),
    ("uk", "Загинули 12 осіб.", "Загинула 21 особа.", "number 12 -> 21"),
    (
        "uk",
        "Зустріч 7 березня відбулась.",
        "Зустріч 9 березня відбулась.",
        "date 7 березня -> 9 березня",
    ),
    ("az", "Bu, 1,5 milyon manatdır.", "Bu, 15 milyon manatdır.", "number 1,5 milyon -> 15 milyon"),
    ("az", "Nazirlik bunu etdi.", "Nazirlik bunu etmədi.", "negation etdi -> etmədi"),
    ("az", "Görüş 7 martda olub.", "Görüş 9 martda olub.", "date 7 martda -> 9 martda"),
    ("tr", "Olayda 5 bin kişi vardı.", "Olayda 8 bin kişi vardı.", "number 5 bin -> 8 bin"),
    (
        "tr",
        "Bakanlık bunu onayladı.",
        "Bakanlık bunu onaylamadı.",
        "negation onayladı -> onaylamadı",
    ),
    ("hy", "Զոհվել է 12 մարդ։", "Զոհվել է 21 մարդ։", "number 12 -> 21"),
    (
        "hy",
        "Հանդիպումը մարտի 7-ին էր։",
        "Հանդիպումը մարտի 9-ին էր։",
        "date մարտի 7-ին -> մարտի 9-ին",
    ),
    ("ka", "დაიღუპა 12 ადამიანი.", "დაიღუპა 21 ადამიანი.", "number 12 -> 21"),
    ("ka", "ის არ დაეთანხმა.", "ის დაეთანხმა.", "negation არ removed"),
]


@pytest.mark.parametrize(("language", "old", "new", "evidence"), FACTS)
def test_facts(language, old, new, evidence):
    """What changed is named with both values, in the words of the text, and is substantive."""
    found = verdict(old, new, language=language)
    assert evidence in [str(fact) for fact in found.facts]
    assert found.weight is Weight.SUBSTANTIVE


LIGHT = [
    ("He recieved the letter.", "He received the letter.", Weight.COSMETIC, "typo"),
    ("The colour was gone.", "The color was gone.", Weight.COSMETIC, "spelling"),
    ("Ten people came by.", "10 people came by.", Weight.COSMETIC, "spelling"),
    ("It cost $3 billion then.", "It cost $3bn then.", Weight.COSMETIC, "spelling"),
    ("It was 1,500 metres.", "It was 1500 metres.", Weight.COSMETIC, "spelling"),
    ("It rose to 4.50 dollars.", "It rose to 4.5 dollars.", Weight.COSMETIC, "spelling"),
    ("It is on 3 March 2025.", "It is on 03.03.2025.", Weight.COSMETIC, "spelling"),
    ("He came, and left.", "He came and left.", Weight.COSMETIC, "punctuation"),
    ("The President left.", "The president left.", Weight.COSMETIC, "case"),
    ("It was – he said – fine.", "It was - he said - fine.", Weight.COSMETIC, "punctuation"),
    (
        "It fell by less than one point.",
        "It fell by less than 1 point.",
        Weight.COSMETIC,
        "spelling",
    ),
    (
        "The Transporation Security Bureau met.",
        "The Transportation Security Bureau met.",
        Weight.COSMETIC,
        "typo",
    ),
    ("They shut all 17 schools.", "They shut 17 schools.", Weight.WORDING, "wording"),
    ("We saw it. We saw it.", "We saw it.", Weight.COSMETIC, "typo"),
    ("He said it rained, said it blew.", "He said it rained, it blew.", Weight.WORDING, "wording"),
    ("They began the work.", "They started the work.", Weight.WORDING, "wording"),
    ("It happened in the town.", "It happened at the town.", Weight.WORDING, "wording"),
    ("The end came quickly.", "Quickly the end came.", Weight.WORDING, "wording"),
]


@pytest.mark.parametrize(("old", "new", "weight", "kind"), LIGHT)
def test_light_edits(old, new, weight, kind):
    """What changes no claim weighs less than substantive, and has its kind."""
    found = verdict(old, new)
    assert found.weight is weight
    assert kind in found.kinds


def test_the_six_of_a_date_is_not_the_six_of_a_clock():
    """If a date and a time swap their figures, each is a change of its own type."""
    found = verdict("On March 6 at 9 p.m. it rained.", "On March 9 at 6 p.m. it rained.")
    assert [str(fact) for fact in found.facts] == [
        "date March 6 -> March 9",
        "time 9 p.m. -> 6 p.m.",
    ]


def test_one_word_in_a_very_long_text():
    """A text without full stops is read where it differs; it is a rewrite only if all does."""
    long = "the boats came home and " * 2_000
    found = verdict(f"{long} with 12 men {long}", f"{long} with 21 men {long}")
    assert [str(fact) for fact in found.facts] == ["number 12 -> 21"]
    assert verdict(long, "another word for it " * 2_000).kinds == {"rewrite"}


def test_a_bound_is_part_of_a_figure():
    """*At least 12* and *12* are different claims."""
    found = verdict("There were 12 dead.", "There were at least 12 dead.")
    assert [str(fact) for fact in found.facts] == ["number 12 -> at least 12"]


def test_words_of_others_are_a_quote():
    """A word changed between quotation marks is a changed quote, even if it is a synonym."""
    found = verdict("He said “we began it” there.", "He said “we started it” there.")
    assert found.kinds == {"quote"}
    assert found.weight is Weight.SUBSTANTIVE


def test_a_quotation_that_began_before_the_sentence():
    """A sentence in the middle of a quotation is quoted, though it has no marks."""
    vocabulary = Vocabulary.of([], [])
    found = classify("We big fish saw it.", "We small fish saw it.", vocabulary, (True, True))
    assert "quote" in found.kinds


def test_words_that_moved_within_the_sentence_are_wording():
    """Nothing is added or removed if the same words are at other places."""
    found = verdict(
        "The Iranian players stood silent there.", "The players stood there, Iranian, silent."
    )
    assert not any(fact.type in {"name", "detail"} for fact in found.facts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The man had roped her.", "The man had raped her."),
        ("Planes bombed the hills.", "Planes combed the hills."),
        ("They were raping the captives.", "They were roping the captives."),
    ],
)
def test_a_form_that_newsrooms_seldom_write_is_a_word(old, new):
    """A one-letter slip would be passed over, and these say something else."""
    assert "typo" not in verdict(old, new).kinds
    assert verdict(old, new).weight is not Weight.COSMETIC


@pytest.mark.parametrize("slip", ["occured", "refered", "commited", "begining"])
def test_a_letter_that_ought_to_be_doubled_makes_no_word(slip):
    """They are the commonest slips of all, and look like forms of known verbs."""
    right = {"occured": "occurred", "refered": "referred", "commited": "committed"}
    found = verdict(f"It {slip} then.", f"It {right.get(slip, 'beginning')} then.")
    assert "typo" in found.kinds


def test_a_typo_beside_a_fact_hides_nothing():
    """A corrected slip does not hide the number next to it."""
    found = verdict("He recieved 12 letters.", "He received 21 letters.")
    assert {"typo", "number"} <= found.kinds
    assert found.weight is Weight.SUBSTANTIVE


@given(
    st.one_of(sentences, st.text(max_size=80)).map(fold),
    st.one_of(sentences, st.text(max_size=80)).map(fold),
)
def test_any_two_texts_have_a_weight(old, new):
    """It never raises; equal texts have weight none, all others another one."""
    found = classify(old, new, Vocabulary.of([old], [new]))
    assert (found.weight is Weight.NONE) == (old == new)


@given(sentences, st.integers(2, 10**9), st.integers(2, 10**9))
def test_a_changed_number_is_never_noise(text, one, other):
    """Whatever is around it, another figure is substantive."""
    if one != other:
        old, new = fold(f"{text} with {one} boats"), fold(f"{text} with {other} boats")
        assert verdict(old, new).weight is Weight.SUBSTANTIVE


def test_digits_that_python_does_not_know_yet_are_no_figures():
    """Unicode adds digits each year, and the patterns may know them first: nothing may break."""
    known_to_patterns = regex.findall(r"\d", "".join(map(chr, range(0x1_0000, 0x2_0000))))
    for digit in [one for one in known_to_patterns if not one.isdecimal()]:
        assert quantities(f"It was 0{digit} at 1{digit}:3{digit} on 1{digit}.2.2024.", "en") == ()
    assert [one.value for one in quantities("It was 12 at most.", "en")] == [12.0]
