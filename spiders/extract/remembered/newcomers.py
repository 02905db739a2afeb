"""Judging a block that was not on the page before by its place and by what it says.

If it is among blocks of the article at the same place, it is the article's too; what is furniture
beyond doubt is left out; all else is for the reader to judge.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import bisect
import itertools
from typing import TYPE_CHECKING, NamedTuple

from spiders.extract.choice.body import is_dense
from spiders.extract.choice.furniture import is_credit, is_furniture
from spiders.extract.choice.paths import bits_of
from spiders.extract.choice.sources import is_source
from spiders.extract.choice.update_lines import told_by_update
from spiders.extract.kinds import is_correction
from spiders.extract.remembered.fragments import RUNNING, boxed, speaks, states

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spiders.extract.page import Element, TextBlock

WORDS = 4
"""A text of fewer words is a label."""


class Newcomer(NamedTuple):
    """A new block among the others.

    ``kept`` are the numbers of the known blocks of the article; ``known`` has the earlier judgement
    of every block, None for a new one. ``places`` says whether all texts at a place were the
    article's (True), none (False), or some (None); it is None as a whole if the template has
    changed. ``lost``: some text of the article is no longer there; ``succeeds``: furniture that
    stood at its place is no longer there.
    """

    blocks: Sequence[TextBlock]
    number: int
    kept: Sequence[int]
    known: Sequence[bool | None]
    places: Mapping[int, bool | None] | None
    lost: bool
    succeeds: bool = False

    def article_beside(self) -> Iterator[TextBlock]:
        """The nearest known blocks of the article, before and after it."""
        at = bisect.bisect(self.kept, self.number)
        for one in self.kept[max(0, at - 1) : at + 1]:
            yield self.blocks[one]

    def goes_on(self) -> bool:
        """Whether it is next to a block of the article, in one element with it or with its box.

        Only other new blocks may be between them. Next to the box, a few words are a label.
        """
        text = self.blocks[self.number].text
        out = 3 if len(text.split()) >= WORDS or is_dense(text) else 2
        at = bisect.bisect(self.kept, self.number)
        around = {id(one) for one in _around(self.blocks[self.number])}
        for end in self.kept[max(0, at - 1) : at + 1]:
            between = self.known[min(end, self.number) + 1 : max(end, self.number)]
            near = itertools.islice(self.blocks[end].element.lineage(), 1, out)
            if all(one is None for one in between) and any(id(one) in around for one in near):
                return True
        return False


def verdict_of(new: Newcomer, places: Sequence[int]) -> bool | None:
    """Whether the new block is the article's; None if this cannot decide.

    ``places`` has the place of every block of the page.
    """
    block, place = new.blocks[new.number], places[new.number]
    text = block.text
    linked = block.link_density > 0.8
    if is_correction(text) or (block.element.hidden and not linked):
        return None
    at = bisect.bisect(new.kept, new.number)
    before = new.kept[at - 1] if at else None
    after = new.kept[at] if at < len(new.kept) else None
    bits = _own_families(new)
    plain = not (linked or boxed(bits) or is_furniture(text) or is_source(text) or is_credit(text))
    plain = plain and told_by_update(text) is None  # on a page of terms it is text, elsewhere not
    if plain and (_among(new, place, places, before, after) or _is_instead(new, place, places)):
        return True
    if before is not None and after is not None:
        return None
    if speaks(bits):
        return False if _is_of_others(new, place, linked=linked, bits=bits) else None
    return False if _is_left(new, place, linked=linked, bits=bits) else None


def _among(
    new: Newcomer, place: int, places: Sequence[int], before: int | None, after: int | None
) -> bool:
    """Whether it is among blocks of the article, at the same place as they.

    At an end one neighbour is enough if the article lost a text: it was rewritten. A bold line
    above a text that is not bold may as well be another standfirst.
    """
    same = [one is not None and places[one] == place for one in (before, after)]
    if all(same):
        return not _has_own_box(new, before, after)
    if not new.lost or not any(same) or (before is not None and after is not None):
        return False
    end = before if before is not None else after
    assert end is not None
    if before is None and new.blocks[new.number].is_bold and not new.blocks[end].is_bold:
        return False
    between = places[min(end, new.number) + 1 : max(end, new.number)]
    return all(one == place for one in between) and len(between) < 3


def _is_instead(new: Newcomer, place: int, places: Sequence[int]) -> bool:
    """Whether it is at a place of the article where nothing of the article is left.

    *This article has been removed*: an outlet may leave the caption and the author as they were.
    """
    if not new.lost or new.places is None or new.places.get(place) is not True:
        return False
    return all(places[one] != place for one in new.kept)


def _has_own_box(new: Newcomer, before: int | None, after: int | None) -> bool:
    """Whether it is in a parent element of its own while the texts around it share one.

    It is a box between them, although its element may have the same name as theirs, or none.
    """
    block = new.blocks[new.number]
    around = [new.blocks[one].element.parent for one in (before, after) if one is not None]
    return around[0] is around[1] is not block.element.parent


def _is_of_others(new: Newcomer, place: int, *, linked: bool, bits: int) -> bool:
    """Whether it is outside the article and the headline, summary or author of another one.

    These are where none of the article's texts was before; if the page shows the article's own,
    its fields are read again anyway.
    """
    block = new.blocks[new.number]
    if states(bits) or new.places is None or (block.element.tag == "h1" and not linked):
        return False
    return new.places.get(place) is False and (linked or len(block.text) < RUNNING)


def _own_families(new: Newcomer) -> int:
    """The families of its element and the two around it, except elements around the article too.

    If a whole page is in a form, that form says nothing about its text.
    """
    articles = {id(one) for block in new.article_beside() for one in block.element.lineage()}
    bits = 0
    for element in itertools.islice(new.blocks[new.number].element.lineage(), 3):
        if id(element) not in articles:
            bits |= bits_of(element)
    return bits


def _around(block: TextBlock) -> Iterator[Element]:
    return itertools.islice(block.element.lineage(), 1, 4)


def _is_left(new: Newcomer, place: int, *, linked: bool, bits: int) -> bool:
    """Whether it is outside the article and furniture beyond doubt."""
    block = new.blocks[new.number]
    text = block.text
    if block.element.tag == "h1" and not (linked and _stood_no_other(new, place)):
        return False
    if is_furniture(text):
        return True
    if linked:
        return new.places is None or new.places.get(place, False) is False
    if not boxed(bits) and new.goes_on():
        return False
    if len(text) >= RUNNING:
        return new.succeeds and not new.lost and _stood_no_other(new, place)
    return boxed(bits) or _stood_no_other(new, place)


def _stood_no_other(new: Newcomer, place: int) -> bool:
    """Whether its place is known and had no text of the article before."""
    return new.places is not None and new.places.get(place) is False
