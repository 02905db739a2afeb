"""Whatever the bytes, reading ends soon and never raises."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.extract.reader import read, read_text
from storage.digest import content_digest
from storage.records import Extraction
from tests.extract.pages import ENGLISH, TEMPLATES, Around

URL = "https://courier.example/a"
TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='",
        "'>",
        "<table>",
        "<td>",
        "<svg>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "&#0;",
        "&nbsp",
        "<article>",
        "\x00",
        "<h1>",
        "</h1>",
        '<a href="',
        '">',
        "<template>",
        "<math>",
        "]]>",
        '<script type="application/ld+json">',
        '{"@type":"NewsArticle","headline":',
        "text of some kind, ",
    ]
)


@given(
    st.binary(max_size=600),
    st.sampled_from([None, "text/html", "text/html; charset=hex", "x; charset=utf-16"]),
)
@settings(max_examples=150, deadline=None)
def test_any_bytes(payload, content_type):
    """Any bytes under any header give an extraction."""
    assert isinstance(read(payload, url=URL, content_type=content_type), Extraction)


@given(st.lists(TAGS, max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_soup(pieces):
    """Broken markup gives an extraction, and the same one each time."""
    payload = "".join(pieces).encode("utf-8", "replace")
    assert read(payload, url=URL) == read(payload, url=URL)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_file(text):
    """A text file of any characters gives an extraction."""
    assert isinstance(read_text(text), Extraction)


@pytest.mark.parametrize(
    "payload",
    [
        "<div>" * 50_000 + "text" + "</div>" * 50_000,
        "<b>" * 50_000 + "text",
        "<body>" + "<p>One short paragraph of the many.</p>" * 100_000,
        "<body>" + "<a href='/x'>link</a> " * 200_000,
        "<p>" + "word " * 1_000_000,
        "<table>" * 20_000,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>text</p>",
        "<div class='" + "a-b " * 100_000 + "'><p>text</p></div>",
    ],
    ids=["deep", "inline", "blocks", "links", "long", "tables", "json", "class"],
)
def test_large_pages_in_bounded_time(payload):
    """Megabytes of one thing are read within seconds."""
    start = time.process_time()
    read(payload.encode(), url=URL)
    assert time.process_time() - start < 15


@pytest.mark.parametrize(
    "script",
    [
        "{",
        '{"@type": "NewsArticle", "headline": "x",}',
        "<!-- {} -->",
        '{"headline": "a\nb"}',
        "[1, null, []]",
        '{"@type": ["NewsArticle", 7], "author": {"name": 5}, "datePublished": [], "image": {}}',
        "null",
        '{"@type": "NewsArticle", "author": [[["x"]]], "headline": {"a": 1}, "articleBody": 12}',
    ],
)
def test_broken_json_ld_is_passed_over(script):
    """What JSON-LD says wrongly does not stop the page from being read."""
    page = TEMPLATES["custom"](
        ENGLISH, Around(after=f'<script type="application/ld+json">{script}</script>')
    )
    found = read(page.encode(), url=URL)
    assert ENGLISH.paragraphs[0] in found.text


FURNITURE = st.text(
    alphabet=st.characters(
        codec="utf-8", exclude_characters="<>&", exclude_categories=("Cs", "Cc")
    ),
    max_size=120,
)


@given(st.lists(FURNITURE, max_size=4), st.integers(0, 10**9), st.sampled_from(sorted(TEMPLATES)))
@settings(max_examples=60, deadline=None)
def test_any_furniture_outside_the_article(texts, counter, template):
    """Whatever stands in sidebars, lists and banners around the article, the digest is the same."""
    boxes = "".join(f'<div class="widget promo"><p>{text}</p></div>' for text in texts)
    plain = TEMPLATES[template](ENGLISH, Around())
    churned = TEMPLATES[template](
        ENGLISH,
        Around(
            related=tuple(texts), counter=counter, comments=tuple(texts), after=boxes, before=boxes
        ),
    )
    assert content_digest(read(plain.encode(), url=URL)) == content_digest(
        read(churned.encode(), url=URL)
    )
