"""A page's raw bytes cut before every tag, without scripts and comments: nothing is parsed."""

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
"""The end of a tag's name: ``svg-icon`` is no ``svg``, and shows what is in it."""


def _whole(name: str) -> str:
    """A pattern for an element from its tag to the end of the first tag that closes it.

    Its group is a ``<`` inside. It never backtracks, so that even a page of many megabytes takes
    linear time.
    """
    name = any_case(name)
    return f"{name}{_NAME_ENDS}[^<]*+(?>(?:(<)(?!/{name})[^<]*+)*)</{name}[^>]*+>"


_OPENING = f"!--|(?:{'|'.join(map(any_case, _DARK))}){_NAME_ENDS}"
_RUN = re.compile(
    f"<(?=[!sSnNiItT])(?:!(?=--)(?>(?:[^-]++|-(?!->))*)-->|{'|'.join(map(_whole, _DARK))}"
    f"|({_OPENING}))".encode()
)
"""A comment, or an element without article text, which may contain others or never end."""
_ENDLESS = len(_DARK) + 1
"""The group of an element that never ends."""

_DATA = re.compile(rb"(?i)ld(?:\+|&[#\w]+;?)json|type\s*=\s*[\"']?[^\"'>]{0,99}&")
"""JSON-LD by its type, which some pages write with an escaped character."""
_LONG = 300
_AHEAD = 4
"""How many stretches of the other page are tried at most if the expected one is not there."""
_ESCAPED = re.compile(rb"&[#\w]*\Z")
_BEHIND_TAG = re.compile(b">([^<]*)")


class Zone(NamedTuple):
    """Where the article is among the pieces of a page: from ``start`` to before ``end``."""

    start: int
    end: int


NOWHERE = Zone(0, 0)
"""The zone of a page without an article."""
Stretch = tuple[bytes, bytes, bytes | None, bytes | None]
"""A part of a page up to the end of an element or comment that is left out: the whole part, what
precedes that element; the JSON-LD if it is such, and the element if it may not end where it seems
to."""


class Pieces(NamedTuple):
    """A page cut before every tag; scripts and comments are removed, JSON-LD is kept separately.

    ``nested`` are dropped elements in which another one is opened and not closed, or whose own tag
    may not end: to a parser they may go on, so that what follows them is not text.
    ``stretches`` are the parts it was made of, for cutting another page like it.
    """

    pieces: list[bytes]
    json_ld: tuple[bytes, ...]
    nested: tuple[bytes, ...] = ()
    stretches: Sequence[Stretch] = ()


def cut(page: bytes, like: Pieces | None = None) -> Pieces | None:
    """Cut a page into pieces; None if its scripts and comments cannot be told from its text.

    The raw bytes are cut: decoding them would cost more than all the rest. So this is for UTF-8
    and similar encodings. ``like`` is a page that has much in common with this one: its stretches
    are recognised by their bytes, in half the time.
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
    """The stretches of a page like another one, whose stretches are ``known``.

    A stretch depends on its own bytes alone: an element that never ends would have been found on
    the other page too. So the same bytes are the same stretch wherever they begin outside all
    such elements.
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
    """The stretch from here to the end of what was found; None if that is uncertain."""
    start, stop = dark.span()
    holds = dark.lastindex
    part = page[at:start]
    if holds == _ENDLESS or not (part.endswith(b">") or _is_outside(part)):
        return None
    if page.startswith(b"!", start + 1):
        return None if page.find(b"--!>", start, stop) >= 0 else (page[at:stop], part, None, None)
    tag = page[start : page.find(b">", start)]
    opened, holds_data = _told_by(tag) if len(tag) < _LONG else _told_by.__wrapped__(tag)
    data = page[start + len(tag) : stop] if holds_data else None  # nonces are in the tag
    goes_on = not opened or (holds and _goes_on(page, start + 1, stop))
    return page[at:stop], part, data, dark[0] if goes_on else None


@functools.lru_cache(1024)
def _told_by(tag: bytes) -> tuple[bool, bool]:
    """Whether a tag surely ends before its closing tag, and whether it is that of JSON-LD.

    The first is also False for a template that a page may show: that has to be the same as well.
    """
    opened = not (tag.count(b'"') & 1 or tag.count(b"'") & 1 or b"</" in tag)
    low = tag.lower()
    may_be_data = b"json" in low or b"&" in low
    return opened and b"shadowroot" not in low, may_be_data and _DATA.search(tag) is not None


def _goes_on(page: bytes, start: int, stop: int) -> bool:
    """Whether this script opens another in a comment, or this element one that is not closed.

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
    """Whether what follows is between tags, neither inside one nor inside an escaped character."""
    tail = before[before.rfind(b">") + 1 :]
    if not tail or tail.isspace():
        return True
    return b"<" not in tail and _ESCAPED.search(tail[-32:]) is None


def _shown(pieces: Sequence[bytes]) -> Sequence[bytes]:
    """The text of each piece, after its tag."""
    texts = _BEHIND_TAG.findall(b"<".join(pieces[1:]))
    if len(texts) != len(pieces) - 1:  # a tag without an end
        return [piece[piece.find(b">") + 1 :] for piece in pieces]
    return [pieces[0][pieces[0].find(b">") + 1 :], *texts]


def _without_spaces(text: str) -> str:
    """The same as ``"".join(text.split())``, but faster: most spaces are plain ones."""
    text = (
        text.encode("utf-8", "surrogatepass")
        .translate(None, _SPACES)
        .decode("utf-8", "surrogatepass")
    )
    return text if text.isascii() else "".join(text.split())


_SPACES = b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"


def zone_of(page: Pieces, texts: Iterable[str]) -> Zone | None:
    """Where these texts, the article's blocks in order, are; None unless all are found."""
    shown = _shown(page.pieces)
    try:
        said = b"<".join(shown).decode()
    except UnicodeDecodeError:
        return None
    words = _without_spaces(html.unescape(said)).split("<")
    if len(words) != len(shown):  # an escaped ``<``
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
