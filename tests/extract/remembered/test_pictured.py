"""A page that stands except for its declared picture reads the same as in a full reading."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from functools import lru_cache

import pytest

from spiders.extract import reader
from spiders.extract.page import Page
from spiders.extract.remembered.declarations import PICTURES
from spiders.extract.remembered.memory import Memory
from spiders.extract.remembered.pictured import picture_in
from spiders.extract.remembered.pieces import cut
from spiders.extract.remembered.standing import stands
from storage.records import Extraction
from tests.extract.pages import ENGLISH, Around
from tests.extract.pages import TEMPLATES as PLAIN
from tests.extract.templates import EDITS, LANGUAGES, TEMPLATES, articles, edited, make

FIELDS = set(Extraction.__dataclass_fields__) - {"memory", "remarks"}
META = b'<meta property="og:image" content="https://%s.example/lead.jpg">\n'
CHURNED = Around(nonce="c3d4", ago="4 hours ago", ticker="EUR 1.0902")
ONE, OTHER = META % b"cdn1", META % b"cdn2"


def with_meta(page: bytes, meta: bytes) -> bytes:
    """The page with this at the end of its head."""
    return re.sub(rb"(?i)(?=</head)", lambda _: meta, page, count=1)


@lru_cache(maxsize=1)
def first_look(page: bytes, url: str):
    """What a first visit makes of the page; one page is compared with several others."""
    return reader.look(page, url=url)


def seen_again(old: bytes, new: bytes, url: str):
    """What the page says by its bytes and in a full reading; None if it does not stand."""
    last, remembered, zone = first_look(old, url)
    before = cut(old)
    after = None if before is None else cut(new, before)
    if before is None or after is None or zone is None or last.remarks:
        return None
    pictured = []
    if stands(before, after, zone, memory=lambda: remembered, pictured=pictured) is None:
        return None
    found = replace(last, picture=picture_in(new, url, None)) if pictured else last
    return found, reader.read(new, url=url, memory=Memory("page", last=remembered))


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_stands_but_for_its_picture_is_read_the_same_in_full(template):
    """For every maker: with other furniture, with an edit, and with another picture."""
    number = list(TEMPLATES).index(template)
    language = LANGUAGES[number % len(LANGUAGES)]
    own = articles(language)
    article = own[number % len(own)]
    edit = edited(article, EDITS[number % len(EDITS)], number)
    pages = [make(template, article), make(template, article, 1), make(template, edit, 1)]
    old = with_meta(pages[0].html, ONE)
    for page, meta in itertools.product(pages, (ONE, OTHER)):
        both = seen_again(old, with_meta(page.html, meta), pages[0].url)
        if both is not None:
            found, full = both
            assert all(getattr(found, name) == getattr(full, name) for name in FIELDS)


@pytest.mark.parametrize("template", PLAIN)
def test_another_picture_is_told_and_nothing_else_read(template):
    """The article stands, whatever changes around it, and the picture is the new one."""
    one, other = (
        with_meta(PLAIN[template](ENGLISH, around).encode(), meta)
        for around, meta in ((Around(), ONE), (CHURNED, OTHER))
    )
    both = seen_again(one, other, ENGLISH.url)
    assert both is not None
    assert both[0].picture == both[1].picture == "https://cdn2.example/lead.jpg"


@pytest.mark.parametrize(
    "meta",
    [
        b'<meta property="og:image" name="author" content="%s">',
        b'<meta property="og:image" itemprop="datePublished" content="%s">',
        b'<meta property="og:image:url" name="&#97;uthor" content="%s">',
        b'<meta property="og:image" content="x > %s" name="author">',
        b'<meta property="og:image" content="x" class="a" " name=author content="%s">',
        b'<metadata property="og:image" hidden><h1>%s</h1>',
        b'<meta property="og:image" content="%s"><meta name="author" content="%s">',
    ],
)
def test_a_tag_that_says_more_than_the_picture_is_read(meta):
    """An author, a day, or something that cannot be determined."""
    page = PLAIN["custom"](ENGLISH, Around()).encode()
    one, other = (
        with_meta(page, meta.replace(b"%s", said)) for said in (b"2021-03-04", b"2021-03-09")
    )
    assert seen_again(one, one, ENGLISH.url) is not None
    assert seen_again(one, other, ENGLISH.url) is None


def test_no_other_name_of_a_picture_is_asked_for(monkeypatch):
    """Else a name that is also read for another field would change unnoticed."""
    asked: set[str] = set()
    first = Page.first

    def note(page, *names):
        asked.update(names)
        return first(page, *names)

    monkeypatch.setattr(Page, "first", note)
    page = PLAIN["custom"](ENGLISH, Around()).encode()
    bare = page.replace(b"<meta", b"<data").replace(b"ld+json", b"json")
    reader.read(bare, url=ENGLISH.url)
    assert {name.encode() for name in asked if "image" in name} == PICTURES
