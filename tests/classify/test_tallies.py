"""What is counted: the figures stay, but the dead are now the wounded."""

from __future__ import annotations

import pytest

from monitor.classify.assess import assess
from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.comparing.articles import compare
from storage.digest import fold
from storage.records import Weight
from tests.diff.make import article


def told(language, old, new):
    """The verdict on two texts."""
    old, new = fold(old), fold(new)
    return classify(old, new, Vocabulary.of([old], [new], language))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Five were killed and two are missing.", "Five are missing and two were killed."),
        ("en", "One killed, two hurt in the blast.", "One hurt, two killed in the blast."),
        ("ru", "5 человек погибли, 2 пропали.", "5 человек пропали, 2 погибли."),
        ("ru", "Погибли 5 человек, 2 ранены.", "Ранены 5 человек, 2 погибли."),
        ("uk", "5 людей загинули, 2 поранено.", "5 людей поранено, 2 загинули."),
        ("de", "5 Menschen starben, 2 leiden.", "5 Menschen leiden, 2 starben."),
        ("fr", "Cinq morts et deux blessés.", "Cinq blessés et deux morts."),
        ("tr", "5 kişi öldü, 2 kişi yaralandı.", "5 kişi yaralandı, 2 kişi öldü."),
        ("az", "5 nəfər ölüb, 2 nəfər yaralanıb.", "5 nəfər yaralanıb, 2 nəfər ölüb."),
        ("hy", "5 մարդ զոհվել է, 2-ը վիրավորվել։", "5 մարդ վիրավորվել է, 2-ը զոհվել։"),
        ("ka", "5 ადამიანი დაიღუპა, 2 დაშავდა.", "5 ადამიანი დაშავდა, 2 დაიღუპა."),
        ("zh", "5人死亡，2人受伤。", "5人受伤，2人死亡。"),
    ],
)
def test_what_figures_count_is_no_wording(language, one, other):
    """The same figures in the same order, but each counts what the other did."""
    for old, new in ((one, other), (other, one)):
        found = told(language, old, new)
        assert found.weight is Weight.SUBSTANTIVE, found
        assert "number" in found.kinds, found


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (
            "en",
            "On Monday 5 died and 20 were hurt, police said.",
            "Police said 5 died and 20 were hurt on Monday.",
        ),
        (
            "en",
            "The firm, with 300 men in Bonn, made 20 boats here.",
            "Here the firm, with 300 men in Bonn, made 20 boats.",
        ),
        ("ru", "Погибли 5 человек, ранены 2.", "5 человек погибли, 2 ранены."),
        ("ru", "В Омске погибли 5 человек и 2 ранены.", "5 человек погибли и 2 ранены в Омске."),
        (
            "de",
            "5 Menschen starben und 2 wurden hier verletzt.",
            "Hier starben 5 Menschen und 2 wurden verletzt.",
        ),
        ("tr", "Dün 5 kişi öldü, 2 kişi yaralandı.", "5 kişi dün öldü, 2 kişi yaralandı."),
        ("en", "Five died, five were hurt.", "Five were hurt, five died."),
    ],
)
def test_words_that_only_moved_count_nothing_else(language, one, other):
    """A place, a day or the source may be at either end."""
    for old, new in ((one, other), (other, one)):
        assert "number" not in told(language, old, new).kinds


def test_the_two_that_changed_places_are_told():
    """And not just *wording changed in 1 sentence*."""
    old, new = "Five were killed and two are missing.", "Five are missing and two were killed."
    summary = compare(article(old), article(new)).summary
    assert summary.startswith("“killed” and “missing” changed places")


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        (
            "The town was occupied on 3 May.",
            "The town was liberated on 8 May.",
            "Date changed from 3 May to 8 May; “occupied” became “liberated”; no correction noted.",
        ),
        (
            "The rebels killed 12 farmers near the lake.",
            "The soldiers killed 15 farmers near the lake.",
            "Death toll raised from 12 to 15; “rebels” became “soldiers”; no correction noted.",
        ),
        (
            "The club won by 3 goals.",
            "The club lost by 4 goals.",
            "Figure raised from 3 to 4 goals; “won” became “lost”; no correction noted.",
        ),
    ],
)
def test_words_are_told_beside_the_figure(old, new, summary):
    """A changed day or figure hides no word that changed with it."""
    before, after = article(old), article(new)
    assert assess(compare(before, after), before, after).summary == summary


def test_words_that_a_fact_has_are_told_once():
    """*Over 100* for *nearly 100* is one clause."""
    told = compare(article("Over 100 boats came."), article("Nearly 100 boats came.")).summary
    assert told == "Figure changed from over 100 to nearly 100."


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        ("The club won 2:1 at home.", "The club won 3:1 at home.", "“2:1” became “3:1”."),
        (
            "The talks start at 18:00 GMT+4.",
            "The talks start at 18:00 GMT+3.",
            "Time changed from 18:00 GMT+4 to 18:00 GMT+3.",
        ),
        (
            "The shop is open 10:00-18:30.",
            "The shop is open 10:00-19:30.",
            "Time changed from 18:30 to 19:30.",
        ),
    ],
)
def test_a_score_and_a_zone_are_told_whole(old, new, summary):
    """*“2” removed; “3” added* is no score of a game, *lowered from 4 to 3* no clock change."""
    assert compare(article(old), article(new)).summary == summary


def test_another_way_to_write_a_time_with_its_zone_is_none():
    """Brackets, the twelve-hour clock and zeros are style."""
    for old in ("at 18:00 (GMT+4)", "at 6 pm GMT+4", "at 18:00 GMT+04:00", "at 18:00 GMT+04"):
        found = told("en", f"The talks start {old}.", "The talks start at 18:00 GMT+4.")
        assert found.weight is Weight.COSMETIC, found


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "No, money was paid.", "No money was paid."),
        ("ru", "Казнить нельзя, помиловать.", "Казнить, нельзя помиловать."),
        ("uk", "Стратити не можна, помилувати.", "Стратити, не можна помилувати."),
        ("de", "Er will nicht, sie will.", "Er will, nicht sie will."),
        ("fr", "Non, il viendra.", "Non il viendra."),
        ("az", "Yox, pul alıb.", "Yox pul alıb."),
        ("he", "לא, הוא בא.", "לא הוא בא."),
        ("fa", "نه، آمد.", "نه آمد."),
    ],
)
def test_a_comma_says_what_is_denied(language, one, other):
    """Moved across a denial, or set after one that opens a text, it makes another claim."""
    for old, new in ((one, other), (other, one)):
        found = told(language, old, new)
        assert "negation" in found.kinds, found


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "He was not, however, guilty.", "He was not however guilty."),
        ("en", "On Monday, he did not come.", "On Monday he did not come."),
        ("ru", "Он сказал что не придёт.", "Он сказал, что не придёт."),
        ("ru", "Однако, он не пришёл.", "Однако он не пришёл."),
        ("en", "Never, before that did so many flee.", "Never before that did so many flee."),
        ("en", "None, of the boats came back.", "None of the boats came back."),
        ("ru", "Никто, кроме него, не пришёл.", "Никто кроме него, не пришёл."),
        ("de", "Er sagte, dass er nicht kommt.", "Er sagte dass er nicht kommt."),
    ],
)
def test_other_commas_are_punctuation(language, one, other):
    """House style near a denial does not change what is denied."""
    for old, new in ((one, other), (other, one)):
        assert told(language, old, new).weight is Weight.COSMETIC


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "Lundi, il est parti.", "Il est parti lundi."),
        ("az", "Dünən 5 nəfər ölüb, 2 nəfər qaçıb.", "5 nəfər dünən ölüb, 2 nəfər qaçıb."),
        ("ka", "გუშინ 5 ადამიანი წავიდა.", "5 ადამიანი გუშინ წავიდა."),
    ],
)
def test_a_day_that_moved_is_no_spelling(language, one, other):
    """*Spelling changed* is said of *6 May* and *May 6*, not of a word that moved."""
    for old, new in ((one, other), (other, one)):
        assert told(language, old, new).kinds - {"punctuation", "case"} == {"wording"}
    assert told("en", "It is on 6 May.", "It is on May 6.").kinds == {"spelling"}


def test_a_letter_that_looks_like_a_quotation_mark_is_one_letter():
    """*O‘zbek* and *Oʻzbek* are one word to every Uzbek, however the mark is typed."""
    for mark in "‘’'":
        text = "Oʻzbek vakili soʻzladi."
        found = told("uz", text.replace("ʻ", mark), text)
        assert found.weight is Weight.COSMETIC, (mark, found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A solider was hurt.", "A soldier was hurt."),
        ("The prime minster left.", "The prime minister left."),
        ("The pubic library is shut.", "The public library is shut."),
        ("The manger was sacked.", "The manager was sacked."),
    ],
)
def test_slips_that_are_words_stay_slips(one, other):
    """Both are words, a letter apart, but no sentence makes sense with the wrong one."""
    assert told("en", one, other).kinds == {"typo"}


def test_a_bound_cut_short_is_told_as_it_is_written():
    """*500 Euro* did not become *circa 500 Euro* if *ca. 500 Euro* was there."""
    for old in ("Das kostet ca. 500 Euro.", "Das kostet ca 500 Euro."):
        found = told("de", old, "Das kostet circa 500 Euro.")
        assert "number" not in found.kinds, found
