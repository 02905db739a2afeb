"""Counts, reading times and relative times in many languages; lines of news with a figure."""

from __future__ import annotations

import pytest

from spiders.extract.choice.furniture import is_furniture
from tests.extract.choice.test_update_lines import TEXTS, among, texts_of

COUNTS = (
    "1.482 Aufrufe",
    "1482-mal gelesen",
    "1 482 vues",
    "2,3 mil visualizações",
    "1.482 keer gelezen",
    "1482 wyświetleń",
    "Zobrazení: 1482",
    "1 482 visningar",
    "Просмотров: 1482",
    "1482 ნახვა",
    "عدد المشاهدات: 1482",
    "۱۴۸۲ بازدید",
    "1482 צפיות",
    "阅读量：1482",
    "조회수 1,482",
    "Join the conversation (12)",
    "Voir les 12 commentaires",
    "Reacties (12)",
    "12 komentarzy",
    "Коментарі (12)",
    "Şərhlər (12)",
    "コメント 12件",
    "48 condivisioni",
    "48 репостов",
    "48 udostępnień",
)
READING = (
    "4-minute read",
    "Estimated reading time: 4–5 minutes",
    "Lesezeit: 4 Minuten",
    "Temps de lecture : 4 min",
    "4 min de lectura",
    "Tempo di lettura: 4 minuti",
    "Leestijd: 4 minuten",
    "Czas czytania: 4 min",
    "Lästid: 4 minuter",
    "Время чтения: 4 минуты",
    "Okuma süresi: 4 dakika",
    "Oxuma müddəti: 4 dəqiqə",
    "Ընթերցման ժամանակը՝ 4 րոպե",
    "კითხვის დრო: 4 წუთი",
    "وقت القراءة: 4 دقائق",
    "זמן קריאה: 4 דקות",
    "阅读时间：4分钟",
    "Waktu baca 4 menit",
)
AGO = (
    "vor 2 Stunden",
    "hace 5 minutos",
    "il y a 2 heures",
    "há 2 horas",
    "2 ore fa",
    "2 uur geleden",
    "2 timmar sedan",
    "2 godziny temu",
    "před 2 hodinami",
    "2 órája",
    "преди 2 часа",
    "πριν 2 ώρες",
    "2 tuntia sitten",
    "منذ 2 ساعة",
    "2小时前",
    "2 giờ trước",
    "Heute, 14:05 Uhr",
    "Вчера в 14:05",
    "Aujourd'hui à 14:05",
)
NEWS = (
    "Vor 2 Stunden begann der Streik",
    "14 Tage vor der Wahl",
    "Il y a 3 morts",
    "fa 12 ore di lavoro",
    "2 Stunden",
    "Heute 12 Grad",
    "Сегодня в 14:05 взорвался мост",
    "Bugün 12 kişi öldü",
    "Tag 12: 14:05",
    "30分前に到着",
    "2小时前他离开了",
    "12 Kommentare zur Steuer",
    "48 comments were deleted by the ministry",
    "12 lecturas para el verano",
    "Views of 12 ministers",
    "77° View",
    "12 comments?",
    "48 مشاركة في المسابقة",
    "댓글 12개 삭제",
    "Lecture: 40 minutes",
    "Reading: 2 hours",
    "4 читання",
    "Read 12",
    "Live (1992)",
    "20 years ago",
    "100 years ago today",
    "20 лет назад",
    "25 yıl önce",
)


@pytest.mark.parametrize("line", [*COUNTS, *READING, *AGO])
def test_a_count_or_a_time_ago_is_no_text(line):
    """As a paragraph of a page seen for the first time, it made an edit at every visit."""
    assert texts_of(among(line, 2)) == TEXTS


@pytest.mark.parametrize("line", NEWS)
def test_a_figure_with_any_other_word_is_text(line):
    """What such a line counts is decided by all of its words, not by how it begins."""
    assert not is_furniture(line)
