"""Formatting elements that are never closed, which a parser reopens in each later paragraph."""

from __future__ import annotations

import pytest

from spiders.extract.depth import tree_of
from spiders.extract.reader import read
from spiders.extract.reopened import few

URL = "https://x.example/2026/11/a-story"
WORDS = "The ferry left the harbour late, and nobody on the mole could say why."


@pytest.mark.parametrize(
    "piece",
    [
        "<p><font color=c{n}>x",
        "<p><FONT\ncolor=c{n}>x</p>",
        "<div><b a{n}>x</div>",
        "<p><b a{n} c='></b>'>x",
        "<p><b a{n}><!-- </b> -->x",
        "<p><b a{n}><table></b></table>x",
        "<p><i a{n}><textarea></i></textarea>x",
        "<p><s a{n}></u>x",
        "<p><b a{n}>x</b\xa0>",
        "<p><strike a{n}>x</stri\u212ae>",
        "<p><b a{n}=\x1c\"x c='\"></b>'>x",
    ],
)
def test_a_page_makes_no_tree_of_millions(piece):
    """25 kB took 650 MB and 100 kB took 10 GB: the reading process was killed."""
    page = "".join(piece.format(n=number) for number in range(3_000))
    assert len(few(page)) < len(page)
    assert len(tree_of(page).html) < 3 * len(page)
    found = read(f"<h1>Harbour</h1><p>{WORDS}</p>{page}".encode(), url=URL)
    assert found.title == "Harbour"


@pytest.mark.parametrize(
    "piece",
    [
        "<p><b>x</b> and <i class='a{n}'></i></p>",
        "<p><b a{n}><a href=/{n}><i>x</i></a></b></p>",
        "<p><strong a{n}>one<br>two</strong> <em>three</em>",
        "<p><b>x",
        "<td><b a{n}>x</b></td>",
        "<h2 class=a{n}>x</h2><div>y</div>",
        "<p><strike a{n}><span>x</span></strike>",
    ],
)
def test_marks_that_are_ended_stay(piece):
    """However many of them a page has, and however they differ."""
    page = "".join(piece.format(n=number) for number in range(12_000))
    assert few(page) == page
