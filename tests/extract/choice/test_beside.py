"""Texts that look like an article's and are not: slides, consent layers, lists of teasers."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from spiders.extract.choice.dropped import sidebars, stories
from spiders.extract.choice.dropped.consent import layered
from spiders.extract.choice.dropped.edges import drop_labelled, drop_teasers
from spiders.extract.choice.dropped.headings import drop_headings
from spiders.extract.choice.dropped.islands import FAR, drop_islands
from spiders.extract.choice.dropped.labelled import drop_boxes
from spiders.extract.choice.dropped.sidebars import drop_sidebars
from spiders.extract.choice.dropped.slides import drop_slides
from spiders.extract.fields.fields import Fields
from spiders.extract.parsing import parse
from spiders.extract.reader import read

LINE = "The keeper of the lighthouse at Varnitsa lets rooms by the week, and keeps the lamp lit."
TEXT = "".join(f"<p>{LINE} It is room number {number}.</p>" for number in range(8))
SHOWN = "A ship passes the lighthouse at Varnitsa, photographed from the quay on day"
COOKIES = "We and our partners use cookies to show you adverts of the kind that you may like"


def left(inner: str, drop) -> str:
    """The text of a page of which all was kept, after this rule was applied."""
    blocks = parse(f"<html><body>{inner}</body></html>").blocks
    keep = [True] * len(blocks)
    drop(blocks, keep)
    return " ".join(block.text for block, kept in zip(blocks, keep, strict=True) if kept)


def slides(number: str, name: str = "pictures", tag: str = "p") -> str:
    """Five pictures with captions."""
    items = "".join(
        f"<li><h3>{number.format(n)}</h3><{tag} class='slide-caption'>{SHOWN} {n}.</{tag}></li>"
        for n in range(1, 6)
    )
    return f"<div class='{name}'><ul>{items}</ul></div>"


def test_slides_beside_an_article_are_no_text():
    """They are known by their numbers, or by captions in an element called a gallery."""
    for gallery in (slides("{}/5"), slides("{} of 5"), slides("Ship", "photo-gallery")):
        text = left(f"<div>{TEXT}</div>{gallery}", drop_slides)
        assert SHOWN not in text
        assert text.count(LINE) == 8


def test_slides_that_are_the_article_stay():
    """Nothing else would be left of the page."""
    assert left(slides("{}/5"), drop_slides).count(SHOWN) == 5


def test_what_only_looks_numbered_stays():
    """Fractions, sections that each have a numbered picture, headings of a gallery of texts."""
    cups = "".join(
        f"<li>{n}/4 cup of {what}</li>" for n, what in ((1, "oil"), (3, "rye"), (1, "a"))
    )
    assert "3/4 cup of rye" in left(f"<div>{TEXT}<ul>{cups}</ul></div>", drop_slides)
    parts = "".join(
        f"<section><figure><span>{n} / 3</span></figure><p>{LINE} {n}</p></section>"
        for n in range(1, 4)
    )
    assert left(f"<div>{TEXT}</div><main>{parts}</main>", drop_slides).count(LINE) == 11
    heads = slides("Ship", "photo-gallery", "h4")
    assert SHOWN in left(f"<div>{TEXT}</div>{heads}", drop_slides)


def test_a_consent_layer_is_no_text_and_a_policy_on_cookies_is():
    """A layer is known by its name, on a page that has an article as well."""
    asks = f"<p>{COOKIES}</p><button>Accept</button>"
    for name, numbers in (("cookie-consent-banner", [8, 9]), ("privacy-notice", []), ("box", [])):
        page = parse(f"<body><div>{TEXT}</div><div class='{name}'>{asks}</div></body>")
        assert layered(page, ()) == numbers


def test_a_consent_layer_is_known_without_a_button():
    """What accepts may be a link; 8,000 characters about cookies were read as the article."""
    asks = f"<p>{COOKIES}</p><p><a href=#>Accept</a></p>"
    page = parse(f"<body><div>{TEXT}</div><div class='privacy-modal'>{asks}</div></body>")
    assert layered(page, ()) == [8, 9]


def test_the_outermost_name_tells_a_consent_layer_from_a_policy():
    """A notice beside the comments' form once hid the page's layer, as a part of a layer did."""
    asks = f"<p>{COOKIES}</p><button>Accept</button>"
    notice = f"<form><p class='comment_privacy_notice'>{SHOWN}</p></form>"
    part = f"<div class='privacy-center'>{asks}</div>"
    for box, numbers in (
        (f"<div class='cookie-consent-banner'>{asks}</div>{notice}", [8, 9]),
        (f"<div class='cookie-consent-banner'>{part}</div>", [8, 9]),
        (f"<div class='privacy-center'><div class='cookie-banner'>{asks}</div></div>", []),
    ):
        page = parse(f"<body><div>{TEXT}</div>{box}</body>")
        assert layered(page, ()) == numbers, box


@pytest.mark.parametrize(
    ("box", "subject"),
    [
        ("<div class='with-cookie-modal'>|</div>", SHOWN),
        ("<div class='text privacy-barometer'>|</div>", COOKIES),
        ("<div data-url='/news/cookie-banner-ruling'>|</div>", COOKIES),
        ("<div class='post tag-cookie-banner'>|</div>", COOKIES),
        ("<article class='cookie-banner'>|</article>", COOKIES),
    ],
)
def test_a_text_in_a_box_with_a_layers_name_is_no_layer(box, subject):
    """Such a name once cost the whole article, if its headline stood above the box.

    A layer speaks of cookies; an article that does may be named after its subject.
    """
    inner = box.replace("|", f"{TEXT}<p>{subject}</p>")
    assert layered(parse(f"<body><h1>Pier</h1>{inner}<p>{SHOWN}</p></body>"), ()) == []


@pytest.mark.parametrize("tag", ["article", "div"])
def test_what_says_that_a_consent_layer_is_open_and_holds_the_text_is_the_page(tag):
    """Its button and the line in the footer once cost the whole article."""
    button, foot = "<button>Share</button>", f"<footer><p>{SHOWN}</p></footer>"
    for top, inner in (("", "<h1>Rooms to let</h1>"), ("<h1>Rooms to let</h1>", "")):
        page = f"<div class='page has-cookie-banner'>{inner}<{tag}>{TEXT}</{tag}>{button}</div>"
        html = f"<title>Rooms to let</title><body>{top}{page}{foot}</body>"
        blocks = read(html.encode(), url="https://example.org/rooms").blocks
        assert sum(block.text.startswith(LINE) for block in blocks) == 8


def test_text_far_below_is_another_text():
    """If much comes between; what shares an element with the article belongs to it."""
    rest = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(FAR + 1))

    def drop(blocks, keep):
        keep[:] = ["Section" not in block.text for block in blocks]
        drop_islands(blocks, keep)

    terms = f"<p>{SHOWN}</p>"
    menu = "".join(f"<i>{n}</i><br>" for n in range(40))
    assert SHOWN not in left(f"<main>{TEXT}</main><ul>{rest}</ul><div>{terms}</div>", drop)
    inside = f"<main>{TEXT}<ul>{rest}</ul>{terms}</main><div>{menu}</div>"
    assert SHOWN in left(inside, drop)
    foreword = f"<div>{TEXT}</div><ul>{rest}</ul><main>{TEXT * 12}<p>{SHOWN}</p></main>"
    assert SHOWN in left(foreword, drop)


def test_links_behind_a_label_are_none():
    """One per line, in the same element as the label; a sentence ends the list."""
    links = f"<p>Related articles:</p><p><a href='/a'>{SHOWN}</a></p>"
    assert SHOWN not in left(f"<div>{TEXT}{links}</div>", drop_labelled)
    other = f"<p>Related articles:</p><p>See.</p><p><a href='/a'>{SHOWN}</a></p>"
    assert SHOWN in left(f"<div>{TEXT}{other}</div>", drop_labelled)


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("<p>Read also: <a href='/a'>{}</a></p>", False),
        ("<p>[ <a href='/a'>Related: {}</a> ]</p>", False),
        ("<p>წაიკითხეთ აგრეთვე: <a href='/a'>{}</a></p>", False),
        ("<p>Read also: <a href='/a'>{}</a> says more of the lamp.</p>", True),
        ("<p>The keeper: <a href='/a'>{}</a></p>", True),
        ("<p>Read also: {}</p>", True),
        ("<ul><li>Read also: <a href='/a'>{}</a></li></ul>", True),
    ],
)
def test_a_link_behind_its_label_in_one_line_is_none(line, stays):
    """In brackets, too; a line that goes on, or an item of a list of sources, is text."""
    text = left(f"<div>{TEXT}{line.format(SHOWN)}{TEXT}</div>", drop_labelled)
    assert (SHOWN in text) == stays


def test_teasers_of_a_list_that_says_so_are_none_however_long():
    """Excerpts of other articles may be longer in total than the article itself."""
    items = "".join(
        f"<li><h3><a href='/{n}'>Head {n}</a></h3><div><div><p>{SHOWN} {n}.</p></div></div></li>"
        for n in range(20)
    )

    def drop(blocks, keep):
        keep[:] = ["Head" not in block.text for block in blocks]
        drop_teasers(blocks, keep, Fields())

    assert SHOWN not in left(f"<div>{TEXT}</div><ul class='most-popular'>{items}</ul>", drop)
    assert left(f"<div>{TEXT}</div><ul class='rooms'>{items}</ul>", drop).count(SHOWN) == 20


@pytest.mark.parametrize(
    "label", ["Advertisement", "Реклама", "Reklam", "REKLAM", "آگهی", "Anzeige"]
)
def test_an_advert_that_says_so_is_none(label):
    """By its first line and its name; an empty frame with only the label drops no text near it."""
    advert = f"<div class='ad-slot'><span>{label}</span><p>{SHOWN}</p></div>"
    assert SHOWN not in left(f"<div>{TEXT}{advert}{TEXT}</div>", drop_boxes)
    frame = f"<div><div class='ad-slot'><span>{label}</span></div><p>{SHOWN}</p></div>"
    assert SHOWN in left(f"<div>{TEXT}{frame}{TEXT}</div>", drop_boxes)
    whole = f"<div class='with-ads'><span>{label}</span>{TEXT}</div>"
    assert left(whole, drop_boxes).count(LINE) == 8


def test_an_advert_without_a_name_is_known_by_its_word():
    """Hashed classes say nothing: it is a short text below the label, in one box with it."""
    advert = f"<div class='sc-1f'><span>Advertisement</span><p>{SHOWN}</p></div>"
    assert SHOWN not in left(f"<div>{TEXT}{advert}{TEXT}</div>", drop_boxes)
    named = f"<div data-ad='mid'><div><p>Advertisement</p></div><p>{SHOWN}</p></div>"
    assert SHOWN not in left(f"<div>{TEXT}{named}{TEXT}</div>", drop_boxes)
    frame = f"<div class='sc-1f'><div><span>Advertisement</span></div><p>{SHOWN}</p></div>"
    assert SHOWN in left(f"<div>{TEXT}{frame}{TEXT}</div>", drop_boxes)


POLL = "<h4>Is it right?</h4><ul><li>Yes 61 %</li><li>No 39 %</li></ul><p>812 votes</p>"


def test_what_readers_vote_is_no_text():
    """The shares of a poll within the text change with every visit."""
    for name in ("wp-block-poll", "crowdsignal-poll box", "reader-vote"):
        text = left(f"<div>{TEXT}<div class='{name}'>{POLL}</div>{TEXT}</div>", drop_boxes)
        assert "61 %" not in text
        assert "812 votes" not in text
        assert text.count(LINE) == 16


def test_a_poll_with_its_answers_in_one_line_is_no_text():
    """Its labels are inline, and its question is dropped together with them."""
    answers = "<label>Yes <span>61 %</span></label><label>No <span>39 %</span></label>"
    box = f"<div class='poll'><h4>Is it right?</h4>{answers}<p>812 votes</p></div>"
    text = left(f"<div>{TEXT}{box}{TEXT}</div>", drop_boxes)
    assert "61 %" not in text
    assert "Is it right?" not in text
    assert text.count(LINE) == 16


def test_a_story_on_a_poll_is_its_text():
    """With sentences of its own, without shares, in a box of another name, or as the whole page."""
    for box in (
        f"<div class='poll'><p>{LINE} {LINE} {LINE} It was 61 %.</p><p>And 39 %.</p></div>",
        "<div class='poll'><p>The poll opens on Friday. It was 61 % last time.</p></div>",
        f"<div class='pollution'>{POLL}</div>",
        f"<div class='survey'>{POLL.replace('Is it right?', 'What they said')}</div>",
        "<table class='poll'><tr><td>Right?<td>61 %<tr><td>Wrong<td>39 %</table>",
    ):
        assert "61 %" in left(f"<div>{TEXT}{box}{TEXT}</div>", drop_boxes)
    assert "61 %" in left(f"<div class='poll-story'>{POLL}</div>", drop_boxes)


@pytest.mark.parametrize(
    "label", ["İlgili haberler", "İLGİLİ HABERLER", "Read more", "بیشتر بخوانید"]
)
def test_headlines_with_excerpts_behind_a_label_are_none(label):
    """A list of links in the box of the label, each with a line on where it leads."""
    items = "".join(f"<li><a href='/{n}'>Head {n}</a> <span>{SHOWN}</span></li>" for n in range(3))
    box = f"<section><h2>{label}</h2><ul>{items}</ul></section>"
    assert SHOWN not in left(f"<div>{TEXT}</div>{box}", drop_boxes)
    said = f"<section><h2>{label}</h2><ul>{items}</ul><p>{SHOWN}</p></section>"
    assert SHOWN in left(f"<div>{TEXT}</div>{said}", drop_boxes)


SHORT = (
    "Kıyıkent Limanı’nda 850 işçinin katıldığı grev üçüncü gününe girdi.",
    "Sendika başkanı Hasan Kaya, yüzde 60 zam istediklerini söyledi.",
    "Liman işletmesi, teklifin yüzde 35 olduğunu ve değişmeyeceğini açıkladı.",
    "Grev nedeniyle 14 gemi açıkta bekliyor.",
)


def test_a_short_article_is_not_taken_for_the_longer_excerpts_beside_it():
    """Each of its paragraphs is shorter than the excerpts of the other articles."""
    items = "".join(
        f"<li><a href='/n/{n}'>Head {n}</a> <span>{SHOWN}</span></li>" for n in range(4)
    )
    page = (
        "<!doctype html><html lang='tr'><head><title>Limanda grev</title></head><body><main>"
        "<article><h1>Limanda grev üçüncü gününde</h1><p class='byline'>By Can Öztürk</p>"
        f"<p>{SHORT[0]}</p><p>{SHORT[1]}</p><div class='ad-slot'><span>Reklam</span>"
        f"<p>Winter sale: 34% off boots!</p></div><p>{SHORT[2]}</p><p>{SHORT[3]}</p></article>"
        f"<section class='related'><h2>İlgili haberler</h2><ul>{items}</ul></section></main>"
        "</body></html>"
    )
    reading = read(page.encode(), url="https://kiyi.example/liman")
    assert tuple(block.text for block in reading.blocks) == SHORT


def test_an_article_of_three_short_paragraphs_is_read():
    """No paragraph is long enough for running text, but the page says that it is an article."""
    told = '{"@type": "NewsArticle", "headline": "Limanda grev üçüncü gününde"}'
    script = f"<script type='application/ld+json'>{told}</script>"
    text = "".join(f"<div class='txt'><p>{line}</p></div>" for line in (*SHORT[:2], SHORT[3]))
    page = (
        "<html lang='tr'><head><title>Limanda grev üçüncü gününde</title>{}</head><body>"
        f"<main><div class='story'><h1>Limanda grev üçüncü gününde</h1>{text}</div></main>"
        "<footer><p>Bültenimize abone olun, her sabah okuyun.</p></footer></body></html>"
    )
    reading = read(page.format(script).encode(), url="https://kiyi.example/liman")
    assert tuple(block.text for block in reading.blocks) == (*SHORT[:2], SHORT[3])
    wall = "<p>Subscribe to read the rest of this article.</p><p>It costs less than a coffee.</p>"
    shut = page.format(script).replace(text, wall)
    assert not read(shut.encode(), url="https://kiyi.example/liman").blocks
    assert not read(page.format("").encode(), url="https://kiyi.example/liman").blocks


def test_a_list_of_links_that_one_may_skip_is_none():
    """For screen readers its name is given before and after it; a list of the text has neither."""
    links = "<ul><li><a href='/1'>A bridge for sheep</a></li><li><a href='/2'>Salt</a></li></ul>"
    end = "<p>End of Most read</p>"
    box = f"<section><p>Skip Most read and go on</p><b>Most read</b>{links}{end}</section>"
    assert left(f"<p>{TEXT}</p>{box}<p>{TEXT} 2.</p>", drop_boxes).count("read") == 0
    other = f"<section><p>Where to go on</p><b>Sources</b>{links}<p>All of 2031</p></section>"
    assert "Sources" in left(f"<p>{TEXT}</p>{other}<p>{TEXT} 2.</p>", drop_boxes)


def headed(inner: str, *missing: str, chance: float = 0.6) -> str:
    """What is left of a page of which all but this was kept, without headings of nothing."""

    def drop(blocks, keep):
        keep[:] = [not block.text.startswith(missing) for block in blocks]
        drop_headings(blocks, keep, dict.fromkeys(range(len(blocks)), chance))

    return left(inner, drop)


@pytest.mark.parametrize(
    ("inner", "head"),
    [
        (f"{TEXT}<h3>Was sonst geschah</h3><ul><li>Left</li></ul>", "Was sonst"),
        (f"{TEXT}<ul><li><h2>The oil</h2><p>Left: {LINE}</p></li></ul>{TEXT}", "The oil"),
        (f"{TEXT}<dl><dt>Topics</dt><dd>Left</dd><dd>Left 2</dd></dl>{TEXT}", "Topics"),
    ],
)
def test_a_heading_of_what_is_left_out_is_no_text(inner, head):
    """Lists of other articles and slides of a gallery left their headings in five of 105 texts."""
    assert head in headed(inner)
    assert head not in headed(inner, "Left")


def test_a_heading_above_the_headline_is_no_text():
    """It heads the page, as *All of our stories* does."""
    blocks = parse(f"<body><h2>Our stories</h2><h1>Lamps</h1><h2>Oil</h2>{TEXT}</body>").blocks
    keep = [True, False, *[True] * 9]
    drop_headings(blocks, keep, {}, (1,))
    assert keep == [False, False, *[True] * 9]


def test_a_heading_that_the_model_is_sure_of_stays():
    """There the text below it is what is doubtful."""
    inner = f"{TEXT}<ul><li><h2>The oil</h2><p>Left: {LINE}</p></li></ul>{TEXT}"
    assert "The oil" in headed(inner, "Left", chance=0.9)


@pytest.mark.parametrize(
    "inner",
    [
        f"{TEXT}<h3>“The lamp is lit.”</h3>",
        f"{TEXT}<h3>The keeper says that no ship has passed the lighthouse since the spring</h3>",
        f"<header><h2>Lamps lit</h2><p>Left: {LINE}</p></header>{TEXT}",
        f"{TEXT}<h2>The oil</h2><p>Left</p>{TEXT}",
        f"{TEXT}<h2>The oil</h2><h3>In May</h3>{TEXT}",
        f"{TEXT}<dl><dt>Oil</dt><dd>Left</dd><dd>of whales</dd></dl>{TEXT}",
        "<h2>One</h2><h2>Two</h2>",
    ],
)
def test_a_heading_that_heads_or_ends_a_text_stays(inner):
    """A sentence at the end, a line above the first text, an advert below the heading."""
    texts = [block.text for block in parse(f"<body>{inner}</body>").blocks]
    assert headed(inner, "Left") == " ".join(one for one in texts if not one.startswith("Left"))


def sidebar(text: str, name: str, between: int = 6) -> str:
    """What is left of a text and of a sentence in such a box this many blocks below it."""

    def drop(blocks, keep):
        keep[:] = [block.text != "Menu" for block in blocks]
        drop_sidebars(blocks, keep)

    menu = "<p>Menu</p>" * between
    return left(f"{text}{menu}<div {name}><div><p>{SHOWN}</p></div></div>", drop)


@pytest.mark.parametrize("name", ["id='sidebar-2'", "class='box Widget_events'", "id=left-sideBar"])
def test_what_stands_in_the_sidebar_is_no_text(name):
    """A party's programme, a disclaimer and the week's concerts ended four of 105 texts."""
    assert SHOWN not in sidebar(f"<div>{TEXT}</div>", name)


def test_a_box_near_the_text_or_made_as_the_text_is_stays():
    """A box in the text, one with another name, and page builders that call all a widget."""
    assert SHOWN in sidebar(f"<div>{TEXT}</div>", "class='widget'", between=2)
    assert SHOWN in sidebar(f"<div>{TEXT}</div>", "class='inside-bar'")
    assert SHOWN in sidebar(f"<div class='el-widget'>{TEXT}</div>", "class='el-widget'")


@pytest.mark.parametrize(
    ("own", "theirs", "made"),
    [(5, 3, "<article>{}</article>"), (3, 5, "<main>{}</main>"), (3, 5, "<article>{}</article>")],
)
def test_the_text_itself_may_be_in_a_widget(own, theirs, made):
    """Below a plain standfirst and buttons to share it, all of the text in a widget was lost."""
    told = [f"<p>{LINE} It is room number {number}.</p>" for number in range(own + theirs)]
    inside = f"<div>{''.join(told[:own])}</div>{'<p>Menu</p>' * 7}<div class=widget>{{}}</div>"
    page = made.format(inside.format("".join(told[own:])))

    def drop(blocks, keep):
        keep[:] = [block.text != "Menu" for block in blocks]
        drop_sidebars(blocks, keep)

    assert left(page, drop).count(LINE) == own + theirs


@pytest.mark.parametrize(
    ("module", "pattern", "drop"),
    [
        (sidebars, "_NAMED", drop_sidebars),
        (stories, "_OWN", lambda blocks, keep: stories.keep_one_story(blocks, keep, (0,), "")),
    ],
)
def test_a_name_is_looked_at_once(monkeypatch, module, pattern, drop):
    """With a name of a megabyte around 1,500 texts, this took minutes."""
    asked: list[str] = []
    monkeypatch.setattr(module, pattern, SimpleNamespace(search=asked.append))
    story = f"<article><h2>Lamps</h2>{TEXT}</article>"

    def kept(blocks, keep):
        keep[:] = [block.text != "Menu" for block in blocks]
        drop(blocks, keep)

    other = f"<article class=widget>{'<h2>Oil</h2><p>Oil is dear.</p>' * 9}</article>"
    left(f"{story}{'<p>Menu</p>' * 6}{other}", kept)
    assert [one for one in asked if "widget" in one] == ['class="widget"']


def test_comments_longer_than_the_text_are_known_by_their_name():
    """Below 35 comments, which ended with a link, stood 14,000 characters; the text had 2,000."""
    told = "".join(f"<li id='comment-{n}'><p>{SHOWN} {n}.</p></li>" for n in range(30))
    count = "<h2>30 Comments <a href='#post'>»</a></h2>"
    page = f"<div><div>{TEXT}</div>{count}<ol id='{{}}'>{told}</ol></div>"
    unnamed = page.replace("comment-", "post-")
    assert SHOWN not in left(page.format("commentlist"), drop_boxes)
    assert SHOWN in left(unnamed.format("answers"), drop_boxes)
    opinion = f"<div><div>{TEXT}</div><p>9 Comments</p><div class=comment-text>{{}}</div></div>"
    assert SHOWN in left(opinion.format(told.replace("comment-", "part-")), drop_boxes)
