"""Articles that are put together of modules: a paragraph, a heading, a quotation in one each.

Makers of pages of that kind (page builders, content modules, Drupal's paragraphs) give each part
of a text an element of its own, deep inside of which it stands; so nothing stands beside it that
is like it, and a model that was taught by plain pages doubts it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract.choice.kept.gaps import ENDS, LEAST, holders, is_plain
from spiders.extract.choice.paths import bits_of, has, said_by
from spiders.extract.kinds import is_correction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Element, TextBlock

NOTES = 2
"""So many blocks behind the last one may be a note of correction."""
MODULES = 3
"""So many modules with kept text make such an article."""
SPREAD, MOST = 0.8, 0.6
"""They hold so much of it together, and none of them more than this."""
LONG, DOUBTED = 60, 0.25
"""Of a text of this length the model knows enough to be heard from here on."""
_BOXES = ("navigation", "related", "newsletter", "social", "comments", "advert", "caption")


def keep_short_modules(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Keep a short sentence right above or below the text, alone in a module of the text's make.

    *He died.* is too short for the model to be heard on it; where it stands without a module,
    it is the end of the text by its place.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    made = Counter(_make_of(blocks[number]) for number in kept)
    for start, step in ((kept[0], -1), (kept[-1], 1)) if kept else ():
        number = start + step
        while 0 <= number < len(blocks) and _is_short_module(blocks, number, made):
            keep[number] = True
            number += step


def _is_short_module(
    blocks: Sequence[TextBlock], number: int, made: Counter[tuple[int, str, str]]
) -> bool:
    block, box = blocks[number], blocks[number].element.parent
    if len(block.text) > LONG or block.text[-1] not in ENDS or block.linked or box is None:
        return False
    beside = (*blocks[max(0, number - 1) : number], *blocks[number + 1 : number + 2])
    alone = not any(one.element.is_in(box) for one in beside)
    return alone and made[_make_of(block)] >= MODULES and is_plain(block, frozenset())


def _make_of(block: TextBlock) -> tuple[int, str, str]:
    """What its element and the box around it call themselves, and where that box stands."""
    box = block.element.parent
    if box is None:
        return 0, said_by(block.element)[1], ""
    return id(box.parent), said_by(block.element)[1], said_by(box)[1]


def keep_modules(
    blocks: Sequence[TextBlock], keep: list[bool], chances: Sequence[float], fields: Fields
) -> None:
    """Keep plain text of modules between kept ones, where the model does not rule it out."""
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if len(kept) < MODULES:
        return
    holds = holders(blocks, kept)
    modules = _modules(blocks, kept, holds)
    if len(modules) < MODULES:
        return
    makes = {_words(one) for one in modules.values()}
    others: set[int] | None = None
    alike: dict[frozenset[str], bool] = {}
    for number in range(kept[0], kept[-1]):
        least = LEAST if len(blocks[number].text) < LONG else DOUBTED
        if keep[number] or chances[number] < least or number in fields.headings:
            continue
        module = _module(blocks[number].element, holds)
        if module is None or id(module) in modules:
            continue
        words = _words(module)
        if words not in alike:
            alike[words] = _is_like(words, makes)
        if not alike[words] or not is_plain(blocks[number], holds):
            continue
        others = _others(blocks, holds) if others is None else others
        keep[number] = id(module) not in others and not _is_box(blocks[number].element, module)
    _keep_note(blocks, keep, holds, makes)


def _keep_note(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    holds: frozenset[int],
    makes: Collection[frozenset[str]],
) -> None:
    """A note of correction in the module right behind the last one."""
    behind = max(number for number, kept in enumerate(keep) if kept) + 1
    for number in range(behind, min(behind + NOTES, len(keep))):
        module = _module(blocks[number].element, holds)
        if module is not None and is_correction(blocks[number].text):
            keep[number] = _is_like(_words(module), makes)


def _modules(
    blocks: Sequence[TextBlock], kept: Sequence[int], holds: frozenset[int]
) -> dict[int, Element]:
    """The modules with kept text by their ids; none where the text is not spread over them."""
    held: Counter[int] = Counter()
    modules: dict[int, Element] = {}
    total = 0
    for number in kept:
        block = blocks[number]
        total += len(block.text)
        module = _module(block.element, holds)
        if module is not None:
            modules[id(module)] = module
            held[id(module)] += len(block.text)
    spread = held.total() >= SPREAD * total and max(held.values(), default=0) <= MOST * total
    return modules if spread else {}


def _module(element: Element, holds: frozenset[int]) -> Element | None:
    """The outermost element around this one that does not hold the whole article."""
    module = _outermost(element, holds)
    return None if module is element else module


def _outermost(element: Element, holds: frozenset[int]) -> Element | None:
    """The same, this element itself among them."""
    below = None
    for one in element.lineage():
        if id(one) in holds:
            return below
        below = one
    return None


def _words(module: Element) -> frozenset[str]:
    """Tag and classes of an element."""
    tag, _, classes = said_by(module)[1].partition(".")
    return frozenset((f"<{tag}>", *classes.split()))


def _is_like(one: frozenset[str], makes: Collection[frozenset[str]]) -> bool:
    """Has it half of the names of a module that is kept, and the same tag?"""
    return any(len(one & other) > max(1, min(len(one), len(other)) // 2) for other in makes)


def _others(blocks: Sequence[TextBlock], holds: frozenset[int]) -> set[int]:
    """The modules that show a picture with its caption, or lead to other articles."""
    found = set()
    for block in blocks:
        module = _outermost(block.element, holds)
        if module is None:
            continue
        if 2 * block.linked > block.letters or _has_picture(block.element, module):
            found.add(id(module))
    return found


def _has_picture(element: Element, module: Element) -> bool:
    return any(one.pictures for one in _up_to(element, module))


def _is_box(element: Element, module: Element) -> bool:
    return any(has(bits_of(one), *_BOXES) for one in _up_to(element, module))


def _up_to(element: Element, module: Element) -> Iterator[Element]:
    for one in element.lineage():
        yield one
        if one is module:
            return
