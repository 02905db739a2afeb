"""Does the article stand in a page as it stood? Told from the bytes, before anything is parsed.

Most pages that are fetched again carry the same article among other furniture. Both pages are cut
at their tags, scripts and comments left out; what differs is a few short runs of pieces. Where
none of them touches the article and each is furniture beyond doubt, the article was read already.
Whatever is in doubt is left to the reader: here a page may be read for nothing, and no edit missed.
"""

from __future__ import annotations

import bisect
import html
import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from spiders.extract.fragments import (
    Distance,
    around,
    element_of,
    is_furniture_for_sure,
    tag_of,
)
from spiders.extract.page import INLINE
from spiders.extract.regions import regions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from spiders.extract.again import PageMemory
    from spiders.extract.regions import Region

_DARK = ("script", "style", "noscript", "svg", "iframe", "template", "select", "textarea")


def _any_case(name: str) -> str:
    """A pattern for a name in any case; twice as quick as the flag, which hides the ``<``."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name)


_OPENS = re.compile(f"<(?:!--|{'|'.join(map(_any_case, _DARK))})".encode())
_CLOSES = {name.encode(): re.compile(f"</{_any_case(name)}[^>]*>".encode()) for name in _DARK}
_SILENT_META = re.compile(
    rb"(?:name|property|http-equiv)\s*=\s*[\"']?[^\"'>]*(?:token|csrf|nonce|viewport|build|verif"
    rb"|request|validate|generator|theme-color|robots|refresh|referrer|tilecolor|app-id|policy)",
    re.IGNORECASE,
)
_STILL_INSIDE = frozenset(
    [
        *(b"img", b"div", b"figure", b"source", b"picture", b"p", b"section", b"/a", b"br"),
        *(b"span", b"ul", b"ol", b"li", b"aside", b"article", b"figcaption", b"blockquote"),
    ]
)
BEHIND = 2
"""Behind so many blocks that stayed, a link is that to another article."""
FAR = 14
"""Beyond so many blocks below an article nothing is looked for that tells of it."""
FAR_ABOVE = 60
"""And above it, where headline, byline and dates stand."""


_SPEAKING_META = re.compile(
    rb"title|site_name|application|author|creator|byl|date|time|publi|modif|revised|created|issued"
    rb"|lastmod|image|descr|section|type|url|locale|language|label1|data1|hdl_p"
)
"""In the names of all metas that the reader asks for, as a test holds."""
_NAMING = frozenset({b"name", b"property", b"itemprop", b"http-equiv"})
_ATTRIBUTE = re.compile(rb"([^\s=>\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_INLINE = frozenset(name.encode() for name in INLINE)


class Zone(NamedTuple):
    """Where the article stands among the pieces of a page: from the first to before ``end``."""

    start: int
    end: int


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


def stands(
    old: Pieces,
    new: Pieces,
    zone: Zone,
    *,
    ruled: bool = False,
    memory: Callable[[], PageMemory | None] = lambda: None,
) -> Zone | None:
    """Where the article of the old page stands in the new one, unchanged; None: not for sure.

    ``ruled``: the outlet's own rules say what the article is, so what is new must be farther off.
    ``memory`` gives that of the old page, which tells at which places only furniture stood; it is
    asked where nothing else decides.
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
        apart = _Apart(old.pieces, new.pieces, zone, found, number)
        if not apart.may_go(memory, ruled=ruled):
            return None
    before = [region for region in found if region.b <= zone.start]
    shift = sum((r.d - r.c) - (r.b - r.a) for r in before)
    return Zone(zone.start + shift, zone.end + shift)


class _Apart(NamedTuple):
    """A region outside of the article, among the others."""

    old: Sequence[bytes]
    new: Sequence[bytes]
    zone: Zone
    found: Sequence[Region]
    number: int

    def may_go(self, memory: Callable[[], PageMemory | None], *, ruled: bool) -> bool:
        """Does it say nothing of the article?"""
        region = self.found[self.number]
        between = self._between()
        if between < (3 if ruled else 0):
            return False
        if _differs_in_space(self.old, self.new, region):
            return True
        if not _is_silent_head(self.old, self.new, region):
            return False
        if _says_the_same(self.old, self.new, region):
            return True
        if between == 0 or ruled:
            return self._is_harmless(Distance.NEAR)
        if self._is_harmless(Distance.APART):
            return True
        below = region.a >= self.zone.end
        far = FAR if below else FAR_ABOVE
        blocks = self._between(far, blocks=True)
        if blocks == far:
            distance = Distance.FAR_BELOW if below else Distance.FAR_ABOVE
        elif below and blocks < BEHIND:
            return False
        else:
            distance = Distance.BELOW if below else Distance.ABOVE
        if self._is_harmless(distance):
            return True
        known = memory()
        return known is not None and self._is_harmless(distance, known.places)

    def _is_harmless(
        self, distance: Distance, places: Mapping[int, bool | None] | None = None
    ) -> bool:
        """Is what went and what came furniture beyond doubt?"""
        a, b, c, d = self.found[self.number]
        context = around(self.old, a)
        before = is_furniture_for_sure(self.old[a:b], context, distance, places)
        if before is None:
            return False
        after = is_furniture_for_sure(self.new[c:d], context, distance, places)
        return after is not None and [one.look for one in before] == [one.look for one in after]

    def _between(self, most: int = 3, *, blocks: bool = False) -> int:
        """How many texts that stayed stand between it and the article; counted up to ``most``.

        ``blocks``: texts of one block count once.
        """
        region, zone = self.found[self.number], self.zone
        after = region.a >= zone.end
        start, stop = (zone.end, region.a) if after else (region.b, zone.start)
        changed = set[int]()
        for other in self.found:
            changed.update(range(max(other.a, start), min(other.b, stop)))
        places = range(start, stop) if after else range(stop - 1, start - 1, -1)
        count, bounded = 0, True
        for place in itertools.islice(places, 400 * most):
            piece = self.old[place]
            bounds = not blocks or tag_of(piece).lstrip(b"/") not in _INLINE
            text = piece[piece.find(b">") + 1 :]
            if place not in changed and text and not text.isspace():
                count += bounded or (after and bounds)
                bounded = bounds and not after
                if count == most:
                    break
            else:
                bounded = bounded or bounds
        return count


def _is_still(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Inside the article: did only attributes change that nobody reads?"""
    return _says_the_same(old, new, region) and all(
        tag_of(piece) in _STILL_INSIDE for piece in old[region.a : region.b]
    )


def _differs_in_space(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Are the tags the same, and the texts but for the spaces between their words?"""
    a, b, c, d = region
    if b - a != d - c:
        return False
    pairs = (
        (one.partition(b">"), other.partition(b">"))
        for one, other in zip(old[a:b], new[c:d], strict=True)
    )
    return all(one[:2] == other[:2] and one[2].split() == other[2].split() for one, other in pairs)


def _is_silent_head(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Is nothing among what went and what came that says a field of the page?"""
    a, b, c, d = region
    for piece in itertools.chain(old[a:b], new[c:d]):
        if piece.startswith((b"title", b"html", b"base", b"h1")):
            return False
        if piece.startswith(b"meta") and not is_silent_meta(piece):
            return False
        if piece.startswith(b"link") and b"canonical" in piece:
            return False
    return True


def is_silent_meta(piece: bytes) -> bool:
    """Is it one that the reader never asks for?"""
    if _SILENT_META.search(piece):
        return True
    names = [
        (quoted or single or bare).lower()
        for name, quoted, single, bare in _ATTRIBUTE.findall(piece, 4)
        if name.lower() in _NAMING
    ]
    return bool(names) and not any(_SPEAKING_META.search(name) for name in names)


def _says_the_same(old: Sequence[bytes], new: Sequence[bytes], region: Region) -> bool:
    """Did only attributes change that nobody reads, such as addresses and numbers of elements?"""
    a, b, c, d = region
    if b - a != d - c:
        return False
    for one, other in zip(old[a:b], new[c:d], strict=True):
        tag, _, text = one.partition(b">")
        changed, _, same = other.partition(b">")
        if text != same or tag_of(tag) != tag_of(changed):
            return False
        if tag_of(tag)[:1] != b"/" and element_of(tag).look != element_of(changed).look:
            return False
    return True
