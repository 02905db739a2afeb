"""Words that a page strikes out stay in its text, and the reading says where they are."""

from __future__ import annotations

import pytest

from spiders.extract import reader
from spiders.extract.parsing import parse
from storage.records import BlockKind

FILLER = "".join(
    f"<p>The council of Holm met for the {number} time that week and voted on nothing at all.</p>"
    for number in ("first", "second", "third", "fourth")
)


def struck(body: str) -> list[tuple[str, list[str]]]:
    """The text of each block of a page, and what of it is struck out."""
    blocks = parse(f"<html><body>{body}</body></html>").blocks
    return [(one.text, [one.text[start:end] for start, end in one.struck]) for one in blocks]


@pytest.mark.parametrize(
    ("body", "text", "words"),
    [
        ("<p>Of <del>12</del> <ins>21</ins> people", "Of 12 21 people", ["12"]),
        ("<p><s>He fled.</s>", "He fled.", ["He fled."]),
        ("<p>He <strike> fled </strike>.", "He fled .", ["fled"]),
        ("<p>a &amp; b <s>12&nbsp;&lt;x</s>, y", "a & b 12 <x, y", ["12 <x"]),
        ("<p>a<s>b</s>c<s>d</s> <s>e</s>", "abcd e", ["b", "d e"]),
        ("<p><s><b>two</b> ferries</s> sank", "two ferries sank", ["two ferries"]),
        ("<p><a href=/x>the <s>mayor</s></a> left", "the mayor left", ["mayor"]),
        ("<p>x <span style='color:red;text-decoration: line-through'>y</span>", "x y", ["y"]),
        ("<p>x <span style='text-decoration-line:line-through'>y</span>", "x y", ["y"]),
        ("<div style='text-decoration:line-through red'><p>x <b>y</b></div>", "x y", ["x y"]),
        ("<p>x <s hidden>y</s> z", "x z", []),
        ("<p>x <span style='text-decoration: underline'>y</span>", "x y", []),
        ("<p>x <span data-style='text-decoration: line-through'>y</span>", "x y", []),
        ("<p><a href=/t><s>#</s><b>Holm</b></a> sinks", "#Holm sinks", []),
        ("<p>x <s class=icon></s> y", "x y", []),
        ("<p>x <s style='text-decoration: none'>y</s>", "x y", []),
        ("<p>x <del style='color:red;text-decoration:underline'>y</del>", "x y", []),
        ("<p>x <s style='text-decoration-color: red'>y</s>", "x y", ["y"]),
        ("<p>x <i style='text-decoration:line-through;text-decoration:none'>y</i>", "x y", []),
        ("<div style='text-decoration:line-through'><p style='text-decoration:none'>x", "x", ["x"]),
        ("<div><p style='text-decoration:line-through'></p></div><p>x", "x", []),
    ],
)
def test_words_with_a_line_through_them_are_told(body, text, words):
    """They are reported for any markup by which browsers draw the line, and no others are."""
    assert struck(body) == [(text, words)]


def test_a_line_goes_on_from_block_to_block():
    """An element around two paragraphs strikes out both; one left open goes on after its own."""
    assert struck("<del><p>one</p><p>two</p></del><p>three</p>") == [
        ("one", ["one"]),
        ("two", ["two"]),
        ("three", []),
    ]
    assert struck("<p>un<s>closed<p>next") == [("unclosed", ["closed"]), ("next", ["next"])]


@pytest.mark.parametrize(
    ("own", "kind"),
    [
        ("<p>The <s>mayor of Holm</s> said on Monday that the bridge would be closed.</p>", "p"),
        ("<h2>What the <s>mayor of Holm</s> said</h2>", "h"),
        ("<ul><li>It was the <s>mayor of Holm</s> who closed the bridge.</li></ul>", "li"),
    ],
)
def test_a_reading_says_what_is_struck_out(own, kind):
    """The article's text has the words, and their block says which they are."""
    rest = FILLER.replace("met", "sat")  # a heading above what was said already heads nothing
    page = f"<html><body><article><h1>Bridge closed</h1>{FILLER}{own}{rest}</article></body>"
    reading = reader.read(page.encode(), url="https://courier.example/bridge")
    (block,) = (one for one in reading.blocks if one.struck)
    assert block.struck_texts == ("mayor of Holm",), kind
    assert "mayor of Holm" in reading.text


def test_cells_of_a_row_keep_what_is_struck_out():
    """A row is one block of several cells: the positions move with the cells."""
    rows = "".join(
        f"<tr><td>Ward {n}</td><td><s>{n}2</s> {n}4</td><td><s>{n}9 seats</s></td></tr>"
        for n in range(1, 6)
    )
    page = f"<html><body><article><h1>Votes</h1>{FILLER}<table>{rows}</table>{FILLER}</article>"
    reading = reader.read(page.encode(), url="https://courier.example/votes")
    found = [one for one in reading.blocks if one.kind is BlockKind.TABLE]
    assert [one.struck_texts for one in found] == [(f"{n}2", f"{n}9 seats") for n in range(1, 6)]
