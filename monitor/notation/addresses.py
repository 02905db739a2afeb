"""Addresses in a form for people, used where they are shown and not where they are stored."""

from __future__ import annotations

import re
import sys
import unicodedata
from urllib.parse import quote

_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_ESCAPES = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")
_SHOWN = frozenset("LMN")
"""Letters, marks and figures. Anything invisible, or that turns the direction, stays escaped."""
_SHAPELESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters and marks that are invisible: Hangul fillers, variation selectors."""


def readable(url: str) -> str:
    """The URL with the escapes in path and query replaced by letters, if these are UTF-8.

    The host stays as it is, because letters of two alphabets can look the same. What is shown leads
    to the same address when it is typed.
    """
    if "%" not in url:
        return url
    host = _HOST.match(url)
    at = host.end() if host else 0
    return url[:at] + _ESCAPES.sub(_letters, url[at:])


def on_screen(url: str) -> str:
    """Readable on a terminal; in a pipe as it is stored, for programs."""
    return readable(url) if sys.stdout.isatty() else url


def _letters(escapes: re.Match[str]) -> str:
    try:
        text = bytes.fromhex(escapes[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        return escapes[0]
    if any(unicodedata.category(letter).startswith("M") for letter in text[:1]):
        return escapes[0]  # a mark would be drawn over the sign before it
    if not unicodedata.is_normalized("NFC", text):
        return escapes[0]  # another address has the same letters, each of one piece
    return "".join(one if _is_shown(one) else quote(one) for one in text)


def _is_shown(letter: str) -> bool:
    return unicodedata.category(letter)[0] in _SHOWN and not _SHAPELESS.match(letter)
