"""Pages of every maker, broken in many ways: each can be read, and so can its next capture."""

from __future__ import annotations

import random

import pytest

from spiders.extract.reader import Memory, look, read
from spiders.extract.remembered.again import PageMemory
from storage.digest import content_digest
from tests.extract.templates import LANGUAGES, TEMPLATES, articles, make

PIECES = (
    *("<", "</", "<!--", "-->", "</p>", "<p>", "</div>", "</body>", "</html>", "<body>", "]]>"),
    *("<table>", "<tr><td>", "<ul><li>", "</ul>", "<script>", "</script>", "<style>", "<svg>"),
    *("<template>", "<noscript>", "<textarea>", "<title>", "<select><option>", "<frameset>"),
    *("&#0;", "&#xD800;", "\x00", "\u202e", "\u200b", "<div hidden>", "<math><mi>", "<?php"),
    *("<a href='http://[::1'>", "<a href='//[x'>", "<a href='/a]b[c'>", "<base href='http://[x'>"),
    *("<link rel=canonical href='http://a b:99999/'>", "<meta charset=utf-7>"),
    *("<time datetime='0000-00-00'>", "<time datetime='9999-12-31T23:59:59+23:59'>"),
    (
        '<script type="application/ld+json">{"@graph":[[[{"@type":[1,null],"author":{"name":'
        '{"@value":3}},"datePublished":99999999999999999999,"headline":[[]]}]]]}</script>'
    ),
    (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":null,"author":[null,'
        '[],{}],"dateModified":{"a":1},"image":[{"url":{}}],"isAccessibleForFree":[],"articleBody":{}}'
        "</script>"
    ),
)
HEADERS = ("text/html; charset=utf-8", "text/html", "text/html; charset=none", None)
TURNS = 4
"""How often each template is broken, in one language; the next one has the next language."""


def mangled(page: bytes, chance: random.Random) -> bytes:
    """The page with some pieces inserted, removed or duplicated, and sometimes cut off."""
    for _ in range(chance.randint(1, 25)):
        start, other = chance.randrange(len(page) + 1), chance.randrange(len(page) + 1)
        stop = start + chance.randrange(2_000)
        piece = chance.choice(PIECES).encode() * chance.choice((1, 1, 60))
        page = chance.choice(
            (
                page[:start] + piece + page[start:],
                page[:start] + page[stop:],
                page[:other] + page[start:stop] + page[other:],
                page[:start] + piece + page[stop:],
            )
        )
    return page[: chance.randrange(len(page) + 1)] if chance.random() < 0.1 else page


@pytest.mark.parametrize("template", TEMPLATES)
def test_any_broken_page_is_read_and_read_again(template):
    """Each reading ends, with and without memory, and its text can be hashed and stored."""
    chance = random.Random(template)
    number = list(TEMPLATES).index(template)
    made = make(template, articles(LANGUAGES[number % len(LANGUAGES)])[0])
    last = look(made.html, url=made.url)[1].pack()
    for _ in range(TURNS):
        page, header = mangled(made.html, chance), chance.choice(HEADERS)
        alone = read(page, url=made.url, content_type=header)
        memory = Memory("page", last=PageMemory.unpack(last))
        found, remembered, _ = look(page, url=made.url, content_type=header, memory=memory)
        last = remembered.pack()
        for one in (alone, found):
            content_digest(one)
            one.text.encode()
