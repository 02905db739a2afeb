"""What a ``deny`` pattern forbids."""

from __future__ import annotations

import pytest

from spiders.crawl.manners.denial import Denial
from spiders.outlets.patterns import forbids, readable
from spiders.outlets.rules import Rules
from spiders.urls import canonical

STORY = "https://news.example/shop/a-story-1?print=1"


@pytest.mark.parametrize(
    "pattern",
    [
        "^/shop/",
        r"^\/shop",
        r"\A/shop",
        "^(?:/jobs|/shop)/",
        "^((/shop))",
        "(^/jobs|^/shop)/",
        "(?i)^/SHOP/",
        r"^/jobs/|//news\.example/",
        "^/shop/a-story-1$",
        r"^/shop/.*[?&]print=",
        "/shop/",
        "[?&]print=",
        "^https://news",
    ],
)
def test_it_is_searched_in_the_address_or_in_its_path(pattern):
    """``^/shop/`` forbade nothing: no address begins with a slash, but every path does."""
    assert forbids(pattern, STORY)
    assert Denial(Rules(name="n", deny=(pattern,))).forbids(STORY)
    assert Denial(everywhere=(pattern,)).forbids(STORY)
    assert Rules(name="n", deny=(pattern,)).is_article(STORY) is False


@pytest.mark.parametrize(
    "pattern",
    [
        "^/a-story",
        "^/print",
        "^shop",
        "^//news",
        "^(?!https://news\\.example/shop/)",
        "(?<!example)/shop/",
        "^https://[^/]+/a-story",
    ],
)
def test_what_speaks_of_the_whole_address_stays_so(pattern):
    """A pattern that forbids all but one section (*not https://…*) still allows that section."""
    assert not forbids(pattern, STORY)
    assert Rules(name="n", deny=(pattern,)).is_article(STORY) is None


def test_an_address_without_a_path_has_the_path_of_the_home_page():
    """``^/$`` matches only the front page."""
    for url in ("https://news.example", "https://news.example/", "https://news.example?utm=1"):
        assert forbids("^/$", url)
    assert not forbids("^/$", "https://news.example/a")


READ = "https://новости.example/новости/мост-1?тема=река"
KEPT = canonical(READ)
"""The same address as it is requested and stored."""


@pytest.mark.parametrize(
    "pattern",
    [
        "^/новости/",
        "(?i)^/НОВОСТИ/",
        "мост-[0-9]+",
        "[?&]тема=",
        "^https?://новости[.]example/",
        "^/новости/мост-1$",
        "/(?:новости|%D1%82%D1%80)",
        "^/новости/мост-1\\?тема=река$",
    ],
)
def test_letters_may_be_written_as_they_are_read(pattern):
    """Addresses are stored in ASCII: a pattern with other letters matched none of them."""
    assert KEPT.isascii()
    assert forbids(pattern, KEPT)
    assert Rules(name="n", deny=(pattern,)).is_article(KEPT) is False


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("^/նորություններ/", "/նորություններ/կամուրջ"),
        ("^/خبر/[0-9]+", "/خبر/12"),
        ("/ニュース/", "/ニュース/1"),
        ("^/haber/köprü", "/haber/ko\u0308pru\u0308-1"),
    ],
)
def test_articles_may_be_named_so_too(pattern, path):
    """The last one is from a server that stores names decomposed, as some systems do."""
    rules = Rules(name="n", articles=(pattern,))
    assert rules.is_article(canonical(f"https://news.example{path}"))
    assert rules.is_article(canonical("https://news.example/sport/1")) is False


@pytest.mark.parametrize(
    "pattern",
    [
        "^https://[^/]+/(?!новости/)",
        "^/новости$",
        "тема=море",
        "^/новости/[^/]+/",
        "^/новост/",
    ],
)
def test_what_such_a_pattern_leaves_out_stays_out(pattern):
    """*All but the news* matches no address of the news, even in its stored form."""
    assert not forbids(pattern, KEPT)


def test_what_is_no_letter_stays_an_escape():
    """An escaped slash separates nothing, and bytes of an unnamed encoding are not letters."""
    assert readable("https://news.example/a%2Fб%3F") == "https://news.example/a%2Fб%3F"
    assert readable(canonical("https://news.example/%CC%EE%F1%F2")).endswith("/%CC%EE%F1%F2")
    assert readable("https://xn--9.example/%D0%B1") == "https://xn--9.example/б"
