"""Where the links of a body lead: what is another target, and what only another spelling of it."""

from __future__ import annotations

import pytest

from spiders.extract.reader import read
from spiders.extract.targets import targets_of
from storage.digest import content_digest

PAGE = "https://courier.example/news/bridge"


def page(link: str, beside: str = "/about") -> bytes:
    """An article with one link in its body and one in its footer."""
    body = "".join(
        f"<p>The ferry to the island of Orrin sailed {number} times in May, and twice as often in"
        f" June, the harbour office said on Monday in a letter to the council.</p>"
        for number in range(4, 9)
    )
    return (
        "<html><head><title>The ferry sails again</title></head><body><article>"
        f'<h1>The ferry sails again</h1>{body}<p>The timetable is <a href="{link}">on the page of'
        " the harbour office</a>, which answers letters within a week, it says.</p></article>"
        f'<footer><p><a href="{beside}">About us</a></p></footer></body></html>'
    ).encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/terms", "/terms-of-2026"),
        ("/terms?page=2", "/terms?page=3"),
        ("https://a.example/terms", "https://b.example/terms"),
        ("/terms#d-notices", "/terms#e-notices"),
        ("mailto:desk@courier.example", "mailto:editor@courier.example"),
        ("https://video.example/watch?v=dQw4w9WgXcQ", "https://video.example/watch?v=9bZkp7q19f0"),
    ],
)
def test_another_target_is_another_one(old, new):
    """Path, host, parameters that identify a page, named sections, and mail addresses."""
    assert targets_of([old], PAGE) != targets_of([new], PAGE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/about", "https://courier.example/about"),
        ("/about", "http://www.courier.example/about/"),
        ("/about", "https://m.courier.example/about"),
        ("/about#.Vlx8QF7k", "/about#.Wq0z3nN2"),
        ("/about#xtor=RSS-1", "/about"),
        ("/about?utm_source=feed&gclid=1", "/about"),
        ("/about;jsessionid=0A1B", "/about;jsessionid=7F3C"),
        ("/about?PHPSESSID=ab12&id=7", "/about?id=7&PHPSESSID=cd34"),
        ("/about?x=9f86d081884c7d659a2feaa0c55ad015", "/about?x=60303ae22b998861bce3b28f33eec1be"),
        ("mailto:desk@courier.example?subject=1", "mailto:%64esk@courier.example"),
    ],
)
def test_the_same_target_in_another_way(old, new):
    """Relative or absolute, with or without a session, however the address is written."""
    assert targets_of([old], PAGE) == targets_of([new], PAGE) != ()


@pytest.mark.parametrize(
    "link",
    [
        PAGE,
        "#notes",
        "javascript:void(0)",
        "/cdn-cgi/l/email-protection#0a1b2c",
        "https://twitter.com/intent/tweet?text=x",
        "https://www.facebook.com/sharer/sharer.php?u=x",
        "https://ad.doubleclick.net/ddm/clk/5;6;7",
        "mailto:?subject=Read%20this",
        "http://[broken",
    ],
)
def test_what_is_no_target(link):
    """The page itself, hidden addresses, share buttons, click counters."""
    assert targets_of([link], PAGE) == ()


def test_a_target_is_read_where_no_address_is_known():
    """Relative links in a file are told apart, too."""
    assert targets_of(["/a"], "") != targets_of(["/b"], "")


def test_links_of_the_body_are_content_and_others_are_not():
    """Another target under the same words is other content; the footer's links do not count."""
    one, other = read(page("/times"), url=PAGE), read(page("/hours"), url=PAGE)
    assert one.text == other.text
    assert one.targets == ("(example,courier)/times",)
    assert content_digest(one) != content_digest(other)
    beside = read(page("/times", beside="/imprint"), url=PAGE)
    assert content_digest(beside) == content_digest(one)
