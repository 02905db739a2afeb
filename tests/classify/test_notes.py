"""Editors' notes in many languages, and sentences of stories that are none."""

from __future__ import annotations

import pytest

from monitor.classify.notes import note_kind
from storage.digest import fold

CORRECTIONS = [
    "Correction: The mill burned for nine hours.",
    "Correction (3 May): The mill burned for nine hours.",
    "An earlier version of this article misstated how long the mill burned.",
    "A previous version of the story gave the wrong year.",
    "A previous headline said seven hours.",
    "This article was amended on 3 May to correct the name of the mill.",
    "This article originally said the mill burned for seven hours.",
    "We apologise for the error.",
    "The article incorrectly named the owner of the mill.",
    "Исправление: мельница горела девять часов.",
    "В предыдущей версии материала говорилось о семи часах.",
    "В ранней версии текста была ошибка.",
    "Материал был исправлен 3 мая.",
    "Виправлення: млин горів дев'ять годин.",
    "У попередній версії статті йшлося про сім годин.",
    "Düzeltme: Değirmen dokuz saat yandı.",
    "Haberin önceki sürümünde yedi saat denmişti.",
    "Düzəliş: dəyirman doqquz saat yanıb.",
    "Ուղղում. ջրաղացը այրվել է ինը ժամ։",
    "Ուղղում․ ջրաղացը այրվել է ինը ժամ։",
    "Ուղղում՝ ջրաղացը այրվել է ինը ժամ։",
    "Ճշտում։ ջրաղացը այրվել է ինը ժամ։",
    "შესწორება: წისქვილი ცხრა საათი იწვოდა.",
    "Korrektur: Die Mühle brannte neun Stunden.",
    "In einer früheren Fassung dieses Artikels hieß es, die Mühle habe sieben Stunden gebrannt.",
    "Anmerkung der Redaktion: Wir haben die Dauer korrigiert.",
    "Rectificatif : le moulin a brûlé neuf heures.",
    "Une version précédente de cet article indiquait sept heures.",
    "Erratum : le moulin a brûlé neuf heures.",
    "Corrección: el molino ardió nueve horas.",
    "Una versión anterior de este artículo decía siete horas.",
    "Fe de errores: el molino ardió nueve horas.",
    "اصلاحیه: آسیاب نه ساعت سوخت.",
    "توضیح: در نسخه پیشین این خبر هفت ساعت آمده بود.",
    "Correção: o moinho ardeu nove horas.",
    "Uma versão anterior desta reportagem dizia sete horas.",
    "Rettifica: il mulino è bruciato per nove ore.",
    "Una versione precedente di questo articolo parlava di sette ore.",
    "Rectificatie: de molen brandde negen uur.",
    "In een eerdere versie van dit artikel stond zeven uur.",
    "Sprostowanie: młyn płonął dziewięć godzin.",
    "Rättelse: kvarnen brann i nio timmar.",
    "更正：磨坊燃烧了九个小时。",
]
UPDATES = [
    "This story has been updated with a statement of the mayor.",
    "UPDATE: The road is open again.",
    "Материал дополнен.",
    "Bu haber güncellenmiştir.",
    "Hinweis: Dieser Artikel wurde aktualisiert.",
    "Cet article a été mis à jour le 3 mai.",
    "Este artículo ha sido actualizado.",
    "این خبر به\u200cروزرسانی شده است.",
    "Esta notícia foi atualizada.",
    "Dit artikel is bijgewerkt.",
]
STORY = [
    "The correction of the river took years.",
    "An earlier version of the bill was voted down.",
    "A previous version of the vaccine had failed.",
    "The report was amended by parliament on Tuesday.",
    "The post was edited after an hour, police said.",
    "The report wrongly accused him, the court found.",
    "“We apologise for the error,” the airline said.",
    "We apologise for the error, and it will not happen again,” the airline said.",
    "“An earlier version of this article was wrong,” the rival paper wrote.",
    "The statement was corrected by the ministry, which had said seven.",
    "В предыдущей версии закона срок был короче.",
    "Исправление ошибок займёт годы, считает мэр.",
    "У попередній версії закону строк був коротшим.",
    "In einer früheren Version des Gesetzes fehlte die Frist.",
    "Die Korrektur des Flusses dauerte Jahre.",
    "La version précédente du logiciel ne marchait pas.",
    "Le correctif budgétaire est voté.",
    "La versión anterior del puente era de madera.",
    "نسخه قبلی قانون کوتاه\u200cتر بود.",
    "A versão anterior da lei era mais curta.",
    "La versione precedente della legge era più breve.",
    "De rectificatie van de rivier duurde jaren.",
]


@pytest.mark.parametrize("text", CORRECTIONS)
def test_a_note_that_something_was_wrong_is_known(text):
    """Missing one would accuse an outlet of a silence that it did not keep."""
    assert note_kind(fold(text)) == "correction"


@pytest.mark.parametrize("text", UPDATES)
def test_a_note_that_the_text_grew_corrects_nothing(text):
    """It declares a change, but is no correction."""
    assert note_kind(fold(text)) == "update"


@pytest.mark.parametrize("text", STORY)
def test_a_sentence_of_the_story_is_no_note(text):
    """Others' versions, corrections and apologies: taking one for a note would hide an edit."""
    assert not note_kind(fold(text))
