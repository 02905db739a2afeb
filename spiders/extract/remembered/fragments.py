"""A few pieces of a page, its texts with their elements, and whether they are furniture.

The elements around a piece are not always determined correctly; so only what more than one sign
marks as furniture is called that, and all else is in doubt.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import enum
import html
import re
from typing import TYPE_CHECKING, NamedTuple

from spiders.extract.access import signs_of_wall
from spiders.extract.choice.furniture import is_furniture
from spiders.extract.choice.paths import BIT, place_named
from spiders.extract.fields.names import without_by
from spiders.extract.kinds import is_correction
from spiders.extract.likeness import bare
from spiders.extract.page import COLONS, INLINE
from spiders.extract.remembered.elements import VOID_NAMES, element_of, tag_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spiders.extract.remembered.elements import Around

RUNNING = 70
"""Text of this many characters that is not a link may be an article's."""
BOXES = (
    *("social", "comments", "advert", "newsletter", "form", "ticker", "player", "related"),
    *("<nav>", "<footer>", "<form>", "<button>", "<menu>"),
)
SPEAKING = ("author", "standfirst", "correction", "keypoints", "quote", "<blockquote>", "headline")
STATING = ("correction", "keypoints", "quote", "<blockquote>")
"""Those of ``SPEAKING`` in which an outlet may say something about an article even far from it.
The headlines and authors of other articles there do not matter."""
_BOX = sum({BIT[name] for name in BOXES})
_SPEAKS = sum({BIT[name] for name in SPEAKING})
_STATES = sum({BIT[name] for name in STATING})

_STAMP = re.compile(rb"(?i)time\s[^>]*?datetime\s*=\s*[\"']?([^\"'>]+)")


class Distance(enum.Enum):
    """How far a text is from the article.

    ``NEAR``: nothing is between them, and a link alone is no sign of furniture. ``ABOVE``: it may
    be the headline. ``BELOW``: there are unchanged blocks between them. ``FAR_ABOVE`` and
    ``FAR_BELOW``: there are more unchanged blocks between them than a reader usually searches for
    headline, byline and dates. ``BEYOND``: more than the last reading of this page searched.
    """

    NEAR = enum.auto()
    APART = enum.auto()
    ABOVE = enum.auto()
    BELOW = enum.auto()
    FAR_ABOVE = enum.auto()
    FAR_BELOW = enum.auto()
    BEYOND = enum.auto()


def boxed(bits: int) -> bool:
    """Whether elements of these families contain no text of an article."""
    return bits & _BOX != 0


def speaks(bits: int) -> bool:
    """Whether elements of these families may contain what the outlet says, even if it is short."""
    return bits & _SPEAKS != 0


def states(bits: int) -> bool:
    """Whether elements of these families may say something about an article even far from it."""
    return bits & _STATES != 0


class Shown(NamedTuple):
    """A text between two tags, and what the elements around it say about it.

    Elements up to the third that bounds a block count: ``bits`` are their families; ``linked``: a
    link is among them, or a link to somewhere is farther out; ``heads``: an ``h1`` is among them.
    ``names`` are the signatures of the inner two that bound a block. ``stamp``: it is not text but
    the ``datetime`` of a ``time`` element.
    """

    text: str
    bits: int
    linked: bool
    heads: bool
    names: tuple[str, ...]
    stamp: bool = False


def shown_in(
    pieces: Sequence[bytes], context: Sequence[Around]
) -> tuple[list[Shown], list[Around]] | None:
    """The texts in these pieces, and the elements open after them; None if that is uncertain.

    ``context`` are the elements open before them.
    """
    stack = list(context)
    found: list[Shown] = []
    for piece in pieces:
        tag, closed, text = piece.partition(b">")
        if not closed and tag.strip() and tag[:1] not in b"!?":
            return None  # not a tag after all
        name = tag_of(tag)
        try:
            known = _enter(stack, tag, name)
            stamp = _STAMP.match(tag) if name == b"time" else None
            if stamp is not None:
                found.append(_shown(stamp[1].decode(), stack)._replace(stamp=True))
            if text and not text.isspace():
                shown = text.decode()
                if shown.strip():
                    found.append(_shown(_plain(shown), stack))
        except UnicodeDecodeError:
            return None
        if not known:
            return None
    return found, stack


def _shown(text: str, stack: Sequence[Around]) -> Shown:
    bits, heads = 0, False
    linked = any(element.leads for element in stack)
    names: list[str] = []
    for element in reversed(stack):
        bits |= element.bits
        tag = element.tag
        linked = linked or tag == "a"
        heads = heads or tag == "h1"
        if tag not in INLINE:
            names.append(element.key)
            if len(names) == 3:
                break
    return Shown(text, bits, linked, heads, tuple(names[:2]))


def unboxed(context: Sequence[Around], article: Sequence[Around]) -> list[Around]:
    """These elements; those that are also around the article no longer count as boxes.

    If a whole page is in a form, that form says nothing about its text.
    """
    own = set(article)
    return [one._replace(bits=one.bits & ~_BOX) if one in own else one for one in context]


def _enter(stack: list[Around], tag: bytes, name: bytes) -> bool:
    """Apply a tag to the stack of open elements; False if what is open cannot be determined."""
    if not name or name in VOID_NAMES or tag.endswith(b"/"):
        return True
    if name[:1] != b"/":
        stack.append(element_of(tag))
        return True
    closes = name[1:].decode("utf-8", "replace")
    for number in range(len(stack) - 1, -1, -1):
        if stack[number].tag == closes:
            # What is open in a head ended the head, and so goes on after the head's closing tag.
            del stack[number : number + 1 if closes == "head" else None]
            return True
    return False


def _plain(text: str) -> str:
    return " ".join((html.unescape(text) if "&" in text else text).split())


def is_furniture_for_sure(
    shown: Shown, distance: Distance, places: Mapping[int, bool | None] | None
) -> bool:
    """Whether this text is certainly furniture, by its place and by what it says.

    ``places`` are those of the page's memory, None without one.
    """
    text, bits, linked = shown.text, shown.bits, shown.linked
    if states(bits) or is_correction(text) or shown.heads:
        return False
    if _is_too_far(shown, distance, places):
        return True
    in_box, short = boxed(bits), len(text) < RUNNING
    other = distance is Distance.BELOW and not bits & BIT["author"]
    if speaks(bits) and not (other and linked):  # a link there is another article's headline
        return other and short and _was_furniture(shown, places)
    if is_furniture(text):
        return True
    if distance is Distance.NEAR and not in_box:
        return False
    if linked or (in_box and short):
        return without_by(text) == text
    if not short or distance not in _BESIDE:
        return False
    if distance in {Distance.FAR_ABOVE, Distance.BEYOND}:
        return not _may_be_field(text)
    return _was_furniture(shown, places)


def heads_another(shown: Shown, places: Mapping[int, bool | None], names: str) -> bool:
    """Whether it is a link marked as a headline, where only furniture was, and not the page's own.

    ``names`` are the page's own titles as one string of letters and digits. What shows the page's
    headline repeats one of them or is in an ``h1``.
    """
    text = shown.text
    if shown.bits & _SPEAKS != BIT["headline"] or shown.heads or not shown.linked:
        return False
    plain = not is_correction(text) and without_by(text) == text
    return plain and bare(text) not in names and bool(names) and _stood_no_other(shown, places)


def _is_too_far(shown: Shown, distance: Distance, places: Mapping[int, bool | None] | None) -> bool:
    """Whether it is too far away for anything about the article to be looked for, and short."""
    short = len(shown.text) < RUNNING
    if distance is Distance.BEYOND:
        return (shown.linked or short) and _stood_no_other(shown, places)
    return distance is Distance.FAR_BELOW and (shown.linked or short or boxed(shown.bits))


def is_plain(shown: Shown) -> bool:
    """Whether it is no headline, byline, note or wall, nor anything else that an outlet says."""
    text = shown.text
    return not (speaks(shown.bits) or shown.heads or is_correction(text) or signs_of_wall(text))


def _was_furniture(shown: Shown, places: Mapping[int, bool | None] | None) -> bool:
    """Whether only furniture was at its place before, and it is neither a byline nor a date."""
    return _stood_no_other(shown, places) and not _may_be_field(shown.text)


def _stood_no_other(shown: Shown, places: Mapping[int, bool | None] | None) -> bool:
    """Whether only furniture was at its place before."""
    return places is not None and places.get(place_named("<".join(shown.names))) is False


_BESIDE = frozenset({Distance.ABOVE, Distance.BELOW, Distance.FAR_ABOVE, Distance.BEYOND})


def _may_be_field(text: str) -> bool:
    """Whether it may be a byline or a date, which are looked for above the article."""
    return any(map(str.isdigit, text)) or without_by(text) != text or text.rstrip()[-1:] in COLONS
