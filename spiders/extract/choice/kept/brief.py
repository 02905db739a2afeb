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
"""So many blocks stand between the headline and such a text."""
LIKELY = 0.6
"""The second pass of the model gives one of its sentences this chance."""
LEAST = 30
"""So many characters are news."""
ABOVE, BELOW = 3, 3
"""A line that tells the date stands so near to the headline, or right below the text."""
FEW = 2
"""A text of so many blocks is breaking news, in which a stop may be forgotten."""
ALONE = 4
"""A sentence whose stop was forgotten has so many words, where nothing else is said."""
DATE = 60
"""A line that tells the date is no longer."""


def brief(blocks: Sequence[TextBlock], fields: Fields, chances: Mapping[int, float]) -> list[bool]:
    """The sentences below the headline, in one element and of one make; none where it is no news.

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
    """The sentences right above and below what is kept that are of its make.

    *He died.* behind the one paragraph of breaking news is all that was new. Below, its stop may
    be forgotten, and an advert may stand between.
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
    """The sentences behind the last kept block that are of its make.

    What interrupts them is passed over. Beside little else one may have no stop. Those that are
    ``recurring`` on other pages of the outlet (*Share this story*) are no news of this one.
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
    """The sentences from here on that stand together."""
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
    """The same without a stop; what is bold as a whole heads something."""
    return not block.is_bold and may_be_sentence(block.text) and _is_own(block)


def _tells(blocks: Sequence[TextBlock], number: int) -> bool:
    """A sentence; without a stop it must be long enough to be news, and alone of its make."""
    block = blocks[number]
    if _says(block):
        return True
    beside = (*blocks[number - 1 : number], *blocks[number + 1 : number + 2])
    alone = not any(_is_alike(one, block.element) and not one.linked for one in beside)
    return alone and len(block.text.split()) >= ALONE and _may_say(block)


def _is_own(block: TextBlock) -> bool:
    """Is it plain text, and speaks neither of its page nor of a subscription?"""
    if block.linked or block.element.hidden or is_credited(block.text):
        return False
    if not is_plain(block, frozenset()):
        return False
    return not (speaks_of_page(block.text) or WALL.search(block.text))


def _is_dated(blocks: Sequence[TextBlock], top: int, inside: Sequence[int]) -> bool:
    """Does a line near the headline, or right below the text, tell the date?"""
    near = (*range(max(0, top - ABOVE), inside[0]), *range(inside[-1] + 1, inside[-1] + BELOW))
    lines = (blocks[number].text for number in near if number < len(blocks))
    return any(len(line) <= DATE and dates.find(line) for line in lines)
