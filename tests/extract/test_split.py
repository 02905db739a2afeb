"""The pass over the tags: what bounds a block, what is counted, and the effect of hostile pages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.extract.parsing import parse
from tests.growth import TIMES, grows_with_length


def blocks(body: str) -> list[tuple[str, str]]:
    """The element's tag and the text of each block."""
    page = parse(f"<html><body>{body}</body></html>")
    return [(block.element.tag, block.text) for block in page.blocks]


def test_blocks_end_at_blocks_and_breaks_and_not_inside_a_line():
    """A word in bold is no paragraph of its own, and a line break ends a block."""
    assert blocks("<p>Nine <b>boats</b> left<br>at dawn.</p><div>Tail</div>") == [
        ("p", "Nine boats left"),
        ("p", "at dawn."),
        ("div", "Tail"),
    ]


def test_an_attribute_named_by_a_quote_is_no_text():
    """Broken markup gives attributes such as ``"=""``; the tag must not show up as text."""
    assert blocks('<p><a href="/x" "">Harbour</a> opens</p>') == [("p", "Harbour opens")]
    assert blocks('<p class="a>b">Plain</p>') == [("p", "Plain")]
    assert blocks('<!-- <p> --><p title="->">Near</p><!-- > -->') == [("p", "Near")]


def test_a_tag_that_was_not_closed_takes_no_text_with_it():
    """If its bracket is missing, the next tag becomes the name of one of its attributes."""
    page = parse('<body><p>Boats <a href="/x" <b>leave</b></a> at dawn.</p>')
    assert [(block.text, block.links) for block in page.blocks] == [
        ("Boats leave at dawn.", ("/x",))
    ]


def test_a_comment_in_a_tag_ends_with_the_tag():
    """To browsers it is an attribute's name; the next comment may be far down the page."""
    page = "<p>Boats</p><div <!-- box --><p>leave</p></div><p>at</p><!-- end --><p>dawn</p>"
    assert [text for _, text in blocks(page)] == ["Boats", "leave", "at", "dawn"]
    assert blocks('<p>Near</p><!--id="1"--><p>Far</p>') == [("p", "Near"), ("p", "Far")]


def test_text_that_is_written_as_it_is_stays_text():
    """A few old elements contain brackets that are not tags."""
    assert blocks("<p>Fares</p><xmp>3 < 4 and 5 > 4 <></xmp><p>Tides</p>") == [
        ("p", "Fares"),
        ("xmp", "3 < 4 and 5 > 4 <>"),
        ("p", "Tides"),
    ]


def test_links_emphasis_and_pictures_are_counted_where_they_stand():
    """Blocks are judged by these counts."""
    link = '<a href="/a?b=1&amp;c=2">Link</a>'
    page = parse(f'<body><div><img src="a"><p>{link} <em>no</em></p></div>')
    (block,) = page.blocks
    assert (block.linked, block.slanted, block.links) == (4, 2, ("/a?b=1&c=2",))
    assert block.element.parent is not None
    assert (block.element.pictures, block.element.parent.pictures) == (0, 1)


def test_an_empty_link_or_time_says_nothing_of_the_next_block():
    """A logo's link and a clock filled in by a script belong to no paragraph."""
    page = parse('<body><div><a href="/"></a><time datetime="2020-01-01"></time></div><p>Text</p>')
    (block,) = page.blocks
    assert (block.links, block.stamp) == ((), None)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/=\"'ab !-p\n", max_size=200))
def test_no_mark_up_raises(text):
    """Any page has blocks or none, and raises nothing."""
    parse(text)


def test_a_tag_with_thousands_of_odd_quotes_costs_no_more_than_its_length():
    """A pattern that starts again at every quote would need hours."""
    small, large = ("<p " + 'a="b" "=' * many + ">Text</p>" for many in (2_500, TIMES * 2_500))
    assert grows_with_length(parse, small, large)


def test_comments_that_never_end_cost_no_more_than_their_length():
    """For each, an end would be looked for up to the end of the page."""
    small, large = ("<xmp>" + "<!--" * many + "</xmp>" for many in (6_000, TIMES * 6_000))
    assert grows_with_length(parse, small, large)
