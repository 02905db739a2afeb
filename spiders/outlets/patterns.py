"""Patterns of addresses that a user wrote: each gets a moment, and a runaway one is given up.

An address is kept as it is requested, in ASCII. A pattern with other letters (``^/новости/``) is
searched for in the address as people read it.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING

import regex

from storage.composed import composed

if TYPE_CHECKING:
    from collections.abc import Iterable

PATIENCE_S = 0.1
"""A user's pattern gets this much time for one address."""
CHANCES = 3
"""A pattern that took too long this many times is not tried again while the program runs."""

_OF_A_PATH = re.compile(r"(?:\(\?[a-z]+\))?(?:\((?:\?:)?)*(?:\^|\\A)(?:\((?:\?:)?)*\\?/")
"""``^/shop/``, ``(?i)^(?:/shop|/jobs)/``, ``(^/shop|^/jobs)/``, ``^\\/shop``: a path may begin like
this, and no address does."""
_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_BEYOND_ASCII = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")
_tired: Counter[str] = Counter()


def forbids(pattern: str, url: str) -> bool:
    """Whether a pattern of ``deny`` matches this address; one with ``^/`` is tried on its path too.

    A pattern that runs longer than ``PATIENCE_S`` is taken to match: what we do not know to be
    allowed is left alone.
    """
    return any(matches(pattern, text, in_doubt=True) for text in searched(pattern, url))


def searched(pattern: str, url: str) -> tuple[str, ...]:
    """The texts in which a pattern of ``deny`` is searched for: the whole address in any case.

    If it begins like a path, also the path with its query, and the path alone: ``^/login$`` means
    ``/login?next=home`` too. The whole is needed because ``^/shop/|ads[.]example`` names a host.
    """
    return tuple(text for form in forms(pattern, url) for text in _parts(pattern, form))


def _parts(pattern: str, url: str) -> tuple[str, ...]:
    if not _OF_A_PATH.match(pattern):
        return (url,)
    path = _HOST.sub("", url, count=1)
    path = path if path.startswith("/") else f"/{path}"
    bare = path.split("?", 1)[0]
    return (url, path) if path == bare else (url, path, bare)


def forms(pattern: str, text: str) -> tuple[str, ...]:
    """An address or a path in the form that the pattern is written for: with escapes or letters.

    Not in both: ``^/(?!новости/)`` would match every address as it is kept. A pattern that has
    escapes and letters (``/(?:новости|%D1%82)``) is meant for both.
    """
    if pattern.isascii():
        return (text,)
    return (text, readable(text)) if "%" in pattern else (readable(text),)


@functools.lru_cache(1024)
def readable(url: str) -> str:
    """An address with letters in place of their escapes, if these are UTF-8; composed (NFC).

    Escapes in ASCII are kept: an escaped slash separates nothing.
    """
    place = _HOST.match(url)
    host = place[0] if place else ""
    rest = _BEYOND_ASCII.sub(_letters, url[len(host) :])
    labels = map(_label, re.split("([.:/@])", host))
    return composed("".join(labels) + rest)


def _letters(escapes: re.Match[str]) -> str:
    try:
        return bytes.fromhex(escapes[0].replace("%", "")).decode()
    except UnicodeDecodeError:  # in another encoding, which nothing names
        return escapes[0]


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def matches(pattern: str, text: str, *, in_doubt: bool = False) -> bool:
    """Whether the user's pattern matches in the text, within ``PATIENCE_S`` and ``CHANCES``.

    ``in_doubt`` is the answer if those were not enough.
    """
    if _tired[pattern] >= CHANCES:
        return in_doubt
    try:
        return regex.search(pattern, text, timeout=PATIENCE_S) is not None
    except TimeoutError:
        _tired[pattern] += 1
        return in_doubt


def tired_of(patterns: Iterable[str]) -> str | None:
    """The first of these patterns that is no longer tried, see :func:`matches`; None if none."""
    return next((one for one in patterns if _tired[one] >= CHANCES), None)
