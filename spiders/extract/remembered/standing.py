"""Whether a page still has the same article, decided from the bytes before anything is parsed.

Most pages that are fetched again carry the same article among other furniture. Both pages are cut
at their tags, without scripts and comments; they differ in a few short runs of pieces. If none of
these touches the article and each is furniture beyond doubt, the article need not be read again.
Whatever is in doubt is left to the reader: a page may be read needlessly, but no edit is missed.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from spiders.extract.page import DROPPED, INLINE, VOID
from spiders.extract.remembered.counted import Counted
from spiders.extract.remembered.declarations import (
    is_silent,
    names_of,
    tell_the_same,
    without_pictures,
)
from spiders.extract.remembered.differences import (
    differs_in_figures,
    differs_in_space,
    is_silent_there,
    is_still,
    is_unread,
    says_the_same,
)
from spiders.extract.remembered.elements import Tags, tag_of
from spiders.extract.remembered.fragments import (
    Distance,
    boxed,
    heads_another,
    is_furniture_for_sure,
    is_plain,
    shown_in,
    unboxed,
)
from spiders.extract.remembered.pieces import NOWHERE, Pieces, Zone
from spiders.extract.remembered.regions import Region, regions
from spiders.extract.split import BREAKS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from spiders.extract.remembered.again import PageMemory
    from spiders.extract.remembered.elements import Around
    from spiders.extract.remembered.fragments import Shown
    from storage.records import Extraction

BESIDE = 3
"""If the outlet's own rules select the article, this many texts must be between it and a change."""
BEHIND = 2
"""Below this many unchanged blocks a link is one to another article."""
REACH = 20
"""How many pieces after a changed one are searched for the end of its element."""
FAR = 14
"""Beyond this many blocks below an article nothing about it is looked for."""
FAR_ABOVE = 60
"""The same above it, where headline, byline and dates are."""
MARGIN = 3
"""How many blocks are added to the last reading's reach: here they are counted without a parser."""
LEAST = 3
"""A text of fewer characters does not count as part of a name or a standfirst."""

_FAR = frozenset({Distance.FAR_ABOVE, Distance.FAR_BELOW})
_UNSEEN = frozenset(name.encode() for name in DROPPED) - {b"embed"}
_NO_BOUND = frozenset(name.encode() for name in INLINE | (VOID - BREAKS))


def stands(
    old: Pieces,
    new: Pieces,
    zone: Zone,
    *,
    ruled: bool = False,
    memory: Callable[[], PageMemory | None] = lambda: None,
    told: Callable[[], Collection[str]] = tuple,
    pictured: list[Region] | None = None,
) -> Zone | None:
    """Where the old page's article is in the new one, unchanged; None if that is not certain.

    ``ruled``: the outlet's own rules select the article, so changes must be farther away.
    ``memory`` gives the memory of the old page, which knows the places that had only furniture; it
    is called only if nothing else decides. ``told`` gives what was read as fields outside the text,
    perhaps by place alone; if one of these differs the answer is None. ``pictured``: the page may
    declare another picture, and the regions where it does are appended to this list.
    """
    if not tell_the_same(old, new, unshown=zone == NOWHERE):
        return None
    found = regions(old.pieces, new.pieces)
    if found is None:
        return None
    if zone == NOWHERE:
        unread = not ruled and all(is_unread(old.pieces, new.pieces, one) for one in found)
        return zone if unread else None
    outside = _Outside(old, new, zone, found, memory, told, pictured)
    for region in found:
        if region.a < zone.end and region.b > zone.start:
            if not is_still(old.pieces, new.pieces, region):
                return None
            continue
        if region.a == region.b == zone.start or region.a == region.b == zone.end:
            return None
        if not outside.may_go(region, ruled=ruled):
            return None
    before = [region for region in found if region.b <= zone.start]
    shift = sum((r.d - r.c) - (r.b - r.a) for r in before)
    return Zone(zone.start + shift, zone.end + shift)


def told_by(extraction: Extraction) -> tuple[str, ...]:
    """The fields of a reading, in addition to the text, that the page may show."""
    told = (extraction.standfirst, extraction.section, *extraction.byline)
    return tuple(filter(None, told))


class _Exchange(NamedTuple):
    """The texts that disappeared from a region and that appeared there, and the region."""

    went: list[Shown]
    came: list[Shown]
    region: Region


class _Outside:
    """What differs outside the article, and what is unchanged between that and the article."""

    def __init__(
        self,
        old: Pieces,
        new: Pieces,
        zone: Zone,
        found: Sequence[Region],
        memory: Callable[[], PageMemory | None],
        told: Callable[[], Collection[str]],
        pictured: list[Region] | None,
    ) -> None:
        self._pictured, self._told = pictured, functools.cache(told)
        self._old, self._new, self._zone, self._found = old.pieces, new.pieces, zone, found
        self._memory = functools.cache(memory)
        self._names = functools.cache(lambda: names_of(old, zone.start))
        self._changed = {place for region in found for place in range(region.a, region.b)}
        self._tags = Tags(old.pieces)
        self._stayed: dict[tuple[bool, bool], Counted] = {}

    def may_go(self, region: Region, *, ruled: bool) -> bool:
        """Whether what went and came here says nothing about the article."""
        if ruled and self._between(region) < BESIDE:
            return False
        if differs_in_space(self._old, self._new, region):
            return True
        if not is_silent_there(self._old, self._new, region):
            return self._is_of_picture(region)
        if says_the_same(self._old, self._new, region):
            return True
        found = self._texts(region)
        if found is None or self._tell(found.went):
            return False
        texts = [*found.went, *found.came]
        return self._are_apart(texts, found.region, ruled=ruled)

    def _tell(self, went: Sequence[Shown]) -> bool:
        """Whether one of the texts that went was read as a field or as part of one.

        What came was not read yet: it says no more about the article than any text in its place.
        """
        told = self._told() if went else ()
        return any(_is_of(text.text, one) for text in went for one in told)

    def _is_of_picture(self, region: Region) -> bool:
        """Whether the picture may differ, and the page declares nothing else here."""
        if self._pictured is None:
            return False
        a, b, c, d = region
        old, new = without_pictures(self._old[a:b]), without_pictures(self._new[c:d])
        if not is_silent(self._old[a - 1] if a else b"", old, new):
            return False
        self._pictured.append(region)
        return says_the_same(old, new, Region(0, len(old), 0, len(new)))

    def _are_apart(self, texts: Sequence[Shown], region: Region, *, ruled: bool) -> bool:
        """Whether these texts, which went and came, are furniture at their distance."""
        between = self._between(region)
        if ruled or between == 0:
            enough = not ruled or between >= BESIDE
            return enough and _are_furniture(texts, Distance.NEAR)
        if _are_furniture(texts, Distance.APART):
            return True
        distance = self._distance(region)
        if distance is None:
            return False
        return _are_furniture(texts, distance) or self._were_furniture(texts, region, distance)

    def _were_furniture(self, texts: Sequence[Shown], region: Region, distance: Distance) -> bool:
        """The same by the page's memory: what was at these places, how far the reader looked."""
        known = self._memory()
        if known is None:
            return False
        below = region.a >= self._zone.end
        reach = MARGIN + (known.below if below else known.above)
        beyond = self._between(region, reach, blocks=True) == reach
        far = beyond or distance in _FAR
        if far and differs_in_figures(self._old, self._new, region) and all(map(is_plain, texts)):
            return True
        return all(
            is_furniture_for_sure(text, distance, known.places)
            or (beyond and is_furniture_for_sure(text, Distance.BEYOND, known.places))
            or (not below and heads_another(text, known.places, self._names()))
            for text in texts
        )

    def _texts(self, region: Region) -> _Exchange | None:
        """The texts that went and came, and where; None if the nesting cannot be determined.

        If other elements are open after the region than before, unchanged texts inside these
        elements count too: they are now in something else.
        """
        a, b, c, d = region
        context = self._tags.around(a)
        if any(boxed(element.bits) for element in context):
            context = unboxed(context, self._behind)
        went = shown_in(self._old[a:b], context)
        came = went and shown_in(self._new[c:d], context)
        lost: list[Shown] = []
        new: list[Shown] = []
        for place in range(b, self._next(region)):
            if not went or not came:
                return None
            lost += _but_for_stamps_in(came[0], went[0])
            new += _but_for_stamps_in(went[0], came[0])
            if _look_alike(went[1], came[1]):
                return _Exchange(lost, new, Region(a, place, c, d + place - b))
            went = shown_in(self._old[place : place + 1], went[1])
            came = went and shown_in(self._old[place : place + 1], came[1])
        return None

    @functools.cached_property
    def _behind(self) -> list[Around]:
        """The elements that are open after the article."""
        return self._tags.around(self._zone.end)

    def _next(self, region: Region) -> int:
        """Up to which piece what is unchanged after a region is looked at."""
        starts = [other.a for other in self._found if other.a >= region.b and other is not region]
        if region.b <= self._zone.start:
            starts.append(self._zone.start)
        return min([*starts, region.b + REACH, len(self._old)]) + 1

    def _distance(self, region: Region) -> Distance | None:
        """The distance of a region that is not right next to the article; None if too near."""
        below = region.a >= self._zone.end
        far = FAR if below else FAR_ABOVE
        blocks = self._between(region, far, blocks=True)
        if blocks == far:
            return Distance.FAR_BELOW if below else Distance.FAR_ABOVE
        if below:
            return Distance.BELOW if blocks >= BEHIND else None
        return Distance.ABOVE

    def _between(self, region: Region, most: int = BESIDE, *, blocks: bool = False) -> int:
        """How many unchanged texts are between it and the article, counted up to ``most``.

        ``blocks``: texts of one block count once.
        """
        below = region.a >= self._zone.end
        counted = self._stayed.get((below, blocks))
        if counted is None:
            ahead = self._ahead(400 * most, below=below)
            # From a function: a method's frame would keep this object, and so two whole pages.
            stayed = _texts_that_stayed(self._old, self._changed, ahead, below=below, blocks=blocks)
            counted = Counted(stayed)
            self._stayed[below, blocks] = counted
        steps = region.a - self._zone.end if below else self._zone.start - region.b
        return counted.within(steps, most)

    def _ahead(self, most: int, *, below: bool) -> Iterable[int]:
        """The places from the article on, downwards or upwards, at most ``most``."""
        start, end = self._zone
        if below:
            return range(end, min(end + most, len(self._old)))
        return range(start - 1, max(start - 1 - most, -1), -1)


def _texts_that_stayed(
    old: Sequence[bytes],
    changed: Collection[int],
    places: Iterable[int],
    *,
    below: bool,
    blocks: bool,
) -> Iterator[int]:
    """The steps from the article to each unchanged text, or block, that counts.

    What is in a dialog or another dropped element is not text to the reader.
    """
    bounded, unseen = True, 0
    for step, place in enumerate(places):
        piece = old[place]
        tag = tag_of(piece)
        name = tag.lstrip(b"/")
        if name in _UNSEEN:
            unseen += 1 if (tag == name) == below else -1
        bounds = not blocks or name not in _NO_BOUND
        text = piece[piece.find(b">") + 1 :]
        if place not in changed and unseen <= 0 and text and not text.isspace():
            if bounded or (below and bounds):
                yield step
            bounded = bounds and not below
        else:
            bounded = bounded or bounds


def _is_of(text: str, field: str) -> bool:
    return text == field or (len(text) >= LEAST and not text.isdecimal() and text in field)


def _but_for_stamps_in(others: Sequence[Shown], texts: Sequence[Shown]) -> list[Shown]:
    """These texts without the times that are also among the others."""
    return [one for one in texts if not (one.stamp and one in others)]


def _look_alike(one: Sequence[Around], other: Sequence[Around]) -> bool:
    """Whether these elements say the same about what is in them."""
    return len(one) == len(other) and all(
        first is second or first.look == second.look
        for first, second in zip(one, other, strict=True)
    )


def _are_furniture(texts: Sequence[Shown], distance: Distance) -> bool:
    return all(is_furniture_for_sure(text, distance, None) for text in texts)
