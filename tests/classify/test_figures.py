"""Figures, dates and bounds in cases, calendars and scripts: what is reported, what is equal."""

from __future__ import annotations

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.comparing.articles import compare
from storage.records import Weight
from tests.diff.make import article

TOLD = [
    (
        "tr",
        "Kazada 5 bin kişi öldü.",
        "Kazada 5 binden fazla kişi öldü.",
        "Death toll changed from 5 bin to 5 binden fazla.",
    ),
    (
        "az",
        "Qəzada 5 min nəfər ölüb.",
        "Qəzada 5 mindən çox nəfər ölüb.",
        "Death toll changed from 5 min to 5 mindən çox.",
    ),
    (
        "tr",
        "Fonda 3 milyon lira var.",
        "Fonda 3 milyondan fazla lira var.",
        "“3 milyon lira” became “3 milyondan fazla lira”.",
    ),
    (
        "hy",
        "Զոհվեց 5 հազար մարդ։",
        "Զոհվեց 5 հազարից ավելի մարդ։",
        "Figure changed from 5 հազար to 5 հազարից ավելի.",
    ),
    (
        "ka",
        "დაიღუპა 5 ათასი ადამიანი.",
        "დაიღუპა 5 ათასზე მეტი ადამიანი.",
        "Figure changed from 5 ათასი to 5 ათასზე მეტი.",
    ),
    (
        "ru",
        "Помогли 5 тысячам семей.",
        "Помогли 5 миллионам семей.",
        "Figure raised from 5 тысячам to 5 миллионам.",
    ),
    (
        "ka",
        "ფასი 500 ლარია.",
        "ფასი 500 დოლარია.",
        "Figure changed from 500 ლარია to 500 დოლარია.",
    ),
    (
        "fa",
        "رشد ۴ درصد بود.",
        "رشد ۴ واحد درصد بود.",
        "Figure changed from ۴ درصد to ۴ واحد درصد.",
    ),
    (
        "fa",
        "جلسه در ۱۵ خرداد ۱۴۰۳ بود.",
        "جلسه در ۱۶ خرداد ۱۴۰۳ بود.",
        "Date changed from ۱۵ خرداد ۱۴۰۳ to ۱۶ خرداد ۱۴۰۳.",
    ),
    (
        "fa",
        "جلسه در ۱۵ خرداد ۱۴۰۳ بود.",
        "جلسه در ۱۵ تیر ۱۴۰۳ بود.",
        "Date changed from ۱۵ خرداد ۱۴۰۳ to ۱۵ تیر ۱۴۰۳.",
    ),
    ("fa", "جلسه در سال ۱۴۰۳ بود.", "جلسه در سال ۱۴۰۲ بود.", "Date changed from ۱۴۰۳ to ۱۴۰۲."),
    (
        "ar",
        "عقد في 15 رمضان 1445.",
        "عقد في 15 شعبان 1445.",
        "Date changed from 15 رمضان 1445 to 15 شعبان 1445.",
    ),
    ("ar", "عقد في عام 1445.", "عقد في عام 1446.", "Date changed from 1445 to 1446."),
]
SAME = [
    ("tr", "Kazada 5 binden fazla kişi öldü.", "Kazada 5.000'den fazla kişi öldü."),
    ("az", "Qəzada 5 mindən çox adam ölüb.", "Qəzada 5000-dən çox adam ölüb."),
    ("fa", "جلسه در ۱۵ خرداد ۱۴۰۳ بود.", "جلسه در 15 خرداد 1403 بود."),
    ("fa", "جلسه در سال ۱۴۰۳ بود.", "جلسه در سال 1403 بود."),
    ("ka", "ზრდა 4 პროცენტია.", "ზრდა 4%-ია."),
    ("ka", "შეხვედრა 3 მარტს იყო.", "შეხვედრა მარტის 3-ში იყო."),
    ("hy", "Հանդիպումը մարտի 3-ին էր։", "Հանդիպումը 3 մարտի էր։"),
]


@pytest.mark.parametrize(("language", "old", "new", "told"), TOLD)
def test_a_figure_is_told_as_what_it_says(language, old, new, told):
    """*5 binden fazla* was called *death toll lowered from 5 bin to 5*, a month a detail."""
    diff = compare(*(article(f"{text}\n1.", language=language) for text in (old, new)))
    assert (diff.summary, diff.weight) == (told, Weight.SUBSTANTIVE)


@pytest.mark.parametrize(("language", "old", "new"), SAME)
def test_the_same_figure_in_another_form_is_none(language, old, new):
    """Digits of another script, a sign for a word, the day before the month: both ways."""
    for one, other in ((old, new), (new, old)):
        found = classify(one, other, Vocabulary.of([one], [other], language))
        assert found.weight is Weight.COSMETIC, found


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [("fa", "او تیر خورد.", "او سنگ خورد."), ("de", "Fünf Räte binden.", "Fünf Räte finden.")],
)
def test_what_is_a_month_or_a_size_elsewhere_is_a_word(language, old, new):
    """*تیر* without a day next to it is a bullet, and *binden* is no thousand in German."""
    found = classify(old, new, Vocabulary.of([old], [new], language))
    assert found.weight is Weight.SUBSTANTIVE, found
    assert not {"date", "number"} & found.kinds
