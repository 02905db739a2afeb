"""Lines with the time of an update, in any language; and news and terms with such words."""

from __future__ import annotations

import pytest

from spiders.extract.choice.update_lines import told_by_update
from spiders.extract.reader import Memory, look, read
from storage.digest import content_digest

LINES = (
    "Última actualización: 6 de marzo de 2031, 14:30",
    "Actualizado hace 3 horas",
    "Publicado em 06/03/2031 - 09:10, atualizado em 06/03/2031 - 14h30",
    "(aggiornato oggi alle 14.30)",
    "Publié le 6 mars 2031 à 09h10, mis à jour le 6 mars 2031 à 14h30",
    "Mis à jour il y a 3 heures",
    "6. März 2031, aktualisiert um 14:30 Uhr",
    "Zuletzt aktualisiert: Donnerstag, 6. März 2031, 14.30 Uhr",
    "Stand: 06.03.2031, 14:30 Uhr",
    "Stand 06.03.2031",
    "(Stand vom 6. März 2031, 14:30 Uhr)",
    "Laatst bijgewerkt: 6 maart 2031 om 14.30 uur",
    "Senast uppdaterad: 2031-03-06 14:30",
    "Päivitetty 6.3.2031 klo 14.30",
    "Zaktualizowano 6 marca 2031, godz. 14:30",
    "Naposledy aktualizováno: 6. 3. 2031 v 14:30",
    "Frissítve: 2031. március 6. 14:30",
    "Τελευταία ενημέρωση: 6 Μαρτίου 2031, 14:30",
    "Последнее обновление: 06.03.2031 14:30",
    "Последна актуализация: 06.03.2031 14:30",
    "Абноўлена 6 сакавіка 2031, 14:30",
    "Жаңартылды 6 наурыз 2031, 14:30",
    "Güncelleme Tarihi: 6 Mart 2031, 14:30",
    "Վերջին թարմացումը՝ 06.03.2031 14:30",
    "განახლებულია: 6 მარტი, 2031 14:30",
    "تم التحديث في 6 مارس 2031 الساعة 14:30",
    "به‌روزرسانی: ۱۶ اسفند ۱۴۰۹، ۱۴:۳۰",
    "עדכון אחרון: 06.03.2031 14:30",
    "更新时间：2031年3月6日 14:30",
    "최종수정 2031.03.06. 오후 2:30",
    "Cập nhật lần cuối: 06/03/2031 14:30",
    "Diperbarui 6 Maret 2031, 14:30 WIB",
    "Last modified on Thu 6 March 2031 14.30 GMT by Ada Quill",
)
NEWS = (
    "Updated on Monday, the list names 12 ships.",
    "Updated at 14:05 to add the minister's answer",
    "Updated 5 March 2031, 12 dead",
    "Updated 5 March 2031, 14:05:",
    "This story was last updated at 2:05 p.m. on May 12, 2031.",
    "Corrected on 5 March 2031, 14:05",
    "Amended 5 March 2031 at 14:05",
    "Modified on May 12, 2031, the Boeing flew again at 14:05",
    "Actualizado el lunes el balance de víctimas",
    "Actualización del 12 de mayo de 2031, 14:05",
    "Actualizado el 12 de mayo de 2031 el censo de Holm",
    "Mise à jour de la liste, 5 mars 2031, 14:05",
    "Aktualisierte Fassung des Gesetzes vom 5. März 2031, 14:05 Uhr",
    "Stand: 12 Tote, 40 Verletzte um 14:05 Uhr",
    "Stand 12, Halle 3, 14:05 Uhr",
    "Stand 2031",
    "Stand 6. März 2031: 12 Tote",
    "Letzter Stand 6. März 2031: 12 Tote",
    "Stand 5 March 2031, Hall B",
    "Il bilancio, aggiornato alle 14:05, è di 12 morti",
    "Gewijzigd op 12 mei 2031: artikel 5",
    "Закон изменён 5 марта 2031 года в 14:05",
    "Обновлено 6 марта 2031: погибших уже 12",
    "Дополнено 6 марта 2031, 14:05",
    "Tarixi abidə yenilənib 5 mart 2031",
    "Kanun 5 Mart 2031 14:05'te güncellendi",
    "Atnaujintas tiltas 2031-03-05 14:05",
    "修改法律：2031年3月5日 14:05",
    "법은 2031년 3월 5일 14:05 수정되었다",
    "อัปเดตสถานการณ์น้ำท่วม 12 มีนาคม 2031 14:05",
)
TEXTS = [
    f"The harbour board met in hall {n} and agreed on the new pier after a long debate about costs,"
    " fishing rights and the noise of the works."
    for n in range(4)
]
DECLARED = '<meta property="article:published_time" content="2031-03-05T09:00:00Z">'


URL = "https://holm.example/a/1"


def page_of(lines: list[str], title: str = "Pier", head: str = "") -> bytes:
    """A page with these elements as its article."""
    head = f"<head><title>{title}</title>{head}</head>"
    body = f"<article><h1>{title}</h1>{''.join(lines)}</article>"
    return f"<html>{head}<body>{body}</body></html>".encode()


def texts_of(lines: list[str], title: str = "Pier", head: str = "") -> list[str]:
    """The texts read from such a page."""
    return [block.text for block in read(page_of(lines, title, head), url=URL).blocks]


def among(line: str, place: int, tag: str = "p") -> list[str]:
    """The paragraphs, with a line inserted at this place."""
    found = [f"<p>{text}</p>" for text in TEXTS]
    found.insert(place, f"<{tag}>{line}</{tag}>")
    return found


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_an_update_is_no_text(line):
    """It used to be read as a paragraph, wherever it was, and each update was an edit."""
    signed = '<meta name="author" content="Ada Quill">' + DECLARED
    for place in (0, 2, 4):
        assert texts_of(among(line, place), head=signed) == TEXTS


@pytest.mark.parametrize("line", NEWS)
def test_a_line_with_a_word_of_anything_else_is_text(line):
    """It says what was updated, corrected or added: that is news, or a note about it."""
    assert told_by_update(line) is None


def test_a_day_alone_is_left_where_no_article_is_declared():
    """On terms with an unknown name it says since when they apply."""
    line = "Zuletzt geändert: 6. März 2031"
    assert line in texts_of(among(line, 2), "So gehen wir mit Daten um")
    page = '<meta property="og:type" content="article">'  # some makers declare it on all pages
    assert line in texts_of(among(line, 2), "So gehen wir mit Daten um", page)
    assert line not in texts_of(among(line, 2), head=DECLARED)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Privacybeleid", "Laatst gewijzigd: 6 maart 2031, 14:30"),
        ("Tietosuojaseloste", "Päivitetty 6.3.2031 klo 14.30"),
        ("Ochrana osobních údajů", "Naposledy aktualizováno: 6. 3. 2031 v 14:30"),
        ("Política de privacidad", "Última actualización: 6 de marzo de 2031, 14:30"),
        ("Политика за поверителност", "Последна актуализация: 06.03.2031 14:30"),
    ],
)
def test_on_terms_it_is_text(name, line):
    """There, it is what the page is watched for, in every language of the rule."""
    assert line in texts_of(among(line, 0), name, DECLARED)


def test_what_stands_in_a_list_or_heads_what_was_added_is_text():
    """A law's history is a list of such lines, and they are headings of a live text."""
    history = ["<ul><li>Beschlossen am 3. Mai 2020</li><li>Geändert am 6. März 2031</li></ul>"]
    body = [f"<p>{text}</p>" for text in TEXTS]
    assert "Geändert am 6. März 2031" in texts_of([*body[:2], *history, *body[2:]], head=DECLARED)
    for line in ("Update 14:30", "Actualización, 14:30"):
        assert line in texts_of(among(line, 2), head=DECLARED)
        assert line not in texts_of(among(line, 4), head=DECLARED)
    for line in ("UPDATE 6 March 2031, 14:30", "Update (March 6)", "Aktualisiert: 6. März 2031"):
        bold = f"<strong>{line}</strong>"
        assert told_by_update(line) is not None
        assert line in texts_of(among(bold, 2), head=DECLARED)
        assert line not in texts_of(among(bold, 4), head=DECLARED)
    headed = texts_of(among("Aktualisierung 6. März 2031, 14:30 Uhr", 2, "h2"), head=DECLARED)
    assert "Aktualisierung 6. März 2031, 14:30 Uhr" in headed


@pytest.mark.parametrize("title", ["Pier", "Privacybeleid"])
def test_a_new_hour_in_it_is_an_edit_of_terms_alone(title):
    """On later visits its neighbours made such a line text, and it was new with each hour."""
    pages = [
        page_of(among(f"Laatst bijgewerkt: 6 maart 2031, {hour}", 2), title, DECLARED)
        for hour in ("14:30", "15:10")
    ]
    before, remembered, _ = look(pages[0], url=URL)
    after = read(pages[1], url=URL, memory=Memory("page", last=remembered))
    assert (content_digest(before) == content_digest(after)) is (title == "Pier")
