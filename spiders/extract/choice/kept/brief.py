"""News of a sentence or two, shorter than anything the model was trained on.

In an article with a date, a line right below the headline that ends as a sentence does is the text,
however short it is. But what asks the reader for a subscription, for scripts or another browser, or
talks about the page, is found there too, in place of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.access import WALL
from spiders.extract.choice.body import is_dense
from spiders.extract.choice.furniture import speaks_of_page
from spiders.extract.choice.interruptions import SEVERAL, interrupts
from spiders.extract.choice.kept.gaps import ENDS, is_plain
from spiders.extract.choice.paths import said_by
from spiders.extract.choice.unended import may_be_sentence
from spiders.extract.fields import dates

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Element, TextBlock

NEAR = 8
"""Such a text begins fewer blocks than this after the headline."""
LIKELY = 0.6
"""The second pass of the model must give one of its sentences this chance."""
LEAST = 30
"""The fewest characters of news."""
ABOVE, BELOW = 3, 3
"""How near to the headline, or below the text, the line with the date must be."""
FEW = 2
"""A text of at most this many blocks is breaking news, where a full stop may be missing."""
ALONE = 4
"""The fewest words of a sentence without its full stop that is all the text."""
DATE = 60
"""The most characters of a line with the date."""


def brief(blocks: Sequence[TextBlock], fields: Fields, chances: Mapping[int, float]) -> list[bool]:
    """Mark the sentences below the headline, in one element and alike; none if it is not news.

    ``chances`` are those of the second pass, by the numbers of the blocks that it judged.
    """
    keep = [False] * len(blocks)
    for top in fields.headings:
        near = range(top + 1, min(top + NEAR, len(blocks)))
        for first in (number for number in near if _tells(blocks, number)):
            inside = _run(blocks, first)
            length = sum(len(blocks[number].text) for number in inside)
            enough = LEAST // 3 if is_dense(blocks[first].text) else LEAST
            if (
                length >= enough
                and max(chances.get(number, 0.0) for number in inside) >= LIKELY
                and (fields.published or _is_dated(blocks, top, inside))
            ):
                for number in inside:
                    keep[number] = True
                return keep
    return keep


def keep_company(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    headings: Collection[int],
    recurring: Collection[int],
) -> None:
    """Keep the sentences right above and below what is kept that are of its kind.

    *He died.* after the single paragraph of breaking news is all that was new. Below, its full stop
    may be missing, and an advert may intervene.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if not kept:
        return
    for number in range(kept[0] - 1, -1, -1):
        alike = number not in headings and _is_alike(blocks[number], blocks[kept[0]].element)
        if not (alike and _says(blocks[number])):
            break
        keep[number] = True
    keep_sequel(blocks, keep, recurring)


def keep_sequel(blocks: Sequence[TextBlock], keep: list[bool], recurring: Collection[int]) -> None:
    """Keep the sentences after the last kept block that are of its kind.

    Interruptions are skipped. If little else is kept, one may lack its full stop. Blocks that are
    ``recurring`` on other pages of the outlet (*Share this story*) are not news of this one.
    """
    if True not in keep:
        return
    last = max(number for number, kept in enumerate(keep) if kept)
    passed, own = 0, blocks[last].element
    few = sum(keep) <= FEW
    for number in range(last + 1, len(blocks)):
        block = blocks[number]
        told = _is_alike(block, own) and number not in recurring
        if told and (_says(block) or (few and not passed and _may_say(block))):
            keep[number], passed = True, 0
        elif interrupts(block) and passed < SEVERAL:
            passed += 1
        else:
            return


def _is_alike(block: TextBlock, own: Element) -> bool:
    return block.element.parent is own.parent and said_by(block.element) == said_by(own)


def _run(blocks: Sequence[TextBlock], first: int) -> list[int]:
    """The consecutive sentences from ``first`` on that are alike."""
    own = blocks[first].element
    inside = []
    for number in range(first, len(blocks)):
        if number > first and not (_is_alike(blocks[number], own) and _says(blocks[number])):
            break
        inside.append(number)
    return inside


def _says(block: TextBlock) -> bool:
    return block.text[-1] in ENDS and _is_own(block)


def _may_say(block: TextBlock) -> bool:
    """The same without a full stop; a block that is entirely bold is a heading."""
    return not block.is_bold and may_be_sentence(block.text) and _is_own(block)


def _tells(blocks: Sequence[TextBlock], number: int) -> bool:
    """Whether it is a sentence; one without a full stop must be longer, and alone of its kind."""
    block = blocks[number]
    if _says(block):
        return True
    beside = (*blocks[number - 1 : number], *blocks[number + 1 : number + 2])
    alone = not any(_is_alike(one, block.element) and not one.linked for one in beside)
    return alone and len(block.text.split()) >= ALONE and _may_say(block)


def _is_own(block: TextBlock) -> bool:
    """Whether it is plain text and speaks neither of its page nor of a subscription."""
    if block.linked or block.element.hidden:
        return False
    if not is_plain(block, frozenset()):
        return False
    return not (speaks_of_page(block.text) or WALL.search(block.text))


def _is_dated(blocks: Sequence[TextBlock], top: int, inside: Sequence[int]) -> bool:
    """Whether a line near the headline, or right below the text, gives the date."""
    near = (*range(max(0, top - ABOVE), inside[0]), *range(inside[-1] + 1, inside[-1] + BELOW))
    lines = (blocks[number].text for number in near if number < len(blocks))
    return any(len(line) <= DATE and dates.find(line) for line in lines)
