"""News of a sentence or two, which is shorter than all that the model was taught by.

Right below the headline, of an article that tells its date, a line that ends as a sentence does
is the text, however little it is. What asks a reader for a subscription, for scripts or a browser,
or speaks of the page, stands there too, where the text should be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.access import WALL
from spiders.extract.choice.body import is_dense
from spiders.extract.choice.furniture import is_credited, speaks_of_page
from spiders.extract.choice.kept.gaps import ENDS, is_plain
from spiders.extract.choice.paths import said_by
from spiders.extract.fields import dates

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Element, TextBlock

NEAR = 8
"""So many blocks stand between the headline and such a text."""
LIKELY = 0.6
"""The second pass of the model gives one of its sentences this chance."""
LEAST = 30
"""So many characters are news."""
ABOVE = 3
"""A line that tells the date stands so many blocks above the headline at most."""
DATE = 60
"""A line that tells the date is no longer."""


def brief(blocks: Sequence[TextBlock], fields: Fields, chances: Mapping[int, float]) -> list[bool]:
    """The sentences below the headline, in one element and of one make; none where it is no news.

    ``chances`` are those of the second pass, by the numbers of the blocks that it judged.
    """
    keep = [False] * len(blocks)
    for top in fields.headings:
        near = range(top + 1, min(top + NEAR, len(blocks)))
        for first in (number for number in near if _says(blocks[number])):
            inside = _run(blocks, first)
            length = sum(len(blocks[number].text) for number in inside)
            enough = LEAST // 3 if is_dense(blocks[first].text) else LEAST
            if (
                length >= enough
                and max(chances.get(number, 0.0) for number in inside) >= LIKELY
                and (fields.published or _is_dated(blocks, top, first))
            ):
                for number in inside:
                    keep[number] = True
                return keep
    return keep


def keep_company(blocks: Sequence[TextBlock], keep: list[bool], headings: Collection[int]) -> None:
    """The sentences right above and below what is kept that are of its make.

    *He died.* behind the one paragraph of breaking news is all that was new.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    for start, step in ((kept[0], -1), (kept[-1], 1)) if kept else ():
        number = start + step
        while 0 <= number < len(blocks) and number not in headings:
            if not (_is_alike(blocks[number], blocks[start].element) and _says(blocks[number])):
                break
            keep[number] = True
            number += step


def _is_alike(block: TextBlock, own: Element) -> bool:
    return block.element.parent is own.parent and said_by(block.element) == said_by(own)


def _run(blocks: Sequence[TextBlock], first: int) -> list[int]:
    """The sentences from here on that stand together."""
    own = blocks[first].element
    inside = []
    for number in range(first, len(blocks)):
        if not (_is_alike(blocks[number], own) and _says(blocks[number])):
            break
        inside.append(number)
    return inside


def _says(block: TextBlock) -> bool:
    plain = block.text[-1] in ENDS and not block.linked and is_plain(block, frozenset())
    if not plain or block.element.hidden or is_credited(block.text):
        return False
    return not (speaks_of_page(block.text) or WALL.search(block.text))


def _is_dated(blocks: Sequence[TextBlock], top: int, first: int) -> bool:
    """Does a line right above the headline, or between it and the text, tell the date?"""
    lines = (blocks[number].text for number in range(max(0, top - ABOVE), first))
    return any(len(line) <= DATE and dates.find(line) for line in lines)
