"""Does the article stand in a page as it stood? Told from the bytes, before anything is parsed.

Most pages that are fetched again carry the same article among other furniture. Both pages are cut
at their tags, scripts and comments left out; what differs is a few short runs of pieces. Where
none of them touches the article and each is furniture beyond doubt, the article was read already.
Whatever is in doubt is left to the reader: here a page may be read for nothing, and no edit missed.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import bisect
import html
import itertools
import operator
import re
from typing import TYPE_CHECKING, NamedTuple

from spiders.extract.fragments import around, element_of, is_furniture_for_sure, tag_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_REGIONS = 60
"""A page that differs at more places than this is read."""
MOST_WORK = 8_000
"""So many pieces are looked at to find where two texts run together again."""
_RUN = 4
"""So many equal pieces in a row are the same place."""
_WINDOWS = (32, 256, 2048)

_DARK = ("script", "style", "noscript", "svg", "iframe", "template", "select", "textarea")


def _any_case(name: str) -> str:
    """A pattern for a name in any case; twice as quick as the flag, which hides the ``<``."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name)


_OPENS = re.compile(f"<(?:!--|{'|'.join(map(_any_case, _DARK))})".encode())
_CLOSES = {name.encode(): re.compile(f"</{_any_case(name)}[^>]*>".encode()) for name in _DARK}
_SILENT_META = re.compile(
    rb"(?:name|property|http-equiv)\s*=\s*[\"']?[^\"'>]*(?:token|csrf|nonce|viewport|build|verif"
    rb"|request|generator|theme-color|robots|refresh|referrer|tilecolor|app-id|policy)",
    re.IGNORECASE,
)
_STILL_INSIDE = frozenset(
    {b"img", b"div", b"figure", b"source", b"picture", b"p", b"section", b"/a", b"br"}
)


class Zone(NamedTuple):
    """Where the article stands among the pieces of a page: from the first to before ``end``."""

    start: int
    end: int


class Region(NamedTuple):
    """Pieces ``a`` to ``b`` of the old text have become pieces ``c`` to ``d`` of the new one."""

    a: int
    b: int
    c: int
    d: int


class Pieces(NamedTuple):
    """A page cut before every tag; scripts and comments are gone, JSON-LD stands by itself."""

    pieces: list[bytes]
    json_ld: tuple[bytes, ...]


def cut(page: bytes) -> Pieces | None:
    """The pieces of a page; None where its scripts and comments cannot be told from its text.

    It is cut as it came: decoding it would cost more than all the rest. So it is for UTF-8 and
    what is like it.
    """
    lit: list[bytes] = []
    json_ld: list[bytes] = []
    at = 0
    for found in _OPENS.finditer(page):
        start = found.start()
        if start < at:
            continue
        stop = _end_of_dark(page, found)
        if stop < 0 or not (page[start - 1 : start] == b">" or _is_outside(page, at, start)):
            return None
        lit.append(page[at:start])
        at = stop
        if b"ld+json" in page[start : start + 200]:
            json_ld.append(page[page.find(b">", start) : stop])  # nonces stand before that
    lit.append(page[at:])
    return Pieces(b"".join(lit).split(b"<"), tuple(json_ld))


def _is_outside(page: bytes, at: int, start: int) -> bool:
    """Does this stand between tags, and not within one?"""
    return page.rfind(b"<", at, start) <= page.rfind(b">", at, start)


def _end_of_dark(page: bytes, found: re.Match[bytes]) -> int:
    """Where a comment, or an element without text of the article, ends; -1: nobody can tell."""
    start = found.start()
    if page.startswith(b"<!--", start):
        stop = page.find(b"-->", start + 2)
        return -1 if stop < 0 or page.find(b"--!>", start, stop) >= 0 else stop + 3
    closed = _CLOSES[found[0][1:].lower()].search(page, found.end())
    return -1 if closed is None else closed.end()


def zone_of(page: Pieces, texts: Iterable[str]) -> Zone | None:
    """Where these texts, those of the article's blocks in order, stand; None: not all of them."""
    shown: list[bytes] = []
    numbers: list[int] = []
    for number, piece in enumerate(page.pieces):
        text = piece[piece.find(b">") + 1 :]
        if text and not text.isspace():
            shown.append(text)
            numbers.append(number)
    try:
        said = b"<".join(shown).decode()
    except UnicodeDecodeError:
        return None
    words = ["".join(text.split()) for text in html.unescape(said).split("<")]
    if len(words) != len(numbers):  # an escaped sign
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
    return Zone(
        numbers[bisect.bisect_right(ends, first)], numbers[bisect.bisect_left(ends, at)] + 1
    )


def stands(old: Pieces, new: Pieces, zone: Zone, *, ruled: bool = False) -> Zone | None:
    """Where the article of the old page stands in the new one, unchanged; None: not for sure.

    ``ruled``: the outlet's own rules say what the article is, so what is new must be farther off.
    """
    if old.json_ld != new.json_ld:
        return None
    found = regions(old.pieces, new.pieces)
    if found is None:
        return None
    for number, region in enumerate(found):
        if region.a < zone.end and region.b > zone.start:
            if not _is_still(old.pieces, new.pieces, region):
                return None
            continue
        if region.a == region.b == zone.start or region.a == region.b == zone.end:
            return None
        distance = _texts_between(old.pieces, zone, found, number)
        if distance < (3 if ruled else 0):
            return None
        if not _is_harmless(old.pieces, new.pieces, region, near=distance == 0 or ruled):
            return None
    before = [region for region in found if region.b <= zone.start]
    shift = sum((r.d - r.c) - (r.b - r.a) for r in before)
    return Zone(zone.start + shift, zone.end + shift)


def regions(old: Sequence[bytes], new: Sequence[bytes]) -> list[Region] | None:
    """Where two lists differ, in order; None where they differ too much to tell."""
    found: list[Region] = []
    work = MOST_WORK
    a = c = 0
    while True:
        same = _run(old, a, new, c)
        a, c = a + same, c + same
        if a >= len(old) and c >= len(new):
            return found
        together = None
        for window in _WINDOWS:
            work -= window
            together = _together(old, a, new, c, window)
            if together is not None or work < 0:
                break
        if together is None or len(found) >= MOST_REGIONS:
            return None
        found.append(Region(a, together[0], c, together[1]))
        a, c = together


def _run(old: Sequence[bytes], a: int, new: Sequence[bytes], c: int) -> int:
    """How many pieces from here on are the same."""
    longest = min(len(old) - a, len(new) - c)
    differ = map(
        operator.ne, itertools.islice(old, a, a + longest), itertools.islice(new, c, c + longest)
    )
    return next(itertools.compress(itertools.count(), differ), longest)


def _together(
    old: Sequence[bytes], a: int, new: Sequence[bytes], c: int, window: int
) -> tuple[int, int] | None:
    """Where two texts that part here run together again, within a window."""
    places: dict[tuple[bytes, ...], int] = {}
    ahead = old[a : a + window + _RUN]
    for number in range(len(ahead) - _RUN + 1):
        places.setdefault(tuple(ahead[number : number + _RUN]), number)
    best: tuple[int, int] | None = None
    other = new[c : c + window + _RUN]
    for number in range(len(other) - _RUN + 1):
        place = places.get(tuple(other[number : number + _RUN]))
        if place is not None and (best is None or place + number < sum(best)):
            best = (place, number)
        if best is not None and number > sum(best):
            break
    if best is not None:
        return a + best[0], c + best[1]
    whole = a + window >= len(old) and c + window >= len(new)
    return _from_the_end(old, a, new, c) if whole else None


def _from_the_end(old: Sequence[bytes], a: int, new: Sequence[bytes], c: int) -> tuple[int, int]:
    same = 0
    while same < min(len(old) - a, len(new) - c) and old[-1 - same] == new[-1 - same]:
        same += 1
    return len(old) - same, len(new) - same


def _is_still(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Inside the article: did only attributes change that nobody reads?"""
    a, b, c, d = region
    if b - a != d - c:
        return False
    for one, other in zip(old[a:b], new[c:d], strict=True):
        tag, _, text = one.partition(b">")
        changed, _, same = other.partition(b">")
        if text != same or tag_of(tag) != tag_of(changed) or tag_of(tag) not in _STILL_INSIDE:
            return False
        if tag_of(tag)[:1] != b"/" and element_of(tag) != element_of(changed):
            return False
    return True


def _is_harmless(old: Sequence[bytes], new: Sequence[bytes], region: Region, *, near: bool) -> bool:
    """Outside the article: is what went and what came furniture beyond doubt?"""
    a, b, c, d = region
    for piece in itertools.chain(old[a:b], new[c:d]):
        if piece.startswith((b"title", b"html", b"base", b"h1")) or (
            piece.startswith(b"meta") and not _SILENT_META.search(piece)
        ):
            return False
        if piece.startswith(b"link") and b"canonical" in piece:
            return False
    context = around(old, a)
    before = is_furniture_for_sure(old[a:b], context, near=near)
    return before is not None and before == is_furniture_for_sure(new[c:d], context, near=near)


def _texts_between(old: Sequence[bytes], zone: Zone, found: Sequence[Region], number: int) -> int:
    """How many texts that stayed stand between a region and the article; counted up to 3."""
    region = found[number]
    after = region.a >= zone.end
    start, stop = (zone.end, region.a) if after else (region.b, zone.start)
    changed = set[int]()
    for other in found:
        changed.update(range(max(other.a, start), min(other.b, stop)))
    places = range(start, stop) if after else range(stop - 1, start - 1, -1)
    count = 0
    for place in itertools.islice(places, 400):
        piece = old[place]
        text = piece[piece.find(b">") + 1 :]
        if place not in changed and text and not text.isspace():
            count += 1
            if count == 3:
                break
    return count
