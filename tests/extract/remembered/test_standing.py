"""A page whose article is unchanged is recognized by its bytes; an edit never passes for that."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.extract import reader
from spiders.extract.choice import unshown
from spiders.extract.parsing import parse
from spiders.extract.remembered.again import MOST_REACH, parts_of
from spiders.extract.remembered.declarations import is_silent_meta
from spiders.extract.remembered.pieces import cut, zone_of
from spiders.extract.remembered.standing import stands
from spiders.outlets.rules import parse as parse_rules
from storage.digest import content_digest
from tests.extract.pages import ENGLISH, STORIES, TEMPLATES, Around
from tests.extract.remembered.seen import is_known_again

URL = ENGLISH.url
SENTENCE = "The harbour master, Tomas Reik, resigned an hour later."
SHORT = "Nobody was hurt."
DIVS = "<div><div><div>"


def changed(text: str) -> str:
    """The text with one word replaced."""
    first, _, rest = text.partition(" ")
    return f"{first}X {rest}"


def edits(story):
    """The story after every edit that a monitor must not miss, by name."""
    texts = story.paragraphs
    found = {
        "title": replace(story, title=changed(story.title)),
        "standfirst": replace(story, standfirst=changed(story.standfirst)),
        "swap": replace(story, paragraphs=(*texts[:-2], texts[-1], texts[-2])),
    }
    for number, text in enumerate(texts):
        before, after = texts[:number], texts[number + 1 :]
        found[f"edit {number}"] = replace(story, paragraphs=(*before, changed(text), *after))
        found[f"end {number}"] = replace(story, paragraphs=(*before, f"{text[:-1]}?", *after))
        found[f"delete {number}"] = replace(story, paragraphs=before + after)
    for number in range(len(texts) + 1):
        for name, new in (("sentence", SENTENCE), ("short", SHORT)):
            added = (*texts[:number], new, *texts[number:])
            found[f"add {name} {number}"] = replace(story, paragraphs=added)
    return found


def page(template, story, around=None):
    """The bytes of a page."""
    return TEMPLATES[template](story, around or Around()).encode()


@cache
def first_look(page: bytes):
    """What a first visit makes of the page; one page is compared with dozens of others."""
    return reader.look(page, url=URL)


def seen_to_stand(old: bytes, new: bytes):
    """The zone of the old page's article in the new page by its bytes, and by a reading."""
    extraction, _, zone = first_look(old)
    assert extraction.body
    assert zone is not None
    before = cut(old)
    after = cut(new, before)
    assert before is not None
    if after is None:
        return None, None
    return stands(before, after, zone), zone_of(after, parts_of(extraction.blocks))


AROUND = st.builds(
    Around,
    nonce=st.sampled_from(["a1b2", "c3d4"]),
    ago=st.sampled_from(["3 hours ago", "4 hours ago"]),
    ticker=st.sampled_from(["EUR 1.0843", "EUR 1.0902"]),
    related=st.sampled_from([Around.related, ("Rain until Sunday", "A new mayor", "Bread dearer")]),
    before=st.sampled_from(["", "<div class='advert'><a href='/x'>Buy a boat</a></div>"]),
    after=st.sampled_from(
        ["", "<!-- 17 ms --><aside class='popular'><a href='/1'>One</a></aside>"]
    ),
)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", ["en", "ka", "zh"])
def test_no_edit_is_taken_for_a_standing_article(template, language):
    """Not even one letter, at any place, in any template, whatever changes around it."""
    story = STORIES[language]
    old, around = page(template, story), Around("z9", 121, "9 hours ago", ("Another story",))
    for name, edited in edits(story).items():
        assert seen_to_stand(old, page(template, edited, around))[0] is None, name
        assert seen_to_stand(old, page(template, edited))[0] is None, name


@pytest.mark.parametrize("template", TEMPLATES)
@settings(max_examples=15, deadline=None)
@given(one=AROUND, other=AROUND)
def test_an_article_among_other_furniture_stands(template, one, other):
    """Nonces, adverts, lists of other articles, tickers and clocks do not matter."""
    if template == "ghost":  # a card for another article right at the end is read
        other = replace(other, related=one.related)
    zone, read = seen_to_stand(page(template, ENGLISH, one), page(template, ENGLISH, other))
    assert zone is not None
    assert zone == read


TRICKS = (
    "<!-- <script> -->{}<!-- </script> -->",
    "<div title='<!--'>{}</div><!-- x -->",
    "<!-- a --!>{}<!-- b -->",
    "<!-->{}<!-- -->",
    "<SCRIPT>var a = '</p>'</SCRIPT>{}<script></script>",
    "<script><!-- <script> </script>{}<script>--></script>",
    "<style>p::after {{ content: '<!--' }}</style>{}<!-- -->",
    "<template><template></template>{}</template>",
    "<p>1 < 2 <!-- -->{}<!-- -->",
    "<svg><title>x</title></svg>{}",
    "<noscript><p>x</p></noscript>{}<noscript></noscript>",
)


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_hides_an_edit(trick):
    """If scripts and comments cannot be told from the text, the page is read."""
    old, new = (
        page("drupal", ENGLISH, Around(after=trick.format(f"<p>{text}</p>")))
        for text in (SENTENCE, changed(SENTENCE))
    )
    extraction, _, zone = reader.look(old, url=URL)
    before = cut(old)
    after = cut(new, before)
    if zone is not None and before is not None and after is not None:
        assert extraction.body
        assert stands(before, after, zone) is None


@pytest.mark.parametrize("after", ["</body>", "<footer", '<section id="comments"'])
def test_a_note_far_below_the_article_is_read(after):
    """A correction is found wherever it is."""
    old = page("wordpress", ENGLISH)
    note = "<p><em>Correction: an earlier version gave a wrong date.</em></p>"
    new = old.decode().replace(after, note + after, 1).encode()
    assert new != old
    assert seen_to_stand(old, new)[0] is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('property="og:title" content="', 'property="og:title" content="New: '),
        ("<title>", "<title>New: "),
        (f'rel="canonical" href="{URL}', f'rel="canonical" href="{URL}-2'),
        ('"datePublished": "2025-02-07', '"datePublished": "2025-02-08'),
        ('<html lang="en">', '<html lang="ru">'),
    ],
)
def test_a_head_that_says_something_else_is_read(old, new):
    """A change of the fields is noticed even if the text does not change."""
    before = page("drupal", ENGLISH)
    after = before.decode().replace(old, new, 1).encode()
    assert before != after
    assert seen_to_stand(before, after)[0] is None


def test_another_class_around_the_article_is_read():
    """What hides or shows a text may be far outside it."""
    old = page("drupal", ENGLISH)
    new = old.replace(b'<main role="main">', b'<main role="main" hidden>')
    assert seen_to_stand(old, new)[0] is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<script>var a = '<script>'</script>", "<script>var a = '<!--<script>'</script>"),
        (
            "<noscript><iframe src='/a'></iframe></noscript>",
            "<noscript><iframe src='/a'></noscript>",
        ),
        (
            "<noscript>a</noscript><noscript>b</noscript>",
            "<noscript>a<!-- --><noscript>b</noscript>",
        ),
        ("<script async>a('b')</script>", "<script async a('b')</script>"),
        ("<script src='/a'>b</script>", "<script src='/a>b</script>"),
    ],
)
def test_a_script_that_swallows_the_article_now_is_read(old, new):
    """To a parser, what follows it is a part of the script."""
    before, after = (page("drupal", ENGLISH, Around(before=script)) for script in (old, new))
    assert seen_to_stand(before, after)[0] is None


@pytest.mark.parametrize("name", ["template-line", "svg-icon", "select-panel", "SCRIPTED"])
def test_an_element_named_as_a_script_begins_is_looked_into(name):
    """A maker's own element shows its contents, which may be the byline."""
    line = f"<{name}><p>By {{}}</p></{name}>"
    assert not stands_among(
        fields_and_furniture(byline=line.format("Tom Reik")), byline=line.format("Ann Reik")
    )


LISTED = "<nav class='menu'><ul>{}</ul></nav>"


def test_the_words_of_a_link_that_another_element_holds_are_looked_at():
    """Only the tag before them has changed: they are furniture in both elements."""
    stayed = "Harbour news from the north</a></li><li><a href='/2'>Two</a></li>"
    old, new = (
        page("drupal", ENGLISH, Around(before=LISTED.format(f"<li><a{name} href='/1'>{stayed}")))
        for name in (" class='sticky teaser'", " class='current' hidden")
    )
    assert seen_to_stand(old, new)[0] is not None


@pytest.mark.parametrize("element", ["p", "div"])
def test_a_text_that_is_shown_now_is_looked_at(element):
    """The text is the same, but what is around it used to hide it."""
    note = f"<{element} {{}}><b>Note</b> {SENTENCE} {SENTENCE}</{element}>"
    old, new = (
        page("drupal", ENGLISH, Around(after=f"<p>One</p><p>Two</p>{note.format(how)}"))
        for how in ("style='display:none'", "class='wide'")
    )
    assert seen_to_stand(old, new)[0] is None


def test_a_page_in_another_encoding_is_read():
    """Its pieces are not cut as those in UTF-8 are."""
    text = TEMPLATES["drupal"](STORIES["ru"], Around()).replace("utf-8", "windows-1251")
    found = reader.look(text.encode("cp1251", "replace"), url=URL)
    assert found[0].body
    assert found[2] is None


@pytest.mark.parametrize("template", TEMPLATES)
@settings(max_examples=15, deadline=None)
@given(around=AROUND, name=st.sampled_from(sorted(edits(ENGLISH))))
def test_a_page_read_again_says_what_it_says(template, around, name):
    """With the memory of its last sight, no edit is missed, and furniture makes none."""
    first, remembered, _ = reader.look(page(template, ENGLISH), url=URL)
    memory = reader.Memory("page", last=remembered)
    same = reader.read(page(template, ENGLISH, around), url=URL, memory=memory)
    assert content_digest(same) == content_digest(first)
    other = reader.read(page(template, edits(ENGLISH)[name], around), url=URL, memory=memory)
    assert content_digest(other) != content_digest(first)


def card(kind: str, title: str) -> str:
    """A link to another article."""
    return f"<li><span class='kind'>{kind}</span><p class='title'><a href='/n'>{title}</a></p></li>"


def fields_and_furniture(**parts: str) -> bytes:
    """A page whose headline, byline and date have no names, with lists above and below."""
    shown = {
        "head": "<h2 class='title'><a href='/boats'>Nine boats left the harbour</a></h2>",
        "byline": "<p>By Ann Reik</p>",
        "date": "<p>7 February 2025</p>",
        "notice": "<p>Boats and tides</p>",
        "last": "",
        "card": card("Ports", "A pier"),
        "foot": "<p>Open until six</p>",
    } | parts
    lists = "".join(f"<li class='tool'>Tool {letter}</li>" for letter in "abcdefgh")
    body = "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs)
    rest = "".join(f"<li class='tag'>Tag {letter}</li>" for letter in "ijklmnopqrstuvwx")
    made = (
        f"<html><head><title>Nine boats left the harbour</title></head><body><ul>{lists}</ul>"
        f"<div class='top'>{shown['notice']}{shown['head']}{shown['byline']}{shown['date']}</div>"
        f"<div class='article-body'>{body}</div>"
        f"<div class='bar'>{shown['last']}<p>Save it</p></div>"
        f"<ul>{card('Weather', 'Rain')}{shown['card']}</ul>"
        f"<ul>{rest}</ul><div class='end'>{shown['foot']}</div></body></html>"
    )
    return made.encode()


def stands_among(new: bytes, **parts: str) -> bool:
    """Whether bytes and page memory show that the article is the same."""
    return is_known_again(fields_and_furniture(**parts), new, URL)


@pytest.mark.parametrize(
    "parts",
    [
        {"head": "<h2 class='title'><a href='/boats'>Ten boats left the harbour</a></h2>"},
        {"byline": "<p>By Tom Reik</p>"},
        {"date": "<p>8 February 2025</p>"},
        {"last": "<p>Nobody was hurt.</p>"},
        {"last": "<p><a href='/list'>The list of all boats</a></p>"},
        {"foot": "<p>Correction: there were ten.</p>"},
        {"foot": "<blockquote>There were ten.</blockquote>"},
        {"foot": "<h1>Ten boats left</h1>"},
        {"foot": f"<p>{SENTENCE} Nobody knows why, or when he told the port.</p>"},
        {"card": "<li><p class='author'>Tom Reik</p></li>"},
    ],
)
def test_what_may_be_said_of_the_article_is_read(parts):
    """A headline, a byline, a date and a note are read wherever they are, named or not."""
    assert not stands_among(fields_and_furniture(**parts))


def test_a_standfirst_that_is_none_but_by_its_place_is_read():
    """Its words are not in the text: they counted as furniture that needs no reading."""
    under = "<h4 class='sub'>{} knows whether the nine come back this year</h4><p>By Ann Reik</p>"
    old, new = under.format("Nobody"), under.format("Everybody")
    assert not stands_among(fields_and_furniture(byline=new), byline=old)
    assert stands_among(fields_and_furniture(byline=old, foot="<p>Closed</p>"), byline=old)


@pytest.mark.parametrize(
    "parts",
    [
        {"card": card("Fish", "Cod is scarce")},
        {"card": card("Ports", "A pier").replace("/n", "/m").replace("<li>", "<li id='n2'>")},
        {"foot": "<p>Closed on Mondays</p>"},
        {"card": f"<li><a href='/n'>{DIVS}<b>{SENTENCE} Who follows him?</b></a></li>"},
        {"foot": "<p> Open  until six </p>"},
    ],
)
def test_other_headlines_below_are_no_edit(parts):
    """Links where there were only links, and short lines far below, do not matter."""
    assert stands_among(fields_and_furniture(**parts))


@pytest.mark.parametrize(("old", "new"), [("A pier", "Ann Reik"), ("Ann Reik", "A pier")])
def test_what_went_may_have_been_read_as_a_field_and_what_came_was_not(old, new):
    """An author's name that appears on a card says no more than any other link there."""
    came = fields_and_furniture(card=card("Ports", new))
    assert stands_among(came, card=card("Ports", old)) == (new == "Ann Reik")


def teaser(name: str, href: str, words: tuple[str, str]) -> str:
    """A link built like a card, of whose words the first and the last change."""
    first, last = words
    parts = f"<b>{first}</b><i>Ports</i><i>Boats</i><u>{last}</u>"
    return f"<li><a {name} href='{href}'>{parts}</a></li>"


@pytest.mark.parametrize(
    ("name", "href", "stays"),
    [
        ("class='card'", "/girlie-style", True),
        ("class='card'", "/release/4", True),
        ("class='card'", "/authorities-close-the-pier", True),
        ("class='card'", "/author/ann-reik", False),
        ("class='card' style='display:none'", "/boats", False),
        ("class='card' rel=author", "/boats", False),
    ],
)
def test_a_word_in_an_address_is_no_name_of_an_attribute(name, href, stays):
    """Attributes of a link around changed words are checked by their whole names."""
    old = teaser("class='card'", "/boats", ("A pier", "Fish"))
    new = teaser(name, href, ("Cod is scarce", "Rain"))
    assert stands_among(fields_and_furniture(card=new), card=old) == stays


def declared(byline: str, count: str, tools: str = "ul") -> bytes:
    """A page that declares author and time, with another byline and a count far above both."""
    said = "".join(f"<li class='tool'>Tool {letter}</li>" for letter in "abcdefghijkl")
    body = "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs)
    made = (
        "<html><head><title>Nine boats left the harbour</title><meta name='author' content='A B'>"
        "<meta property='article:published_time' content='2025-02-07T10:00:00Z'></head><body>"
        f"<div class='teasers'><p class='byline'>{byline}</p><p class='byline'>Ola Lind</p></div>"
        "<div class='heads'><h2>Wind from the west</h2><p>The machine has counted ships since it"
        f" was put up on the pier: {count} of them so far, day and night</p></div>"
        f"<{tools}>{said}</{tools}>"
        f"<h1>Nine boats left the harbour</h1><div class='article-body'>{body}</div></body></html>"
    )
    return made.encode()


@pytest.mark.parametrize(
    ("parts", "stays"),
    [
        (("Tom Reik", "12"), True),
        (("Ann Reik", "13"), True),
        (("Ann Reik", "many"), False),
        (("Correction: Ann Reik", "12"), False),
    ],
)
def test_beyond_what_the_last_reading_looked_at_a_byline_is_that_of_another(parts, stays):
    """A count that grows is furniture there, too; a reworded sentence and a note are read."""
    old, new = declared("Ann Reik", "12"), declared(*parts)
    _, remembered, zone = reader.look(old, url=URL)
    before = cut(old)
    after = cut(new, before)
    assert remembered.above < 12
    assert zone is not None
    assert before is not None
    assert after is not None
    assert (stands(before, after, zone, memory=lambda: remembered) is not None) is stays
    farther = replace(remembered, above=60)
    assert stands(before, after, zone, memory=lambda: farther) is None


def test_a_dialog_puts_nothing_far_away():
    """Its contents are no text to the reader, which therefore looks beyond it."""
    old, new = (declared(name, "12", "dialog") for name in ("Ann Reik", "Tom Reik"))
    assert not is_known_again(old, new, URL)


def test_where_a_rule_took_blocks_out_any_place_may_have_been_looked_at():
    """Removed blocks are in the bytes that are compared, but are not counted as blocks."""
    rules = parse_rules("courier", 'remove = [".tool"]', "courier.toml")
    _, remembered, _ = reader.look(declared("Ann Reik", "12"), url=URL, rules=rules)
    assert (remembered.above, remembered.below) == (MOST_REACH, MOST_REACH)


def test_a_time_without_words_is_read():
    """Scripts fill in the words of a ``time`` element; its attribute has the time."""
    old = fields_and_furniture(notice="<p><time datetime='2025-02-07T10:00:00Z'></time></p>")
    new = fields_and_furniture(notice="<p><time datetime='2025-02-09T10:00:00Z'></time></p>")
    gone = fields_and_furniture(notice="<p></p>")
    _, remembered, zone = reader.look(old, url=URL)
    before = cut(old)
    assert zone is not None
    assert before is not None
    for other in (new, gone):
        after = cut(other)
        assert after is not None
        assert stands(before, after, zone, memory=lambda: remembered) is None


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_meta_that_the_reader_asks_for_is_silent(template, monkeypatch):
    """A field under a name that is thought to be ignored would change unnoticed."""
    asked: set[str] = set()

    class Asked(dict):
        def get(self, name, default=None):
            asked.add(name)
            return super().get(name, default)

    def parse_and_ask(text):
        found = parse(text)
        found.meta = Asked(found.meta)
        return found

    monkeypatch.setattr(unshown, "parse", parse_and_ask)
    bare = page(template, ENGLISH).replace(b"<meta", b"<data").replace(b"ld+json", b"json")
    reader.read(bare, url=URL)
    assert {"og:title", "datepublished", "author", "og:image", "twitter:label1"} <= asked
    for name in asked:
        assert not is_silent_meta(f'meta content="x" name="{name}"'.encode()), name
