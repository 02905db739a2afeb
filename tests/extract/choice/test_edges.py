"""What is at the edges of an article: bylines, counts, biographies, other articles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spiders.extract.choice.dropped.edges import (
    drop_edges,
    drop_teasers,
    drop_titled,
    is_toolbar,
)
from spiders.extract.choice.dropped.labelled import drop_boxes
from spiders.extract.choice.dropped.tiles import drop_tiles
from spiders.extract.fields.fields import Fields, read_fields
from spiders.extract.parsing import parse
from spiders.extract.reader import read
from tests.growth import TIMES, grows_with_length

if TYPE_CHECKING:
    from spiders.extract.page import Page

ONE = "The keeper of the lighthouse lets rooms by the week, and keeps the lamp lit all night."
TWO = "Guests bring bread and lamp oil with them, and leave again before the winter storms come."
URL = "https://a.example/news/1"
AUTHOR = "<meta name='author' content='Ada Quill'>"


def page(inner: str) -> tuple[Page, Fields]:
    """A page by Ada Quill."""
    parsed = parse(f"<html><head>{AUTHOR}</head><body>{inner}</body></html>")
    return parsed, read_fields(parsed, None, "https://a.example/")


def dropped(inner: str) -> list[str]:
    """What is dropped at the edges of a page of which all was kept."""
    parsed, fields = page(inner)
    keep = [True] * len(parsed.blocks)
    drop_edges(parsed.blocks, keep, fields)
    return [block.text for block, kept in zip(parsed.blocks, keep, strict=True) if not kept]


def test_who_wrote_it_and_how_often_it_was_shared_is_no_text():
    """Above the text, or between standfirst and text; a count changes all day."""
    lines = "<p>By Ada Quill</p><p>1,204</p><p>14.03.2025, 08:30</p>"
    for inner in (f"{lines}<p>{ONE}</p><p>{TWO}</p>", f"<p>{ONE}</p>{lines}<p>{TWO}</p>"):
        assert dropped(inner) == ["By Ada Quill", "1,204", "14.03.2025, 08:30"]


def test_date_author_and_count_in_one_line_are_no_text():
    """Separated by bars; if one part is something else, the line belongs to the article."""
    line = "14. März 2025 | Von Jonas Okafor | 492 Aufrufe"
    assert dropped(f"<p>{line}</p><p>{ONE}</p><p>{TWO}</p>") == [line]
    assert dropped(f"<p>{ONE}</p><p>Ada Quill · 14.03.2025</p><p>{TWO}</p>") != []
    assert not dropped(f"<p>14.03.2025 | Harbour 2, Weir 1</p><p>{ONE}</p><p>{TWO}</p>")


def test_a_name_or_a_number_within_the_text_stays():
    """A sentence about the author, the number of a part, and anything farther down."""
    kept = "<p>Ada Quill saw it.</p><p>1</p><h2>Rooms</h2>"
    assert not dropped(f"{kept}<p>{ONE}</p><p>{TWO}</p><p>By Ada Quill</p><p>1,204</p>")


def test_a_row_of_figures_is_no_line_about_the_article():
    """A cell of a table stays; in a table used as a page column, a count is a count."""
    row = "<table><tr><td>2023</td><td>1,204</td></tr></table>"
    assert not dropped(f"<p>{ONE}</p>{row}<p>{TWO}</p>")
    text = f"<p>{ONE}</p><p>{TWO}</p>" * 2
    assert dropped(f"<table><tr><td>1,204<br>{text}</td></tr></table>") == ["1,204"]


def test_a_biography_at_the_end_is_no_text():
    """If it is all in italics and begins with the author's name."""
    about = "Ada Quill writes about lighthouses."
    assert dropped(f"<p>{ONE}</p><p><em>{about}</em></p>") == [about]
    assert not dropped(f"<p>{ONE}</p><p>{about}</p>")
    assert not dropped(f"<p>{ONE}</p><p><em>Nobody writes about lighthouses.</em></p>")
    assert not dropped(f"<p><em>{about}</em></p>")


def teasers(inner: str, *left: str) -> list[str]:
    """The texts that are kept when the model left out those that begin with ``left``."""
    parsed, fields = page(inner)
    keep = [not block.text.startswith(left) for block in parsed.blocks]
    drop_teasers(parsed.blocks, keep, fields)
    return [block.text for block, kept in zip(parsed.blocks, keep, strict=True) if kept]


def tiles(count: int) -> str:
    """Other articles in a box."""
    tile = "<div><h3><a href='/x'>Another {0}</a></h3><p>A teaser, number {0}.</p></div>"
    return "<section>" + "".join(tile.format(number) for number in range(count)) + "</section>"


def test_texts_under_headings_that_lead_elsewhere_are_teasers():
    """If several are in one element, and the article is not in it."""
    article = f"<div><p>{ONE}</p><p>{TWO}</p></div>"
    assert teasers(article + tiles(3), "Another") == [ONE, TWO]
    assert len(teasers(article + tiles(2), "Another")) == 4
    assert len(teasers(article + tiles(3))) == 8
    assert len(teasers(article + tiles(3).replace("'/x'", "'#x'"), "Another")) == 5


def test_an_article_with_linked_headings_stays():
    """What has most of the text is no list of other articles."""
    assert len(teasers(tiles(5), "Another")) == 5


def test_a_heading_whose_link_is_no_address_is_read_all_the_same():
    """What looks like a half-written IPv6 address is ignored, and raises no error."""
    broken = tiles(3).replace("'/x'", "'//[x/'")
    parsed, fields = page(f"<div><p>{ONE}</p><p>{TWO}</p></div>{broken}")
    keep = [True] * len(parsed.blocks)
    own = replace(fields, canonical_url="http://[x/news/1")
    drop_tiles(parsed.blocks, keep, own, [1.0] * len(keep))
    assert keep[:2] == [True, True]


def test_a_row_of_buttons_is_no_text():
    """Every part of it is a phrase of furniture."""
    assert is_toolbar("Print | E-mail")
    assert is_toolbar("打印 | E-mail")
    assert is_toolbar("Print | | E-mail |")  # a button without a name
    assert not is_toolbar("Print | The lighthouse")
    assert not is_toolbar("E-mail")
    assert is_toolbar("Print | ")
    assert not is_toolbar("| The lighthouse")


def test_a_list_of_linked_lines_with_excerpts_below_the_text_is_of_other_articles():
    """A list of sources links elsewhere, and one in the middle of the text is the article's."""

    def left(start: str, *inner: str) -> bool:
        item = f"<li><a href='{start}/'>Choir wins</a><br>{ONE}</li>"
        items = f"{item}{item}{item}"
        parsed, fields = page(f"{inner[0]}<ul>{items}</ul>{''.join(inner[1:])}")
        keep = [True] * len(parsed.blocks)
        drop_titled(parsed.blocks, keep, fields)
        return not all(keep)

    text = f"<p>{ONE}</p><p>{TWO}</p>" * 4
    assert left("", text)
    assert not left("https://other.example", text)
    assert not left("", text, f"<p>{TWO}</p>")
    assert not left("", f"<p>{TWO}</p>")


def test_one_other_article_in_a_box_of_its_own_is_none_of_the_text():
    """A label, a linked headline and an excerpt; without the link it is a part of this article."""
    for title, is_one in (("<a href='/2'>The pier</a>", True), ("The pier", False)):
        card = f"<div><div>Read also:</div><p>{title}</p><p>Nobody has seen it.</p></div>"
        parsed, _ = page(f"<main><p>{ONE}</p>{card}<p>{TWO}</p></main>")
        keep = [True] * len(parsed.blocks)
        drop_boxes(parsed.blocks, keep)
        assert keep == [True, True, not is_one, not is_one, True], title


def test_a_bold_first_line_that_is_the_description_is_the_standfirst():
    """Whatever the model thinks of it. Without a matching description it is not recognized."""
    said = "What the harbour may expect of its keeper, and what the keeper expects of the harbour."
    head = f"<meta name='description' content='{said}'><title>Rooms</title><h1>Rooms</h1>"
    plain = "".join(f"<p>{one}</p>" for one in (ONE, TWO) * 3)
    found = read(f"{head}<article><p><b>{said}</b></p>{plain}</article>".encode(), url=URL)
    assert (found.standfirst, found.blocks[0].text) == (said, ONE)
    head = head.replace("expects", "wants", 1)
    found = read(f"{head}<article><p><b>{said}</b></p>{plain}</article>".encode(), url=URL)
    assert found.standfirst is None


def test_initials_of_those_who_wrote_and_edited_are_no_text():
    """Below a text, in a line of their own; a heading or list item with a slash is text."""
    text = f"<p>{ONE}</p><p>{TWO}</p>"
    assert dropped(f"{text}<p>(AD/VC)</p>") == ["(AD/VC)"]
    assert dropped(f"{text}<p>rgh/mem/ort</p>") == ["rgh/mem/ort"]
    assert not dropped(f"{text}<ul><li>mi/kWh</li></ul>")
    assert not dropped(f"{text}<p>(AD/VC) is what the lamp said, and nobody could read it.</p>")


def test_what_stands_in_the_byline_is_no_text():
    """The author's office may be in it, too; a box may be called a byline by its label alone."""
    role = "<ul><li>Role, keeper of the archive</li></ul>"
    for name in ("aria-labelledby='article-byline'", "data-testid='byline'", "class='byline'"):
        assert dropped(f"<section {name}>{role}</section><p>{ONE}</p><p>{TWO}</p>")
    assert not dropped(f"<section>{role}</section><p>{ONE}</p><p>{TWO}</p>")
    assert not dropped(f"<div class='story no-byline'>{role}<p>{ONE}</p><p>{TWO}</p></div>")


def test_the_name_of_an_attribute_without_end_is_looked_through_once():
    """It may have a hundred thousand letters: the time must grow linearly with its length."""

    def long_named(many):
        text = f"<section title='byline' {'data-a-' * many}=''><p>Keeper</p></section>"
        page = parse(f"<div>{text}<p>{ONE}</p></div>")
        return page.blocks, read_fields(page, None, "https://a.example/")

    def drop(given):
        blocks, fields = given
        drop_edges(blocks, [True] * len(blocks), fields)

    assert grows_with_length(drop, long_named(2_000), long_named(TIMES * 2_000))


def test_a_name_alone_below_a_text_signs_it():
    """In languages of the region, bold or in italics; never if somebody else is known to have."""
    parsed = parse(f"<html lang=az><p>{ONE}</p><p><b>Lala Mammadova</b></p></html>")
    fields = read_fields(parsed, None, "https://a.example/")
    for byline, left in (((), 1), (("Liman",), 1), (("Ada Quill",), 2)):
        keep = [True, True]
        drop_edges(parsed.blocks, keep, replace(fields, byline=byline))
        assert sum(keep) == left, byline
