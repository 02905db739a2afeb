"""The reader on pages of many makers and languages."""

from __future__ import annotations

import dataclasses

import pytest

from spiders.extract.reader import READER, read, read_batch
from storage.digest import content_digest, fold
from storage.records import Access, BlockKind, Obstacle, PageType
from tests.extract.pages import ENGLISH, STORIES, TEMPLATES, Around

URL = "https://courier.example/news/harbour-bridge-closed"


def page(template: str, language: str = "en", **around: object) -> bytes:
    return TEMPLATES[template](STORIES[language], Around(**around)).encode()


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", STORIES)
def test_body_is_the_paragraphs_and_nothing_else(template, language):
    """In every template and language, the text is what the author wrote."""
    story = STORIES[language]
    found = read(page(template, language), url=URL)
    assert [fold(block.text) for block in found.body] == [fold(text) for text in story.paragraphs]
    assert found.title == story.title
    assert found.language == language
    assert found.page_type is PageType.ARTICLE
    assert found.obstacle is None
    assert found.reader == READER


@pytest.mark.parametrize("template", TEMPLATES)
def test_fields(template):
    """Title without the outlet's name, standfirst, address, and the template's author and time."""
    found = read(page(template), url=URL)
    assert found.title == ENGLISH.title
    assert found.standfirst == ENGLISH.standfirst
    assert found.canonical_url == ENGLISH.url
    assert found.access is Access.FULL
    if template != "custom":
        assert found.byline == (ENGLISH.author,)
        assert found.published == ENGLISH.published


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    "around",
    [
        {"nonce": "f00f"},
        {"counter": 99_999},
        {"ago": "yesterday"},
        {"ago": "5 часов назад"},
        {"related": ("A wholly different story about wool", "And one about the opera", "Third")},
        {"related": ()},
        {"ticker": "EUR 2.0001 USD 1.9999"},
        {"comments": ("First!", "A very long comment that goes on about the bridge. " * 6)},
        {"comments": ()},
        {"advert": "Holidays in the mountains, seven nights, breakfast included. Book now."},
        {"before": '<div class="cookie-banner"><p>We use cookies on this page.</p></div>'},
        {"after": '<div class="newsletter"><p>Sign up for our newsletter.</p></div>'},
    ],
    ids=str,
)
def test_furniture_that_churns_changes_nothing(template, around):
    """What the outlet did not write about the story does not affect the digest."""
    assert content_digest(read(page(template), url=URL)) == content_digest(
        read(page(template, **around), url=URL)
    )


TRAPS = [
    ("12 cracks", "21 cracks"),
    ("$4.5 million", "$45 million"),
    ("4 millimetres", "9 millimetres"),
    ("on March 3", "on March 9"),
    ("the mayor's office said", "the harbour master said"),
    ("4 millimetres", "-4 millimetres"),
    ("banned for good", "“banned” for good"),
    ("banned for good.", "banned for good?"),
    ("Nobody was in danger", "Somebody was in danger"),
    ("45,000", "450,00"),
    ("cannot begin", "can begin"),
]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(("old", "new"), TRAPS)
def test_small_changes_are_changes(template, old, new):
    """A changed figure, name, sign or quotation mark alone gives another digest."""
    before = read(page(template), url=URL)
    paragraphs = tuple(text.replace(old, new, 1) for text in ENGLISH.paragraphs)
    assert paragraphs != ENGLISH.paragraphs
    story = dataclasses.replace(ENGLISH, paragraphs=paragraphs)
    after = read(TEMPLATES[template](story, Around()).encode(), url=URL)
    assert content_digest(before) != content_digest(after)


@pytest.mark.parametrize("template", TEMPLATES)
def test_headline_alone_is_a_change(template):
    """A new headline above the same body gives another digest."""
    story = dataclasses.replace(ENGLISH, title="Harbour bridge shut until autumn, cracks found")
    one = read(page(template), url=URL)
    two = read(TEMPLATES[template](story, Around()).encode(), url=URL)
    assert one.text == two.text
    assert content_digest(one) != content_digest(two)


def test_same_bytes_same_reading():
    """A reading depends only on the bytes."""
    assert read(page("ghost"), url=URL) == read(page("ghost"), url=URL)


def test_batch_keeps_order_and_takes_text_and_bytes():
    """One reading for each page, in order."""
    pages = [(URL, page("ghost", "en")), (URL, page("drupal", "tr").decode()), (URL, b"")]
    titles = [found.title for found in read_batch(pages)]
    assert titles == [STORIES["en"].title, STORIES["tr"].title, None]


def body_page(inner: str, head: str = "") -> bytes:
    return f"""<html><head><title>Harbour bridge closed</title>{head}</head><body><article>
    <h1>Harbour bridge closed</h1>{inner}</article></body></html>""".encode()


LONG = f"<p>{ENGLISH.paragraphs[0]}</p><p>{ENGLISH.paragraphs[1]}</p>"


@pytest.mark.parametrize(
    ("markup", "kind", "text"),
    [
        ("<h2>What engineers saw</h2>", BlockKind.HEADING, "What engineers saw"),
        ("<ul><li>Steel from abroad</li></ul>", BlockKind.LIST_ITEM, "Steel from abroad"),
        (
            "<blockquote><p>We measured it twice and wrote it down.</p></blockquote>",
            BlockKind.QUOTE,
            "We measured it twice and wrote it down.",
        ),
        (
            "<figure><img src='a.jpg'><figcaption>The bridge in 1987</figcaption></figure>",
            BlockKind.CAPTION,
            "The bridge in 1987",
        ),
        (
            "<p>Correction: an earlier version of this article named another engineer.</p>",
            BlockKind.CORRECTION,
            "Correction: an earlier version of this article named another engineer.",
        ),
        (
            "<table><tr><td>Girders</td><td>12</td></tr></table>",
            BlockKind.TABLE,
            "Girders | 12",
        ),
    ],
)
def test_kinds(markup, kind, text):
    """Blocks of the body have the kind that their markup or words give them."""
    found = read(body_page(LONG + markup + LONG.replace("Thursday", "Friday")), url=URL)
    assert (kind, text) in [(block.kind, block.text) for block in found.blocks]


SHOWN = "The bridge in the summer of 1987."


def led(lead: str, text: str = LONG) -> list[str]:
    """The captions of an article whose text is in a box below ``lead``."""
    found = read(body_page(f"{lead}<div class='story-text'>{text}</div>"), url=URL)
    assert SHOWN not in found.text
    return [block.text for block in found.blocks if block.kind is BlockKind.CAPTION]


@pytest.mark.parametrize(
    "lead",
    [
        f"<figure><img src='a.jpg'><figcaption>{SHOWN}</figcaption></figure>",
        f"<div class='top'><figure><img src='a'><figcaption>{SHOWN}</figcaption></figure></div>",
        f"<div class='image'><img src='a.jpg'><div class='image-caption'>{SHOWN}</div></div>",
        f"<div class=widget-container><figure><figcaption>{SHOWN}</figcaption></figure></div>",
        f"<div class=b-right-rail__main><figure><figcaption>{SHOWN}</figcaption></figure></div>",
        f"<div class=articleHeader><figure><figcaption>{SHOWN}</figcaption></figure></div>",
        (
            "<h4 class=post-author><a href='/a'>Lala Mammadova</a></h4>"
            f"<figure><img src='a.jpg'><figcaption>{SHOWN}</figcaption></figure>"
        ),
    ],
)
def test_the_caption_above_the_text_is_read(lead):
    """The lead picture is between headline and text; its caption is edited like any other."""
    assert led(lead) == [SHOWN]


@pytest.mark.parametrize(
    "lead",
    [
        f"<aside><figure><img src='a.jpg'><figcaption>{SHOWN}</figcaption></figure></aside>",
        f"<div class=related><figure><figcaption>{SHOWN}</figcaption></figure></div>",
        f"<div class=right-sidebar><figure><figcaption>{SHOWN}</figcaption></figure></div>",
        f"<div class=top-menu><figure><figcaption>{SHOWN}</figcaption></figure></div>",
        (
            "<h4><a href='/b'>A weir was closed</a></h4>"
            f"<figure><img src='b.jpg'><figcaption>{SHOWN}</figcaption></figure>"
        ),
        f"<figure><figcaption><a href='/b'>{SHOWN}</a></figcaption></figure>",
        "<figure><img src='a.jpg'><figcaption>Photo: Ada Quill</figcaption></figure>",
        f"<div class='image'><div class='image-caption'>{SHOWN}</div></div>",
    ],
)
def test_what_is_no_caption_of_the_lead_is_not_read(lead):
    """In boxes, in links, credits alone, and lines without a picture."""
    assert led(lead) == []


def test_summary_stands_beside_the_body():
    """An editorial summary is kept as such, and is not part of the text."""
    box = "<h3>Points of attention</h3><ul><li>The bridge is closed.</li><li>Buses take the "
    "weir.</li></ul>"
    found = read(body_page(LONG + box + LONG.replace("Thursday", "Friday")), url=URL)
    kinds = {block.text: block.kind for block in found.blocks}
    assert kinds["The bridge is closed."] is BlockKind.SUMMARY
    assert "Buses take the weir." not in found.text


def test_body_that_stands_twice_is_read_once():
    """A page with one copy for wide and one for narrow screens has a single text."""
    found = read(body_page(f"<div>{LONG}</div><div>{LONG}</div>"), url=URL)
    assert len(found.body) == 2


@pytest.mark.parametrize(
    ("title", "text", "obstacle"),
    [
        (
            "Log in",
            "<form><input type='password'></form><p>Log in to continue.</p>",
            Obstacle.LOGIN,
        ),
        ("Just a moment...", "<p>Checking your browser before you go on.</p>", Obstacle.BOT_CHECK),
        (
            "Page not found",
            "<h1>404</h1><p>The page you are looking for is not here.</p>",
            Obstacle.NOT_FOUND,
        ),
        ("Страница не найдена", "<h1>Страница не найдена</h1>", Obstacle.NOT_FOUND),
        ("Səhifə tapılmadı", "<h1>Səhifə tapılmadı</h1>", Obstacle.NOT_FOUND),
        ("Service unavailable", "<h1>503 Service unavailable</h1>", Obstacle.ERROR),
    ],
)
def test_obstacles(title, text, obstacle):
    """A page with status 200 in place of the article is recognized for what it is."""
    found = read(f"<title>{title}</title><body>{text}</body>".encode(), url=URL)
    assert found.obstacle is obstacle
    assert found.page_type is not PageType.ARTICLE
    blocked = obstacle in {Obstacle.LOGIN, Obstacle.BOT_CHECK}
    assert (found.access is Access.BLOCKED) == blocked


def test_article_about_an_obstacle_is_an_article():
    """The words of an error page do not make an error of a text of an article's length."""
    story = dataclasses.replace(ENGLISH, title="“Page not found”: how 404 became a word")
    found = read(TEMPLATES["drupal"](story, Around()).encode(), url=URL)
    assert found.obstacle is None
    assert found.page_type is PageType.ARTICLE


def test_teaser_says_so():
    """A paywall after two sentences makes the text a teaser."""
    wall = "<div class='paywall'><p>Subscribe to continue reading</p></div>"
    found = read(body_page(f"<p>{ENGLISH.paragraphs[0]}</p>{wall}"), url=URL)
    assert found.access is Access.TEASER
    assert "Subscribe" not in found.text


@pytest.mark.parametrize(
    "line",
    [
        "Want to read more? Sign up for our newsletter.",
        "Sign up to continue receiving our free alerts.",
        "Create an account to continue commenting.",
        "Start to read early, says a teacher of the island.",
        "The archive has two free articles remaining for readers of the island.",
        "Log in to read comments",
        "Please sign in or register to see all 12 replies.",
        "Войдите, чтобы читать комментарии",
        "Connectez-vous pour lire les commentaires",
        "Şərhləri oxumaq üçün daxil olun",
    ],
)
def test_what_asks_for_something_else_is_no_wall(line):
    """A newsletter box below a short article hides none of it."""
    asked = f"<div class='box'><p>{line}</p></div>"
    found = read(body_page(f"<p>{ENGLISH.paragraphs[0]}</p>{asked}"), url=URL)
    assert found.access is Access.FULL


@pytest.mark.parametrize(
    "line",
    [
        "Register to read and comment on this story",
        "Sign in to read this article and its comments",
        "Log in to read more. Comments are closed.",
    ],
)
def test_what_asks_for_the_text_is_a_wall_though_it_speaks_of_comments(line):
    """Only what is asked for decides."""
    asked = f"<div class='box'><p>{line}</p></div>"
    found = read(body_page(f"<p>{ENGLISH.paragraphs[0]}</p>{asked}"), url=URL)
    assert found.access is Access.TEASER


def test_section_page_is_no_article():
    """A page of teasers is an index."""
    cards = "".join(
        f"<div class='card'><h3><a href='/n/{n}'>A headline of a story that is number {n} "
        f"today</a></h3>"
        f"<p>One sentence that tells a little.</p></div>"
        for n in range(20)
    )
    found = read(f"<title>World</title><body><main>{cards}</main></body>".encode(), url=URL)
    assert found.page_type in {PageType.INDEX, PageType.OTHER}
