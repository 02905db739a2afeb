"""How two runs of pieces differ: in spaces, figures, attributes that nobody reads, or words.

``old`` and ``new`` are the pieces of two pages, and a region says which of them are compared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.extract.remembered.declarations import is_silent
from spiders.extract.remembered.elements import element_of, tag_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.remembered.regions import Region

_STILL_INSIDE = frozenset(
    [
        *(b"img", b"div", b"figure", b"source", b"picture", b"p", b"section", b"/a", b"br"),
        *(b"span", b"ul", b"ol", b"li", b"aside", b"article", b"figcaption", b"blockquote"),
    ]
)
_FIGURES = re.compile(rb"(?<![^\s<>])[^\s<>]*\d[^\s<>]*")
_ID = re.compile(rb"\bid\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_PICTURES = frozenset({b"img", b"source"})
_UNREAD = _PICTURES | {b"link", b"meta"}


def is_silent_there(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Whether what went and came tells machines nothing different about the page."""
    a, b, c, d = region
    return is_silent(old[a - 1] if a else b"", old[a:b], new[c:d])


def is_unread(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Whether nothing here matters to a reader that finds no article on the page.

    Such a page is judged anew as a whole each time, so that the name of any element counts.
    """
    if differs_in_space(old, new, region):
        return True
    named = is_silent_there(old, new, region) and says_the_same(old, new, region)
    return named and all(tag_of(piece) in _UNREAD for piece in old[region.a : region.b])


def is_still(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Whether, inside the article, only attributes that nobody reads changed, and no name."""
    a, b, c, d = region
    return says_the_same(old, new, region) and all(
        tag_of(one) in _STILL_INSIDE and _named(one) == _named(other)
        for one, other in zip(old[a:b], new[c:d], strict=True)
    )


def _named(piece: bytes) -> str:
    """The name of the element that a piece opens, by which its text is recognised.

    Without its ``id``, which many pages generate for each request.
    """
    tag = piece.partition(b">")[0]
    return "" if tag_of(tag) in _PICTURES else element_of(_ID.sub(b"", tag)).key


def differs_in_space(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Whether the tags are the same, and the texts differ only in the spaces between words."""
    a, b, c, d = region
    if b - a != d - c:
        return False
    for one, other in zip(old[a:b], new[c:d], strict=True):
        tag, closed, text = one.partition(b">")
        changed, ends, now = other.partition(b">")
        if tag != changed or closed != ends or text.split() != now.split():
            return False
    return True


def differs_in_figures(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Whether tags and texts differ only in words with a digit in them."""
    a, b, c, d = region
    return b - a == d - c and all(
        _FIGURES.sub(b"0", one) == _FIGURES.sub(b"0", other)
        for one, other in zip(old[a:b], new[c:d], strict=True)
    )


def says_the_same(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Whether only attributes that nobody reads changed, such as addresses or ids of elements."""
    a, b, c, d = region
    if b - a != d - c:
        return False
    for one, other in zip(old[a:b], new[c:d], strict=True):
        if one == other:
            continue
        tag, _, text = one.partition(b">")
        changed, _, same = other.partition(b">")
        name = tag_of(tag)
        if text != same or name != tag_of(changed):
            return False
        speaks = name[:1] != b"/" and name not in _PICTURES
        if speaks and element_of(tag).look != element_of(changed).look:
            return False
    return True
