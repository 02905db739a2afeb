"""Notes below a text are read, in each of the usual markups."""

from __future__ import annotations

import pytest

from spiders.extract.choice.kept.footnotes import keep_footnotes
from spiders.extract.parsing import parse
from spiders.extract.reader import read

ONE = "The figure is from the operator's own survey of October 2024."
TWO = "Northline gave another figure in March."
NOTES = {
    "WordPress": '<ol class="wp-block-footnotes"><li id="n1">{} <a href="#r1">↩︎</a></li>'
    '<li id="n2">{} <a href="#r2">↩︎</a></li></ol>',
    "Markdown": '<section class="footnotes"><hr><ol><li id="n1"><p>{} <a href="#r1">↩</a></p></li>'
    '<li id="n2"><p>{} <a href="#r2">↩</a></p></li></ol></section>',
    "letters": '<div class="footnote"><a href="#r-1">1</a><div class="note"><p>{}</p></div></div>'
    '<div class="footnote"><a href="#r-2">2</a><div class="note"><p>{}</p></div></div>',
    "Drupal": '<ul class="footnotes"><li id="n1"><a href="#r1">1.</a> {}</li>'
    '<li id="n2"><a href="#r2">2.</a> {}</li></ul>',
    "Word": '<div id="ftn1"><p><a href="#r1">[1]</a> {}</p></div>'
    '<div id="ftn2"><p><a href="#r2">[2]</a> {}</p></div>',
}
OTHERS = {
    "comments": '<div class="comments"><div id="n1"><a href="#n1">1</a><p>{}</p></div>'
    '<div id="n2"><a href="#n2">2</a><p>{}</p></div></div>',
    "no way back": '<ul class="more"><li id="n1"><a href="/1">{}</a></li><li>{}</li></ul>',
    "other numbers": '<div class="box7"><p><a href="#c7">7</a> {}</p><p>{}</p></div>',
}


def text(notes: str, marks: str = '<sup><a href="#n{0}" id="r{0}">{0}</a></sup>') -> str:
    """The text read from a page with marks in its paragraphs and these notes below."""
    told = "The crews of the four ferries stay ashore for week {} after talks with Northline ended"
    body = "".join(f"<p>{told.format(n)}.{marks.format(n)}</p>" for n in (1, 2, 3))
    page = (
        "<html><head><title>Ferry strike goes on</title></head><body><main><article>"
        f'<h1>Ferry strike goes on</h1><div class="body">{body}</div>{notes.format(ONE, TWO)}'
        "</article></main><footer>© 2026 Courier</footer></body></html>"
    )
    return read(page.encode(), url="https://courier.example/news/ferry").text


@pytest.mark.parametrize("maker", NOTES)
def test_a_note_that_its_mark_leads_to_is_read(maker):
    """An edit of a figure in a note was missed, as the notes were not part of the text."""
    found = text(NOTES[maker])
    assert ONE in found
    assert TWO in found


@pytest.mark.parametrize("box", OTHERS)
def test_what_no_mark_leads_to_is_none(box):
    """Comments with a number and an address of their own, links, and other numbers."""
    found = text(OTHERS[box])
    assert ONE not in found


@pytest.mark.parametrize("maker", ["WordPress", "Markdown", "Word"])
def test_without_marks_there_are_no_notes(maker):
    """A list with links back into the page has no notes if the text does not link to them."""
    assert ONE not in text(NOTES[maker], marks="")


@pytest.mark.parametrize(("count", "kept"), [(2, True), (9, False)])
def test_notes_that_are_more_than_the_text_are_left(count, kept):
    """A list of nine sources below one sentence is a list of sources."""
    marks = "".join(f'<a href="#n{n}">{n}</a>' for n in range(count))
    items = "".join(f'<li id="n{n}">{TWO} <a href="#r{n}">↩</a></li>' for n in range(count))
    blocks = parse(f"<p>{ONE} {ONE} {ONE} {ONE}{marks}</p><ol>{items}</ol>").blocks
    keep = [number == 0 for number in range(len(blocks))]
    keep_footnotes(blocks, keep)
    assert all(keep[1:]) is kept
