"""What is reported of edits in languages with lists of their own: figures, days, denials."""

from __future__ import annotations

import pytest

from monitor.classify.assess import assess
from monitor.classify.figures.numerals import together
from monitor.classify.figures.quantities import quantities
from monitor.classify.language.lexicon import (
    LANGUAGES,
    WITHOUT_SPACES,
    attributions,
    language_of,
    words_of,
)
from monitor.classify.notes import note_kind
from monitor.comparing.articles import compare
from monitor.diff.tokens import tokens
from storage.records import Block, BlockKind, Extraction

SILENT = "; no correction noted."
TOLD = [
    (
        "ar",
        "قتل ثلاثة أشخاص في انفجار بالعاصمة.",
        "قتل خمسة أشخاص في انفجار بالعاصمة.",
        f"Death toll raised from ثلاثة to خمسة{SILENT}",
    ),
    (
        "ar",
        "أكدت الوزارة وقوع الهجوم ليلا.",
        "لم تؤكد الوزارة وقوع الهجوم ليلا.",
        f"“أكدت” became “لم تؤكد”{SILENT}",
    ),
    (
        "ar",
        "أكدت الوزارة وقوع الهجوم ليلا.",
        "نفت الوزارة وقوع الهجوم ليلا.",
        f"“أكدت” became “نفت”{SILENT}",
    ),
    (
        "ar",
        "تبدأ المحادثات يوم الأحد في مارا.",
        "تبدأ المحادثات يوم الاثنين في مارا.",
        f"Date changed from الأحد to الاثنين{SILENT}",
    ),
    (
        "ar",
        "وقع الزلزال في 3 تشرين الأول.",
        "وقع الزلزال في 9 تشرين الأول.",
        f"Date changed from 3 تشرين الأول to 9 تشرين الأول{SILENT}",
    ),
    (
        "he",
        "שלושה בני אדם נהרגו בפיצוץ.",
        "חמישה בני אדם נהרגו בפיצוץ.",
        f"Death toll raised from שלושה to חמישה{SILENT}",
    ),
    (
        "he",
        "המשטרה אישרה את הפרטים.",
        "המשטרה לא אישרה את הפרטים.",
        f"Negation “לא” added{SILENT}",
    ),
    (
        "fa",
        "بیست کارگر در معدن مارا بودند.",
        "سی کارگر در معدن مارا بودند.",
        f"Figure raised from بیست to سی{SILENT}",
    ),
    (
        "az",
        "Partlayışda on iki nəfər həlak olub.",
        "Partlayışda iyirmi bir nəfər həlak olub.",
        f"Death toll raised from on iki to iyirmi bir{SILENT}",
    ),
    (
        "ka",
        "აფეთქებისას თორმეტი ადამიანი დაიღუპა.",
        "აფეთქებისას ოცდაერთი ადამიანი დაიღუპა.",
        f"Death toll raised from თორმეტი to ოცდაერთი{SILENT}",
    ),
    (
        "hy",
        "Պայթյունից զոհվել է տասներկու մարդ։",
        "Պայթյունից զոհվել է քսանմեկ մարդ։",
        f"Death toll raised from տասներկու to քսանմեկ{SILENT}",
    ),
    (
        "de",
        "Bei dem Brand starben zwanzig Menschen.",
        "Bei dem Brand starben einunddreißig Menschen.",
        f"Death toll raised from zwanzig to einunddreißig{SILENT}",
    ),
    (
        "de",
        "Die Zinsen stiegen um 2 Prozent.",
        "Die Zinsen stiegen um 2 Prozentpunkte.",
        f"Figure changed from 2 Prozent to 2 Prozentpunkte{SILENT}",
    ),
    (
        "ka",
        "სკოლა 12 მილიონი ლარით ააშენეს.",
        "სკოლა 15 მილიონი ლარით ააშენეს.",
        f"Figure raised from 12 მილიონი ლარით to 15 მილიონი ლარით{SILENT}",
    ),
    (
        "hy",
        "Դպրոցը կառուցվել է 12 միլիոն դրամով։",
        "Դպրոցը կառուցվել է 15 միլիոն դրամով։",
        f"Figure raised from 12 միլիոն դրամով to 15 միլիոն դրամով{SILENT}",
    ),
    (
        "az",
        "Məktəb 12 milyon manatdan baha başa gəlib.",
        "Məktəb 15 milyon manatdan baha başa gəlib.",
        f"Figure raised from 12 milyon manatdan to 15 milyon manatdan{SILENT}",
    ),
    (
        "en",
        "The ministry confirmed that the dam is safe.",
        "The ministry denied that the dam is safe.",
        f"“confirmed” became “denied”{SILENT}",
    ),
    ("en", "He stole the car.", "He allegedly stole the car.", "“allegedly” added."),
    (
        "en",
        "Ada Brent attacked Keller in the north.",
        "Keller attacked Ada Brent in the north.",
        f"“Ada Brent” and “Keller” changed places{SILENT}",
    ),
    (
        "en",
        "Prizes went to Ada Finch and Ben Mole in Dorne.",
        "Prizes went to Ben Mole and Ada Finch in Dorne.",
        "“Ada Finch” and “Ben Mole” changed places.",
    ),
    (
        "tr",
        "Enflasyon geçen ay yüzde 4 arttı.",
        "Enflasyon geçen ay 4 puan arttı.",
        f"Figure changed from yüzde 4 to 4 puan{SILENT}",
    ),
    (
        "ru",
        "«Это не опасно», — сказал мэр Ершов.",
        "«Это возможно опасно», — сказал мэр Ершов.",
        f"“не” became “возможно” in a quote of мэр Ершов{SILENT}",
    ),
    (
        "ar",
        "قال الوزير: «لن نغادر المدينة».",
        "قال الوزير: «قد نغادر المدينة».",
        f"“لن” became “قد” in a quote{SILENT}",
    ),
    (
        "ru",
        "Мэр Николай Ершов ушёл в отставку.",
        "Мэр Пётр Ершов ушёл в отставку.",
        f"Николай Ершов replaced by Пётр Ершов{SILENT}",
    ),
    (
        "en",
        "John Smith met Lars in Dorne.",
        "John Marlow met Lars in Dorne.",
        f"John Smith replaced by John Marlow{SILENT}",
    ),
    (
        "en",
        "Yesterday Smith went to Romania Monday.",
        "Yesterday Smith went to Moldova Monday.",
        f"Romania replaced by Moldova{SILENT}",
    ),
    ("en", "Yesterday Smith left.", "Yesterday Marlow left.", f"Smith replaced by Marlow{SILENT}"),
    (
        "ru",
        "Ущерб составил 1 500 000 рублей.",
        "Ущерб составил 15 000 000 рублей.",
        f"Figure raised from 1 500 000 рублей to 15 000 000 рублей{SILENT}",
    ),
    (
        "en",
        "The index had its worst month in a year.",
        "The index had its worst month since September 2022.",
        "“in a year” became “since September 2022”.",
    ),
    ("zh", "事故造成12人死亡。", "事故造成21人死亡。", f"Death toll raised from 12 to 21{SILENT}"),
    ("zh", "市长确认此事。", "市长没有确认此事。", f"Negation “没有” added{SILENT}"),
    (
        "en",
        "The clause stands in 4.2.",
        "The clause stands in 4.3.",
        "Figure raised from 4.2 to 4.3" + SILENT,
    ),
    (
        "en",
        "Nine died there more than four years ago.",
        "Nine died there less than four years ago.",
        f"“more than four years” became “less than four years”{SILENT}",
    ),
    (
        "en",
        "Keep all receipts for the tax office.",
        "Keep receipts for the tax office.",
        "“all” removed.",
    ),
]


def told(language: str, old: str, new: str) -> str:
    """The summary, as the log has it."""
    one, other = (
        Extraction(title="T", language=language, blocks=(Block(BlockKind.PARAGRAPH, text),))
        for text in (old, new)
    )
    return assess(compare(one, other), one, other).summary


@pytest.mark.parametrize(("language", "old", "new", "line"), TOLD)
def test_the_line_names_what_changed(language, old, new, line):
    """A reader of the log learns the figure, the day or the denial, without a surplus full stop."""
    assert told(language, old, new) == line


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - WITHOUT_SPACES))
def test_each_language_has_its_lists(language):
    """A missing list would make every edit in that language "1 sentence edited"."""
    for section in ("negation", "hedge", "days", "function"):
        assert words_of(section, language), section
    assert attributions(language)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("ar", "ثلاثة عشر", 13),
        ("ar", "خمسة وعشرون", 25),
        ("ar", "مئة وخمسون", 150),
        ("ar", "مئة وخمسة وعشرون", 125),
        ("fa", "صد و بیست و پنج", 125),
        ("he", "עשרים ואחת", 21),
        ("he", "שלושה עשר", 13),
        ("az", "iki yüz", 200),
        ("tr", "yüz yirmi", 120),
        ("ru", "двадцать семь", 27),
        ("ru", "сто двадцать три", 123),
        ("ka", "ორმოცდათორმეტი", 52),
        ("de", "fünfundvierzig", 45),
        ("fr", "dix-sept", 17),
        ("fr", "quatre-vingt-trois", 83),
        ("fr", "quatre-vingt-dix-neuf", 99),
        ("fr", "vingt et un", 21),
        ("fr", "trente-et-un", 31),
        ("es", "ciento treinta y cinco", 135),
        ("es", "veinticuatro", 24),
    ],
)
def test_number_words_that_belong_together_are_one_figure(language, text, value):
    """*Iyirmi bir* is 21, not a 20 and a 1 that change separately."""
    assert [found.value for found in quantities(text, language)] == [value]


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("fa", "این خبر خوب است.", "این خبر نه تنها خوب است."),
        ("fa", "این خبر از رادیو است.", "این خبر از رادیو بی بی سی است."),
        ("he", "הוא גר בעיר.", "הוא גר בעיר שנים רבות."),
    ],
)
def test_words_that_are_numbers_only_sometimes_are_no_figures_alone(language, old, new):
    """*Not*, the BBC and *years* would each be reported as an added figure."""
    one, other = (
        Extraction(title="T", language=language, blocks=(Block(BlockKind.PARAGRAPH, text),))
        for text in (old, new)
    )
    assert "number" not in assess(compare(one, other), one, other).kinds


def test_english_words_in_a_row_are_two_figures():
    """English would hyphenate them."""
    assert together(20, 1, "en") is None
    assert together(20, 30, "ru") is None


def test_a_sign_is_a_token_where_a_script_sets_no_spaces():
    """A clause in one token would be marked as a whole; joined, the tokens are still the text."""
    text = "事故造成12人死亡，共4.5亿元。"
    row = tokens(text)
    assert [text[one.start : one.end] for one in row] == [one.text for one in row]
    assert "".join(one.text for one in row) == text
    assert {"12", "4.5", "亡"} <= {one.text for one in row}


def test_arabic_and_persian_are_told_apart_by_their_letters():
    """For a page that declares no language."""
    assert language_of("قتل ثلاثة أشخاص في انفجار بالعاصمة") == "ar"
    assert language_of("سه نفر در انفجار پایتخت کشته شدند") == "fa"
    assert language_of("שלושה בני אדם נהרגו") == "he"


def test_azerbaijani_and_turkish_are_told_apart_by_one_letter():
    """They share ı, ğ and ş, which may be more frequent than ə in a short text."""
    assert language_of("Bakıda yanğını söndürmək çətin olmadı, dedi şahid Orxan.") == "az"
    assert language_of("İzmir'de çıkan yangını söndürmek zor olmadı, dedi tanık Orhan.") == "tr"


@pytest.mark.parametrize(
    "text",
    [
        "تصحيح: احترقت الطاحونة تسع ساعات.",
        "ذكرت نسخة سابقة من هذا الخبر أن الطاحونة احترقت سبع ساعات.",
        "תיקון: הטחנה בערה תשע שעות.",
        "בגרסה קודמת של הכתבה נכתב אחרת.",
        "更正：磨坊烧了九个小时。",
    ],
)
def test_notes_of_corrections(text):
    """An outlet with such a note has not changed its text silently."""
    assert note_kind(text) == "correction"


@pytest.mark.parametrize(
    "text", ["وزارة العدل تطلب تصحيح الأخطاء في القانون.", "בית המשפט דן בגרסה של הנאשם."]
)
def test_stories_about_corrections_are_none(text):
    """The correction of a law, the version of the accused."""
    assert note_kind(text) == ""
