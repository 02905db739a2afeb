"""Whatever the bytes, reading ends soon and never raises."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spiders.extract.reader import read, read_text
from storage.digest import content_digest
from storage.records import Extraction
from tests.extract.pages import ENGLISH, TEMPLATES, Around
from tests.growth import TIMES, grows_with_length

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
@settings(max_examples=75, deadline=None)
def test_any_bytes(payload, content_type):
    """Any bytes with any header give an extraction."""
    assert isinstance(read(payload, url=URL, content_type=content_type), Extraction)


@given(st.lists(TAGS, max_size=60))
@settings(max_examples=75, deadline=None)
def test_any_soup(pieces):
    """Broken markup gives an extraction, and the same one each time."""
    payload = "".join(pieces).encode("utf-8", "replace")
    assert read(payload, url=URL) == read(payload, url=URL)


@given(st.text(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_text_file(text):
    """A text file of any characters gives an extraction."""
    assert isinstance(read_text(text), Extraction)


@pytest.mark.parametrize(
    ("before", "piece", "many", "after"),
    [
        ("", "<div>", 50_000, "text" + "</div>" * 50_000),
        ("", "<div><section>", 100_000, "text"),
        ("", "<b>", 50_000, "text"),
        ("<body>", "<a href='/x'>link</a> ", 50_000, ""),
        ("<p>", "word ", 200_000, ""),
        ("", "<table>", 20_000, ""),
        ('<script type="application/ld+json">', "[", 100_000, "</script><p>text</p>"),
        ("<div class='", "a-b ", 100_000, "'><p>text</p></div>"),
    ],
    ids=["deep", "deeper", "inline", "links", "long", "tables", "json", "class"],
)
def test_large_pages_cost_no_more_than_their_length(before, piece, many, after):
    """Megabytes of one thing are read within seconds."""
    small, large = (before + piece * count + after for count in (many // TIMES, many))
    assert grows_with_length(lambda page: read(page.encode(), url=URL), small, large)


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
    """Mistakes in JSON-LD do not stop the page from being read."""
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
@example([":", "00="], 0, "custom")  # was read as an author
@settings(max_examples=60, deadline=None)
def test_any_furniture_outside_the_article(texts, counter, template):
    """Whatever is in sidebars, lists and banners around the article, the digest is the same."""
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


@given(
    st.sampled_from(sorted(TEMPLATES)),
    st.lists(
        st.tuples(st.integers(0, 6_000), st.integers(0, 80), st.one_of(TAGS, st.text(max_size=12))),
        max_size=12,
    ),
)
@settings(max_examples=60, deadline=None)
def test_any_mutation_of_a_page(template, cuts):
    """Pages with pieces removed and inserted anywhere are read, and the same each time."""
    page = TEMPLATES[template](ENGLISH, Around())
    for place, length, piece in cuts:
        page = page[:place] + piece + page[place + length :]
    payload = page.encode("utf-8", "replace")
    assert read(payload, url=URL) == read(payload, url=URL)


@pytest.mark.parametrize("url", ["", "http://[", "//", "x:y", "http://a:b:c/2025/99/99/", "\x00"])
def test_any_address(url):
    """An invalid address does not stop the page from being read."""
    found = read(TEMPLATES["ghost"](ENGLISH, Around()).encode(), url=url)
    assert ENGLISH.paragraphs[0] in found.text


LINE = "<div class='date'>Published February 7, 2025 at 6:08 PM by Lala Mammadova</div>"
LARGE = {
    "2 MB of text": "<body><article><h1>Harbour</h1>" + f"<p>{ENGLISH.paragraphs[0]}</p>" * 15_000,
    "25,000 blocks": "<body><h1>Harbour</h1>" + "<p>One short paragraph of the many.</p>" * 25_000,
    "dates": "<body><h1>Harbour</h1>" + LINE * 20_000,
    "headings": "<body>" + "<h1>Harbour bridge closed</h1>" * 25_000,
    "times": "<body><h1>Harbour</h1>" + '<time datetime="2025-02-07"></time><br>' * 25_000,
    "metas": "<head>" + '<meta name="publish-date-x" content="no date">' * 25_000 + "</head>text",
    "marks": "<body>" + '<i itemprop="datePublished" content="1">x</i>' * 15_000,
    "scripts": "<script>" + '{"publishDate": "" , "datePublished": 1}' * 30_000 + "</script>",
    "graph": '<script type="application/ld+json">['
    + ",".join('{"@type":"NewsArticle","author":{"@id":"#a"}}' for _ in range(10_000))
    + "]</script><p>text</p>",
    "mojibake": "<body>" + "<p>MÃ\u0083Â©tro Ð\u009fÑ\u0080Ð¸</p>" * 15_000,
    "angles": "<" * 400_000,
    "privacy": f"<body><div class='{'privacy' * 50_000}'>" + f"<p>{ENGLISH.paragraphs[0]}</p>" * 9,
    "templates": "<p>shadowroot</p>" + "<template" * 50_000,
    "shadows": "<body>" + "<template shadowrootmode='open'><p>text</p></template>" * 15_000,
    "spaces behind an end": "<script type='application/ld+json'>{}]]>"
    + " " * 100_000
    + "x;</script>",
    "brackets": "<meta name=author content='Anna Bell " + "(" * 30_000 + "'>",
    "a quote in a name": "<p><time " + "a" * 100_000 + '">text</time></p>',
    "underlines": "<title>" + "_" * 100_000 + "x</title><p>text</p>",
    "degrees": "<meta name=author content='Anna Bell" + "  LD" * 25_000 + "?'>",
    "koi": "<body>" + "<p>\u0411аку и Тбилиси</p>" * 30_000,
}
BOUND = 4.0
"""Per byte, any page costs at most so many times what a small one does (measured: 0.8)."""


def cpu(payload: bytes) -> float:
    start = time.process_time()
    read(payload, url=URL)
    return time.process_time() - start


@pytest.fixture(scope="module")
def unit() -> float:
    """What a usual page costs per byte."""
    small = (TEMPLATES["ghost"](ENGLISH, Around()) + "<!-- -->" * 100).encode()
    cpu(small)
    return min(cpu(small) for _ in range(5)) / len(small)


@pytest.mark.parametrize("name", LARGE)
def test_time_grows_with_size_and_no_faster(unit, name):
    """Megabytes of anything cost no more than in proportion to a usual page."""
    coding = "koi8-r" if name == "koi" else "utf-8"
    large = LARGE[name].encode(coding)
    assert cpu(large) < BOUND * unit * len(large) + 0.5
