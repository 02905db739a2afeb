"""The section of an article that only the menu names, in the item marked as current."""

from __future__ import annotations

import pytest

from spiders.extract.reader import read

TEXT = "".join(
    f"<p>The council of Lower Wick voted on Tuesday to close ferry road number {n}, said Ada Quill,"
    " and nobody in the hall objected.</p>"
    for n in range(5)
)


def section(menu, path="politics"):
    """The section read from a page with this menu."""
    page = (
        f"<html><head><link rel=canonical href=https://wick.example/{path}/ferry-road>"
        f"<title>Ferry road closes</title></head><body><header>{menu}</header><main>"
        f"<h1>Ferry road closes</h1><div class=text>{TEXT}</div></main></body></html>"
    )
    return read(page.encode(), url=f"https://wick.example/{path}/ferry-road").section


@pytest.mark.parametrize(
    ("item", "name", "path"),
    [
        ('<li class="active"><a href="/politics">Politics</a>', "Politics", "politics"),
        ('<li class="selected"><a href="/siyaset/">Siyasət</a>', "Siyasət", "siyaset"),
        ('<li class="active"><a href="/politics">Politics</a>', "Politics", "en/politics/2031/03"),
        ('<li aria-current="true"><a href="/politika">Политика</a>', "Политика", "politika"),
        ('<li class="x current-post-ancestor"><a href="/c/2">Sport</a>', "Sport", "2031/03"),
        ('<li class="current-menu-parent"><a href="/c/2">სპორტი</a>', "სპორტი", "2031/03"),
    ],
)
def test_the_marked_item_is_the_section(item, name, path):
    """If the mark is one for articles, or the address says the same."""
    menu = (
        f"<nav><ul><li><a href=/>Home</a></li>{item}</li><li><a href=/art>Art</a></li></ul></nav>"
    )
    assert section(menu, path) == name


@pytest.mark.parametrize(
    "item",
    [
        '<li class="active"><a href="/english/">English</a>',
        '<li class="active"><a href="/international">International edition</a>',
        '<li class="active"><a href="/english/politics?login=1">Sign in</a>',
    ],
)
def test_what_stands_above_a_section_in_the_address_is_none(item):
    """A language spelt out, or a link that does something at the page's own address."""
    menu = f"<nav><ul>{item}</li><li><a href=/art>Art</a></li></ul></nav>"
    for path in ("english/politics", "international/politics/2031/03"):
        assert section(menu, path) is None


@pytest.mark.parametrize(
    "item",
    [
        '<li class="active"><a href="/">Home</a>',
        '<li class="active"><a href="/en">English</a>',
        '<li class="active"><a href="/live">Live television</a>',
        '<li class="current"><a href="?theme=dark">Dark on light</a>',
        '<li class="active"><a href="#latest">Latest</a>',
        '<li class="inactive"><a href="/politics">Politics</a>',
        '<li><a href="/politics">Politics</a>',
        (
            '<li class="active"><a href="/politics">Politics</a></li>'
            '<li class="current-post-ancestor"><a href="/sport">Sport</a>'
        ),
    ],
)
def test_another_mark_is_no_section(item):
    """A language, a tab, a colour theme, the front page, or two places at once."""
    menu = f"<nav><ul>{item}</li><li><a href=/art>Art</a></li></ul></nav>"
    assert section(menu) is None
