"""The authors that a page declares, compared with the lines in which it shows them."""

from __future__ import annotations

import json

import pytest

from spiders.extract.fields.beside_dates import before_date, behind_date
from spiders.extract.fields.names import is_label, is_login, is_person, labelled_part
from spiders.extract.reader import read
from tests.extract.pages import ENGLISH

URL = "https://courier.example/news/harbour"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def byline(author: object, above: str, below: str = "", language: str = "en") -> tuple[str, ...]:
    thing = {"@type": "NewsArticle", "headline": ENGLISH.title, "author": author}
    page = f"""<html lang={language}><head><title>{ENGLISH.title}</title>
<meta property="og:site_name" content="The Harbour Courier">
<script type="application/ld+json">{json.dumps(thing)}</script></head><body>
<nav><a href=/>The Harbour Courier</a></nav><article><h1>{ENGLISH.title}</h1>{above}
<div class=text>{TEXT}{below}</div></article></body></html>"""
    return read(page.encode(), url=URL).byline


def person(*names: str) -> list[dict[str, str]]:
    return [{"@type": "Person", "name": name} for name in names]


@pytest.mark.parametrize(
    ("declared", "above", "names"),
    [
        (
            ["Lala Mammadova", "Nino Beridze"],
            "<p>By Lala Mammadova</p><p>Edited by Nino Beridze</p>",
            1,
        ),
        (
            ["Lala Mammadova", "Ara Petrosyan"],
            "<p>By Lala Mammadova | Photos by Ara Petrosyan</p>",
            1,
        ),
        (
            ["Lala Mammadova", "Ara Petrosyan"],
            "<div>By Lala Mammadova</div><div>Contributions from</div><div>Ara Petrosyan</div>",
            1,
        ),
        (["Lala Mammadova"], "<p>By Lala Mammadova and Nino Beridze</p>", 2),
        (["Lala Mammadova"], "<p>By Lala Mammadova, Senior Politics Reporter</p>", 1),
        (["Lala Mammadova"], "<p>By Lala Mammadova, Founder and Lead Reviewer</p>", 1),
        (["lala.m"], "<p>By Lala Mammadova</p>", 1),
        (["LalaM"], "<p>By Lala Mammadova</p>", 1),
        (["Lala"], "<p>By Lala Mammadova</p>", 1),
        ([], "<div>Written by</div><div>Lala Mammadova</div>", 1),
        ([], "<p>posted on 2025-02-07 23:30 EST by Lala Mammadova</p>", 1),
        ([], "<p>02/07/2025 by Lala Mammadova, Head of Ports at the Ministry</p>", 1),
        ([], "<p>07.02.2025, 12:14 Автор: Lala Mammadova Просмотров: 512</p>", 1),
        ([], "<p>Learn about our <a rel=author href=/author/x>Learn about our policies</a></p>", 0),
        ([], "<p class=author>Lala Mammadova | 07.02.2025 12:14</p>", 1),
        ([], "<p class=byline>07.02.2025 12:14 · Lala Mammadova</p>", 1),
        ([], "<p class=info>Late Ports | 07.02.2025 12:14</p>", 0),
        ([], "<p class=author>Ports | 07.02.2025 12:14</p>", 0),
        ([], "<p class=author>HBC Ports | 07.02.2025 12:14</p>", 0),
        (["Lala Mammadova | The Port Journal"], "", 1),
        (["Lala Mammadova, Bleak Report"], "", 1),
        (["Lala Mammadova for The Port Journal"], "", 1),
        (["As told to Lala Mammadova"], "", 1),
        ([], "<div class=info>par Lala Mammadova, 7 février 2025 | Ports</div>", 1),
    ],
)
def test_declared_and_shown(declared, above, names):
    """Authors, not editors; all that are shown; a person for a login; no office and no outlet."""
    expected = ("Lala Mammadova", "Nino Beridze")[:names]
    assert byline(person(*declared), above) == expected


def test_house_gives_way_to_a_person():
    """If an organization is declared and a person is shown, the person is the author."""
    house = {"@type": "Organization", "name": "Port Wire"}
    assert byline(house, "<p>By Lala Mammadova</p>") == ("Lala Mammadova",)
    assert byline(house, "") == ("Port Wire",)


def test_one_person_of_several_names():
    """Some makers give the names of all authors as those of one person, or a person as a text."""
    author = {"@type": "Person", "name": ["Lala Mammadova", "Nino Beridze"]}
    assert byline(author, "") == ("Lala Mammadova", "Nino Beridze")
    assert byline(json.dumps(person("Lala Mammadova")[0]), "") == ("Lala Mammadova",)
    assert byline("{ Lala Mammadova", "") == ("{ Lala Mammadova",)


def test_the_author_of_the_page_is_that_of_an_article_without_one():
    """In a graph the page may have a reference to its author, and the article none."""
    page = {"@type": "WebPage", "author": {"@id": "#lala"}}
    known = {"@type": "Person", "@id": "#lala", "name": "Lala Mammadova"}
    graph = json.dumps({"@graph": [page, known]})
    head = f'<script type="application/ld+json">{graph}</script>'
    assert byline(None, head) == ("Lala Mammadova",)


def test_who_publishes_the_page_is_its_house():
    """The author that a page declares is its publisher, and below its text a person signs."""
    head = "<meta name=author content='Port Wire'><meta name=publisher content='Port Wire (Holm)'>"
    page = f"<html lang=en><title>{ENGLISH.title}</title>{head}<h1>{ENGLISH.title}</h1>{TEXT}"
    assert read(f"{page}<p>By Lala Mammadova</p>".encode(), url=URL).byline == ("Lala Mammadova",)


def test_who_is_shown_as_author_stays_one():
    """An author who also took the pictures remains an author."""
    above = "<p>By Lala Mammadova</p><p>Photos by Lala Mammadova</p>"
    assert byline(person("Lala Mammadova", "Nino Beridze"), above)[0] == "Lala Mammadova"


def test_name_below_the_text():
    """Papers of the region sign below the text; in English, a bold line there is a heading."""
    signed = "<p><strong>Lala Mammadova</strong></p>"
    assert byline([], "", signed, language="az") == ()  # the text itself is English
    text = "".join(
        f"<p>{line}</p>"
        for line in (
            "Limanda bu gün yeni körpü açılıb, mərasimdə şəhər sakinləri iştirak edib.",
            "Körpünün tikintisi üç il çəkib və təxminən iyirmi milyon manata başa gəlib.",
            "İlk gəmi körpüyə axşam saatlarında yan alıb, onu uşaqlar bayraqlarla qarşılayıb.",
        )
    )
    title = "Limanda körpü açıldı"
    page = f"<html lang=az><title>{title}</title><article><h1>{title}</h1>{text}{signed}</article>"
    found = read(page.encode(), url=URL)
    assert found.byline == ("Lala Mammadova",)
    assert "Mammadova" not in found.text


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Giriş: 02.11.2026 - 08:15 Muhabir: Lale Memedova Kaynak: İHA", "Lale Memedova"),
        ("02 თებერვალი 2026 ავტორი: ნინო ბერიძე ნახვა: 512", "ნინო ბერიძე"),
        ("Հեղինակ՝ Լիլիթ Հակոբյան | 01.06.2026", "Լիլիթ Հակոբյան"),
        ("Опубликовано: 2 мая 2025", None),
        ("Muhabir:", None),
    ],
)
def test_labelled_part(line, name):
    """The name ends where the next part of the line begins."""
    assert labelled_part(line) == name


def test_what_is_a_name():
    """A label comes before a name; a person has two words and no office; a login is one word."""
    assert all(map(is_label, ("By", "Written by", "Author:", "Автор", "Müəllif")))
    assert not any(map(is_label, ("", "By Lala", "Share", "12 min")))
    assert all(map(is_person, ("Lala Mammadova", "Ursula von der Leyen", "ნინო ბერიძე")))
    assert not any(map(is_person, ("Lala", "Executive Editor", "Reuters", "4:45pm EST")))
    assert all(map(is_login, ("katieS", "KatieS", "lala.m", "officiallala")))
    assert not any(map(is_login, ("Lala", "Lala Mammadova", "AFP", "王小明", "ნინო")))
    assert before_date("Von Lala am 03.05.2025, 11:51 | Ports") == "Lala"
    assert before_date("Von Montag 3.5.2025 an") is None
    assert behind_date("03.05.2025, 11:51 von lala.m") == "lala.m"
    assert behind_date("Die 3 Punkte der Liste und 5 mehr von lala.m") is None
    assert behind_date("12 May 2025 EST by Lala Mammadova in Ports") == "by Lala Mammadova"


def test_name_below_the_text_of_a_house():
    """An organization is declared, and the text is signed by a person."""
    house = {"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Liman"}}
    told = f'<script type="application/ld+json">{json.dumps(house)}</script>'
    text = (
        "<p>Limanda bu gün yeni körpü açılıb, mərasimdə şəhər sakinləri iştirak edib.</p>"
        "<p>Körpünün tikintisi üç il çəkib və təxminən iyirmi milyon manata başa gəlib.</p>"
        "<p>İlk gəmi körpüyə axşam saatlarında yan alıb, onu uşaqlar qarşılayıb.</p>"
    )
    signed = "<p><em>Lala Mammadova</em></p>"
    page = f"<html lang=az><title>Körpü</title>{told}<h1>Yeni körpü</h1><div>{text}"
    assert read(f"{page}{signed}</div>".encode(), url=URL).byline == ("Lala Mammadova",)
    assert read(f"{page}</div>".encode(), url=URL).byline == ("Liman",)


def test_two_names_below_the_text():
    """Two sign as one does: their line was read as text, and another name as an edit of it."""
    text = (
        "<p>Limanda bu gün yeni körpü açılıb, mərasimdə şəhər sakinləri iştirak edib.</p>"
        "<p>Körpünün tikintisi üç il çəkib və təxminən iyirmi milyon manata başa gəlib.</p>"
        "<p>İlk gəmi körpüyə axşam saatlarında yan alıb, onu uşaqlar qarşılayıb.</p>"
    )
    page = f"<html lang=az><title>Körpü</title><h1>Yeni körpü</h1><div>{text}{{}}</div>"
    found = read(page.format("<p><i>Lala Mammadova, Rəşad Quliyev</i></p>").encode(), url=URL)
    assert found.byline == ("Lala Mammadova", "Rəşad Quliyev")
    assert "Quliyev" not in found.text
    found = read(page.format("<p><i>Yeni Körpü, Liman</i></p>").encode(), url=URL)
    assert found.byline == ()


PERSON = (
    '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
    '<meta itemprop="name" content="{}"></span>'
)
CARD = (
    '<div itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="author" '
    'content="Len Croft"><a href="/2">Show jumper sold for a record sum</a></div>'
)
COMMENT = (
    '<div itemscope itemtype="https://schema.org/Comment">'
    '<meta itemprop="author" content="Len Croft"><p>It is about time, I say.</p></div>'
)
ITEM = '<div itemscope itemtype="https://schema.org/NewsArticle">'


@pytest.mark.parametrize("below", ["", CARD, CARD + CARD, COMMENT, COMMENT.replace("Len", "Ann")])
@pytest.mark.parametrize("item", ["<div>", ITEM])
@pytest.mark.parametrize(
    ("told", "names"),
    [
        (PERSON.format("Olive Tranter"), ("Olive Tranter",)),
        ('<meta itemprop="author" content="Olive Tranter">', ("Olive Tranter",)),
        ('<p>By <span itemprop="author">Olive Tranter</span></p>', ("Olive Tranter",)),
        ("", ()),
    ],
)
def test_the_author_of_a_card_or_a_comment_is_none_of_the_article(told, names, item, below):
    """In microdata they were taken for the article's, before the author that the page shows."""
    texts = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    head = f"<html><title>Harbour bridge closed</title>{item}<h1>Harbour bridge closed</h1>"
    page = f"{head}{told}<div>{texts}</div></div>{below}"
    assert read(page.encode(), url="https://courier.example/news/1").byline == names


def test_who_is_stated_beside_a_text_with_links_is_its_author():
    """An item around the text, without the headline above it, is no card."""
    texts = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    link = '<p>See <a href="/2">the report of the inspection team</a> on the cracks.</p>'
    told = '<meta itemprop="author" content="Olive Tranter">'
    page = f"<html><title>Harbour bridge closed</title><h1>Harbour bridge closed</h1>{ITEM}{told}"
    found = read(f"{page}{texts}{link}</div>".encode(), url="https://courier.example/news/1")
    assert found.byline == ("Olive Tranter",)


@pytest.mark.parametrize(
    "told",
    [
        '<meta itemprop="author" content="Olive Tranter">',
        '<span itemprop="author" itemscope><meta itemprop="name" content="Olive Tranter"></span>',
    ],
)
@pytest.mark.parametrize(
    "head", ["<h1>{}</h1>{}", "{1}<h2>{0}</h2>", '{1}<h2><a href="/1">{0}</a></h2>']
)
def test_a_short_report_with_a_link_is_no_card_of_another(head, told):
    """Author and time of a report of few lines, with a linked source, were left out as a card's."""
    text = (
        '<p>The ferry to Holm is out of order, says the <a href="/2">harbour office of Wick</a>.'
        " It will sail again on Tuesday, when the new engine is there.</p>"
    )
    time = '<meta itemprop="datePublished" content="2026-03-02T10:00:00Z">'
    page = f"<title>Ferry is out of order</title>{head.format('Ferry is out of order', ITEM)}"
    found = read(f"{page}{told}{time}{text}</div>".encode(), url="https://courier.example/news/1")
    assert found.byline == ("Olive Tranter",)
    assert found.published == "2026-03-02T10:00:00Z"


def test_a_card_with_a_summary_below_its_heading_is_one():
    """A link in a heading is another article's headline, however much text is below it."""
    texts = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    card = CARD.replace("<a", "<h3><a").replace("</a>", f"</a></h3><p>{ENGLISH.paragraphs[0]}</p>")
    page = f"<html><title>Harbour bridge closed</title><h1>Harbour bridge closed</h1>{texts}{card}"
    assert read(page.encode(), url="https://courier.example/news/1").byline == ()
