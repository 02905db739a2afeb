"""What kind of page it is, and the fields that graphs and galleries hide."""

from __future__ import annotations

import json

import pytest

from spiders.extract.reader import read
from storage.records import Extraction, PageType
from tests.extract.pages import ENGLISH

URL = "https://courier.example/news/harbour"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def found(body: str, head: str = "", url: str = URL, things: object = None) -> Extraction:
    script = f'<script type="application/ld+json">{json.dumps(things)}</script>' if things else ""
    page = f"""<html lang=en><head><title>{ENGLISH.title}</title>{head}{script}</head>
    <body><article><h1>{ENGLISH.title}</h1>{body}</article></body></html>"""
    return read(page.encode(), url=url)


def entries(count: int) -> str:
    return "".join(
        f"<div class=entry><time datetime='2025-02-07T{hour:02}:08:00Z'>{hour:02}:08</time>"
        f"<p>{ENGLISH.paragraphs[hour % 5]} It was {hour} o'clock.</p></div>"
        for hour in range(1, count + 1)
    )


@pytest.mark.parametrize(
    ("url", "count", "kind"),
    [
        ("https://courier.example/news/live/harbour-bridge", 9, PageType.LIVEBLOG),
        ("https://courier.example/harbour-live-updates", 9, PageType.LIVEBLOG),
        ("https://courier.example/news/live/harbour-bridge", 1, PageType.ARTICLE),
        ("https://courier.example/people/olive-oil", 9, PageType.ARTICLE),
    ],
)
def test_liveblog_by_address_and_entries(url, count, kind):
    """An address that says so and the times of many entries make a live blog, neither alone."""
    assert found(TEXT + entries(count), url=url).page_type is kind


def test_gallery_by_address_and_captions():
    """Many captions and little text at the address of a gallery."""
    pictures = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>The bridge, seen from pier {n}, after the repair."
        "</figcaption></figure>"
        for n in range(6)
    )
    text = f"<p>{ENGLISH.paragraphs[0]}</p>"
    url = "https://courier.example/gallery/harbour"
    assert found(text + pictures, url=url).page_type is PageType.GALLERY
    assert found(TEXT, url=url).page_type is PageType.ARTICLE


def test_video_page_with_a_line_of_text():
    """A page that calls itself a video and says little is one."""
    head = '<meta property="og:type" content="video.other">'
    assert found("<p>The bridge was closed on Thursday.</p>", head).page_type is PageType.VIDEO
    assert found(TEXT, head).page_type is PageType.ARTICLE


def test_short_article_that_declares_its_time():
    """Two lines with a declared time of publication are an article; two lines alone are not."""
    head = '<meta property="article:published_time" content="2025-02-07T18:08:00Z">'
    line = f"<p>{ENGLISH.paragraphs[0]}</p>"
    assert found(line, head).page_type is PageType.ARTICLE
    assert found(line).page_type is PageType.OTHER


def test_references_of_a_graph_are_followed():
    """Author and picture that only refer to other things of the graph are those things."""
    graph = {
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": ENGLISH.title,
                "author": {"@id": "#lala"},
                "image": {"@id": "#primaryimage"},
            },
            {"@type": "Person", "@id": "#lala", "name": "Lala Mammadova"},
            {"@type": "ImageObject", "@id": "#primaryimage", "contentUrl": "/bridge.jpg"},
        ]
    }
    one = found(TEXT, things=graph)
    assert one.byline == ("Lala Mammadova",)
    assert one.picture == "https://courier.example/bridge.jpg"


@pytest.mark.parametrize("reference", [{"@id": 5}, {"@id": "#nobody"}, {"@id": None}, [[]]])
def test_references_to_nothing(reference):
    """A reference that leads nowhere is no name and no picture."""
    thing = {"@type": "NewsArticle", "headline": ENGLISH.title, "author": reference}
    one = found(TEXT, things={**thing, "image": reference})
    assert one.byline == ()
    assert one.picture is None
