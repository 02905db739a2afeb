"""Whole pages that nothing was tuned to: what honest articles lost, and what was left in."""

from __future__ import annotations

import json

import pytest

from spiders.extract.choice.dropped.tiles import drop_tiles
from spiders.extract.fields.fields import read_fields
from spiders.extract.parsing import parse
from spiders.extract.reader import read

URL = "https://wick.example/news/1"
HEAD = "<h1>Ferry road closes</h1>"
LOWER = [
    f"The council of Lower Wick voted on Tuesday to close ferry road number {n}, said Ada Quill."
    for n in range(4)
]
UPPER = [
    f"Upper Wick heard of it on the radio, and called plan number {n} a wall that nobody pays for."
    for n in range(4)
]
MAYOR = "The mayor resigned on Friday, her office said."


def paragraphs(texts: list[str]) -> str:
    """The texts as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def text_of(body: str, head: str = "") -> str:
    """The text read from a page with this body, below a menu and above a footer."""
    top = f"<title>Ferry road closes | Wick Post</title>{head}"
    page = f"<html><head><meta charset=utf-8>{top}</head><body><nav><a href=/>Home</a></nav>{body}"
    return read(f"{page}<footer>© 2025 Wick Post</footer></body></html>".encode(), url=URL).text


def among(middle: str, end: str = "") -> str:
    """The text read from an article with this in its middle, and this at its end."""
    text = f"{paragraphs(LOWER)}{middle}{paragraphs(UPPER)}{end}"
    return text_of(f"<article>{HEAD}<div class=body>{text}</div></article>")


@pytest.mark.parametrize(
    "body",
    [
        "<div>1 May 2025, 5:12</div><div class=txt><p>Two people died, nine were hurt.</p></div>",
        "<div class=d>1 May 2025</div><ul><li>Post offices are closed on Friday.</li></ul>",
        "<p>1 May 2025</p><div><p>Two died in the fire.</p><p>The mill burns on.</p></div>",
    ],
)
def test_news_of_a_sentence_is_read(body: str):
    """Breaking news begins as a line and grows: what is not read at first cannot be compared."""
    news = text_of(f"<main>{HEAD}{body}</main>")
    assert news
    assert "2025" not in news


def test_a_sentence_without_a_date_is_no_news():
    """A page that says what a section is about, or that it was not found, has no text."""
    assert not text_of(
        f"<main>{HEAD}<div><p>All that we wrote about the ferry road.</p></div></main>"
    )
    date = "<div>1 May 2025</div>"
    assert not text_of(
        f"<main>{HEAD}{date}<div><a href=/x>Two people died, nine hurt.</a></div></main>"
    )


@pytest.mark.parametrize(
    "line",
    [
        "Please enable JavaScript to view this page. It does not work without.",
        "Ihr Browser zeigt den Artikel nicht, bitte nehmen Sie einen neuen.",
        "Please log in or register to continue reading this article.",
        "Comments are closed for this article.",
    ],
)
def test_what_stands_in_the_place_of_a_text_is_no_news(line: str):
    """It would be equal on a thousand pages, and hide that none of them shows its text."""
    date = "<div>1 May 2025</div>"
    assert not text_of(f"<main>{HEAD}{date}<p>{line}</p></main><script>start()</script>")


def test_a_plea_for_scripts_does_not_hide_the_text_that_the_page_declares():
    """However long the plea is, it is not a text that the page shows."""
    plea = "<p>Please enable JavaScript in the settings of the browser that you have.</p>"
    article = {"@type": "NewsArticle", "articleBody": "\n".join(LOWER)}
    data = f'<script type="application/ld+json">{json.dumps(article)}</script>'
    assert LOWER[-1] in text_of(f"<main>{HEAD}<div>1 May 2025</div>{plea}</main>", data)


def test_a_first_paragraph_above_the_box_of_the_others_is_kept():
    """It has no name of its own; one that does have such a name is the standfirst."""
    box = f"<div class=x>{paragraphs(UPPER)}</div>"
    assert LOWER[0] in text_of(f"<main>{HEAD}<p>{LOWER[0]}</p>{box}</main>")
    assert LOWER[0] not in text_of(f"<main>{HEAD}<p class=standfirst>{LOWER[0]}</p>{box}</main>")


def test_what_surrounds_a_quotation_is_kept():
    """A statement printed in full has its author, and text after it."""
    quote = (
        f"<blockquote>{paragraphs(UPPER)}<footer>— The council, Upper Wick</footer></blockquote>"
    )
    behind = "The port did not answer on Monday."
    text = text_of(f"<main>{HEAD}<div>{quote}<p>{behind}</p></div></main>")
    assert text.endswith(f"— The council, Upper Wick\n\n{behind}")
    one = f"<blockquote><p>{UPPER[0]}</p><footer>— The council</footer></blockquote>"
    assert "— The council" in among(one)


def test_text_behind_the_copyright_of_an_agency_is_kept():
    """It says whose the lines above are; the outlet's own, with its year, ends the page."""
    assert MAYOR in among("", f"<p>© AFP 2025</p><p>{MAYOR}</p>")
    assert "None of it" not in among("", "<p>© 2025 Wick Post</p><p>None of it may be copied.</p>")


def test_what_stands_below_the_text_in_a_column_of_the_page_is_left_out():
    """On a page laid out by a table everything is in a cell, and is no table of figures."""
    below = "<div class=a>Nora Whitlock</div><div class=c>No copies without a letter from us.</div>"
    inner = f"<div class=ntext>{'<br><br>'.join(LOWER + UPPER)}</div>{below}"
    text = text_of(f"<table><tr><td>News<td><h1>Ferry road closes</h1>{inner}<td>More</table>")
    assert text.endswith(UPPER[-1])


def test_a_heading_above_a_box_is_kept_where_the_text_goes_on_behind_it():
    """Page makers end the element of the text for a box, and begin another one like it."""
    box = "<div class=cta><h4>The morning in your inbox</h4><p>We write to you at six.</p></div>"
    rich = "<div class=rich>{}</div>".format
    heading = "<h3>An old mine under the hill</h3>"
    text = text_of(f"<main>{HEAD}{rich(paragraphs(LOWER) + heading)}{box}{rich(paragraphs(UPPER))}")
    assert "An old mine" in text
    assert "inbox" not in text


def test_a_line_that_announces_what_is_left_out_goes_with_it():
    """`Read also`, in a language that is in no list, heads links to other articles."""
    links = "<a href=/a>Bakers strike over the price of flour</a>"
    assert "Kyk ook" not in among(f"<div><p>Kyk ook:</p><p>{links}</p></div>")
    assert "He said:" in among(f"<p>He said:</p><p>{MAYOR}</p>")
    post = '<p><a href="https://post.example/1">pic.post.example/a1b2c3</a></p>'
    assert "She wrote:" in among(f"<p>She wrote:</p>{post}<p>{MAYOR}</p>")


def test_the_time_and_the_author_of_a_post_are_no_text():
    """A live page has such a line above each post."""
    posts = "".join(
        f"<article><header><time>10:{n}2</time> <span class=live__author>Emil H.</span></header>"
        f"<p>{text}</p></article>"
        for n, text in enumerate(LOWER + UPPER)
    )
    text = text_of(f"<main>{HEAD}<div class=live>{posts}</div></main>")
    assert all(one in text for one in LOWER + UPPER)
    assert "Emil H." not in text


def test_a_plea_for_money_is_none_in_other_languages_either():
    """Their boxes are named after donations, and have a link of its own."""
    for name in ("encart_don", "spenden-box", "podderzhat"):
        plea = "<p>If every reader gave a coin, our newsroom would be safe for ten years.</p>"
        box = f"<div class={name}>{plea}<a href=/d>Give</a></div>"
        assert "coin" not in among(box)


@pytest.mark.parametrize("chance", [0.4, 0.8])
def test_a_promo_among_the_paragraphs_is_dropped_where_the_model_doubts_it(chance: float):
    """A linked headline and its excerpt change with every visit, and would change the digest."""
    promo = f"<section><h3><a href=/news/2>Bakers strike</a></h3><p>{MAYOR}</p></section>"
    item = "<ul><li><h3><a href=/news/3>Fog</a></h3><p>High blood pressure.</p></li></ul>"
    inner = f"<div>{paragraphs(LOWER)}{promo}{item}{paragraphs(UPPER)}</div>"
    page = parse(f"<html><head><link rel=canonical href={URL}></head><body>{inner}</body></html>")
    keep = [not block.linked for block in page.blocks]
    doubted = {MAYOR, "High blood pressure."}
    chances = [chance if block.text in doubted else 1.0 for block in page.blocks]
    drop_tiles(page.blocks, keep, read_fields(page, None, URL), chances)
    left = [block.text for block, kept in zip(page.blocks, keep, strict=True) if kept]
    assert (MAYOR in left) == (chance > 0.5)
    assert "High blood pressure." in left


@pytest.mark.parametrize(
    "line",
    ["He died.", "12 people died.", "“I did not do it.”", "Погибли 12 человек.", "نظر نداد."],
)
def test_a_short_sentence_beside_the_one_paragraph_of_breaking_news_is_read(line: str):
    """It is all that is new, above or below; lines about the page or of another make are not."""
    date = "<div class=date>5 March 2031</div>"
    for texts in ([LOWER[0], line], [line, LOWER[0]], [LOWER[0], line, "Nobody knew why."]):
        read_now = text_of(f"<article>{HEAD}{date}<div>{paragraphs(texts)}</div></article>")
        assert read_now == "\n\n".join(texts)
    for other in ("12 comments.", "More", "Log in."):
        texts = [LOWER[0], other, line]
        assert text_of(f"<article>{HEAD}{date}<div>{paragraphs(texts)}</div></article>") == LOWER[0]
    beside = f"<div>{paragraphs([LOWER[0]])}<p class=x>{line}</p></div>"
    assert text_of(f"<article>{HEAD}{date}{beside}</article>") == LOWER[0]


@pytest.mark.parametrize("line", ["Tap to unmute.", "Comments are closed.", "Загрузка..."])
def test_a_line_of_the_player_or_of_comments_beside_one_paragraph_is_none_of_it(line: str):
    """It has the paragraph's markup, so only its words tell them apart."""
    date = "<div class=date>5 March 2031</div>"
    for texts in ([LOWER[0], line], [line, LOWER[0]], [LOWER[0], line, line]):
        body = f"<div>{paragraphs(texts)}</div>"
        assert text_of(f"<article>{HEAD}{date}{body}</article>") == LOWER[0]


def modules(texts: list[str], name: str = "w") -> str:
    """The texts as paragraphs, each alone in a box."""
    return "".join(f"<div class={name}><p>{text}</p></div>" for text in texts)


def test_a_short_sentence_in_a_module_at_an_end_of_the_text_is_read():
    """The model is no help with so short a text, and no neighbour is in the same element."""
    for texts in ([*LOWER, "He died."], ["He died.", *LOWER], [*LOWER, "He died.", "She lives."]):
        body = f"<div class=body>{modules(texts)}</div>"
        assert text_of(f"<article>{HEAD}{body}</article>") == "\n\n".join(texts)
    for end in (
        modules(["He died."], "other"),
        modules(["Wick Post"]),
        modules(["<a href=/x>He died.</a>"]),
    ):
        body = f"<div class=body>{modules(LOWER)}{end}</div>"
        assert text_of(f"<article>{HEAD}{body}</article>") == "\n\n".join(LOWER)
