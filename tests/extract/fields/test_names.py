"""Bylines as lists of names."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.fields.names import (
    before_house,
    clean_names,
    is_person,
    is_signature,
    without_by,
)
from spiders.extract.reader import read
from tests.extract.pages import ENGLISH

URL = "https://courier.example/news/harbour"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("By Lala Mammadova", ["Lala Mammadova"]),
        ("ByLala Mammadova", ["Lala Mammadova"]),
        ("BY LALA MAMMADOVA AND NINO BERIDZE", ["LALA MAMMADOVA", "NINO BERIDZE"]),
        ("Lala Mammadova and Nino Beridze", ["Lala Mammadova", "Nino Beridze"]),
        ("Lala Mammadova, Nino Beridze; Ara Petrosyan", None),
        ("Автор: Лала Мамедова и Нино Беридзе", ["Лала Мамедова", "Нино Беридзе"]),
        ("Müəllif: Lalə Məmmədova", ["Lalə Məmmədova"]),
        ("Yazar: Lale Memedova ve Nino Beridze", ["Lale Memedova", "Nino Beridze"]),
        ("ავტორი: ნინო ბერიძე", ["ნინო ბერიძე"]),
        ("作者：王小明", ["王小明"]),
        ("Lala Mammadova, Senior Correspondent", ["Lala Mammadova"]),
        ("Лала Мамедова, корреспондент", ["Лала Мамедова"]),
        ("Lala Mammadova, Political Commentator", ["Lala Mammadova"]),
        ("Bio", []),
        ("Lala Mammadova, PhD, RDN", ["Lala Mammadova"]),
        ("Lala Mammadova MD", ["Lala Mammadova"]),
        ("Lala Mammadova (@lala)", ["Lala Mammadova"]),
        ("By Lala Mammadova February 7, 2025", ["Lala Mammadova"]),
        ("Lala MammadovaFeb 07, 2025", ["Lala Mammadova"]),
        ("Lala Mammadova, The Associated Press", ["Lala Mammadova"]),
        ("Lala Mammadova The Associated Press", ["Lala Mammadova"]),
        ("Associated Press", ["Associated Press"]),
        ("By Reuters", ["Reuters"]),
        ("Courier Staff", ["Courier Staff"]),
        ("Nelson C.J.", ["Nelson C.J."]),
        ("Ruderverein Unterwick e.V.", ["Ruderverein Unterwick e.V."]),
        ("Ursula von der Leyen", ["Ursula von der Leyen"]),
        ("Di Stefano", ["Di Stefano"]),
        (", The Harbour Courier", []),
        ("https://courier.example/author/lala", []),
        ("Staff Writer", []),
        ("View all articles by this author", []),
        ("+55 more", []),
        ("February 28", []),
        ("By", []),
        ("admin", []),
        ("", []),
    ],
)
def test_clean_names(raw, names):
    """Names only: no roles, degrees, dates, handles, phrases or addresses."""
    expected = ["Lala Mammadova", "Nino Beridze", "Ara Petrosyan"] if names is None else names
    assert list(clean_names([raw])) == expected


def test_once_each_and_without_the_outlet():
    """Each name once; the outlet or the handle of a name adds nothing to a name."""
    raw = ["Lala Mammadova", "LALA MAMMADOVA", "lalamammadovaCourier", "The Harbour Courier"]
    assert clean_names(raw, ["theharbourcourier"]) == ("Lala Mammadova",)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("THE COURIER, Havenport, Arda", ("THE COURIER",)),
        ("Courier & i", ("Courier & i",)),
        ("Courier/HH", ("Courier",)),
        ("The Courier, Lala Mammadova", ("Lala Mammadova",)),
        ("Havenport, Lower Arda", ("Havenport", "Lower Arda")),
    ],
)
def test_an_outlet_and_the_town_of_its_house_are_no_two_authors(raw, names):
    """An outlet's name may contain ``and`` or a slash; a person named with it is the author."""
    assert clean_names([raw], ["courier", "courieri"]) == names


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_strings(raw):
    """No string makes it raise, and no name is given twice."""
    names = clean_names(raw)
    assert len(set(names)) == len(names)
    assert isinstance(without_by(" ".join(raw)), str)


def byline(author: object, body: str = "", head: str = "") -> tuple[str, ...]:
    thing = {"@type": "NewsArticle", "headline": ENGLISH.title, "author": author}
    page = f"""<html lang=en><head><title>{ENGLISH.title}</title>{head}
    <meta property="og:site_name" content="The Harbour Courier">
    <script type="application/ld+json">{json.dumps(thing)}</script></head>
    <body><article><h1>{ENGLISH.title}</h1>{body}{TEXT}</article></body></html>"""
    return read(page.encode(), url=URL).byline


SHOWN = '<p class="byline">By <a rel="author" href="/author/lala">Lala Mammadova</a></p>'


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Nino Beridze"}, ("Nino Beridze",)),
        ([{"@type": "Person", "name": "Nino Beridze"}, {"@type": "Organization", "name": "AP"}], 0),
        ({"@type": "Organization", "name": "The Harbour Courier"}, ("Lala Mammadova",)),
        ({"@type": "Person", "name": ", The Harbour Courier"}, ("Lala Mammadova",)),
        (None, ("Lala Mammadova",)),
        ([[["Nino Beridze"]]], ("Nino Beridze",)),
        (7, ("Lala Mammadova",)),
    ],
)
def test_person_goes_before_house(author, names):
    """Declared persons come first, then shown persons, then the outlet."""
    assert byline(author, SHOWN) == (names or ("Nino Beridze",))


def test_house_is_named_whole():
    """An organization of several words is one author, and is named if nobody else is."""
    name = "Centre for Bridges and Weirs"
    assert byline({"@type": "Organization", "name": name}) == (name,)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Автор: Лала Мамедова, корреспондент | 7 февраля 2025, 18:08", ("Лала Мамедова",)),
        ("Müəllif: Lalə Məmmədova", ("Lalə Məmmədova",)),
        ("Autorin: Lala Mammadova, Nino Beridze", ("Lala Mammadova", "Nino Beridze")),
        ("Text and pictures of the bridge", ()),
        ("By Lala Mammadova, Nino Beridze - Burgas", ("Lala Mammadova", "Nino Beridze - Burgas")),
        ("Published Monday Morning - March 05, 2026", ()),
    ],
)
def test_line_that_names_its_author(line, names):
    """A label with a colon makes a byline in any language, also if a date follows."""
    assert byline(None, f"<div class='meta'>{line}</div>") == names


@pytest.mark.parametrize(
    "shown",
    [
        '<p class="sign">Von {}</p>',
        "<p><small>14.03.2025 Von {}</small></p>",
        "<p><small>14.03.2025 | Von {} | 492 Aufrufe</small></p>",
        '<div><span class="field--name-uid"><a href="/user/3">{}</a></span> 14.03.2025</div>',
        '<p><span class="post-author">Publié <span itemprop="author">{}</span></span></p>',
        '<div class="news-author">Haber: {}</div>',
        "<p>Por {}, Gazeta — Belém</p>",
        "<p>By {}, Harbour News - Burgas</p>",
        "<div>Published {} - March 05, 2026</div>",
        '<div><a href="/muhabir/okafor">{}</a> <span>okafor@courier.example</span></div>',
        '<div><span class="muhabir">{}</span>05.03.2026 10:02</div>',
    ],
)
def test_a_signature_is_a_byline(shown):
    """After the word that each language has for it, after a date, or by the maker's class."""
    head = "<html><title>Harbour bridge closed</title><h1>Harbour bridge closed</h1>"
    page = head + shown.format("Jonas Okafor") + TEXT
    assert read(page.encode(), url=URL).byline == ("Jonas Okafor",)


@pytest.mark.parametrize("name", ["Abdullahi Aliyu", "Aliyu Musa", "Ewa Iliyu"])
def test_a_name_that_ends_as_a_house_in_another_language_is_a_person(name):
    """Endings of Turkish ministries follow vowel harmony; a name from Kano may mix vowels."""
    assert is_person(name)
    assert not is_person("Tarım Bakanlığı")
    assert not is_person("Su Nazirliyi")
    assert not is_person("Holm Müdürlüğü")


def test_a_first_sentence_that_names_its_reporters_is_no_byline():
    """Without spaces it was one long name: the paragraph was lost, and parts of it were authors."""
    first = "（记者 何青 陈默）9月5日晚上12:30，海滨市3路夜班公交从火车站发出，车上坐满了人。"
    second = "据公交集团统计，首晚三条线路共载客1036人次，其中代驾司机约占四成，护士也不少。"
    third = "市民钱先生在医院值夜班，以往打车回家要花38元，现在只要两块钱，他觉得很方便。"
    head = "<html lang=zh><title>夜班公交延长至凌晨</title><h1>夜班公交延长至凌晨</h1>"
    told = "<div>2026-09-06 来源：海滨日报　记者：何青　编辑：林一</div>"
    texts = "".join(f"<p>{one}</p>" for one in (first, second, third))
    found = read(f"{head}{told}<div>{texts}</div>".encode(), url=URL)
    assert found.text == f"{first}\n\n{second}\n\n{third}"
    assert found.byline == ("何青",)
    assert not is_signature(first)
    assert is_signature("文：何青 陈默")


def test_a_sentence_that_begins_with_such_a_word_is_none():
    """*Von Berlin nach Rom*, *Por Madrid*: a place and not a name."""
    assert not is_signature("Von Berlin nach Rom")
    assert not is_signature("Por Madrid")
    assert is_signature("Par Jonas Okafor")


def test_the_date_of_another_item_is_not_the_article_s():
    """A teaser is an item of its own, with its own date of publication."""
    page = (
        "<html><title>Harbour bridge closed</title>"
        "<div itemscope itemtype=https://schema.org/Article>"
        '<h1>Harbour bridge closed</h1><time itemprop=datePublished datetime="2025-03-14">'
        "14 March</time>"
        f"<div itemprop=articleBody>{TEXT}</div></div><div itemscope><a href=/b>Ferry stopped</a>"
        '<meta itemprop="datePublished" content="2020-01-01"></div>'
    )
    assert read(page.encode(), url=URL).published == "2025-03-14"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Por Ana Quil e Rui Costa, Diário do Porto — Lisboa", "Ana Quil e Rui Costa"),
        ("Por Ana Quil, Rui Costa e Lia Dias, g1 — Rio", "Ana Quil, Rui Costa e Lia Dias"),
        ("Por Ana Quil, G1 — Brasília", "Ana Quil"),
        ("Por Lisboa, Porto e Braga, a greve — Portugal", None),
        ("Por fim, o ministro falou — Brasília", None),
        ("Por Ana Quil, a ministra do mar — e por todos", None),
        ("Por Ana Quil", None),
        ("Por Diário do Porto — Lisboa", None),
    ],
)
def test_names_before_a_house_and_its_town(line, names):
    """Outlet and town are no authors; a sentence that begins with *Por* is no byline."""
    assert before_house(line) == names


def test_the_house_and_the_town_behind_the_names_are_no_authors():
    """When a whole page is read, whatever class the line has."""
    for name in ("", " class='author'", " class='content-publication-data__from'"):
        line = f"<p{name}>Por Ana Quil e Rui Costa, Diário do Porto — Lisboa</p>"
        page = f"<html lang=pt><title>Greve no porto</title><h1>Greve no porto</h1>{line}{TEXT}"
        assert read(page.encode(), url=URL).byline == ("Ana Quil", "Rui Costa")
