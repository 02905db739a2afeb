"""A body that is on its page twice, for wide and for narrow screens, is read once."""

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
"""A text of this length that occurs again on a page is a copy and not a refrain.

A third of it is enough in a script that writes a word in one or two characters.
"""
HEADING = 120
"""From this length on, a text without a full stop is not a heading."""
SECOND = 0.3
"""The smallest share of the kept text that makes a second body."""
AROUND = 5
"""How many elements around its points may be the summary."""
_STOPS = ".…!?։ "


def once(
    blocks: Sequence[TextBlock], keep: Sequence[bool], *, repeats_itself: bool = False
) -> list[bool]:
    """What is kept, without the copies.

    A single text that is repeated among texts of its kind is not a second body: the page shows it
    so, and an editor may correct the slip. ``repeats_itself``: the text says the same in several
    clauses, as terms do; then only a second body, or a line in another kind of element, is a copy.
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
    """The lines of a second body that are too short to be recognized by themselves.

    Its first lines may be right above the first long copy, where the first body ends too.
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
    """What is kept, without a block that repeats all or the beginning of what follows elsewhere.

    Some sites write ``articleBody`` so for search engines, invisible to readers. A lead or an
    excerpt without that name is visible, and may be edited alone.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    copies = set()
    for place, number in enumerate(kept[:-1]):
        block, behind = blocks[number], blocks[kept[place + 1]]
        said = block.text.rstrip(_STOPS)
        if len(said) < (HEADING if said == block.text else REPEATED):
            continue  # perhaps a heading that the first sentence repeats
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
    """Whether it is a point of a summary, which may equal a sentence of the text: that stays."""
    return any(
        bits_of(one) & BIT["keypoints"] for one in itertools.islice(block.element.lineage(), AROUND)
    )


def _is_copy(
    blocks: Sequence[TextBlock], kept: Sequence[int], place: int, again: dict[int, int]
) -> bool:
    """Whether its neighbour is repeated next to it too, or its place differs from the original's.

    ``again`` maps the places of repeated texts to those of their first occurrences.
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
    """Whether at least two long texts of what is kept occur twice."""
    seen: set[str] = set()
    again: set[str] = set()
    for block, is_kept in zip(blocks, keep, strict=True):
        if is_kept and _is_long(block.text):
            (again if block.text in seen else seen).add(block.text)
    return len(again) > 1
