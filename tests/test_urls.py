"""Addresses that are one page to a reader have one key; others stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.urls import canonical, host, is_loopback, resolve, surt

PAGE = "https://courier.example/news/bridge-closes?page=2"


@pytest.mark.parametrize(
    "twin",
    [
        "http://courier.example/news/bridge-closes?page=2",
        "https://www.courier.example/news/bridge-closes?page=2",
        "https://COURIER.example:443/news/bridge-closes/?page=2",
        "https://courier.example/news/../news/./bridge-closes?page=2#comments",
        "https://courier.example/news/bridge-closes?utm_source=feed&page=2&fbclid=abc",
        "https://courier.example/news/bridge%2Dcloses?page=2",
        "https://courier.example./news/bridge-closes?page=2",
        "https://courier.example/news/about/%2E%2e/bridge-closes?page=2",
        "https://courier.example/(S(lit3py55t21z5v55vlm25s55))/news/bridge-closes?page=2",
        "https://courier.example/news/(X(1)S(lit3py55t21z5v55vlm25s55))/bridge-closes?page=2",
    ],
)
def test_twins_have_one_key(twin: str) -> None:
    """Scheme, www, case, port, slash, dots, tracking and fragment make no other page."""
    assert surt(twin) == surt(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://courier.example/news/bridge-closes?page=3",
        "https://courier.example/news/bridge-closes",
        "https://courier.example:8443/news/bridge-closes?page=2",
        "https://m.courier.example/news/bridge-closes?page=2",
        "https://courier.example/News/bridge-closes?page=2",
        "https://courier.example/news/bridge%2Fcloses?page=2",
        "https://courier.example/(S(second-part))/news/bridge-closes?page=2",
        "https://courier.example/(2026)/news/bridge-closes?page=2",
        "https://courier.example/news/bridge-closes(S(lit3py55t21z5v55vlm25s55))?page=2",
        "https://courier.example/(S(lit3py55t21z5v55vlm25s55)a)/news/bridge-closes?page=2",
    ],
)
def test_other_pages_have_other_keys(other: str) -> None:
    """What a server can tell apart is never folded into one page."""
    assert surt(other) != surt(PAGE)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://e.example/news.asp?ncid=12&utm_source=x", "https://e.example/news.asp?ncid=12"),
        ("https://e.example/news.aspx?OCID=12", "https://e.example/news.aspx?OCID=12"),
        ("https://e.example/news.asp?ncid=twitter", "https://e.example/news.asp"),
        ("https://e.example/news.asp?id=3&ncid=12", "https://e.example/news.asp?id=3"),
        ("https://e.example/news/bridge?ncid=12", "https://e.example/news/bridge"),
        ("https://e.example/news.php?utm_id=12", "https://e.example/news.php"),
    ],
)
def test_a_number_that_is_all_a_script_gets_names_its_page(url: str, expected: str) -> None:
    """Without it all articles of an outlet were one address, and all but one were lost."""
    assert canonical(url) == expected
    assert canonical(expected) == expected


def test_letters_of_every_script_have_one_encoding() -> None:
    """A link written in Georgian and its percent-encoded form are one."""
    assert surt("https://e.example/ამბავი") == surt(
        "https://e.example/%e1%83%90%e1%83%9b%e1%83%91%e1%83%90%e1%83%95%e1%83%98"
    )
    assert host("https://пример.example/") == "xn--e1afmkfd.example"


@pytest.mark.parametrize("place", ["news/{}bell", "news?q={}", "news/{}", "{}"])
def test_half_a_letter_in_an_address_is_one_letter(place: str) -> None:
    """JSON can contain half of an emoji: browsers request U+FFFD for it, and nothing fails."""
    url = "https://courier.example/" + place.format("\ud83d")
    whole = "https://courier.example/" + place.format("\ufffd")
    assert canonical(url) == canonical(whole)
    assert surt(url) == surt(whole)
    assert resolve("https://courier.example/", url) == whole
    assert surt(canonical(url)) == surt(url)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "mailto:a@b.example", "file:///etc/passwd", "data:,x", "//[bad"]
)
def test_what_cannot_be_fetched_is_no_link(href: str) -> None:
    """Only http and https addresses are ever followed."""
    assert resolve("https://courier.example/", href) is None


def test_links_are_resolved_against_their_page() -> None:
    """Relative links, with line breaks inside, as careless templates write them."""
    assert resolve("https://e.example/a/b", " ../c\n?x=1#top") == "https://e.example/c?x=1"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("\\news\\1?by=a\\b#x", "https://e.example/news/1?by=a\\b"),
        ("..\\c", "https://e.example/c"),
        ("https:\\\\e.example\\d", "https://e.example/d"),
        ("data:,a\\b", None),
    ],
)
def test_backslashes_are_slashes_to_every_browser(href: str, expected: str | None) -> None:
    """Some outlets' systems write paths this way; what follows the path stays as it is."""
    assert resolve("https://e.example/a/b", href) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8000/", True),
        ("http://[::1]/", True),
        ("http://localhost/", True),
        ("http://10.0.0.1/", False),
        ("http://courier.example/", False),
    ],
)
def test_loopback_is_told_by_the_name(url: str, expected: object) -> None:
    """A local host needs no pace; every other host has one."""
    assert is_loopback(url) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("stra\u00dfe.example", "xn--strae-oqa.example"),
        ("STRASSE.example", "strasse.example"),
        ("\u03bd\u03cc\u03bc\u03bf\u03c2.example", "xn--xxabhm1c.example"),
        ("\u2603.example", "xn--n3h.example"),
        ("news\u3002example", "news.example"),
        ("news.example\uff61", "news.example"),
        ("[2001:DB8:0:0::0:1]", "[2001:db8::1]"),
        ("[fe80::1%25eth0]", "[fe80::1%25eth0]"),
    ],
)
def test_a_host_is_the_one_that_a_browser_asks(name: str, expected: str) -> None:
    """By the rules of 2003 a sharp s is two letters, which is somebody else's name."""
    assert host(f"https://{name}/") == expected
    assert surt(f"https://{name}/a") == surt(f"https://{expected}/a")


BROKEN = st.sampled_from(
    ["http:", "http:/", "http://", "HTTPS://", "https:///", "http://[", "http://a.b", "http://a.b:"]
)
PIECES = st.sampled_from(
    [*"aZ09/.:@%[]\\?#& \t=\u00e9\u00df\u3002\uff61\u200d\ud83d", "%2e", "%2E%2e/", "..", "xn--"]
)


@given(BROKEN, st.lists(PIECES, max_size=7).map("".join))
def test_a_broken_address_has_one_canonical_form_as_well(start: str, rest: str) -> None:
    """A dot that was percent-encoded, or another script's, at the end of the host is one."""
    once = canonical(start + rest)
    assert canonical(once) == once
    assert surt(once) == surt(start + rest)


@given(
    path=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\?#"), max_size=30),
    query=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="#"), max_size=20),
)
def test_the_canonical_form_of_a_canonical_form_is_itself(path: str, query: str) -> None:
    """A key that changed each time it is made would lose every article."""
    once = canonical(f"https://courier.example/{path}?{query}")
    assert canonical(once) == once
    assert surt(once) == surt(f"https://courier.example/{path}?{query}")


HOSTS = st.sampled_from(
    [
        "a.example",
        "www.a.example",
        "a-b.example",
        "10.0.0.1",
        "a.example.",
        "A.example",
        "a.example:80",
    ]
)
PATHS = st.text(alphabet="abZ09/.~-_;:@!$&'()*+,=%[]\\é", max_size=12)


@given(HOSTS, PATHS)
def test_an_address_of_host_and_path_alone_is_read_as_any_other(name: str, path: str) -> None:
    """It takes a shortcut; an empty query or fragment, which means nothing, takes the long way."""
    url = f"https://{name}/{path}"
    assert canonical(url) == canonical(f"{url}?")
    assert surt(url) == surt(f"{url}?")
    assert resolve("http://b.example/c", url) == resolve("http://b.example/c", f"{url}#")
