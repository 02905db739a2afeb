"""A page cut before every tag, scripts and comments left out, as it came: nothing is parsed."""

from __future__ import annotations

import bisect
import functools
import html
import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DARK = ("script", "style", "noscript", "svg", "iframe", "template", "select", "textarea")
_DARK_NAMES = tuple(name.encode() for name in _DARK)


def any_case(name: str) -> str:
    """A pattern for a name in any case; twice as quick as the flag, which hides the ``<``."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name)


_NAME_ENDS = r"(?![^\s/>])"
"""Behind the name of a tag: ``svg-icon`` is no ``svg``, and shows what stands in it."""


def _whole(name: str) -> str:
    """A pattern for an element from its tag to the end of the first tag that closes it.

    Its group is a ``<`` inside. It never goes back, so that a page of many megabytes takes as
    long as it is long.
    """
    name = any_case(name)
    return f"{name}{_NAME_ENDS}[^<]*+(?>(?:(<)(?!/{name})[^<]*+)*)</{name}[^>]*+>"


_OPENING = f"!--|(?:{'|'.join(map(any_case, _DARK))}){_NAME_ENDS}"
_RUN = re.compile(
    f"<(?=[!sSnNiItT])(?:!(?=--)(?>(?:[^-]++|-(?!->))*)-->|{'|'.join(map(_whole, _DARK))}"
    f"|({_OPENING}))".encode()
)
"""A comment, or an element without text of the article, which may hold others or never end."""
_ENDLESS = len(_DARK) + 1
"""The group of one that never ends."""

_DATA = re.compile(rb"(?i)ld(?:\+|&[#\w]+;?)json|type\s*=\s*[\"']?[^\"'>]{0,99}&")
"""JSON-LD by its type, which some pages write with an escaped sign."""
_LONG = 300
_AHEAD = 4
"""So many stretches of another page are held against one, where that one was not known."""
_ESCAPED = re.compile(rb"&[#\w]*\Z")
_BEHIND_TAG = re.compile(b">([^<]*)")


class Zone(NamedTuple):
    """Where the article stands among the pieces of a page: from the first to before ``end``."""

    start: int
    end: int


NOWHERE = Zone(0, 0)
"""Where a page has no article."""
Stretch = tuple[bytes, bytes, bytes | None, bytes | None]
"""A page up to the end of an element that is left out: all of it, what it shows before that; its
JSON-LD, and the element where it may not end as it seems to."""


class Pieces(NamedTuple):
    """A page cut before every tag; scripts and comments are gone, JSON-LD stands by itself.

    And so do scripts and the like in which another one is opened and not closed, or whose own tag
    may not end: to a parser they may go on, so that what is behind them is no text.
    ``stretches`` are what it was made of, for the cutting of another page like it.
    """

    pieces: list[bytes]
    json_ld: tuple[bytes, ...]
    nested: tuple[bytes, ...] = ()
    stretches: Sequence[Stretch] = ()


def cut(page: bytes, like: Pieces | None = None) -> Pieces | None:
    """The pieces of a page; None where its scripts and comments cannot be told from its text.

    It is cut as it came: decoding it would cost more than all the rest. So it is for UTF-8 and
    what is like it. ``like`` is a page that has much in common with it: what that was cut into is
    known again by its bytes, in half the time.
    """
    stretches = _stretches(page) if like is None else _known_again(page, like.stretches)
    if stretches is None:
        return None
    lit = [one[1] for one in stretches]
    lit.append(page[sum(len(one[0]) for one in stretches) :])
    json_ld = tuple(one[2] for one in stretches if one[2] is not None)
    nested = tuple(one[3] for one in stretches if one[3] is not None)
    return Pieces(b"".join(lit).split(b"<"), json_ld, nested, stretches)


def _stretches(page: bytes) -> list[Stretch] | None:
    found: list[Stretch] = []
    at = 0
    for dark in _RUN.finditer(page):
        one = _stretch(page, at, dark)
        if one is None:
            return None
        found.append(one)
        at = dark.end()
    return found


def _known_again(page: bytes, known: Sequence[Stretch]) -> list[Stretch] | None:
    """The same, of a page like another one.

    A stretch is told from its own bytes: an element that never ends would have been one of the
    other page too. So the same bytes are the same stretch, wherever they begin outside of all such
    elements.
    """
    found: list[Stretch] = []
    at = expected = missed = 0
    while True:
        while expected < len(known) and page.startswith(known[expected][0], at):
            found.append(known[expected])
            at += len(known[expected][0])
            expected, missed = expected + 1, 0
        for number in range(expected + 1, min(expected + missed + _AHEAD, len(known))):
            if page.startswith(known[number][0], at):
                one: Stretch | None = known[number]
                expected, missed = number + 1, 0
                break
        else:
            dark = _RUN.search(page, at)
            if dark is None:
                return found
            one = _stretch(page, at, dark)
            missed = min(missed + 1, _AHEAD)
        if one is None:
            return None
        found.append(one)
        at += len(one[0])


def _stretch(page: bytes, at: int, dark: re.Match[bytes]) -> Stretch | None:
    """What stands from here to the end of what was found; None where that is not sure."""
    start, stop = dark.span()
    holds = dark.lastindex
    part = page[at:start]
    if holds == _ENDLESS or not (part.endswith(b">") or _is_outside(part)):
        return None
    if page.startswith(b"!", start + 1):
        return None if page.find(b"--!>", start, stop) >= 0 else (page[at:stop], part, None, None)
    tag = page[start : page.find(b">", start)]
    opened, holds_data = _told_by(tag) if len(tag) < _LONG else _told_by.__wrapped__(tag)
    data = page[start + len(tag) : stop] if holds_data else None  # nonces stand before that
    goes_on = not opened or (holds and _goes_on(page, start + 1, stop))
    return page[at:stop], part, data, dark[0] if goes_on else None


@functools.lru_cache(1024)
def _told_by(tag: bytes) -> tuple[bool, bool]:
    """Does a tag end before the one that closes its element, quotes in pairs; is it of JSON-LD?

    What stands in a template may be shown: then it has to be the same as well.
    """
    opened = not (tag.count(b'"') & 1 or tag.count(b"'") & 1 or b"</" in tag)
    low = tag.lower()
    may_be_data = b"json" in low or b"&" in low
    return opened and b"shadowroot" not in low, may_be_data and _DATA.search(tag) is not None


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


def _is_outside(before: bytes) -> bool:
    """Does what follows stand between tags, and not within one, nor within an escaped sign?"""
    tail = before[before.rfind(b">") + 1 :]
    if not tail or tail.isspace():
        return True
    return b"<" not in tail and _ESCAPED.search(tail[-32:]) is None


def _shown(pieces: Sequence[bytes]) -> Sequence[bytes]:
    """The text of each piece, behind its tag."""
    texts = _BEHIND_TAG.findall(b"<".join(pieces[1:]))
    if len(texts) != len(pieces) - 1:  # a tag without an end
        return [piece[piece.find(b">") + 1 :] for piece in pieces]
    return [pieces[0][pieces[0].find(b">") + 1 :], *texts]


def _without_spaces(text: str) -> str:
    """As when the words that ``split`` finds are joined: most spaces are plain ones."""
    text = (
        text.encode("utf-8", "surrogatepass")
        .translate(None, _SPACES)
        .decode("utf-8", "surrogatepass")
    )
    return text if text.isascii() else "".join(text.split())


_SPACES = b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"


def zone_of(page: Pieces, texts: Iterable[str]) -> Zone | None:
    """Where these texts, those of the article's blocks in order, stand; None: not all of them."""
    shown = _shown(page.pieces)
    try:
        said = b"<".join(shown).decode()
    except UnicodeDecodeError:
        return None
    words = _without_spaces(html.unescape(said)).split("<")
    if len(words) != len(shown):  # an escaped sign
        words = [_without_spaces(html.unescape(each)) for each in said.split("<")]
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
