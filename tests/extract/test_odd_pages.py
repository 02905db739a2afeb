"""Unusual pages: their text is read all the same, and nothing that readers do not see."""

from __future__ import annotations

import json

import pytest

from spiders.extract.choice.dropped.labelled import drop_boxes
from spiders.extract.choice.unshown import DECLARED
from spiders.extract.parsing import parse
from spiders.extract.reader import Memory, look, read
from storage.records import Access, BlockKind

URL = "https://wick.example/news/1"
TEXT = tuple(
    """
The council of Lower Wick voted on Tuesday to close the old ferry road while the wall is rebuilt.
Engineers had warned since 2019 that it would not stand, and in January a part fell into the bay.
“We have been lucky twice,” said Agnes Farrow, the mayor. “Nobody should plan a road on hope.”
The work will cost 12.4 million crowns, of which the state pays two thirds over thirty years.
""".strip().splitlines()
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
EXCERPT = "Nineteen children sang a ballad about a lighthouse, and the jury stood up and applauded."


def page(inner: str, language: str = "en", **declared: object) -> bytes:
    """A page of an article with this as its body; ``declared`` goes into its JSON-LD."""
    thing = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Ferry road closes",
        **declared,
    }
    data = f'<script type="application/ld+json">{json.dumps(thing)}</script>'
    head = f'<meta charset="utf-8"><title>Ferry road closes</title>{data}'
    return f'<html lang="{language}"><head>{head}</head><body>{inner}</body></html>'.encode()


def article(inner: str, around: str = "") -> bytes:
    """A page with this as its article, and something around it."""
    return page(f"<main><article><h1>Ferry road closes</h1>{inner}</article>{around}</main>")


def body(html: bytes) -> list[str]:
    """The texts of the body's blocks."""
    return [block.text for block in read(html, url=URL).body]


def test_a_shadow_root_is_a_part_of_the_page():
    """Browsers show it; any other template is a form for scripts to fill in."""
    form = "<template><p>The text of a card that is filled when somebody scrolls.</p></template>"
    root = f'<template shadowrootmode="open"><style></style><div>{PARAGRAPHS}</div></template>'
    assert body(article(f"{form}<news-body>{root}</news-body>{form}")) == list(TEXT)


def test_what_is_said_to_those_who_hear_a_page_is_no_text():
    """``(new tab)`` after a link is furniture, as is how to pronounce a word."""
    link = '<a href="https://a.example/">Engineers<span class="sr-only"> (new tab)</span></a>'
    said = PARAGRAPHS.replace("Engineers", link)
    assert body(article(said)) == list(TEXT)
    read_aloud = PARAGRAPHS.replace("bay", "<ruby>bay<rp>(</rp><rt>bei</rt><rp>)</rp></ruby>")
    assert body(article(read_aloud)) == list(TEXT)


def test_a_declared_text_stands_in_where_the_page_shows_none():
    """On a page made by scripts, the text comes from JSON-LD, and a remark says so."""
    found = read(page("<div id='root'>Loading</div>", articleBody="\n\n".join(TEXT)), url=URL)
    assert [block.text for block in found.body] == list(TEXT)
    assert DECLARED in found.remarks
    marked = read(page("<div id='root'></div>", articleBody=PARAGRAPHS), url=URL)
    assert marked.body == found.body


def test_a_declared_text_stands_in_for_no_text_that_is_shown_or_was():
    """It is often another version: a page that fails to show its text has not changed it."""
    whole = "\n\n".join(reversed(TEXT))
    shown = article(PARAGRAPHS)
    _, remembered, _ = look(shown, url=URL)
    empty = page("<div id='root'></div>", articleBody=whole)
    assert not read(empty, url=URL, memory=Memory("page", last=remembered)).body
    assert not read(page(f"<p>{EXCERPT}</p>", articleBody=whole), url=URL).remarks
    assert not read(page("<div></div>", articleBody=TEXT[0]), url=URL).body


def test_what_is_blurred_below_a_teaser_is_no_text():
    """Its letters are scrambled; but if everything is blurred, a script will make it clear."""
    noise = "Gur pbhapvy bs Ybjre Jvpx ibgrq ba Ghrfqnl gb pybfr gur byq sreel ebnq sbe gjb lrnef."
    wall = "<div class='paywall'><h2>Subscribe to read on</h2><p>Already a member? Log in</p></div>"
    blurred = f"<div aria-hidden='true' style='filter:blur(5px)'><p>{noise}</p></div>{wall}"
    whole = page(
        f"<main><article><h1>Ferry road closes</h1>{PARAGRAPHS}{blurred}</article></main>",
        isAccessibleForFree=False,
    )
    found = read(whole, url=URL)
    assert [block.text for block in found.body] == list(TEXT)
    assert found.access is Access.TEASER
    assert body(article(f"<div class='blurred'>{PARAGRAPHS}</div>")) == list(TEXT)


def test_a_note_above_the_text_that_it_was_corrected_is_kept():
    """Such a note distinguishes a correction from a silent edit."""
    note = "Editor’s note: this article was changed on 4 March to give the right sum."
    found = read(article(f"<div class='note'><p>{note}</p></div>{PARAGRAPHS}"), url=URL)
    assert (found.body[0].kind, found.body[0].text) == (BlockKind.CORRECTION, note)
    assert [block.text for block in found.body[1:]] == list(TEXT)


def test_who_signed_a_letter_is_its_text():
    """A line that ends with a colon and a plain list after it are text; a list of links is not."""
    names = "<ul><li>Dora Penhallow, teacher</li><li>Owen Pryce, innkeeper</li></ul>"
    signed = ["Signed by:", "Dora Penhallow, teacher", "Owen Pryce, innkeeper"]
    assert body(article(f"{PARAGRAPHS}<p>Signed by:</p>{names}")) == [*TEXT, *signed]
    links = "<ul><li><a href='/1'>School choir wins the final</a></li></ul>"
    assert "School choir wins the final" not in body(article(f"{PARAGRAPHS}<p>See:</p>{links}"))


@pytest.mark.parametrize(
    "rows",
    [
        (("Party", "Votes", "Share"), ("Quay", "12,480", "41.2%"), ("Greens", "5,020", "16.6%")),
        (("Season", "Goals"), ("2022/23", "14"), ("2023/24", "9")),
        (("Stop", "Monday", "Sunday"), ("Quay", "10:30", "11:00"), ("Eastbank", "10:55", "11:25")),
    ],
)
def test_a_figure_in_a_table_is_no_phrase_of_furniture(rows):
    """A season looks like a page number, a time like a clock, a header like a button."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    table = f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    assert body(article(PARAGRAPHS + table)) == [*TEXT, *(" | ".join(row) for row in rows)]


def test_comments_below_their_count_may_stand_in_no_box():
    """Old pages have a table for each; a count above the text, several or a menu say nothing."""
    said = [f"{text[:70]} I crossed it myself." for text in TEXT[:2]]
    tables = "".join(f"<table><tr><td><p>{one}</p></td></tr></table>" for one in said)
    count = "<table><tr><td><b>2 comments</b></td></tr></table>"
    for before, behind, left in (
        (f"<div>{PARAGRAPHS * 2}</div>", tables, 0),
        ("", f"<div>{PARAGRAPHS * 2}</div>", 8),
        (f"<div>{PARAGRAPHS * 2}</div>", tables + count, 2),
        (f"<nav><a href='/o'>Comments</a></nav><div>{PARAGRAPHS * 2}</div>", tables, 0),
    ):
        blocks = parse(f"<body>{before}{count}{behind}</body>").blocks
        keep = ["comments" not in block.text for block in blocks]
        drop_boxes(blocks, keep)
        kept = keep[next(n for n, block in enumerate(blocks) if "comments" in block.text) :]
        assert sum(kept) == left


def test_readers_comments_are_known_by_the_line_that_counts_them():
    """In a box below the text, of any name; but a clause of terms may have that heading, too."""
    comments = "".join(f"<p>{text} I crossed that water myself.</p>" for text in TEXT[:3])
    below = f"<section class='letters'><h2>57 comments</h2>{comments}</section>"
    assert body(article(PARAGRAPHS, below)) == list(TEXT)
    clause = f"<section><h2>7. Comments</h2><p>{EXCERPT}</p></section>"
    terms = f"<section><h2>6. Rooms</h2>{PARAGRAPHS}</section>{clause}"
    last = f"<section><h2>8. Boats</h2><p>{TEXT[0]} 8</p></section>"
    assert EXCERPT in body(article(terms + last))


def test_a_day_beside_another_headline_is_not_the_articles():
    """A wrong day is worse than none; the page's own is also found above the text."""
    other = "<ul><li><a href='/2'>School choir wins the final</a> <time datetime='2019-01-01'>"
    aside = f"<aside><h3>More</h3>{other}1 Jan 2019</time></li></ul></aside>"
    assert read(article(PARAGRAPHS, aside), url=URL).published is None
    dated = article(f"<p>3 March 2026</p>{PARAGRAPHS}", aside)
    assert read(dated, url=URL).published == "2026-03-03"
    caption = "<figure><img src='a'><figcaption>The wall on 1 March 2026.</figcaption></figure>"
    assert read(article(caption + PARAGRAPHS), url=URL).published is None
    said = "<p>The vote was on 1 March 2026.</p>"
    assert read(article(said + PARAGRAPHS), url=URL).published is None


TOOLBARS = {
    "wayback": '<div id="wm-ipp-base"><div id="wm-ipp"><p>{}</p></div></div>',
    "wayback of 2012": '<div id="wm-ipp"><table><tr><td>{}</td></tr></table></div>',
    "wayback on paper": '<div id="wm-ipp-print">{}</div>',
    "pywb": '<div id="_wb_frame_top_banner"><div>{}</div></div>',
    "cache": '<div id="b17__google-cache-hdr"><div>{}</div></div>',
    "archive.today": '<center><div id="HEADER"><table><tr><td><a href="https://archive.ph/">'
    "webpage capture</a></td><td>{}</td></tr></table></div></center>",
}


@pytest.mark.parametrize("toolbar", TOOLBARS.values(), ids=list(TOOLBARS))
def test_an_archives_toolbar_is_no_text_of_the_page_it_replays(toolbar):
    """However long its text is, and however short the article."""
    said = (
        "The archive is a library of pages as they were, which volunteers have gathered since 1996."
        " This page is a snapshot; what it says may have been changed by its owner since then."
    )
    html = article(f"<p>{TEXT[0]}</p>", toolbar.replace("{}", said))
    assert body(html) == [TEXT[0]]


@pytest.mark.parametrize("name", ["donato", "HEADER", "wm-toolbar", "wayback"])
def test_an_article_on_archives_is_read_whole(name):
    """It uses their words, and its elements may be named like those of a toolbar."""
    said = "A webpage capture of May shows the sentence that the ministry says it never wrote."
    text = "".join(f"<p>{one}</p>" for one in (*TEXT, said))
    assert body(article(f'<div id="{name}">{text}</div>')) == [*TEXT, said]
