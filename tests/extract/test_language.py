"""The language of a text against what its page declares."""

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
    """Script, letters and small words tell every language of the project."""
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
    """Few letters, and languages that we do not know, are none."""
    assert detect(text) is None


def test_a_text_in_three_scripts_is_in_none_of_them():
    """The script with most letters has less than half of them: who knows what it is."""
    text = "".join(" ".join(STORIES[one].paragraphs)[:200] for one in ("ru", "ar", "en"))
    assert detect(text) is None
    assert detect(" ".join(STORIES["ru"].paragraphs)[:400] + text[400:]) == "ru"


@pytest.mark.parametrize("language", ["ru", "az", "hy", "ar"])
def test_template_that_declares_english(language):
    """The text is believed over the template, and a remark tells both."""
    page = TEMPLATES["ghost"](STORIES[language], Around())
    page = page.replace(f'<html lang="{language}">', '<html lang="en-US">')
    found = read(page.encode(), url=URL)
    assert found.language == language
    assert f"language: the page says en, its text is {language}" in found.remarks


def test_declared_language_stays_where_the_text_does_not_tell():
    """A language that the text cannot contradict is the one that is declared."""
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
    """A page in Chechen that says so was told to be Russian, by letters that both have."""
    assert detect(text) is None
