"""The language of a text compared with the one that its page declares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.language import detect
from spiders.extract.reader import read
from tests.extract.pages import STORIES, TEMPLATES, Around

URL = "https://courier.example/news/harbour"


@pytest.mark.parametrize("language", STORIES)
def test_text_tells_its_language(language):
    """Script, letters and small words identify every language of the project."""
    assert detect(" ".join(STORIES[language].paragraphs)) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 345",
        "Baku",
        "Мост",
        "Көпір жабылды, өйткені инженерлер жарықтар тапты деп хабарлады",
    ],
)
def test_what_is_not_certain_is_not_told(text):
    """None for few letters, and for languages that are not supported."""
    assert detect(text) is None


def test_a_text_in_three_scripts_is_in_none_of_them():
    """The most frequent script has less than half of the letters, so nothing is certain."""
    text = "".join(" ".join(STORIES[one].paragraphs)[:200] for one in ("ru", "ar", "en"))
    assert detect(text) is None
    assert detect(" ".join(STORIES["ru"].paragraphs)[:400] + text[400:]) == "ru"


@pytest.mark.parametrize("language", ["ru", "az", "hy", "ar"])
def test_template_that_declares_english(language):
    """The text is believed rather than the template, and a remark names both languages."""
    page = TEMPLATES["ghost"](STORIES[language], Around())
    page = page.replace(f'<html lang="{language}">', '<html lang="en-US">')
    found = read(page.encode(), url=URL)
    assert found.language == language
    assert f"language: the page says en, its text is {language}" in found.remarks


def test_declared_language_stays_where_the_text_does_not_tell():
    """A declared language is kept if the text does not contradict it."""
    page = TEMPLATES["ghost"](STORIES["en"], Around()).replace('lang="en"', 'lang="en-GB"')
    assert read(page.encode(), url=URL).language == "en"
    short = '<html lang="kk"><body><h1>Көпір</h1><p>Көпір жабылды.</p></body></html>'
    assert read(short.encode(), url=URL).language == "kk"


@given(st.text(max_size=400))
def test_any_text(text):
    """No text makes it raise."""
    assert detect(text) is None or len(detect(text) or "") == 2


@pytest.mark.parametrize(
    "text",
    [
        "Шинарин дийнахь гӏалин мэро къена тӏай дӏакъевлина, хаам бина цуьнан урхалло кхузахь.",
        "Шинарин дийнахь гIалин мэро къена тIай дIакъевлина, хаам бина цуьнан урхалло кхузахь.",
        "Дзæуджыхъæуы клуб знон рамбылдта æмæ рацыд фыццаг бынатмæ, фехъусын кодтой ныр.",
    ],
)
def test_languages_of_the_caucasus_are_not_russian(text):
    """A page declared as Chechen was taken for Russian, by letters that both have."""
    assert detect(text) is None
