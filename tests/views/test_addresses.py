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
    """What sets direction, separates paths or imitates another host stays encoded.

    What is shown leads to the same page if somebody types it.
    """
    kept = canonical(url) if url.startswith("https") else url
    assert readable(kept) == shown
    if url.startswith("https"):
        assert canonical(readable(kept)) == kept


@pytest.mark.parametrize(
    "path",
    [
        "мост%EF%B8%8F",  # a variation selector
        "мост%CD%8F",  # the grapheme joiner
        "%E3%85%A4다리",  # the Hangul filler
        "다리%EF%BE%A0",
        "мостик%D0%B8%CC%86",  # й in two parts
        "%D8%A7%D9%93%D8%A8",  # آ in two parts
        "%E1%A0%8B",
    ],
)
def test_two_addresses_are_never_shown_alike(path):
    """Invisible characters, and letters in parts, would look like another address."""
    shown = readable(canonical(f"https://news.example/{path}"))
    assert [one for one in path.split("%") if one and one in shown]
    assert path[path.index("%") :][:9] in shown
