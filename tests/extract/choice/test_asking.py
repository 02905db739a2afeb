"""Boxes that ask for something, modules that make up an article, tiles below it, whole tables."""

from __future__ import annotations

import pytest

from spiders.extract.choice.dropped.asking import drop_asking
from spiders.extract.choice.dropped.edges import drop_colophon
from spiders.extract.choice.dropped.tiles import drop_tiles
from spiders.extract.choice.kept.modules import keep_modules
from spiders.extract.choice.kept.structures import keep_structures, keep_tables
from spiders.extract.fields.fields import read_fields
from spiders.extract.parsing import parse
from tests.growth import TIMES, grows_with_length

URL = "https://wick.example/news/1"
TEXT = [
    "The keeper of the lighthouse lets rooms by the week, and keeps the lamp lit all night.",
    "Guests bring bread and lamp oil with them, and leave again before the winter storms come.",
    "The last storm took the pier in 1953, and the council has promised another one ever since.",
    "Nobody who lives on the rock remembers a summer with so many boats, or one so short of fish.",
]
PARAGRAPHS = "".join(f"<p>{one}</p>" for one in TEXT)
FIELD = '<form action="/s"><input type="email"><button>Go</button></form>'
ASKED = "Every weekday at six our night editor writes you a letter about what happened."


def dropped(inner: str) -> list[str]:
    """The blocks dropped as a box that asks, on a page of which all blocks are kept."""
    page = parse(f"<body>{inner}</body>")
    keep = [True] * len(page.blocks)
    drop_asking(page.blocks, keep, page.asking)
    return [block.text for block, kept in zip(page.blocks, keep, strict=True) if not kept]


def test_a_box_without_a_name_asks_by_where_it_leads():
    """By a last line that links to a subscription, or as the only box of heading, text and link."""
    door = f"<div class='x1'><p>{ASKED}</p><div><a href='/newsletters/six'>Go</a></div></div>"
    assert dropped(f"<div>{PARAGRAPHS}{door}{PARAGRAPHS}</div>") == [ASKED, "Go"]
    box = f"<div class='x1'><h3>The morning</h3><p>{ASKED}</p><a href='/go'>Go</a></div>"
    assert dropped(f"<div>{PARAGRAPHS}{box}{PARAGRAPHS}</div>") == ["The morning", ASKED, "Go"]
    for other in (
        f"<div><h3>Rooms</h3><p>{TEXT[0]}</p></div>",
        f"<p>{ASKED}</p><p><a href='/newsletters/six'>Go</a></p>",
        box.replace("Go", "The report of the keeper on all lamps and boats"),
        box + box,
    ):
        assert dropped(f"<div>{PARAGRAPHS}{other}{PARAGRAPHS}</div>") == []


def test_a_table_around_a_field_asks_though_its_form_ends_where_the_table_begins():
    """Parsers put a ``form`` between rows aside; an offer below the text was read as its end."""
    rows = f"<tr><td>{ASKED}</td></tr>"
    field = "<tr><td>E-mail:</td><td><input name=email></td></tr>"
    offer = f"<table>{rows}<tr><td><table><form>{field}</form></table></td></tr></table>"
    assert dropped(f"<div>{PARAGRAPHS}</div>{offer}") == [ASKED, "E-mail:"]
    layout = f"<table><tr><td>{PARAGRAPHS}</td><td><table>{field}</table></td></tr></table>"
    assert dropped(layout) == ["E-mail:"]


def left_again(again: str, box: str) -> list[str]:
    """What else is dropped on a page of which one box is already left out."""
    page = parse(f"<body><div>{PARAGRAPHS}{box}{PARAGRAPHS}</div>{again}</body>")
    keep = [not any(one.tag == "aside" for one in b.element.lineage()) for b in page.blocks]
    was = list(keep)
    drop_asking(page.blocks, keep, page.asking)
    return [one.text for one, a, b in zip(page.blocks, was, keep, strict=True) if a and not b]


def test_a_plea_that_stands_again_without_its_button_goes_too():
    """Within the text it ends with a button; its copy below the text, with a line of its own."""
    plea = f"<h3>You can read this because somebody paid.</h3><p>{ASKED}"
    box = f"<aside>{plea}</p><button>Go</button></aside>"
    again = f"<div>{plea} Please do.</p><p>Follow us.</p></div>"
    asked = ["You can read this because somebody paid.", f"{ASKED} Please do.", "Follow us."]
    assert left_again(again, box) == asked
    assert left_again(f"<div>{plea}</p>{PARAGRAPHS}</div>", box) == [asked[0], ASKED]
    for other, first in (
        (again.replace(ASKED, TEXT[0]), box),
        (again, box.replace("<button>Go</button>", "")),
        (again, box.replace("<h3>", "<h3>Please: ")),
    ):
        assert left_again(other, first) == []


def test_a_field_for_an_address_makes_a_box_that_asks():
    """Whatever its words and names, in any language."""
    box = f"<div><h3>The morning</h3><p>{ASKED}</p>{FIELD}</div>"
    assert dropped(f"<div>{PARAGRAPHS}{box}{PARAGRAPHS}</div>") == ["The morning", ASKED, "Go"]


def test_a_field_in_the_text_itself_takes_no_paragraph():
    """The form is dropped, and the paragraphs around it stay."""
    assert dropped(f"<article>{PARAGRAPHS}{FIELD}{PARAGRAPHS}</article>") == ["Go"]
    assert dropped(f"<main><div>{PARAGRAPHS}{FIELD}</div></main>") == ["Go"]


def test_a_wider_box_must_say_what_it_is():
    """Three elements above its form there may be anything, so that box needs a telling name."""
    form = f"<div><div>{FIELD}</div></div>"
    text = PARAGRAPHS * 2
    for name, lost in (("signup-promo", [ASKED, "Go"]), ("part", ["Go"])):
        box = f'<div class="{name}"><p>{ASKED}</p>{form}</div>'
        assert dropped(f"<div>{text}{box}</div>") == lost, name


@pytest.mark.parametrize(
    ("box", "is_one"),
    [
        (f'<div class="sign-in-gate"><p>{ASKED}</p><button>Join</button></div>', True),
        (f'<div class="contribution"><p>{ASKED}</p><a href="/give">Give</a></div>', True),
        (f'<aside class="newsletter"><p>{ASKED}</p><p><a href="/n">Sign up</a></p></aside>', True),
        (f'<div class="lid-worden"><p>{ASKED}</p><a href="/wie">Word lid</a></div>', True),
        (f'<div class="contribution"><p>{ASKED}</p></div>', False),
        (f'<div class="subscriber-only"><p>{ASKED}</p><a href="/a">A</a></div>', False),
        (f'<div class="dek-contributions"><p>{ASKED}</p><p><a href="/a">A</a></p></div>', False),
        (f'<ul class="paywall"><li>{ASKED}</li><li><button>More</button></li></ul>', False),
    ],
)
def test_a_named_box_asks_with_a_button_or_a_link(box, is_one):
    """A name alone is not enough: the text behind a wall often carries the wall's name, too."""
    assert (ASKED in dropped(f"<div>{PARAGRAPHS * 2}{box}</div>")) is is_one


def test_a_wall_has_a_line_that_leads_to_where_one_subscribes():
    """A button is known by where it leads, in any language; a link in a text leads elsewhere."""
    for link, lost in (("/join", True), ("/abo?x=1", True), ("/joinery/1", False)):
        lines = [ASKED, "Weiter", "Danke"]
        box = (
            f"<div class='wall'><p>{ASKED}</p><p><a href='{link}'>Weiter</a></p><p>Danke</p></div>"
        )
        assert dropped(f"<main>{PARAGRAPHS}{box}</main>") == (lines if lost else []), link


def test_a_wall_needs_no_button_if_it_says_what_walls_say():
    """Its line was the last of the text; behind a wall may be the text itself."""
    line = "Subscribe to continue reading this article."
    box = f"<div class='arc-paywall'><p>{line}</p></div>"
    assert dropped(f"<article>{PARAGRAPHS}{box}</article>") == [line]
    box = f"<div class='arc-paywall'><p>{ASKED}</p><p>{line}</p></div>"
    assert dropped(f"<article>{PARAGRAPHS}{box}</article>") == []


def test_what_comes_again_and_again_under_one_name_is_the_page():
    """Some papers put each paragraph into an element for subscribers, with a button."""
    part = '<div class="paywall"><p>{}</p><button>Share</button></div>'
    assert not dropped("".join(part.format(one) for one in TEXT))


def test_a_box_that_is_most_of_the_text_is_the_text():
    """A page about a newsletter may have all of its text in a box of that name."""
    box = f'<div class="newsletter">{PARAGRAPHS}<button>Go</button></div>'
    assert not dropped(f"{box}<p>{ASKED}</p>")


# --- modules ---------------------------------------------------------------------------------
def module(inner: str, names: str = "rec") -> str:
    """A part of a text, nested as deeply as page builders nest it."""
    deep = f'<div class="w"><div class="c"><div class="t">{inner}</div></div></div>'
    return f'<div class="{names}">{deep}</div>'


def kept(inner: str, chances: dict[str, float], sure: float = 0.95) -> list[str]:
    """What is kept when all was kept except the texts that begin as in ``chances``."""
    page = parse(f"<body><div id='all'>{inner}</div></body>")
    keep, given = [], []
    for block in page.blocks:
        chance = next((c for text, c in chances.items() if block.text.startswith(text)), sure)
        given.append(chance)
        keep.append(chance == sure)
    keep_modules(page.blocks, keep, given, read_fields(page, None, URL))
    return [block.text for block, one in zip(page.blocks, keep, strict=True) if one]


def test_a_heading_in_a_module_of_its_own_is_kept_among_others():
    """So is a quotation; the model gives both low chances, as nothing next to them is like them."""
    inner = module(TEXT[0]) + module("A room") + module(TEXT[1], "rec r2")
    inner += module(TEXT[2]) + module(TEXT[3])
    assert "A room" in kept(inner, {"A room": 0.14})
    assert TEXT[1] in kept(inner, {"A room": 0.14, TEXT[1]: 0.4})
    assert TEXT[1] not in kept(inner, {TEXT[1]: 0.2})
    assert "A room" not in kept(inner, {"A room": 0.05})


@pytest.mark.parametrize(
    "other",
    [
        module('<a href="/x">Otters</a>') + module("Otters return", "card"),
        module('<img src="/a.jpg">Otters return'),
        module("Otters return", "rec newsletter"),
        '<div class="rec"><a href="/x">More</a><div class="t">Otters return</div></div>',
        '<section class="rec wide"><div class="t">Otters return</div></section>',
    ],
)
def test_another_module_is_not_kept_for_standing_there(other):
    """A caption, a card that links elsewhere, a box with a telling name, one of another make."""
    inner = module(TEXT[0], "rec wide") + other + module(TEXT[1]) + module(TEXT[2])
    assert "Otters return" not in kept(inner, {"Otters": 0.3, "More": 0.05})


def test_paragraphs_side_by_side_are_no_modules():
    """What is between such paragraphs is left to the rules for gaps."""
    inner = "".join(f"<p>{one}</p>" for one in TEXT[:3]) + module("A room") + f"<p>{TEXT[3]}</p>"
    assert "A room" not in kept(inner, {"A room": 0.3})


def test_a_note_of_correction_in_the_last_module_is_kept():
    """It comes right after the text, in a module like the others."""
    note = "Correction: an earlier version of this article gave the year as 1952."
    inner = "".join(map(module, TEXT)) + module(note)
    assert note in kept(inner, {note: 0.05})


# --- tiles, tables, the end ------------------------------------------------------------------
def tiles_left(inner: str, heading: float = 0.05) -> list[str]:
    """The excerpts kept below a text when the model took all of them for text."""
    head = f"<link rel='canonical' href='{URL}'>"
    page = parse(f"<html><head>{head}</head><body>{PARAGRAPHS * 2}{inner}</body></html>")
    keep = [not block.linked and block.element.tag != "h2" for block in page.blocks]
    chances = [heading if block.element.tag == "h2" else 0.8 for block in page.blocks]
    drop_tiles(page.blocks, keep, read_fields(page, None, URL), chances)
    left = [block.text for block, one in zip(page.blocks, keep, strict=True) if one]
    return [text for text in left if text.startswith("Excerpt")]


TILE = '<div class="tile"><a href="/{0}">Other {0}</a><p>Excerpt {0} tells of it.</p></div>'
ITEM = '<li><a href="https://wick.example/{0}">Other {0}</a><br>Excerpt {0} tells of it.</li>'


def test_excerpts_of_other_articles_below_a_text_are_none_of_it():
    """Whatever their markup: like elements in a row, each with a linked line and a text."""
    for form in (TILE, ITEM):
        assert not tiles_left("<h2>Dernières</h2>" + "".join(form.format(n) for n in range(4)))


@pytest.mark.parametrize(
    ("heading", "chance", "form", "count"),
    [
        ("<h2>Rooms</h2>", 0.6, TILE, 4),
        ("", 0.0, TILE, 4),
        ("<h2>More</h2>", 0.05, TILE, 2),
        ("<h2>Sources</h2>", 0.05, TILE.replace("/{0}", "https://else.example/{0}"), 4),
        ("<h2>Posts</h2>", 0.05, TILE.replace("/{0}", f"{URL}#{{0}}"), 4),
        ("<h2>More</h2>", 0.05, TILE + "<p>Text between them.</p>", 4),
    ],
)
def test_a_list_that_is_the_articles_stays(heading, chance, form, count):
    """Under a heading or line of the text, short, or with links elsewhere or within the page."""
    made = "".join(form.format(n) for n in range(count))
    assert len(tiles_left(heading + made, chance)) == count


def table(kept_cells: set[str], rows: str) -> list[str]:
    """What is kept of a table when these cells were kept."""
    page = parse(f"<body><table>{rows}</table></body>")
    keep = [block.text in kept_cells for block in page.blocks]
    keep_tables(page.blocks, keep)
    return [block.text for block, one in zip(page.blocks, keep, strict=True) if one]


ROWS = "<tr><th>Year</th><th>Fish</th></tr><tr><td>1952</td><td>8,400</td></tr>"
ROWS += "<tr><td>1953</td></tr>"


def test_a_table_is_kept_as_a_whole():
    """The model often leaves out the headers of its rows."""
    assert table({"Year", "Fish", "8,400"}, ROWS) == ["Year", "Fish", "1952", "8,400", "1953"]
    assert table({"Year"}, ROWS) == ["Year"]
    laid_out = f"<tr><td>Year</td><td>Fish</td><td>1952</td><td>x</td><td>{TEXT[0]}</td></tr>"
    assert table({"Year", "Fish", "1952"}, laid_out) == ["Year", "Fish", "1952"]
    odd = f"{ROWS}<tr><td>★ ★</td><td><a href='/x'>Buy</a></td></tr>"
    assert table({"Year", "Fish", "8,400"}, odd) == ["Year", "Fish", "1952", "8,400", "1953"]


@pytest.mark.parametrize(
    ("attributes", "kept"), [("", False), (" role='heading' aria-level='3'", True)]
)
def test_what_calls_itself_a_heading_is_one(attributes, kept):
    """Between kept paragraphs it stays, however low its chance; a plain element does not."""
    text = f"<p>{TEXT[0]}</p>"
    page = parse(f"<body><div>{text}<div{attributes}>The lamps</div>{text}</div></body>")
    keep = [True, False, True]
    keep_structures(page.blocks, keep, [True, False, True], [0.9, 0.0, 0.9])
    assert keep == [True, kept, True]


def test_the_caption_of_a_table_among_the_paragraphs_is_kept():
    """Some sites put a picture and its caption into a table, and the model is unsure about both."""
    for box, kept in (
        ("<table><caption>The lamp</caption><tr><td></td></tr></table>", True),
        ("<div><h4>The lamp</h4></div>", False),
    ):
        page = parse(f"<body><div><p>{TEXT[0]}</p>{box}<p>{TEXT[1]}</p></div></body>")
        keep = [True, False, True]
        keep_structures(page.blocks, keep, [True, False, True], [0.9, 0.3, 0.9])
        assert keep == [True, kept, True]


def test_what_stands_behind_the_copyright_is_no_text():
    """One or two lines after it are dropped; if more follows, the page goes on."""
    for year, more, lost in (("2025", "", 1), ("", "", 0), ("2025", PARAGRAPHS, 0)):
        inner = f"{PARAGRAPHS * 3}<p>© {year} The Post.</p><p>No part may be copied.</p>{more}"
        page = parse(f"<body>{inner}</body>")
        keep = [not block.text.startswith("©") for block in page.blocks]
        before = sum(keep)
        drop_colophon(page.blocks, keep)
        assert before - sum(keep) == lost


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src='/a.jpg'><figcaption>© Ada Quill / The Post, 2025</figcaption></figure>",
        "<div><img src='/a.jpg'>Copyright 2025 Ada Quill</div>",
    ],
)
def test_the_credit_of_a_picture_is_no_colophon(picture):
    """The last paragraph comes after it, and may be what the outlet added."""
    page = parse(f"<body><div>{PARAGRAPHS * 3}{picture}<p>No part was hurt.</p></div></body>")
    keep = [block.text[0] not in "©C" for block in page.blocks]
    drop_colophon(page.blocks, keep)
    assert keep[-1]


def test_many_fields_and_lines_of_copyright_take_no_longer():
    """For each of them, the whole text used to be searched."""
    line = "<p>Abc <input name='mail'></p><p>© 2025</p>"

    def drop(page):
        keep = [block.text[0] != "©" for block in page.blocks]
        drop_asking(page.blocks, keep, page.asking)
        drop_colophon(page.blocks, keep)

    pages = (f"<body>{line * many}</body>" for many in (500, TIMES * 500))
    small, large = map(parse, pages)
    assert grows_with_length(drop, small, large)


def tiles(inner: str, chance: float = 0.7) -> list[str]:
    """What is dropped as a tile on a page of which whole sentences are kept."""
    page = parse(f"<body><h2>More</h2>{inner}</body>")
    keep = [block.text.endswith(".") for block in page.blocks]
    was = list(keep)
    fields = read_fields(page, None, URL)
    drop_tiles(page.blocks, keep, fields, [chance if one else 0.0 for one in keep])
    return [one.text for one, a, b in zip(page.blocks, was, keep, strict=True) if a and not b]


def test_a_row_of_tiles_is_one_however_little_of_it_is_kept():
    """The model keeps one excerpt of five, and a date comes between it and its headline."""
    other = "<li><section><a href='/{0}'><h3>Fog {0}</h3></a><div>{0} May</div>{1}</section></li>"
    row = [other.format(n, "<p>An excerpt</p>") for n in range(5)]
    row[3] = other.format(3, f"<p>{TEXT[0]}</p>")
    text = f"<div>{PARAGRAPHS.replace('h', 'j')}</div><h2>Latest</h2>"
    assert tiles(f"{text}<ul>{''.join(row)}</ul>") == [TEXT[0]]
    assert tiles(f"{text}<ul>{row[3]}</ul>") == []


def test_a_card_that_is_one_link_is_another_article():
    """Whatever the model thinks of it; but a list of links is part of its article."""
    card = f"<div><a href='/fog'><h2>Fog.</h2><p>{TEXT[0]}</p></a></div>"
    text = PARAGRAPHS.replace("h", "j")
    assert tiles(f"<div>{text}{card}{text}</div>") == ["Fog.", TEXT[0]]
    links = "<ul><li><a href='/a'>Tai chi.</a></li><li><a href='/b'>Yoga.</a></li></ul>"
    assert tiles(f"<div>{text}{links}{text}</div>") == []
