"""Pages that show when they were published and updated, in many languages and orders."""

from __future__ import annotations

import pytest

from spiders.extract.fields import dates
from spiders.extract.reader import read

TEXT = "".join(
    f"<p>The council of Lower Wick voted on Tuesday to close ferry road number {n}, said Ada Quill,"
    " and nobody in the hall objected.</p>"
    for n in range(5)
)
PAIRS = (
    ("az", "Dərc edilib: 5 mart 2031, 14:05", "Yenilənib: 6 mart 2031, 09:10"),
    ("az", "Nəşr olunub: 5 mart 2031", "Redaktə olunub: 6 mart 2031"),
    ("az", "05.03.2031", "Yenilənmə tarixi: 06.03.2031"),
    ("hy", "05.03.2031", "Խմբագրվել է՝ 06.03.2031"),
    ("ka", "05.03.2031 14:05", "რედაქტირებულია 06.03.2031 09:10"),
    ("ka", "05.03.2031", "განახლების თარიღი: 06.03.2031"),
    ("ru", "05.03.2031", "Отредактировано 06.03.2031"),
    ("ru", "05.03.2031, 14:05", "Последняя правка: 06.03.2031"),
    ("tr", "Oluşturulma Tarihi: Mart 05, 2031", "Güncelleme Tarihi: Mart 06, 2031"),
    ("tr", "05 Mart 2031 Çarşamba 14:05", "Son güncelleme: 06 Mart 2031 Perşembe 09:10"),
    ("fa", "۱۴ اسفند ۱۴۰۹", "بروزرسانی ۱۵ اسفند ۱۴۰۹"),
    ("fa", "۱۴۰۹/۱۲/۱۴ ۱۴:۰۵", "آخرین به روز رسانی ۱۴۰۹/۱۲/۱۵ ۰۹:۱۰"),
    ("ar", "٥ مارس ٢٠٣١", "حُدّث في ٦ مارس ٢٠٣١"),
    ("he", "פורסם 05.03.2031 14:05", "עודכן לאחרונה 06.03.2031 09:10"),
    ("zh", "2031/03/05 發布", "2031/03/06 更新"),
    ("ja", "2031年3月5日 公開", "2031年3月6日 更新"),
    ("ja", "2031年3月5日 14時05分", "更新：2031年3月6日 9時10分"),
    ("kk", "Жарияланды: 5 наурыз 2031", "Жаңартылды: 6 наурыз 2031"),
    ("uz", "E'lon qilindi: 5 mart 2031", "Yangilandi: 6 mart 2031"),
    ("fr", "Publié le 5 mars 2031 à 14h05", "Mis à jour le 6 mars 2031 à 09h10"),
    ("en", "Published 5 March 2031 14:05", "Last edited 6 March 2031"),
)
UPDATES = (
    ("es", "Última actualización: 6 de marzo de 2031"),
    ("es", "Modificado el 6 de marzo de 2031"),
    ("pt", "Última atualização: 6 de março de 2031"),
    ("it", "Ultimo aggiornamento: 6 marzo 2031"),
    ("fr", "Dernière mise à jour : 6 mars 2031"),
    ("fr", "Actualisé le 6 mars 2031"),
    ("ro", "Actualizat: 6 martie 2031"),
    ("pl", "Aktualizacja: 6 marca 2031"),
    ("cs", "Aktualizováno 6. března 2031"),
    ("hr", "Ažurirano: 06.03.2031"),
    ("sr", "Ажурирано: 06.03.2031"),
    ("hu", "Frissítve: 2031. március 6."),
    ("sv", "Uppdaterad 6 mars 2031"),
    ("no", "Oppdatert 6. mars 2031"),
    ("da", "Opdateret 6. marts 2031"),
    ("fi", "Päivitetty 6.3.2031"),
    ("el", "Τελευταία ενημέρωση: 6 Μαρτίου 2031"),
    ("bg", "Обновена: 6 март 2031"),
    ("be", "Абноўлена 6 сакавіка 2031"),
    ("de", "Letzte Änderung: 6. März 2031"),
    ("nl", "Laatst gewijzigd: 6 maart 2031"),
    ("lt", "Atnaujinta 2031-03-06"),
    ("lv", "Atjaunots 06.03.2031"),
    ("et", "Uuendatud 06.03.2031"),
    ("az", "Son yeniləmə: 06.03.2031"),
    ("ky", "Жаңыртылды 06.03.2031"),
    ("tg", "Навсозӣ шуд: 06.03.2031"),
    ("hi", "अपडेटेड 6 मार्च 2031"),
    ("ur", "اپ ڈیٹ 6 مارچ 2031"),
)
HEADLINES = ("Ferry law amended", "Reviewed: The Pier", "Закон изменен", "Actualizan el censo")
SECTIONS = (
    "Actualidad",
    "Actualités",
    "Aggiornamenti",
    "Aktualności",
    "Actualizaciones",
    "Updates",
)
FORMS = (
    "<div class=meta><span>{0}</span> <span>{1}</span></div>",
    "<p>{0}</p><p>{1}</p>",
    "<p>{1}</p><p>{0}</p>",
    "<div class=info>{0} | {1}</div>",
)
LINES = (
    ("ja", "2031年3月5日 14:05 更新", None, "2031-03-05"),
    ("zh", "2031-03-05 14:05 来源：更新报", "2031-03-05", None),
    ("ar", "5 مارس 2031 - حدث اليوم", "2031-03-05", None),
    ("en", "Updated 6 March 2031, first published 5 March 2031", "2031-03-05", "2031-03-06"),
    ("tr", "5 Mart 2031'de yayınlandı, 6 Mart 2031'de güncellendi", "2031-03-05", "2031-03-06"),
    ("tr", "Güncelleme: 6 Mart 2031 Tarih: 5 Mart 2031", "2031-03-05", "2031-03-06"),
    ("az", "Tarix: 05.03.2031 14:05 Baxış sayı: 123", "2031-03-05", None),
    ("tr", "5 Mart 2031 Güncel", "2031-03-05", None),
    ("ru", "5 марта 2031 Изменения в законе", "2031-03-05", None),
    ("en", "5 March 2031 14:05 Edited by Ada Quill", "2031-03-05", None),
    ("ka", "თარიღი: 05.03.2031 განახლების თარიღი: 06.03.2031", "2031-03-05", "2031-03-06"),
)


def reading(language, lines):
    """The reading of an article with these lines above its text."""
    page = (
        f'<html lang="{language}"><head><title>Ferry road closes</title></head><body><main>'
        f"<h1>Ferry road closes</h1>{lines}<div class=text>{TEXT}</div></main></body></html>"
    )
    return read(page.encode(), url="https://wick.example/news/ferry")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("language", "published", "updated"), PAIRS)
def test_each_line_is_what_it_says(language, published, updated, form):
    """The time of an update was taken for the time of publication, or was not read."""
    found = reading(language, form.format(published, updated))
    assert (found.published, found.modified) == ("2031-03-05", "2031-03-06")


@pytest.mark.parametrize(("language", "line", "published", "modified"), LINES)
def test_a_label_stands_before_or_behind(language, line, published, modified):
    """A word after the last date labels that date, if there is no word before the first date."""
    found = reading(language, f"<div class=date>{line}</div>")
    assert (found.published, found.modified) == (published, modified)


def test_a_clock_belongs_to_one_date():
    """The hour in *14:05 | Last edited* went to the second date, and *mis* was taken for a zone."""
    text = "Published 5 March 2031 14:05 | Last edited 6 March 2031"
    assert [text[one.start : one.end] for one in dates.find(text)] == [
        "5 March 2031 14:05",
        "6 March 2031",
    ]
    text = "5 mars 2031 à 14h05 mis à jour"
    assert text[dates.find(text)[0].end :] == "mis à jour"


@pytest.mark.parametrize(("language", "line"), UPDATES)
def test_an_update_is_never_the_publication(language, line):
    """Known in only a dozen languages, the day of an update replaced the declared day."""
    meta = (
        '<meta property="article:published_time" content="2031-03-05T09:00:00Z">'
        '<meta property="article:modified_time" content="2031-03-06T10:00:00Z">'
    )
    assert reading(language, f"{meta}<div>{line}</div>").published == "2031-03-05T09:00:00Z"
    found = reading(language, f"<div>{line}</div>")
    assert (found.published, found.modified) == (None, "2031-03-06")


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_does_not_say_what_its_date_is(headline):
    """With such a word in a short headline, the day of publication was taken for an update's."""
    lines = f"<div>5 March 2031</div><div class=text>{TEXT}</div>"
    page = f"<html><title>{headline}</title><body><main><h1>{headline}</h1>{lines}</main></html>"
    found = read(page.encode(), url="https://wick.example/news/ferry")
    assert (found.published, found.modified) == ("2031-03-05", None)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_does_not_say_what_its_date_is(section):
    """In the plural, the word for updates also means news."""
    found = reading("en", f"<div>{section}</div><div>05.03.2031</div>")
    assert (found.published, found.modified) == ("2031-03-05", None)


@pytest.mark.parametrize(
    ("language", "line", "published"),
    [
        ("ar", "5 مارس 2031 2:30 مساءً", "2031-03-05T14:30:00+03:00"),
        ("ar", "5 مارس 2031 11:30 ظهرا", "2031-03-05T11:30:00Z"),
        ("fa", "۱۴ اسفند ۱۴۰۹ ۳:۰۰ ب.ظ", "2031-03-05T15:00:00+03:30"),
        ("ko", "2031.03.05. 오후 8:30", "2031-03-05T20:30:00+09:00"),
        ("tr", "05 Mart 2031, Çarşamba 14:30", "2031-03-05T14:30:00+03:00"),
        ("it", "5 marzo 2031, ore 12.30", "2031-03-05T12:30:00+01:00"),
    ],
)
def test_the_zone_is_that_of_the_clock_shown(language, line, published):
    """Half past two in the afternoon was read as night, which gave a zone nine hours west."""
    meta = '<meta property="article:published_time" content="2031-03-05T11:30:00Z">'
    assert reading(language, f"{meta}<div>{line}</div>").published == published
