"""The element that a tag opens, read from the raw tag, and the elements around a place.

The latter are found by walking back through the tags. Unclosed ones may mislead the walk.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from spiders.extract.choice.paths import BIT, own_bits, signature
from spiders.extract.page import VOID

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTEXT = 5
"""How many elements around a piece are looked at."""
_REACH = 150
"""How many pieces back they are looked for."""

_NAMES = re.compile(
    rb"(?i)\b(class|id|role|itemprop|data-testid|data-component|data-type"
    rb"|data-block-type)(\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?"
)
_SAYS = re.compile(
    rb"(?i)\b(?:hidden|aria-hidden|(?<!-)(?:style|datetime)(?![\w-]))(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?"
    rb"|(?<![\w-])(?:content|property|rel|itemscope|itemprop)(?![\w-])"
    rb"(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?"
    rb"|(?<![\w-])(?:sr-only|visually-hidden|screen-reader-text)(?![\w-])"
)
"""Attributes that may hide an element or state something as machine data."""
_AUTHOR = re.compile(
    rb"(?i)author(?!i[tsz])|byline|name-uid|/(?:people|staff|contributors?|profile|avtor|yazar|muellif)/"
)
_LONG = 1_000
_DATA = re.compile(
    rb"(?i)(?<=[\s\"'])data-(?!testid|component|type|block-type)[\w-]*+=(?:\"[^\"]{300,}+\"|'[^']{300,}+')"
)
"""Data for scripts, often as long as the page: it has no names, and is slow to search for them."""
_TAG = re.compile(rb"/?[a-zA-Z][^\s/>]*")
VOID_NAMES = frozenset(name.encode() for name in VOID)
_QUOTED = re.compile(rb"=\s*(?:'([^']*)'|([^\s\"'>]+))")


class Around(NamedTuple):
    """An element: its tag, the families that its names put it in, what else may matter, its names.

    ``leads``: it is a link to somewhere.
    """

    tag: str
    bits: int
    says: bytes
    leads: bool
    key: str

    @property
    def look(self) -> tuple[str, int, bytes, bool]:
        """What about this element matters to what is inside it."""
        return self.tag, self.bits, self.says, self.leads


def tag_of(piece: bytes) -> bytes:
    """The name of the tag that a piece begins with, in lower case; a closing one has its slash."""
    found = _TAG.match(piece)
    return found[0].lower() if found else b""


def element_of(tag: bytes) -> Around:
    """The element that a tag, without its angle brackets, opens."""
    if len(tag) > _LONG:
        return _element_of.__wrapped__(_DATA.sub(b"", tag))
    return _element_of(tag)


@functools.lru_cache(2048)
def _element_of(tag: bytes) -> Around:
    name = tag_of(tag).decode("utf-8", "replace")
    low = tag.lower()
    names = b" ".join(key.lower() + value for key, value in _found(_NAMES, tag, low, _NAMED))
    if names and (b"'" in names or b'"' not in names):
        names = _QUOTED.sub(rb'="\1\2"', names)
    said = names.decode("utf-8", "replace")
    bits = own_bits(name, said)
    names_author = _found(_AUTHOR, tag, low, _WRITES)
    if name == "a" and names_author:
        bits |= BIT["author"]  # its text may be the byline, whatever is around it
    says = b" ".join((*_found(_SAYS, tag, low, _SAID), *names_author))
    leads = name == "a" and b"href" in low
    return Around(name, bits, says, leads, signature(name, said))


def _found(pattern: re.Pattern[bytes], tag: bytes, low: bytes, words: Sequence[bytes]) -> list[Any]:
    """What a pattern finds in a tag; nothing if it has none of the words that each match needs."""
    for word in words:
        if word in low:
            return pattern.findall(tag)
    return []


_NAMED = (b"class", b"id", b"role", b"itemprop", b"data-")
_SAID = (
    *(b"hidden", b"style", b"datetime", b"content", b"property", b"rel", b"itemscope"),
    *(b"itemprop", b"sr-only", b"screen-reader-text"),
)
_WRITES = (
    *(b"author", b"byline", b"name-uid", b"/people/", b"/staff/", b"/contributor"),
    *(b"/profile/", b"/avtor/", b"/yazar/", b"/muellif/"),
)


class Tags:
    """The tags of pieces as numbers, each determined on first use.

    An opening tag is the number of its name, a closing one the negative of that; 0 is a tag that
    contains nothing.
    """

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        self._of_piece: dict[bytes, int] = {}
        self._of_tag: dict[bytes, int] = {b"body": _BODY}

    def around(self, place: int) -> list[Around]:
        """The elements that are open before a piece, outermost first, at most ``CONTEXT``."""
        numbers = self._of_piece
        closed: dict[int, int] = {}
        found: list[Around] = []
        for piece in reversed(self._pieces[max(0, place - _REACH) : place]):
            number = numbers.get(piece)
            if number is None:
                number = numbers[piece] = self._number_of(piece)
            if number < 0:
                closed[-number] = closed.get(-number, 0) + 1
            elif number:
                if closed.get(number):
                    closed[number] -= 1
                    continue
                found.append(element_of(piece.partition(b">")[0]))
                if len(found) == CONTEXT or number == _BODY:
                    break
        return found[::-1]

    def _number_of(self, piece: bytes) -> int:
        found = _TAG.match(piece)
        if found is None:
            return 0
        number = self._of_tag.get(found[0])
        if number is None:
            name = found[0].lower()
            opens = name.removeprefix(b"/")
            number = self._of_tag.setdefault(
                opens, 0 if opens in VOID_NAMES else len(self._of_tag) + 1
            )
            number = self._of_tag[found[0]] = number if opens == name else -number
        return number


_BODY = 1
