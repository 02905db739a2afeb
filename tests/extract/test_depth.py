"""How deep a page may be nested: what is deeper is flattened, and no text is lost."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.crawl.seeds.sections import links
from spiders.extract import depth
from spiders.extract.depth import DEEPEST, FEW, OPTIONS, level, tree_of
from spiders.extract.parsing import parse

FILLING = "<i></i>" * FEW


def test_what_is_deeper_than_browsers_nest_is_read_block_by_block():
    """Below the deepest box each box still bounds its text, and what follows is outside of them."""
    boxes = "<div>" * (DEEPEST + 300)
    page = parse(
        f"{FILLING}{boxes}<div>One.</div><div>Two.</div>{'</div>' * (DEEPEST + 300)}<p>Out."
    )
    assert [block.text for block in page.blocks] == ["One.", "Two.", "Out."]
    assert [block.element.tag for block in page.blocks][-1] == "p"


@pytest.mark.parametrize(
    "hiding",
    ["<!-- </div> -->", "<script>'</div>'</script>", "<style></div></style>"],
    ids=["comment", "script", "style"],
)
def test_an_end_that_is_no_end_makes_no_page_shallow(hiding):
    """What a parser ignores tags in cannot hide how deep a page is."""
    made = level(FILLING + f"<div>{hiding}" * (DEEPEST + 1))
    assert made.count("<div>") == DEEPEST
    assert made.count(hiding) == DEEPEST + 1


def test_shadow_roots_are_no_way_around_it():
    """A template with a shadow root becomes a box, and is counted as one."""
    roots = "<template shadowrootmode='open'>" * (DEEPEST + 300)
    deepest = parse(f"{FILLING}{roots}<p>Inside.</p>").blocks[-1].element
    assert deepest.depth <= DEEPEST + 3  # html, body, and the paragraph


def test_a_page_that_browsers_show_as_it_stands_is_left_as_it_stands(monkeypatch):
    """However many tags it has, and in whatever order."""
    pieces = st.sampled_from(["<div>", "</div>", "<ul><li>", "text", "<!--", "<p a='<div>'>"])

    @given(st.lists(pieces))
    def left(drawn):
        assert level("".join(drawn)) == "".join(drawn)

    text = f"{FILLING}<div><ul><li>text</div><p a='<div>'>"
    assert level(text) == text
    monkeypatch.setattr(depth, "FEW", -1)  # or each page would have to have 20,000 tags
    left()


def test_links_of_a_section_page_that_never_ends_its_boxes():
    """The crawl finds them without comparing every box with all those above it."""
    page = "<div>" * 1_000_000 + '<a href="/2026/11/a-story-to-find">A story to find</a>'
    found = links(page.encode(), "https://x.example/", ())
    assert [entry.url for entry in found.entries] == ["https://x.example/2026/11/a-story-to-find"]


@pytest.mark.parametrize(
    "hiding",
    [
        "<i a='</div>'></i>",
        "<!--><i><!---><i></i></i>",
        "<!x </div>",
        "</ </div>",
        "<script a='</script>'></div></script>",
        "<noframes></div></noframes>",
    ],
)
def test_an_end_within_a_tag_or_a_comment_is_none(hiding):
    """30,000 ``<div a='</div>'>`` took two seconds, and twice as many took four times as long."""
    made = level(FILLING + f"<div>{hiding}" * (DEEPEST + 1))
    assert made.count("<div>") == DEEPEST
    assert made.endswith(f"<br>{hiding}")


@pytest.mark.parametrize(
    "pieces",
    [
        ("<h1><span>", ""),
        ("<span>", "</p>"),
        ("<label>x", "</no>"),
        ("<svg><g>", "</no>"),
        ("<x-box/>", "</no>"),
        ("<select><option>x<option>", "<option>y"),
        ("<div a='</div>'>", "</div>"),
    ],
)
def test_what_is_no_box_is_not_nested_without_end_either(pieces):
    """Each took some five seconds for 30,000, and twice as many took four to ten times as long."""
    page = "".join(piece * (FEW + 1) for piece in pieces)
    tree = tree_of(page)
    assert len(tree.css("option")) <= 2 * OPTIONS
    assert _deepest(tree.html) <= 2 * DEEPEST + len(pieces)


def _deepest(html: str) -> int:
    """How many elements are within one another, in a page as serialized by a parser."""
    steps = (-1 if tag.startswith("</") else 1 for tag in re.findall(r"</?(?!br)[a-z]", html))
    return max(itertools.accumulate(steps))


def test_shapes_of_drawings_make_no_page_deep():
    """Each is self-closing; counted as open, 600 of them left the words after them without tags."""
    shapes = '<path d="M0"/>' * (DEEPEST + 100)
    text = f"{FILLING}<svg>{shapes}</svg><x-card><b>Bold</b></x-card><svg><use/></svg>"
    assert level(text) == text


@pytest.mark.parametrize(
    "hiding",
    [
        "<\u017fcript>",
        "<p a=\xa0'>",
        "<p a=\x0b'>",
        "<svg><title>",
        "<math><style>",
        "<svg a=b/><xmp>",
    ],
)
def test_nothing_hides_boxes_that_a_parser_sees(hiding):
    """Only ASCII letters and spaces make tags, and within a drawing no element is raw text."""
    page = level(f"{hiding}{'<div>' * (FEW + 1)}")
    assert page.count("<div>") in {0, DEEPEST}


def test_a_drawing_hides_no_script_behind_it():
    """A script stays as it is, even after a title in a drawing."""
    script = "<script>x = '<div>'</script>"
    text = f"{FILLING}<svg><title>x</title></svg><svg/>{script}"
    assert level(text) == text


@pytest.mark.parametrize(
    "piece",
    [
        "<x></y>",
        "<div></section>",
        "<lin\u212a>",
        "<div></div\xa0>",
        "<svg/><x-a/>",
        "<svg><g a=b/>",
    ],
)
def test_what_ends_nothing_ends_no_element(piece):
    """Parsers ignore the end tag of an element that is not open, and a Kelvin sign is no *k*."""
    page = level(piece * (FEW + 1))
    begin = next(name for name in ("<div", "<g", "<x", "<lin") if name in piece)
    assert page.count(begin) <= DEEPEST


def test_any_heading_ends_any_other():
    """Parsers treat them so, and the page is not deep."""
    text = FILLING + "<h2>x</h3>" * (DEEPEST + 100)
    assert level(text) == text
