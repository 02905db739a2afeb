"""What a pattern of ``deny`` forbids."""

from __future__ import annotations

import pytest

from spiders.crawl.manners.denial import Denial
from spiders.outlets.patterns import forbids
from spiders.outlets.rules import Rules

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
    """``^/shop/`` forbade nothing at all: no address begins with a slash, and every path does."""
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
    """Who forbids all but one section (*not https://…*) still gets that section."""
    assert not forbids(pattern, STORY)
    assert Rules(name="n", deny=(pattern,)).is_article(STORY) is None


def test_an_address_without_a_path_has_the_path_of_the_home_page():
    """``^/$`` is the front page alone."""
    for url in ("https://news.example", "https://news.example/", "https://news.example?utm=1"):
        assert forbids("^/$", url)
    assert not forbids("^/$", "https://news.example/a")
