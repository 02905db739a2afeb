"""The keys of an index, by which pywb and other readers look a page up."""

from __future__ import annotations

import pytest

from storage.warc.keys import browser_key, cdx_key, keys_of

KEYS = [
    # needless escapes are undone, also those that were escaped twice
    ("https://www.Herald.example/a%22b", 'example,herald)/a"b'),
    ("https://herald.example/a%2Fb%7e", "example,herald)/a/b~"),
    ("https://herald.example/%2541", "example,herald)/a"),
    ("https://herald.example/a%25b c", "example,herald)/a%25b%20c"),
    ("https://herald.example/%D0%9C", "example,herald)/%d0%9c"),
    ("https://herald.example/М", "example,herald)/%d0%9c"),
    ("https://herald.example/100%", "example,herald)/100%25"),
    # paths
    ("https://herald.example/a/./b//../c/", "example,herald)/a/b/c"),
    ("https://herald.example/../a#part", "example,herald)/../a"),
    ("https://herald.example/(0123456789abcdefghijklmn)/a.aspx", "example,herald)/a.aspx"),
    # queries
    ("https://herald.example/?", "example,herald)/"),
    ("https://herald.example?b=2&A=%C3%A9&a-b&a", "example,herald)/?a&a=%c3%a9&a-b&b=2"),
    (
        "https://herald.example/a?b&&sid=0123456789abcdef0123456789ABCDEF&c",
        "example,herald)/a?&b&c",
    ),
    # hosts
    ("http://user:word@HERALD.example.:80/", "example,herald)/"),
    ("http://herald.example:8080/", "example,herald:8080)/"),
    ("https://zürich.example/", "example,xn--zrich-kva)/"),
    # as browsers ask: by the rules of 2003 pywb would take it for another host's page
    ("https://straße.example/", "example,xn--strae-oqa)/"),
    ("https://STRASSE.example/", "example,strasse)/"),
    ("https://نامه‌ای.example/", "example,xn--mgba3gch31f060k)/"),
    ("http://www.www2.example/", "example,www2)/"),
    ("http://2130706433/", "1,0,0,127)/"),
    ("http://[2001:DB8::1]:8080/A", "2001:db8::1:8080)/a"),
    ("http://[2001:db8/a b", "http://[2001:db8/a%20b"),
]

BROWSER_KEYS = [
    ("https://www.Herald.example/A%22b/?z=1&B=%C3%A9", "example,herald)/a%22b/?b=%c3%a9&z=1"),
    ("https://herald.example", "example,herald)/"),
    ("https://herald.example/?", "example,herald)/"),
    ("https://herald.example:443/М a", "example,herald)/%D0%BC%20a"),
    ("http://herald.example:443/100%?it's", "example,herald:443)/100%?it%27s"),
    ("https://zürich.example/a//b", "example,xn--zrich-kva)/a//b"),
    ("https://straße.example/", "example,xn--strae-oqa)/"),
    ("https://\u2603\ufffd.example/", "example,%e2%98%83%ef%bf%bd)/"),
    ("http://[2001:DB8::1]:8080/A", "[2001:db8::1]:8080)/a"),
]


@pytest.mark.parametrize(("url", "key"), BROWSER_KEYS)
def test_the_key_in_a_browser(url, key):
    """If a page has many captures, replayweb.page only finds the last ones by another key."""
    assert browser_key(url) == key


def test_one_key_where_both_are_the_same():
    """Most addresses need only one line in an index."""
    assert keys_of("https://herald.example/a") == ["example,herald)/a"]
    assert keys_of("https://herald.example/a/") == ["example,herald)/a", "example,herald)/a/"]
    assert len(keys_of("http://[2001:db8/a b")) == 1


@pytest.mark.parametrize(("url", "key"), KEYS)
def test_the_key_of_an_address(url, key):
    """A page whose key differs from the one that readers make of its address is not found."""
    assert cdx_key(url) == key


@pytest.mark.parametrize("part", ["cfid=", "%25", "/..", "(a(", "&"])
def test_a_hostile_address_has_a_key(part):
    """However long it is, no pattern goes over it again and again."""
    assert cdx_key("https://herald.example/?" + part * 50_000).startswith("example,herald)/")
    assert cdx_key("https://herald.example/" + part * 50_000).startswith("example,herald)/")
