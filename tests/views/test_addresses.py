"""Addresses as people read them."""

from __future__ import annotations

import pytest

from monitor.notation.addresses import readable
from spiders.urls import canonical


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://news.example/мост-1?тема=река", "https://news.example/мост-1?тема=река"),
        ("https://news.example/կամուրջ", "https://news.example/կամուրջ"),
        ("https://news.example/ko\u0308y", "https://news.example/ko%CC%88y"),
        ("https://news.example/پل\u200cها", "https://news.example/پل%E2%80%8Cها"),
        ("https://news.example/a\u202egpj.exe", "https://news.example/a%E2%80%AEgpj.exe"),
        ("https://news.example/a%2Fb%3F%20c", "https://news.example/a%2Fb%3F%20c"),
        ("https://news.example/%CC%EE%F1%F2", "https://news.example/%CC%EE%F1%F2"),
        ("https://аррӏе.example/б", "https://xn--80ak6aa92e.example/б"),
        ("https://news.example/a%CC%88", "https://news.example/a%CC%88"),
        ("https://news.example/plain", "https://news.example/plain"),
        ("no address at all %D0", "no address at all %D0"),
    ],
)
def test_letters_are_shown_and_signs_are_not(url, shown):
    """What steers the direction, parts a path or looks like another host stays as it is kept.

    And what is shown names the same page when somebody types it.
    """
    kept = canonical(url) if url.startswith("https") else url
    assert readable(kept) == shown
    if url.startswith("https"):
        assert canonical(readable(kept)) == kept


@pytest.mark.parametrize(
    "path",
    [
        "мост%EF%B8%8F",  # a selector of variants
        "мост%CD%8F",  # the joiner of graphemes
        "%E3%85%A4다리",  # a filler of Hangul
        "다리%EF%BE%A0",
        "мостик%D0%B8%CC%86",  # й of two pieces
        "%D8%A7%D9%93%D8%A8",  # آ of two pieces
        "%E1%A0%8B",
    ],
)
def test_two_addresses_are_never_shown_alike(path):
    """What nothing is drawn for, and a letter in pieces, would look like another address."""
    shown = readable(canonical(f"https://news.example/{path}"))
    assert [one for one in path.split("%") if one and one in shown]
    assert path[path.index("%") :][:9] in shown
