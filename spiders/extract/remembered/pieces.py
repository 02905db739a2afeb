"""A page cut before every tag, scripts and comments left out, as it came: nothing is parsed."""

from __future__ import annotations

import bisect
import html
import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DARK = ("script", "style", "noscript", "svg", "iframe", "template", "select", "textarea")
_DARK_NAMES = tuple(name.encode() for name in _DARK)


def _any_case(name: str) -> str:
    """A pattern for a name in any case; twice as quick as the flag, which hides the ``<``."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name)


def _whole(name: str) -> str:
    """A pattern for an element from its tag to the end of the first tag that closes it.

    Its group is a ``<`` inside. It never goes back, so that a page of many megabytes takes as
    long as it is long.
    """
    name = _any_case(name)
    return f"{name}[^<]*+(?:(<)(?!/{name})[^<]*+)*+</{name}[^>]*+>"


_OPENING = f"!--|{'|'.join(map(_any_case, _DARK))}"
_RUN = re.compile(
    f"<(?=[!sSnNiItT])(?:!(?=--)(?:[^-]++|-(?!->))*+-->|{'|'.join(map(_whole, _DARK))}"
    f"|({_OPENING}))".encode()
)
"""A comment, or an element without text of the article, which may hold others or never end."""
_ENDLESS = len(_DARK) + 1
"""The group of one that never ends."""

_ESCAPED = re.compile(rb"&[#\w]*\Z")
_BEHIND_TAG = re.compile(b">([^<]*)")


class Zone(NamedTuple):
    """Where the article stands among the pieces of a page: from the first to before ``end``."""

    start: int
    end: int


class Pieces(NamedTuple):
    """A page cut before every tag; scripts and comments are gone, JSON-LD stands by itself.

    And so do scripts and the like in which another one is opened and not closed, or whose own tag
    may not end: to a parser they may go on, so that what is behind them is no text.
    """

    pieces: list[bytes]
    json_ld: tuple[bytes, ...]
    nested: tuple[bytes, ...] = ()


def cut(page: bytes) -> Pieces | None:
    """The pieces of a page; None where its scripts and comments cannot be told from its text.

    It is cut as it came: decoding it would cost more than all the rest. So it is for UTF-8 and
    what is like it.
    """
    lit: list[bytes] = []
    json_ld: list[bytes] = []
    nested: list[bytes] = []
    at = 0
    for found in _RUN.finditer(page):
        start, stop = found.span()
        part, holds = page[at:start], found.lastindex
        if holds == _ENDLESS or not (part[-1:] == b">" or _is_outside(part)):
            return None
        if page.startswith(b"!", start + 1):
            if page.find(b"--!>", start, stop) >= 0:
                return None
        else:
            tag = page[start : page.find(b">", start)]
            if not _is_opened(tag) or (holds and _goes_on(page, start + 1, stop)):
                nested.append(found[0])
            if b"ld+json" in tag:
                json_ld.append(page[start + len(tag) : stop])  # nonces stand before that
        lit.append(part)
        at = stop
    lit.append(page[at:])
    return Pieces(b"".join(lit).split(b"<"), tuple(json_ld), tuple(nested))


def _goes_on(page: bytes, start: int, stop: int) -> bool:
    """Is a script opened in a comment of this one, or an element in another one and not closed?

    Of two elements of one name, the end of the inner one does not close the outer one.
    """
    if page[start : start + 6].lower() == b"script":
        comment = page.find(b"<!--", start, stop)
        return comment >= 0 and b"<script" in page[comment:stop].lower()
    inside = page[start:stop].lower()
    name = next(dark for dark in _DARK_NAMES if inside.startswith(dark))
    if b"<" + name in inside:
        return True
    return any(found.lastindex == _ENDLESS for found in _RUN.finditer(page, start, stop))


def _is_opened(tag: bytes) -> bool:
    """Does a tag end before the one that closes its element, and are its quotes in pairs?"""
    return not (tag.count(b'"') & 1 or tag.count(b"'") & 1 or b"</" in tag)


def _is_outside(before: bytes) -> bool:
    """Does what follows stand between tags, and not within one, nor within an escaped sign?"""
    return before.rfind(b"<") <= before.rfind(b">") and _ESCAPED.search(before[-32:]) is None


def _shown(pieces: Sequence[bytes]) -> Sequence[bytes]:
    """The text of each piece, behind its tag."""
    texts = _BEHIND_TAG.findall(b"<".join(pieces[1:]))
    if len(texts) != len(pieces) - 1:  # a tag without an end
        return [piece[piece.find(b">") + 1 :] for piece in pieces]
    return [pieces[0][pieces[0].find(b">") + 1 :], *texts]


def zone_of(page: Pieces, texts: Iterable[str]) -> Zone | None:
    """Where these texts, those of the article's blocks in order, stand; None: not all of them."""
    shown = _shown(page.pieces)
    try:
        said = b"<".join(shown).decode()
    except UnicodeDecodeError:
        return None
    words = "".join(html.unescape(said).split()).split("<")
    if len(words) != len(shown):  # an escaped sign
        words = ["".join(html.unescape(each.decode()).split()) for each in shown]
    whole = "".join(words)
    first, at = -1, 0
    for one in texts:
        wanted = "".join(one.split())
        found = whole.find(wanted, at)
        if found < 0:
            return None
        first = found if first < 0 else first
        at = found + len(wanted)
    if first < 0:
        return None
    ends = list(itertools.accumulate(map(len, words)))
    return Zone(bisect.bisect_right(ends, first), bisect.bisect_left(ends, at) + 1)
