"""Galleries within an article: rows of pictures with captions that are not part of its text.

A gallery is recognized by its name if it contains several similar texts, and by texts numbered
``1/12``, ``2/12`` and so on. If the slides are all that the page has to say, they are its text.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from spiders.extract.choice.paths import BIT, said_by
from spiders.extract.page import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.page import Element, TextBlock

SLIDES = 3
"""The fewest similar texts that make a gallery."""
ENOUGH = 300
"""With this many kept characters outside of galleries, those are the article."""
REACH = 8
"""How many elements around a text are examined."""
MOST = 0.3
"""The largest share of the kept text in a single slide."""
_NO_SLIDES = HEADINGS | {"figcaption"}
_NUMBERED = re.compile(r"(\d{1,3}) ?(?:/|of) ?(\d{1,3})\b")
_NAMED = re.compile(
    r"(?<![a-z])(?:slide(?:s|r|show|shows)?|gallery|galleries|carousel|swiper|lightbox)(?![a-z])"
)


def drop_slides(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Drop what is kept of galleries, if enough is kept outside of them."""
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    slides = _named(blocks, kept) | _numbered(blocks)
    if not slides:
        return
    total = sum(len(blocks[number].text) for number in kept)
    lengths: Counter[int] = Counter()
    for number in kept:
        for element in _around(blocks[number]):
            lengths[id(element)] += len(blocks[number].text)
    slides = {one for one in slides if lengths[one] <= MOST * total}
    inside = [n for n in kept if any(id(one) in slides for one in _around(blocks[n]))]
    held = sum(len(blocks[number].text) for number in inside)
    if total - held >= ENOUGH:
        for number in inside:
            keep[number] = False


def _named(blocks: Sequence[TextBlock], kept: Sequence[int]) -> set[int]:
    """The ids of similar captions' elements, several in one element named as a gallery."""
    alike: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for number in kept:
        element = blocks[number].element
        bits, signature = said_by(element)
        if not bits & BIT["caption"] or element.tag in _NO_SLIDES:
            continue
        for around in _around(blocks[number]):
            if "slid" in around.attributes or _NAMED.search(around.attributes.lower()):
                alike[id(around), signature].append(id(element))
    return {one for found in alike.values() if len(found) >= SLIDES for one in found}


def _numbered(blocks: Sequence[TextBlock]) -> set[int]:
    """The ids of sibling elements that each contain a numbered text.

    A number in a figure is that of the picture, where no more than the caption is a slide.
    """
    found: defaultdict[str, list[tuple[int, TextBlock]]] = defaultdict(list)
    for block in blocks:
        numbered = _NUMBERED.match(block.text) if block.text[:1].isdigit() else None
        if numbered is not None and not any(one.tag == "figure" for one in _around(block)):
            found[numbered[2]].append((int(numbered[1]), block))
    made = set[int]()
    for group in found.values():
        counts = [count for count, _ in group]
        if len(group) >= SLIDES and counts == list(range(counts[0], counts[0] + len(counts))):
            made |= _items([block for _, block in group])
    return made


def _items(group: Sequence[TextBlock]) -> set[int]:
    """The ids of these blocks' ancestors right below the innermost element that contains all."""
    shared = {id(one) for one in group[0].element.lineage()}
    for block in group[1:]:
        shared &= {id(one) for one in block.element.lineage()}
    made = {
        id([one for one in block.element.lineage() if id(one) not in shared][-1])
        for block in group
        if id(block.element) not in shared
    }
    return made if len(made) == len(group) else set()


def _around(block: TextBlock) -> Iterator[Element]:
    return itertools.islice(block.element.lineage(), REACH)
