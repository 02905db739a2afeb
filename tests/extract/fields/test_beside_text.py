"""What a page says besides its text: section, standfirst, captions, claims, times and names."""

from __future__ import annotations

import json

import pytest

from spiders.extract.parsing import parse
from spiders.extract.reader import read
from storage.records import Access, BlockKind
from tests.extract.pages import ENGLISH

URL = "https://courier.example/news/harbour"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def page(above: str = "", below: str = "", head: str = "", before: str = "", text: str = TEXT):
    made = f"""<html lang=en><head><title>{ENGLISH.title}</title>{head}</head><body>{before}
<main><article><h1>{ENGLISH.title}</h1>{above}<div class=text>{text}</div></article>{below}</main>
</body></html>"""
    return read(made.encode(), url=URL)


def crumbs(*steps: tuple[str, str | None]) -> str:
    items = [
        {"@type": "ListItem", "position": n, "name": name} | ({"item": item} if item else {})
        for n, (name, item) in enumerate(steps, 1)
    ]
    thing = {"@type": "BreadcrumbList", "itemListElement": items}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


@pytest.mark.parametrize(
    ("head", "section"),
    [
        ('<meta property="og:article:section" content="Ports">', "Ports"),
        ('<meta property="og:article:section" content="Ports,Late Repairs">', "Ports"),
        ('<meta property="og:article:section" content="Ports, Piers">', "Ports, Piers"),
        ('<meta name="category" content="42"><meta name="prism.section" content="Ports">', "Ports"),
        (crumbs(("Home", "/"), ("Ports", "/ports"), (ENGLISH.title, None)), "Ports"),
        (crumbs(("Home", "/"), ("Ports", "/ports"), (ENGLISH.title, URL)), "Ports"),
        (crumbs(("Home", "/"), (ENGLISH.title, None)), None),
    ],
)
def test_declared_section(head, section):
    """A meta tag under any of its names, or the last breadcrumb that leads to another page."""
    assert page(head=f'{head}<link rel="canonical" href="{URL}">').section == section


@pytest.mark.parametrize(
    ("before", "section"),
    [
        ("<div class=breadcrumb><a href=/>Home</a> / <a href=/p>Ports</a></div>", "Ports"),
        ("<ul class=breadcrumbs><li><a href=/>Home</a><li><a href=/p>Ports</a></ul>", "Ports"),
        ("<div class=breadcrumb><a href=/>Home</a><a href=/p>Ports</a></div>", None),
        ("<div class=breadcrumb><a href=/>Back to all news</a></div>", None),
        ("<div class=post-category><a href=/p>Ports</a></div>", "Ports"),
        ("<div class=category>Rubric: <a href=/p>Ports</a></div>", "Ports"),
        ("<div class=teaser><a href=/p>Ports</a></div>", None),
        ("<div class='menu-item menu-item-category'><a href=/p>Ports</a></div>", None),
        ("<div class=breadcrumb>Sie sind hier: <a href=/>Startseite</a></div>", None),
    ],
)
def test_shown_section(before, section):
    """The breadcrumbs above the headline, or a link called a category; joined steps are ignored."""
    assert page(before=before).section == section


@pytest.mark.parametrize(
    ("above", "shown"),
    [
        ("<h2>Three cranes stood still while the crews argued over a rope</h2>", True),
        (
            "<p>Three cranes stood still while the crews argued over a rope.</p><p>7 May 2025</p>",
            True,
        ),
        ("<p class=caption>Three cranes stood still while the crews argued over it.</p>", False),
        ("<p>Image: courtesy of the artist and of the museum of the harbour.</p>", False),
        ("<p>Sign up for the Harbour newsletter to get this (and more) in your inbox.</p>", False),
        ("<p>Purchases made through our links may earn us a commission.</p><hr>", False),
        ("<p>Published on 7 May 2025 by the crew of the night desk of ours.</p>", False),
        ("<p><a href=/x>Three cranes stood still while the crews argued over it.</a></p>", False),
    ],
)
def test_standfirst_by_its_place(above, shown):
    """A sentence right below the headline that does not say whose, when or what for."""
    found = page(above=f"<header>{above}</header>")
    assert (found.standfirst is not None) is shown
    assert found.standfirst is None or found.standfirst.startswith("Three cranes")


@pytest.mark.parametrize("name", ["article__header", "post-header", "page-head header"])
def test_a_standfirst_in_the_header_of_the_article(name):
    """Its header has a name like the page's header, which mostly contains a menu."""
    said = "Three cranes stood still while the crews argued over it."
    head = "<html><head><title>Harbour bridge closed</title></head><body><article>"
    top = (
        f"<div class='{name}'><h1>Harbour bridge closed</h1><p>{said}</p></div><div>Ann Reik</div>"
    )
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    found = read(f"{head}{top}<div>{text}</div></article>".encode(), url=ENGLISH.url)
    assert found.standfirst == said
    assert said not in found.text


def test_a_caption_that_is_the_description_is_no_standfirst():
    """Some outlets declare the lead picture's caption as the page's description."""
    caption = "A crane that stood still over the quay on Monday, in a picture of the port."
    head = f"<meta name=description content='{caption}'>"
    other = "<aside><h2><a href=/x>A quay sinks</a></h2></aside>"
    said = f"{other}<h2 class=deck>Three cranes stood still over a rope.</h2>"
    found = page(f"<figure><figcaption>{caption}</figcaption></figure>{said}", head=head)
    assert found.standfirst == "Three cranes stood still over a rope."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("article__perex", True),
        ("ingress", True),
        ("Vorspann", True),
        ("progressbar", False),
        ("lid", True),
        ("lid-worden", False),
        ("author-description", False),
    ],
)
def test_a_standfirst_named_in_another_language(name, shown):
    """It is below the author, where its place alone does not show what it is."""
    said = "Three cranes stood still while the crews argued over it"
    above = f"<div>Ann Reik</div><div>2 hours ago</div><div class='{name}'><b>{said}</b></div>"
    found = page(above)
    assert (found.standfirst == said) is shown
    assert said not in found.text


def test_captions_within_the_text():
    """A picture between two paragraphs has its caption read; that of another article does not."""
    paragraphs = [f"<p>{one}</p>" for one in ENGLISH.paragraphs]
    own = "<figure><img src=1.jpg><figcaption>The crane at dawn. Photo: Port</figcaption></figure>"
    others = """<div class=related><figure><img src=2.jpg><figcaption>Another quay in the south
</figcaption></figure></div>"""
    text = "".join((paragraphs[0], own, others, *paragraphs[1:]))
    found = page(text=text)
    captions = [one.text for one in found.blocks if one.kind is BlockKind.CAPTION]
    assert captions == ["The crane at dawn. Photo: Port"]
    assert found.blocks[1].kind is BlockKind.CAPTION
    assert found.text == page().text


def test_claim_and_verdict():
    """The box of a fact-check is text if the page declares a review, and only then."""
    box = "<div class=badge><span>False</span></div>"
    claim = "The crane cost a billion"
    below = f"<div class=box><div>Claim</div><div>{claim}</div>{box}</div>"
    review = {"@type": "ClaimReview", "claimReviewed": claim}
    review["reviewRating"] = {"@type": "Rating", "alternateName": "False"}
    head = f'<script type="application/ld+json">{json.dumps(review)}</script>'
    assert page(above=below, head=head).text.startswith(f"Claim\n\n{claim}\n\nFalse")
    assert claim not in page(above=below).text


def test_hour_of_a_declared_day():
    """A day in JSON-LD and that day's hour in a meta tag are one time; midnight is no hour."""
    thing = {"@type": "NewsArticle", "headline": ENGLISH.title, "datePublished": "2025-02-07"}
    head = f'<script type="application/ld+json">{json.dumps(thing)}</script>'
    meta = '<meta property="article:published_time" content="2025-02-07T{}+04:00">'
    assert page(head=head + meta.format("09:30:00")).published == "2025-02-07T09:30:00+04:00"
    assert page(head=head + meta.format("00:00:00")).published == "2025-02-07"


def test_modification_by_the_clock_of_the_page():
    """A time declared in UTC that the page shows in local time is given in local time."""
    head = '<meta property="article:modified_time" content="2025-02-07T07:02:00+00:00">'
    shown = "<p>Updated: 7 February 2025, 10:02</p>"
    assert page(above=shown, head=head).modified == "2025-02-07T10:02:00+03:00"
    assert page(head=head).modified == "2025-02-07T07:02:00Z"


def test_headline_that_a_page_gives_for_its_name():
    """A site name that equals the page's headline removes nothing from it."""
    title = "Mayor Resigns - Returns Later"
    made = f"""<html lang=en><head><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{title}">
</head><article><h1>{title}</h1>{TEXT}</article>"""
    assert read(made.encode(), url=URL).title == title


def test_link_around_a_heading():
    """A card is one link around several blocks, and each of them has that link."""
    card = "<a href=/other><h3>Another headline</h3><p>And its excerpt</p></a><p>Plain text</p>"
    blocks = parse(f"<body>{card}").blocks
    assert [block.links for block in blocks] == [("/other",), ("/other",), ()]


def test_last_line_that_speaks_of_subscriptions():
    """It may be how an article ends, and is a wall only if a reader can follow it."""
    lines = "".join(f"<p>{one}</p>" for one in ENGLISH.paragraphs[:3])[:500]
    last = "<p>Its readers will have to subscribe to read the archive, the paper said.</p>"
    assert page(text=lines + last).access is Access.FULL
    assert page(text=lines + last + "<button>Subscribe now</button>").access is Access.TEASER
    alone = "<div class=wall>Subscribe to continue reading this article</div>"
    assert page(text=lines + alone).access is Access.TEASER


def test_an_address_beside_a_date_is_no_other_headline():
    """A post on a page of its own shows both below its text."""
    line = "The ferry sails again from Sunday, and nobody in the harbour office knows for how long."
    foot = "<a href='https://t.example/port/41'>t.example/port/41</a>"
    stamp = "<time datetime='2031-05-06T09:31:12Z'>May 6</time>"
    html = f"<title>Port</title><div><div>{line}<br>{line} 2</div><footer><div>{foot}</div><div>"
    found = read(f"{html}{stamp}</div></footer></div>".encode(), url="https://t.example/port/41")
    assert found.published == "2031-05-06T09:31:12Z"


def test_what_is_no_address_of_the_page_and_no_picture():
    """A host without a name, and an image for pages without a picture.

    A front page is one: by that name a page in the place of an article is known for another.
    """
    front = "https://courier.example/"
    for address, told in ((front, front), ("https://.courier.example", None)):
        assert page(head=f"<link rel=canonical href='{address}'>").canonical_url == told
    for name in ("i/blank.jpg", "img/social_placeholder.png", ""):
        image = f"<meta property='og:image' content='https://courier.example/{name}'>"
        assert page(head=image).picture is None
    image = "<meta property='og:image' content='https://courier.example/default/bridge.jpg'>"
    assert page(head=image).picture == "https://courier.example/default/bridge.jpg"
