"""A page's declarations outside its text are compared as parsed, in any case and spelling."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract import reader
from spiders.extract.remembered.declarations import is_silent, is_silent_meta
from spiders.extract.remembered.memory import Memory
from spiders.extract.remembered.pieces import cut
from spiders.extract.remembered.standing import stands
from storage.records import Extraction
from tests.extract.pages import ENGLISH, TEMPLATES, Around

URL = ENGLISH.url
FIELDS = set(Extraction.__dataclass_fields__) - {"memory", "remarks"}

IN_HEAD = (
    '<META NAME="author" CONTENT="{}">',
    '<Meta Property="article:section" Content="{}">',
    '<meta name="&#97;uthor" content="{}">',
    '<meta name="robots" content="all"><meta property="og:title" content="name=robots {}">',
    '<LINK REL="Canonical" HREF="https://news.example/{}">',
    '<link rel="&#99;anonical" href="https://news.example/{}">',
    '<BASE HREF="https://news.example/{}/">',
    '<noscript><meta name="author" content="{}"></noscript>',
    '<script type="application/ld&#x2B;json">{{"@type": "NewsArticle", "name": "{}"}}</script>',
    '<SCRIPT TYPE="APPLICATION/LD+JSON">{{"@type": "NewsArticle", "name": "{}"}}</SCRIPT>',
    '<meta content="1 < 2 {}" property="og:title">',
)
IN_BODY = (
    '<svg><template shadowrootmode="open"><p>Correction: it was {}.</p></template></svg>',
    "<noscript>{}</noscript>",
    '<script itemprop="datePublished" content="{}"></script>',
    '<select><option itemprop="datePublished" content="{}">x</option></select>',
    '<div itemprop="datePublished" content="{}"></div>',
    '<div property="schema:dateModified" content="{}"></div>',
    '<script>var page = {{"datePublished": "{}"}}</script>',
    '<script>var page = {{publishDate: "{}"}}</script>',
    '<div data-page=\'{{"pubDate": "{}"}}\'></div>',
    '<template shadowrootmode="open"><p>Correction: it was {}.</p></template>',
)
NAMES = ("Ines Harrow", "Owen Marsh")
DAYS = ("2021-03-04", "2021-03-09")


def with_part(part: str) -> bytes:
    """A page with this at the end of its head."""
    html = TEMPLATES["custom"](ENGLISH, Around())
    return html.replace("</head>", f"{part}</head>").encode()


def stand(old: bytes, new: bytes) -> bool:
    """Whether the new page is taken for the old one by its bytes."""
    _, remembered, zone = reader.look(old, url=URL)
    assert zone is not None
    before = cut(old)
    after = cut(new, before)
    if before is None or after is None:
        return False
    return stands(before, after, zone, memory=lambda: remembered) is not None


@pytest.mark.parametrize("part", IN_HEAD)
def test_a_head_that_declares_something_else_is_read(part):
    """In capitals, with escaped letters, or within an element that readers do not see."""
    one, other = (with_part(part.format(name)) for name in NAMES)
    assert stand(one, one)
    assert not stand(one, other)
    assert not stand(with_part(""), other)


@pytest.mark.parametrize(
    "part",
    [
        *("<xmp>", "<noframes>", "<noembed>", "<plaintext>", "<XMP>", "<noframes class=x>"),
        *("<object>", "<div hidden>", "<dialog>", "<video>", "<math>", "<p hidden>"),
    ],
)
def test_what_swallows_the_page_from_its_head_on_is_read(part):
    """An element without mark-up, or one that readers do not see: the head ends before it."""
    assert stand(with_part(""), with_part(""))
    assert not stand(with_part(""), with_part(part))
    assert not stand(with_part(part), with_part(""))


DENSE = (
    '<meta name="csrf-token" content="{0}"><meta name="author" content="{1}">'
    '<link rel="icon" href="/{0}.ico"><link rel="canonical" href="https://news.example/{1}/">'
    '<meta name="request" data-number="{0}" content="x"><meta name="request-id" content="{0}">'
)


def test_what_a_head_declares_among_tags_that_change_is_no_difference():
    """If it is the same, in the same order, and nothing but such tags is there."""
    one, same = (with_part(DENSE.format(number, "ines-harrow")) for number in ("a1", "b2"))
    other = with_part(DENSE.format("b2", "owen-marsh"))
    hidden = with_part("<noframes>" + DENSE.format("b2", "ines-harrow") + "</noframes>")
    first, rest = DENSE.split("<link rel=", 1)
    moved = with_part(f"<link rel={rest}{first}".format("b2", "ines-harrow"))
    again = with_part((DENSE + DENSE).format("b2", "ines-harrow"))
    assert stand(one, same)
    assert not any(stand(one, page) for page in (other, hidden, moved, again))


@pytest.mark.parametrize("part", IN_BODY)
def test_a_time_that_machines_are_told_is_read(part):
    """In an attribute, in the data of a script, or in a template that is shown."""
    html = TEMPLATES["custom"](ENGLISH, Around())
    bare, one, other = (
        html.replace("</body>", f"{said}</body>").encode()
        for said in ("", *(part.format(day) for day in DAYS))
    )
    assert stand(one, one)
    assert not stand(one, other)
    assert not stand(bare, other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<SPAN>not</SPAN>", '<SPAN STYLE="display:none">not</SPAN>'),
        ("<span>not</span>", "<span HIDDEN>not</span>"),
        ("<span>not</span>", '<span class="sr-only">not</span>'),
        ('<span class="x">not</span>', '<span class="x visually-hidden">not</span>'),
        ("<span>not</span>", '<span CLASS="screen-reader-text">not</span>'),
    ],
)
def test_a_word_of_the_article_that_is_hidden_now_is_read(old, new):
    """A word is hidden by an attribute in any case, or by a class for hidden text."""
    html = TEMPLATES["custom"](ENGLISH, Around())
    text = next(one for one in ENGLISH.paragraphs if one in html)
    first, _, rest = text.partition(" ")
    one, other = (html.replace(text, f"{first} {word} {rest}").encode() for word in (old, new))
    assert one != html.encode()
    assert stand(one, one)
    assert not stand(one, other)


def test_an_element_of_the_article_that_is_called_otherwise_is_read():
    """A text is recognized by its element's class; many pages generate a new ``id`` each time."""
    html = TEMPLATES["drupal"](ENGLISH, Around())
    text = next(one for one in ENGLISH.paragraphs if f"<p>{one}" in html)
    plain, named, numbered, other = (
        html.replace(f"<p>{text}", f"<p{said}>{text}").encode()
        for said in ("", ' class="pull"', ' id="yui-ab"', ' id="yui-cd"')
    )
    assert not stand(plain, named)
    assert stand(numbered, other)


def test_the_name_of_an_author_who_is_linked_now_is_read():
    """A link to an author's page makes its words a byline, whatever is around it."""
    html = TEMPLATES["custom"](ENGLISH, Around())
    at = html.index("<h1")
    link = '<div><a href="/{}/">Ines Harrow</a></div><p>Harbour</p>'
    one, other = (
        f"{html[:at]}{link.format(place)}{html[at:]}".encode()
        for place in ("staff-notes", "authors/ines")
    )
    assert stand(one, one)
    assert not stand(one, other)
    said = html.replace("<h1", '<div><a href="/x/">{}</a></div><p>Harbour</p><h1')
    assert not stand(
        said.replace("{}", "Rowing").encode(), said.replace("{}", "By Ines Harrow").encode()
    )


def test_a_field_for_a_password_is_looked_at():
    """A page that asks for a password may no longer show the article."""
    html = TEMPLATES["custom"](ENGLISH, Around())
    asking = html.replace("</body>", '<form><input TYPE="password"></form></body>')
    assert not stand(html.encode(), asking.encode())


def test_machine_data_that_both_pages_have_are_no_difference():
    """A script with a new nonce and the same times has not changed."""
    one, other = (
        with_part(f'<script>x = {{nonce: "{nonce}", "datePublished": "2021-03-04"}}</script>')
        for nonce in ("a1", "b2")
    )
    assert stand(one, other)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_page_is_cut_alike_with_and_without_another_one(template):
    """With the pieces of another page reused, it is cut as it would be by itself."""
    old = TEMPLATES[template](ENGLISH, Around()).encode()
    seed = random.Random(template)
    like = cut(old)
    for _ in range(200):
        at, gone = seed.randrange(len(old)), seed.randrange(40)
        new = b"<script><!-- </script>" if seed.random() < 0.2 else seed.randbytes(2)
        page = old[:at] + new + old[at + gone :]
        alone, again = cut(page), cut(page, like)
        assert (alone is None) == (again is None)
        if alone is not None and again is not None:
            assert alone == again


@pytest.mark.parametrize("part", [*IN_HEAD, *IN_BODY])
def test_what_stands_is_read_the_same_in_full(part):
    """Wherever something is added: if the page stands, a full reading equals the last one."""
    html = TEMPLATES["drupal"](ENGLISH, Around())
    old = html.encode()
    last, remembered, zone = reader.look(old, url=URL)
    assert zone is not None
    before = cut(old)
    for at in [n for n, sign in enumerate(html) if sign == "<"][::7]:
        new = f"{html[:at]}{part.format(DAYS[0])}{html[at:]}".encode()
        after = cut(new, before)
        if after is None or stands(before, after, zone, memory=lambda: remembered) is None:
            continue
        now = reader.read(new, url=URL, memory=Memory("page", last=remembered))
        assert all(getattr(now, name) == getattr(last, name) for name in FIELDS), at


@pytest.mark.parametrize(
    ("piece", "silent"),
    [
        (b'meta name="robots" content="all"', True),
        (b"META NAME=VIEWPORT CONTENT=x", True),
        (b'meta name="theme-color" property="og:title" content="x"', False),
        (b'meta content="name=robots" property="og:title"', False),
        (b'meta charset="utf-8"', False),
    ],
)
def test_a_meta_is_silent_by_its_names_alone(piece, silent):
    """The words of its content are not names."""
    assert is_silent_meta(piece) is silent


def test_an_article_that_comes_in_the_data_of_scripts_is_read():
    """A page that shows no article has changed when its data has; a nonce is no data."""
    text = "".join(f"<p>The ferry of Lower Wick left on day {day} of June.</p>" for day in range(9))

    def shell(title: str, nonce: str = "a") -> bytes:
        data = json.dumps({"title": title, "body": text})
        scripts = f"<script type='application/json'>{data}</script><script>go('{nonce}')</script>"
        return f"<title>Ferry leaves</title><body><div id='root'></div>{scripts}</body>".encode()

    said, _, zone = reader.look(shell("Fog"), url=URL)
    assert not said.blocks
    assert zone is not None
    before = cut(shell("Fog"))
    assert before is not None
    for page, same in ((shell("Ferry leaves"), False), (shell("Fog", "b"), True)):
        after = cut(page, before)
        assert after is not None
        assert (stands(before, after, zone) is not None) is same
    assert reader.read(shell("Ferry leaves"), url=URL).blocks


PARTS = ("p", ' a="b"', ' a="', " c='d'", " it's", '"', "'", ">", " words", "/", "!")
PIECE = st.lists(st.sampled_from(PARTS), max_size=4).map(lambda said: f"p{''.join(said)}>".encode())
LONG = b"i title=" + b"x" * 5000 + b">"
"""A tag that declares nothing, as long as the data that some pages keep in a single tag."""


@given(PIECE, st.lists(PIECE, max_size=3), st.lists(PIECE, max_size=3))
def test_tags_are_looked_at_alike_beside_long_ones(before, old, new):
    """Whether quotes are paired is found out in another way if there is much to look at."""
    assert is_silent(before, old, new) == is_silent(before, [*old, LONG], [*new, LONG])
