"""Texts compared loosely: by their words, or by their letters and digits alone."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_LOWER = bytes(range(256)).lower()
_OTHER = bytes(code for code in range(128) if not _WORD.match(chr(code)))
"""The ASCII characters that are neither letters nor digits; removing them is fastest in bytes."""


def words(text: str) -> list[str]:
    """The words of a text in lower case, for comparing two texts loosely."""
    return _WORD.findall(text.casefold())


def bare(text: str) -> str:
    """The letters and digits of a text in lower case."""
    if text.isascii():
        return text.encode().translate(_LOWER, _OTHER).decode()
    return "".join(_WORD.findall(text.casefold()))


def likeness(one: set[str], other: set[str]) -> float:
    """The share of the words of two texts that are in both, 0 to 1."""
    if not one or not other:
        return 0.0
    return len(one & other) / len(one | other)
