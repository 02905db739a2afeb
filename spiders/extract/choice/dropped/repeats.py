"""A body that stands on its page twice, for wide and for narrow screens, is read once."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from spiders.extract.choice.body import is_dense
from spiders.extract.choice.paths import BIT, bits_of, trail_of
from spiders.extract.page import kept_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock

REPEATED = 60
"""A text of this length that comes again on a page is the same text and no refrain.

A third of it is enough in a script that writes a word in one or two characters.
"""
HEADING = 120
"""A text without a stop is no heading from here on."""
SECOND = 0.3
"""A second body is so much of all that is kept."""
AROUND = 5
"""A summary is one of so many elements around its points."""
_STOPS = ".…!?։ "


def once(
    blocks: Sequence[TextBlock], keep: Sequence[bool], *, repeats_itself: bool = False
) -> list[bool]:
    """What is kept, less the copies.

    One text alone that comes again where texts of its kind stand is no second body: so the page
    shows it, and an editor may take the slip out. ``repeats_itself``: it is a text that says the
    same in several clauses, as terms do; only a second body, or a line of another make, is a copy
    then.
    """
    first: dict[str, int] = {}
    again: dict[int, int] = {}
    keep = _without_copies_for_machines(blocks, keep)
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if len({blocks[number].text for number in kept}) == len(kept):
        return list(keep)
    for place, number in enumerate(kept):
        text = blocks[number].text
        if text in first and _is_long(text):
            again[place] = first[text]
        if not _sums_up(blocks[number]):
            first.setdefault(text, place)
    copies = {place for place in again if _is_copy(blocks, kept, place, again)}
    copied = sum(len(blocks[kept[place]].text) for place in copies)
    several = len(copies) > 1
    if repeats_itself and copied < SECOND * kept_length(blocks, keep):
        copies = {place for place in copies if _stands_apart(blocks, kept, place, again)}
        several = False
    dropped = {kept[place] for place in copies}
    if several:
        dropped |= _short_ones(blocks, kept, dropped)
    return [is_kept and number not in dropped for number, is_kept in enumerate(keep)]


def _short_ones(blocks: Sequence[TextBlock], kept: Sequence[int], copies: set[int]) -> set[int]:
    """The lines of a second body that are too short to be known by themselves.

    Its first ones may stand right above the first copy, where the first body ends, too.
    """
    first, end = min(copies), max(copies) + 2
    start = first - 2
    above = {blocks[number].text for number in kept if number < start}
    whole = {blocks[number].text for number in kept if number < first}
    inside = (number for number in kept if start <= number <= end)
    return {n for n in inside if blocks[n].text in (above if n < first else whole)}


def _without_copies_for_machines(
    blocks: Sequence[TextBlock], keep: Sequence[bool]
) -> Sequence[bool]:
    """Less a block that says all, or the beginning, of what comes behind it in other elements.

    So some makers write ``articleBody`` for search engines, where readers do not see it. A lead
    or an excerpt without that name is shown, and may be edited alone.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    copies = set()
    for place, number in enumerate(kept[:-1]):
        block, behind = blocks[number], blocks[kept[place + 1]]
        said = block.text.rstrip(_STOPS)
        if len(said) < (HEADING if said == block.text else REPEATED):
            continue  # a heading, perhaps, which the first sentence says again
        if "articleBody" not in block.element.attributes or behind.element.is_in(block.element):
            continue
        after = (blocks[one].text.rstrip(_STOPS) for one in kept[place + 2 : place + 3])
        goes_on = said.startswith(behind.text) and any(one in said for one in after)
        if goes_on or (behind.text.startswith(said) and behind.text != block.text):
            copies.add(number)
    return [is_kept and number not in copies for number, is_kept in enumerate(keep)]


def _is_long(text: str) -> bool:
    return len(text) >= REPEATED or (len(text) >= REPEATED // 3 and is_dense(text))


def _sums_up(block: TextBlock) -> bool:
    """A point of a summary may be a sentence of the text; it takes none away from there."""
    return any(
        bits_of(one) & BIT["keypoints"] for one in itertools.islice(block.element.lineage(), AROUND)
    )


def _is_copy(
    blocks: Sequence[TextBlock], kept: Sequence[int], place: int, again: dict[int, int]
) -> bool:
    """Does its neighbour come again as well, beside it, or does it stand as its first does not?

    ``again`` has the places of the first ones by those of the texts that come again.
    """
    for step in (-1, 1):
        near, first = place + step, again[place] + step
        if 0 <= first < place and near < len(kept) and first != near:
            one, other = blocks[kept[near]].text, blocks[kept[first]].text
            if one == other:
                return True
    return _stands_apart(blocks, kept, place, again)


def _stands_apart(
    blocks: Sequence[TextBlock], kept: Sequence[int], place: int, again: dict[int, int]
) -> bool:
    return trail_of(blocks[kept[place]].element) != trail_of(blocks[kept[again[place]]].element)


def has_come_twice(blocks: Sequence[TextBlock], keep: Sequence[bool]) -> bool:
    """Do at least two long texts of what is kept stand there twice?"""
    seen: set[str] = set()
    again: set[str] = set()
    for block, is_kept in zip(blocks, keep, strict=True):
        if is_kept and _is_long(block.text):
            (again if block.text in seen else seen).add(block.text)
    return len(again) > 1
