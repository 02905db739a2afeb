"""What the archive stores in short, as it is told to people."""

from __future__ import annotations

_WORDS = {
    "missing, with status 200": "a page that says “not found”, with status 200,",
    "no article on the page": "a page without an article",
    "another page": "another page in its place",
    "dns": "its name is not known (DNS)",
}


def in_words(short: str) -> str:
    """An absence, or why a fetch failed; most are stored as they are told."""
    return _WORDS.get(short, short)
