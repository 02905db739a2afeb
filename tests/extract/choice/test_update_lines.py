"""A line of an update and its time, in any language, and the news that begin with such a word."""

from __future__ import annotations

import pytest

from spiders.extract.choice.furniture import is_furniture
from spiders.extract.reader import read

LINES = (
    "Última actualización: 6 de marzo de 2031, 14:30",
    "Ultimo aggiornamento: 6 marzo 2031 ore 14.30",
    "Dernière mise à jour : 6 mars 2031 à 14h30",
    "Ostatnia aktualizacja 6 marca 2031",
    "Naposledy aktualizováno 6. března 2031",
    "Zuletzt aktualisiert am 6. März 2031 um 14:30 Uhr",
    "Frissítve: 2031. március 6. 14:30",
    "Päivitetty 6.3.2031 klo 14.30",
    "Τελευταία ενημέρωση: 6 Μαρτίου 2031",
    "Последнее обновление: 06.03.2031",
    "Абноўлена 6 сакавіка 2031",
    "Վերջին թարմացումը՝ 06.03.2031",
    "განახლებულია 6 მარტი, 2031",
    "Жаңартылды 6 наурыз 2031",
    "به‌روزرسانی: ۱۶ اسفند ۱۴۰۹",
    "تم التحديث 6 مارس 2031",
    "अपडेटेड 6 मार्च 2031",
    "更新：2031年3月6日 14:30",
)
NEWS = (
    "Закон изменён 5 марта 2031 года",
    "Обновлено 6 марта 2031: погибших уже 12",
    "La ley fue modificada el 5 de marzo de 2031.",
    "Mise à jour de la liste, 5 mars 2031",
    "Aktualisierte Fassung des Gesetzes vom 5. März 2031",
    "Frissítették a törvényt 2031. március 5.",
    "Tarixi abidə yenilənib 5 mart 2031",
    "Kanun 5 Mart 2031'de güncellendi",
    "Atnaujintas tiltas 2031-03-05",
    "Corrected on 5 March 2031",
    "Дата: 5 марта 2031",
    "Updated 5 March 2031, 12 dead",
)


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_an_update_is_no_text(line):
    """Set as a paragraph above the text it was read, and each update was an edit."""
    paragraphs = [
        f"<p>The harbour board met in hall {n} and agreed on the new pier after a long debate"
        " about costs, fishing rights and the noise of the works.</p>"
        for n in range(4)
    ]
    for place in (0, 2):
        body = "".join([*paragraphs[:place], f"<p>{line}</p>", *paragraphs[place:]])
        page = f"<html><title>Pier</title><body><article><h1>Pier</h1>{body}</article></html>"
        assert len(read(page.encode(), url="https://a.example/news/1").blocks) == len(paragraphs)


@pytest.mark.parametrize("line", NEWS)
def test_news_of_an_update_are_text(line):
    """A line with a word of anything else tells something, and so does a note of correction."""
    assert not is_furniture(line)
