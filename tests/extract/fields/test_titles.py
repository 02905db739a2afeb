"""Headlines, without the outlet's name."""

from __future__ import annotations

import pytest

from spiders.extract.fields.fields import read_fields
from spiders.extract.parsing import parse
from spiders.extract.reader import read
from tests.extract.pages import ENGLISH

URL = "https://courier.example/news/harbour"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def title(head: str, body: str = "", url: str = URL) -> str | None:
    page = f"<html lang=en><head>{head}</head><body><article>{body}{TEXT}</article></body></html>"
    return read(page.encode(), url=url).title


@pytest.mark.parametrize(
    "declared",
    [
        "Harbour bridge closed | The Harbour Courier",
        "Harbour bridge closed - The Harbour Courier",
        "Harbour bridge closed — The Harbour Courier",
        "The Harbour Courier » Harbour bridge closed",
        "Harbour bridge closed | News | The Harbour Courier",
        "Harbour bridge closed :: courier.example",
        "Harbour bridge closed ‹ The Harbour Courier",
    ],
)
def test_outlet_is_cut(declared):
    """The outlet's name is removed at either end, with any mark, if it is known to be that name."""
    site = '<meta property="og:site_name" content="The Harbour Courier">'
    assert title(f"<title>{declared}</title>{site}") == "Harbour bridge closed"


def test_outlet_before_a_colon_is_cut_where_the_page_shows_both_apart():
    """Old pages name the outlet nowhere else; a headline with a colon is shown in one piece."""
    declared = "<title>The Courier: Harbour bridge closed</title>"
    apart = "<b>The Courier</b><br><font size=5>Harbour bridge closed</font>"
    assert title(declared, f"<div>{apart}</div>") == "Harbour bridge closed"
    clock = apart.replace("</b>", "</b> <small>14.03.2025 08:30</small>")
    assert title(declared, f"<div>{clock}</div>") == "Harbour bridge closed"
    whole = "<p>The Courier: Harbour bridge closed</p>"
    assert title(declared, f"<div>{apart}</div>{whole}") == "The Courier: Harbour bridge closed"
    assert title(declared) == "The Courier: Harbour bridge closed"


@pytest.mark.parametrize("mark", [" :: ", " : ", ": "])
def test_outlet_behind_a_colon_is_not_the_headline(mark):
    """The part that the page shows as its heading is the headline, on whichever side it is."""
    declared = f"<title>Harbour bridge closed{mark}The Courier</title>"
    shown = "<table><tr><td><a href='/'>The Courier</a></td></tr></table>"
    assert title(declared, f"{shown}<h1>Harbour bridge closed</h1>") == "Harbour bridge closed"


@pytest.mark.parametrize(
    "declared",
    [
        "Bridge closed after cracks are found – mayor",
        "Closed until autumn: the harbour bridge",
        "“It is over” — the story of a bridge",
        "Harbour 2 - Weir 1",
        "Courier pigeons: who needs them?",
        "Cracks / repairs / costs",
    ],
)
def test_own_marks_stay(declared):
    """A dash or colon within the headline stays, with or without the outlet's name after it."""
    site = '<meta property="og:site_name" content="The Harbour Courier">'
    assert title(f"<title>{declared}</title>") == declared
    assert title(f"<title>{declared} - The Harbour Courier</title>{site}") == declared


def test_a_quotation_in_french_marks_is_no_name_of_the_outlet():
    """It is short and stands behind a mark, and the mark after it was taken for another."""
    said = "The mayor of Holm says: « we shall pay"
    assert title(f"<title>{said} » - The Courier</title>").startswith(said)


def test_shown_goes_before_declared():
    """Machines are given other words than readers; the headline is what readers see."""
    head = """<title>Bridge cracks 2025: everything to know about the harbour</title>
    <meta property="og:title" content="You will not believe these harbour bridge cracks">"""
    assert title(head, "<h1>Engineers shut the bridge for good</h1>") == (
        "Engineers shut the bridge for good"
    )


def test_name_in_a_heading_is_no_headline():
    """An outlet's name in a heading of the first rank does not become the headline."""
    head = """<title>Harbour bridge closed | The Harbour Courier</title>
    <meta property="og:site_name" content="The Harbour Courier">"""
    body = "<h1>The Harbour Courier</h1><h2>Harbour bridge closed</h2>"
    assert title(head, body) == "Harbour bridge closed"


def test_a_word_that_the_name_of_the_outlet_has_within_it_is_a_headline():
    """It was to be taken for that name, and the next best line for the headline."""
    site = "<meta property='og:site_name' content='The Train Spotter of Holm'>"
    said = "<meta property='og:title' content='Rain'><title>What Holm hears of its sky</title>"
    assert title(site + said) == "Rain"


def test_a_heading_that_is_declared_word_for_word_goes_before_one_that_is_like_it():
    """A chapter's heading of the first rank was taken for the headline above it."""
    head = "<title>Harbour bridge! | The Courier</title>"
    body = "<h2>Harbour bridge!</h2><h1>Harbour bridge, again</h1>"
    assert title(head, body) == "Harbour bridge!"


def test_the_address_tells_which_heading_is_the_headline():
    """Nothing is declared but the outlet's name, or what another page has for its title."""
    url = "https://courier.example/2025/bruecke-wird-fuer-immer-gesperrt-107930.html"
    shown = "<h1>Brücke wird für immer gesperrt</h1><h1>Kontakt</h1>"
    assert title("<title>The Courier</title>", shown, url) == "Brücke wird für immer gesperrt"
    stale = "<title>An event of the first class</title>"
    assert title(stale, shown, url) == "Brücke wird für immer gesperrt"


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("<span>PORTS</span> Harbour bridge is closed.", "Harbour bridge is closed"),
        ("<span>Oh no!</span>Harbour bridge is closed", "Harbour bridge is closed"),
        ("Harbour bridge is closed <b>Abonnés</b>", "Harbour bridge is closed"),
        ("Ports: Harbour bridge is closed", "Ports: Harbour bridge is closed"),
        ("US Harbour bridge is closed", "US Harbour bridge is closed"),
        ("L'Oréal'Harbour bridge is closed", "L'Oréal'Harbour bridge is closed"),
        ("Now Harbour bridge is closed", "Now Harbour bridge is closed"),
        ("Harbour bridge is closed for good", "Harbour bridge is closed for good"),
    ],
)
def test_a_label_in_the_heading_is_none_of_the_headline(shown, told):
    """A kicker in capitals, or one that stands before it without a space, was read with it."""
    head = "<meta property='og:title' content='Harbour bridge is closed'>"
    assert title(head, f"<h1>{shown}</h1>") == told


def test_headings_inside_the_text_are_no_headline():
    """If the headline is in another element, a chapter's heading is not taken for it."""
    head = "<title>Why the bridge was closed</title>"
    body = "<div class=t>Why the bridge was closed</div><h1>How steel in a bridge grows old</h1>"
    assert title(head, body) == "Why the bridge was closed"


def test_escaped_twice():
    """Entities that were escaped twice are fully decoded."""
    head = '<meta property="og:title" content="Steel &amp;amp; cracks &amp;#8211; a bridge">'
    assert title(head) == "Steel & cracks – a bridge"


def test_name_of_an_article_as_the_name_of_the_site():
    """Some pages give the headline in place of the outlet's name; it stays the headline."""
    head = """<title>Harbour bridge closed after cracks are found in girders</title>
    <meta name="application-name" content="Harbour bridge closed after cracks are found in girders">
    """
    assert title(head) == "Harbour bridge closed after cracks are found in girders"


@pytest.mark.parametrize("mark", [" :: ", " : ", " | "])
def test_the_outlet_behind_a_mark_is_not_the_headline(mark):
    """That a masthead shows the outlet's name does not make it the headline."""
    name = "The Harbour Courier"
    head = f"<title>Harbour bridge closed{mark}{name}</title>"
    body = f"<div><a href=/>{name}</a></div><h1>Harbour bridge closed</h1>"
    assert title(head, body) == "Harbour bridge closed"


def test_a_part_of_the_title_that_the_page_shows_is_the_headline():
    """A date and the outlet's name follow it, and that name is the only large heading."""
    site = "<h1>The Post</h1>"
    shown = f"{site}<div class=t>Harbour bridge closed</div>"
    head = "<title>Harbour bridge closed - 14 March 2025 - The Post</title>"
    assert title(head, shown) == "Harbour bridge closed"
    assert title(head, site) == "Harbour bridge closed"
    head = head.replace("14 March 2025", "Ports")
    assert title(head, shown) == "Harbour bridge closed"
    assert title(head, site) != "Harbour bridge closed"
    linked = f"{site}<ul><li>Harbour bridge closed</li></ul>"
    assert title(head, linked) != "Harbour bridge closed"
    named = "<meta property='og:title' content='Bridge closed in the harbour'>"
    assert title(named + head, site) == "Bridge closed in the harbour"


def test_what_machines_get_for_a_headline_is_kept_with_where():
    """Search engines and shared links get other words; the outlet's name is removed from them."""
    data = '{"@type": "NewsArticle", "headline": "They knew of the cracks"}'
    head = (
        '<meta property="og:site_name" content="The Harbour Courier">'
        "<title>Harbour bridge closed - The Harbour Courier</title>"
        '<meta property="og:title" content="Bridge &amp;amp; ferry: what now">'
        f'<script type="application/ld+json">{data}</script>'
    )
    body = f"<h1>Harbour bridge closed</h1>{TEXT}"
    page = f"<html lang=en><head>{head}</head><body><article>{body}</article></body></html>"
    found = read(page.encode(), url=URL)
    assert found.title == "Harbour bridge closed"
    assert found.declared_titles == (
        ("JSON-LD", "They knew of the cracks"),
        ("og:title", "Bridge & ferry: what now"),
        ("title", "Harbour bridge closed"),
    )


def test_what_stands_behind_a_bar_is_a_name_only_where_the_outlet_is_known_by_it():
    """Else it would go unnoticed that search engines were given another number."""
    name = '<meta property="og:site_name" content="The Post">'
    said = "Harbour bridge falls | 9 dead"
    head = f'{name}<title>{said} | The Post</title><meta property="og:title" content="{said}">'
    page = (
        f"<html lang=en><head>{head}</head><body><h1>Harbour bridge falls</h1>{TEXT}</body></html>"
    )
    titles = read(page.encode(), url=URL).declared_titles
    assert titles == (("og:title", said), ("title", said))


def test_a_headline_keeps_its_point_though_machines_are_told_another():
    """An editor who removed the point of *2.5%* changed the headline, whatever was declared."""
    declared = "<title>Prices are 2.5% up</title>"
    assert title(declared, "<h1>Prices are 25% up</h1>") == "Prices are 25% up"
    kicker = "<h1><i>Prices</i><i>They are 2.5% up</i></h1>"
    assert title("<title>Prices: They are 2.5% up</title>", kicker) == "Prices: They are 2.5% up"


def test_one_heading_may_show_headline_and_standfirst():
    """If the page declares both, and the two together are what the heading shows."""
    title, more = "The works that would not close", "For twenty years its steel has been sold."
    head = f"<meta property='og:title' content='{title}'>"
    head += f"<meta property='og:description' content='{more}'><title>{title} - Wick</title>"
    shown = f"<h1><span>{title}</span> <span>{more}</span></h1>"
    fields = read_fields(parse(f"<head>{head}</head><body>{shown}"), None, "https://wick.example/")
    assert (fields.title, fields.standfirst) == (title, more)
    other = f"<h1><span>{title}</span> <span>A story in three parts</span></h1>"
    fields = read_fields(parse(f"<head>{head}</head><body>{other}"), None, "https://wick.example/")
    assert fields.standfirst is None


def test_a_headline_that_is_a_link_to_itself_goes_before_what_machines_get():
    """Some templates have no ``h1``, and the words for search engines are shown to nobody."""
    head = "<meta property='og:title' content='Weir closed'><title>Weir closed - Wick Post</title>"
    shown = "<h2><a href='/news/weir'>Weir closed</a></h2>"
    thing = {"headline": "Nine weeks without a weir in Wick"}
    fields = read_fields(parse(f"<head>{head}</head><body>{shown}"), thing, "https://wick.example/")
    assert fields.title == "Weir closed"
    fields = read_fields(parse(f"<head>{head}</head><body>"), thing, "https://wick.example/")
    assert fields.title == thing["headline"]
