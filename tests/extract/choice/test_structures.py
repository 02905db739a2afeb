"""What belongs to the text and is no paragraph of it, whatever the model thinks."""

from __future__ import annotations

import pytest

from spiders.extract.choice.kept.structures import (
    keep_ends,
    keep_summary_heads,
    stands_within,
)
from spiders.extract.parsing import parse

TEXT = "The keeper of the lighthouse lets rooms by the week, and keeps the lamp lit all night."


def headed(heading: str, behind: str) -> bool:
    """Whether a heading that the model left out is kept when the rest is kept."""
    page = parse(f"<body><div><p>{TEXT}</p><div><h3>{heading}</h3>{behind}</div></div></body>")
    keep = [block.text != heading for block in page.blocks]
    keep_summary_heads(page.blocks, keep)
    return keep[1]


@pytest.mark.parametrize("heading", ["Key findings", "Points of attention", "Главное", "要点"])
def test_a_summary_has_its_heading(heading):
    """If the heading was doubted, its points became text, and the next visit found an edit."""
    assert headed(heading, "<ul><li>The lamp is lit</li><li>The oil is paid</li></ul>")


def test_only_a_summary_has_its_heading():
    """Other headings are left to the model, as is one without a list below it."""
    assert not headed("The lamp", "<ul><li>The lamp is lit</li><li>The oil is paid</li></ul>")
    assert not headed("Key findings", f"<p>{TEXT}</p>")


def test_a_summary_that_is_left_out_has_no_heading():
    """A list in a box about other articles is not part of this one."""
    page = parse(f"<body><p>{TEXT}</p><h3>Highlights</h3><ul><li>Sea</li><li>Sky</li></ul></body>")
    keep = [True, False, False, False]
    keep_summary_heads(page.blocks, keep)
    assert keep == [True, False, False, False]


def ended(last: str) -> list[str]:
    """What is kept after a heading that the model kept, with nothing kept after it."""
    post = "<article><header><time>9.15</time><h2>Dawn</h2></header>"
    page = parse(f"<body><main>{post}<p>{TEXT}</p></article>{last}</main></body>")
    texts = [block.text for block in page.blocks]
    keep = [text in {"Dawn", "Last", TEXT} for text in texts]
    keep_ends(page.blocks, keep)
    return [text for text, kept in zip(texts, keep, strict=True) if kept][3:]


@pytest.mark.parametrize("name", ["header", "hgroup"])
def test_the_last_heading_has_its_paragraph(name):
    """The oldest part of a live report was left out, but its heading kept."""
    part = f"<article><{name}><time>6.10</time><h2>Last</h2></{name}><p>It is dark.</p>"
    assert ended(f"{part}<p>Share</p></article>") == ["It is dark."]


def test_the_last_heading_has_nothing_of_the_next_part():
    """What is outside its part is left to the model."""
    part = "<article><header><h2>Last</h2></header></article>"
    assert ended(f"{part}<div><p>It is dark.</p></div>") == []


def test_a_table_with_paragraphs_in_its_cells_ends_a_text():
    """One cell deeper than the rest ended the text, and 130 cells below it were not read."""
    head = "<thead><tr><th>Ship</th><th><p>Crew</p></th></tr></thead>"
    page = parse(f"<body><div><p>{TEXT}</p><table>{head}<tr><td>A</td><td>7</td></table></div>")
    keep = [block.text == TEXT for block in page.blocks]
    keep_ends(page.blocks, keep)
    assert all(keep)


def test_who_else_worked_on_it_is_the_last_line():
    """With links or in italics, it was kept at one visit and left out at the next."""
    for line in (
        "<p><em>Harbour News’ <a href='/ada'>Ada Quill</a> contributed to this report.</em></p>",
        "<p>(Additional reporting by Ada Quill in Burgas; editing by Dora Penhallow)</p>",
    ):
        page = parse(f"<body><div><p>{TEXT}</p>{line}</div><p>Share</p></body>")
        keep = [block.text == TEXT for block in page.blocks]
        keep_ends(page.blocks, keep)
        assert keep == [True, True, False], line


def test_a_source_may_stand_right_below_the_standfirst():
    """Or below an advert after it; if the standfirst is left out, the source is the first line."""
    source = "<p><b>Джерело:</b> речник порту на брифінгу</p>"
    for between in ("", "<div>Реклама</div>"):
        inner = f"<p><b>Поромом знову їздять.</b></p>{between}{source}<p>{TEXT}</p>"
        blocks = parse(f"<body><div>{inner}</div></body>").blocks
        number = len(blocks) - 2
        assert stands_within(blocks, number, [number, number + 1]), between
    blocks = parse(f"<body><h2>Паром</h2><div>{source}<p>{TEXT}</p></div></body>").blocks
    assert not stands_within(blocks, 1, [1, 2])
