"""A few pieces of a page's text, between tags: whose they are, and whether they are furniture.

The elements around a piece are found by walking back through the tags. Unclosed tags may mislead
the walk; so only what is furniture by more than one sign is called so, and all else is in doubt.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from spiders.extract.furniture import is_furniture
from spiders.extract.kinds import is_correction
from spiders.extract.page import INLINE, VOID
from spiders.extract.paths import BIT, own_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNNING = 70
"""Text of this length that is no link may be an article's."""
CONTEXT = 5
"""So many elements around a piece are looked at."""
_REACH = 150
"""So many pieces back are they looked for."""

BOXES = (
    *("social", "comments", "advert", "newsletter", "form", "ticker", "player", "related"),
    *("<nav>", "<footer>", "<form>", "<button>", "<menu>"),
)
SPEAKING = ("author", "standfirst", "correction", "keypoints", "quote", "<blockquote>", "headline")
_BOX = sum({BIT[name] for name in BOXES})
_SPEAKS = sum({BIT[name] for name in SPEAKING})

_NAMES = re.compile(
    rb"\b(?:class|id|role|itemprop|data-testid|data-component|data-type)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'"
    rb"|[^\s>]+))?"
)
_HIDES = re.compile(
    rb"\b(?:hidden|style|aria-hidden|datetime)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?"
)
_TAG = re.compile(rb"/?[a-zA-Z][^\s/>]*")
_VOID = frozenset(name.encode() for name in VOID)
_QUOTED = re.compile(rb"=\s*(?:'([^']*)'|([^\s\"'>]+))")


class Around(NamedTuple):
    """An element: its tag, the families that it says it is of, and whatever may hide it."""

    tag: str
    bits: int
    hides: bytes


def boxed(bits: int) -> bool:
    """Do elements of these families hold no text of an article?"""
    return bits & _BOX != 0


def speaks(bits: int) -> bool:
    """May elements of these families hold what the outlet says, and be short?"""
    return bits & _SPEAKS != 0


def tag_of(piece: bytes) -> bytes:
    """The tag that a piece begins with, in lower case, with its slash when it closes."""
    found = _TAG.match(piece)
    return found[0].lower() if found else b""


def element_of(tag: bytes) -> Around:
    """The element that a tag, without its angle brackets, opens."""
    name = tag_of(tag).decode("utf-8", "replace")
    names = b" ".join(_NAMES.findall(tag))
    if names and (b"'" in names or b'"' not in names):
        names = _QUOTED.sub(rb'="\1\2"', names)
    bits = own_bits(name, names.decode("utf-8", "replace"))
    return Around(name, bits, b" ".join(_HIDES.findall(tag)))


def is_furniture_for_sure(
    pieces: Sequence[bytes], context: Sequence[Around], *, near: bool
) -> list[Around] | None:
    """The elements that are open behind these pieces; None where a text in them is in doubt.

    ``context`` are the elements open before them. ``near``: the article is not far, so that a
    link alone is no sign.
    """
    stack = list(context)
    for piece in pieces:
        tag, closed, text = piece.partition(b">")
        if not closed and tag.strip() and tag[:1] not in b"!?":
            return None  # no tag after all
        try:
            shown = text.decode()
            known = _enter(stack, tag)
        except UnicodeDecodeError:
            return None
        if not known or (shown.strip() and not _is_sure(_plain(shown), stack, near=near)):
            return None
    return stack


def around(pieces: Sequence[bytes], place: int) -> list[Around]:
    """The elements that are open before a piece, outermost first, no more than ``CONTEXT``."""
    closed: dict[bytes, int] = {}
    found: list[Around] = []
    for piece in reversed(pieces[max(0, place - _REACH) : place]):
        match = _TAG.match(piece)
        tag = match[0].lower() if match else b""
        if not tag or tag in _VOID:
            continue
        if tag[:1] == b"/":
            closed[tag[1:]] = closed.get(tag[1:], 0) + 1
        elif closed.get(tag):
            closed[tag] -= 1
        else:
            found.append(element_of(piece.partition(b">")[0]))
            if len(found) == CONTEXT or tag == b"body":
                break
    return found[::-1]


def _enter(stack: list[Around], tag: bytes) -> bool:
    """Take a tag on or off the stack; False where what is open cannot be told."""
    name = tag_of(tag)
    if not name or name in _VOID or tag.endswith(b"/"):
        return True
    if name[:1] != b"/":
        stack.append(element_of(tag))
        return True
    closes = name[1:].decode("utf-8", "replace")
    for number in range(len(stack) - 1, -1, -1):
        if stack[number].tag == closes:
            del stack[number:]
            return True
    return False


def _plain(text: str) -> str:
    return " ".join((html.unescape(text) if "&" in text else text).split())


def _is_sure(text: str, stack: Sequence[Around], *, near: bool) -> bool:
    """Is this text furniture, by where it stands and by what it says?"""
    linked, bits, blocks = False, 0, 0
    for element in reversed(stack):
        linked = linked or element.tag == "a"
        if element.tag == "h1":
            return False
        bits |= element.bits
        blocks += element.tag not in INLINE
        if blocks == 3:
            break
    if speaks(bits) or is_correction(text):
        return False
    if is_furniture(text):
        return True
    in_box = boxed(bits)
    if near and not in_box:
        return False
    return linked or (in_box and len(text) < RUNNING)
