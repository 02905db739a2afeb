"""Articles assembled from modules: one each for a paragraph, a heading, a quotation.

Tools for such pages (page builders, content modules, Drupal's paragraphs) wrap each part of a
text in an element of its own, deep inside of which it is; so it has no siblings like it, and a
model trained on plain pages doubts it.
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
"""How many blocks after the last one may be a correction note."""
MODULES = 3
"""The fewest modules with kept text that make such an article."""
SPREAD, MOST = 0.8, 0.6
"""The share of the kept text they must contain together, and the most in any one of them."""
LONG, DOUBTED = 60, 0.25
"""For a text of this length, the model's verdict counts: it needs this chance."""
_BOXES = ("navigation", "related", "newsletter", "social", "comments", "advert", "caption")


def keep_short_modules(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Keep a short sentence right above or below the text, alone in a module like the text's.

    *He died.* is too short for the model's verdict to count; without a module, its place would show
    that it ends the text.
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
    """The block's signature and its parent's, and the id of the element around that."""
    box = block.element.parent
    if box is None:
        return 0, said_by(block.element)[1], ""
    return id(box.parent), said_by(block.element)[1], said_by(box)[1]


def keep_modules(
    blocks: Sequence[TextBlock], keep: list[bool], chances: Sequence[float], fields: Fields
) -> None:
    """Keep plain text of modules between kept ones, if the model does not rule it out."""
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
    """Keep a correction note in the module right after the last one."""
    behind = max(number for number, kept in enumerate(keep) if kept) + 1
    for number in range(behind, min(behind + NOTES, len(keep))):
        module = _module(blocks[number].element, holds)
        if module is not None and is_correction(blocks[number].text):
            keep[number] = _is_like(_words(module), makes)


def _modules(
    blocks: Sequence[TextBlock], kept: Sequence[int], holds: frozenset[int]
) -> dict[int, Element]:
    """The modules with kept text by their ids; none if the text is not spread over them."""
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
    """The outermost element around this one that does not contain the whole article, or None."""
    module = _outermost(element, holds)
    return None if module is element else module


def _outermost(element: Element, holds: frozenset[int]) -> Element | None:
    """The same, with this element itself among the candidates."""
    below = None
    for one in element.lineage():
        if id(one) in holds:
            return below
        below = one
    return None


def _words(module: Element) -> frozenset[str]:
    """The tag and classes of an element."""
    tag, _, classes = said_by(module)[1].partition(".")
    return frozenset((f"<{tag}>", *classes.split()))


def _is_like(one: frozenset[str], makes: Collection[frozenset[str]]) -> bool:
    """Whether it shares its tag and over half of its names, at least two, with a module."""
    for other in makes:
        shared = one & other
        least = max(1, min(len(one), len(other)) // 2)
        if len(shared) > least and any(name[0] == "<" for name in shared):
            return True
    return False


def _others(blocks: Sequence[TextBlock], holds: frozenset[int]) -> set[int]:
    """The ids of the modules that show a picture with its caption, or lead to other articles."""
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
