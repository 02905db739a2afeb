"""What is denied: a denial that moved within its sentence, and one that reaches farther."""

from __future__ import annotations

from itertools import product

import pytest

from monitor.classify.assess import assess
from monitor.classify.compared.denied import ELSEWHERE, WITH_CLAUSE
from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.comparing.articles import compare
from storage.records import Weight
from tests.diff.make import article

STAYS = "Rain fell all night."
MOVED = [
    (
        "en",
        "He did not say she was guilty.",
        "He said she was not guilty.",
        "Negation moved from “not say” to “not guilty”.",
    ),
    (
        "en",
        "It wasn't the mayor who knew but the governor.",
        "It was the mayor who knew but not the governor.",
        "Negation moved from “wasn't the mayor” to “not the governor”.",
    ),
    (
        "en",
        "The mayor, not the governor, knew of it.",
        "The governor, not the mayor, knew of it.",
        "Negation moved from “mayor, not the governor” to “governor, not the mayor”.",
    ),
    (
        "ru",
        "Министр не говорил, что завод закроют.",
        "Министр говорил, что завод не закроют.",
        "Negation moved from “не говорил” to “не закроют”.",
    ),
    (
        "de",
        "Er sagte nicht, dass sie schuldig sei.",
        "Er sagte, dass sie nicht schuldig sei.",
        "Negation moved from “sagte nicht” to “nicht schuldig”.",
    ),
    (
        "fr",
        "Le maire n'a pas dit que le pont est ouvert.",
        "Le maire a dit que le pont n'est pas ouvert.",
        "Negation moved from “pas dit” to “pas ouvert”.",
    ),
]
TWICE = [
    (
        "en",
        "He is not guilty, she is guilty.",
        "He is guilty, she is not guilty.",
        "Negation moved from “He is not guilty” to “she is not guilty”.",
    ),
    (
        "en",
        "He is not guilty and she is guilty.",
        "He is guilty and she is not guilty.",
        "Negation moved from “He is not guilty” to “she is not guilty”.",
    ),
    (
        "en",
        "He wasn't hurt, she was killed.",
        "He was hurt, she wasn't killed.",
        "Negation moved from “wasn't hurt” to “wasn't killed”.",
    ),
    (
        "de",
        "Er hat keine Schuld, sie hat Schuld.",
        "Er hat Schuld, sie hat keine Schuld.",
        "Negation moved from “Er hat keine Schuld” to “sie hat keine Schuld”.",
    ),
    (
        "ru",
        "Он не виновен, она виновна.",
        "Он виновен, она не виновна.",
        "Negation moved from “не виновен” to “не виновна”.",
    ),
    (
        "tr",
        "O suçlu değil, kardeşi suçlu.",
        "O suçlu, kardeşi suçlu değil.",
        "Negation moved from “O suçlu değil” to “kardeşi suçlu değil”.",
    ),
]
NOT_ALL = [
    ("en", "Not all officials attended.", "No officials attended."),
    ("en", "Not every official attended.", "No official attended."),
    ("en", "Not all of them attended.", "None of them attended."),
    ("de", "Nicht alle Beamten kamen.", "Keine Beamten kamen."),
    ("de", "Nicht jeder Beamte kam.", "Kein Beamter kam."),
    ("ru", "Не все чиновники пришли.", "Никто из чиновников не пришёл."),
    ("tr", "Yetkililerin hepsi gelmedi.", "Yetkililerin hiçbiri gelmedi."),
    ("ka", "არა ყველა მოვიდა.", "არავინ მოვიდა."),
    ("hy", "Ոչ բոլորը եկան։", "Ոչ ոք եկավ։"),
    ("ar", "ليس كل جسر آمنا.", "ليس أي جسر آمنا."),
    ("he", "לא כולם באו.", "אף אחד לא בא."),
    ("fa", "نه همه آمدند.", "هیچ آمدند."),
]
AT_OTHER_PLACES = [
    (
        "en",
        "No one was hurt and the bridge was not closed.",
        "People were hurt and the bridge was never closed.",
        ["negation not -> never", "negation No one removed"],
    ),
    (
        "en",
        "Police said no injuries were found and the road was open.",
        "Police had not ruled out a bomb, said injuries were found and the road was open.",
        ["negation no injuries removed", "negation not ruled added"],
    ),
    ("ru", "Не один голос подан.", "Ни один голос не подан.", ["negation не added"]),
]
REACH = [
    ("en", "They did not immediately reply.", "They did not reply.", "not immediately -> not"),
    ("en", "They didn't reply.", "They didn't initially reply.", "didn't -> didn't initially"),
    ("en", "It is not yet open.", "It is not fully open.", "not yet -> not fully"),
    ("ru", "Он ещё не согласен.", "Он не согласен.", "ещё не -> не"),
    ("de", "Er ist noch nicht da.", "Er ist nicht da.", "noch nicht -> nicht"),
]
SAME = [
    (
        "en",
        "The tall old judge of the court said it was not fair.",
        "It was not fair, the tall old judge of the court said.",
    ),
    ("en", "He did not say when on Monday.", "On Monday he did not say when."),
    ("en", "The plan is not ready, police said.", "Police said the plan is not ready."),
    ("ru", "Суд в среду не собрался.", "В среду суд не собрался."),
    ("en", "He is not guilty, she is guilty.", "She is guilty, he is not guilty."),
    ("en", "He is not guilty and she is guilty.", "She is guilty and he is not guilty."),
    (
        "en",
        "Police said the guilty man was not guilty of theft.",
        "The guilty man was not guilty of theft, police said.",
    ),
    ("de", "Er hat keine Schuld, sie hat Schuld.", "Sie hat Schuld, er hat keine Schuld."),
    ("ru", "Мэр не знал, губернатор знал.", "Губернатор знал, мэр не знал."),
    ("tr", "O suçlu değil, kardeşi suçlu.", "Kardeşi suçlu, o suçlu değil."),
    ("en", "Not all officials attended.", "Not every official attended."),
    ("en", "None of the officials attended.", "No officials attended."),
    ("de", "Nicht alle Beamten kamen.", "Nicht jeder Beamte kam."),
]


def _facts(old, new, language):
    return [str(fact) for fact in classify(old, new, Vocabulary.of([old], [new], language)).facts]


@pytest.mark.parametrize(("language", "old", "new", "told"), MOVED + TWICE)
def test_a_denial_that_denies_something_else_is_told_with_both(language, old, new, told):
    """The same number of denials but another claim: it was called wording, and not mentioned.

    If the same word is in both clauses, these are quoted with it.
    """
    diff = compare(*(article(f"{STAYS}\n{text}", language=language) for text in (old, new)))
    assert (diff.summary, diff.weight) == (told, Weight.SUBSTANTIVE)
    assert "negation" in diff.kinds


@pytest.mark.parametrize(("language", "old", "new"), NOT_ALL)
def test_a_denial_of_all_is_no_denial_of_any(language, old, new):
    """*Not all* leaves some, *no* leaves none: it was wording, one word for another."""
    for one, other in ((old, new), (new, old)):
        verdict = classify(one, other, Vocabulary.of([one], [other], language))
        assert verdict.weight == Weight.SUBSTANTIVE
        assert any(fact.type == "negation" for fact in verdict.facts)


@pytest.mark.parametrize(("language", "old", "new", "facts"), AT_OTHER_PLACES)
def test_denials_that_went_and_came_at_other_places_are_facts_apart(language, old, new, facts):
    """One removed here does not pair with one added there, nor do two of them make one phrase."""
    assert [fact for fact in facts if fact not in _facts(old, new, language)] == []


@pytest.mark.parametrize(
    ("language", "old", "new", "told"),
    [
        (
            "en",
            "No evidence was found that he lied.",
            "Evidence was found that he did not lie.",
            "negation “No evidence” removed",
        ),
        (
            "de",
            "Sie fanden keine Waffen und der Mann war bewaffnet.",
            "Sie fanden Waffen und der Mann war nicht bewaffnet.",
            "negation “keine Waffen” removed",
        ),
    ],
)
def test_what_was_denied_is_no_second_denial(language, old, new, told):
    """*Negations “keine” and “Waffen” removed*: a passage with a capital was taken for two."""
    diff = compare(*(article(f"{STAYS}\n{text}", language=language) for text in (old, new)))
    assert told in f"{diff.summary[:1].lower()}{diff.summary[1:]}"
    assert "negations" not in diff.summary.lower()


@pytest.mark.parametrize(
    ("language", "old", "new", "told"),
    [
        (
            "en",
            "She spoke to Radio Sable: “I saw it.”",
            "She spoke to Radio Sable why she hadn't spoken earlier: “I saw it.”",
            "Negation “why she hadn't spoken earlier” added.",
        ),
        (
            "en",
            "“It was a long night in Kell Bay,” the mayor added, without naming the driver.",
            "“It was a long night in Kell Bay,” the mayor said.",
            "“added, without naming the driver” became “said”.",
        ),
        (
            "de",
            "Er ging, obwohl niemand bezahlt hatte.",
            "Er ging.",
            "Negation “obwohl niemand bezahlt hatte” removed.",
        ),
        (
            "en",
            "The pier is safe.",
            "It is not true that the pier is safe.",
            "Negation “not true” added; no correction noted.",
        ),
        (
            "en",
            "The minister said he would not resign.",
            "The minister said he would.",
            "Negation “not resign” removed; no correction noted.",
        ),
        (
            "en",
            "Guards let him go.",
            "Guards did not.",
            "“let him go” became “did not”; no correction noted.",
        ),
    ],
)
def test_a_denial_that_came_with_all_it_denies_reverses_nothing(language, old, new, told):
    """*Negation “not” added; no correction noted* would say that a statement was turned round."""
    texts = [f"{STAYS} {text} {STAYS}" for text in (old, new)]
    one, other = (article(text, language=language) for text in texts)
    assert assess(compare(one, other), one, other).summary == told


@pytest.mark.parametrize(
    ("old", "new", "notes"),
    [
        (
            "Finch has not endorsed anyone, making Marsh the only one from Harrow without support.",
            (
                "Finch is not expected to endorse Marsh, a friend of his said on Friday. Marsh is "
                "the only one from Harrow without support."
            ),
            {ELSEWHERE},
        ),
        (
            "Finch has not endorsed anyone, making Marsh the only one from Harrow without support.",
            (
                "Finch is expected to endorse Marsh, a friend of his said on Friday. Marsh is "
                "the only one from Harrow without support."
            ),
            {WITH_CLAUSE},
        ),
        (
            "Police did not fire on the crowd.",
            "Police fired on the crowd. The mayor did not fire the chief of staff.",
            {""},
        ),
    ],
)
def test_what_another_sentence_denies_now_is_still_denied(old, new, notes):
    """Of a sentence that was divided, the part that denies was told as a denial taken back."""
    diff = compare(*(article(f"{STAYS} {text}") for text in (old, new)))
    facts = [fact for edit in diff.edits for fact in edit.facts if fact.type == "negation"]
    assert {fact.note for fact in facts} == notes


@pytest.mark.parametrize(("language", "old", "new", "fact"), REACH)
def test_how_far_something_is_denied_is_told_of_the_denial(language, old, new, fact):
    """*Negation “not yet” removed* would say that nothing is denied any more."""
    assert f"negation {fact}" in _facts(old, new, language)


@pytest.mark.parametrize(("language", "old", "new"), SAME)
def test_a_denial_that_moved_with_what_it_denies_is_the_same(language, old, new):
    """Clauses that changed places still say the same."""
    for one, other in ((old, new), (new, old)):
        assert not any(fact.startswith("negation") for fact in _facts(one, other, language))


def test_a_slip_between_two_russian_denials_that_sound_alike_denies_nothing():
    """*Не* in *как бы то ни было* is a mistake; *не один* and *ни один* differ in meaning."""
    slip = "Как бы то не было, суд идёт.", "Как бы то ни было, суд идёт."
    claim = "Не один голос подан.", "Ни один голос подан."
    verdicts = [
        classify(*pair, Vocabulary.of(*([t] for t in pair), "ru")) for pair in (slip, claim)
    ]
    assert [verdict.weight for verdict in verdicts] == [Weight.COSMETIC, Weight.SUBSTANTIVE]


_LAW = {
    "en": ("The bridge {}open, the school {}close and the shop {}sell.", "did not ", "did "),
    "ru": ("Мост {}закрыли, школу {}открыли и цех {}продали.", "не ", ""),
    "ka": ("ხიდი {}დაიხურა, სკოლა {}გაიხსნა და მაღაზია {}გაიყიდა.", "არ ", ""),
    "he": ("הגשר {}נסגר, הספר {}נפתח והחנות {}נמכרה.", "לא ", ""),
    "zh": ("大桥{}关闭，学校{}开门，商店{}出售。", "没有", ""),
}


@pytest.mark.parametrize("language", _LAW)
def test_law_whatever_else_is_denied_is_told(language):
    """Any of three clauses may be denied: if others are than before, a denial changed."""
    text, denied, plain = _LAW[language]
    texts = [
        text.format(*(denied if one else plain for one in which))
        for which in product((True, False), repeat=3)
    ]
    for old, new in product(texts, repeat=2):
        verdict = classify(old, new, Vocabulary.of([old], [new], language))
        assert ("negation" in verdict.kinds) == (old != new), (old, new)
