"""The plain choice of the body: the container with the most running text, less furniture."""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from spiders.extract.choice.dropped.consent import layered
from spiders.extract.choice.dropped.labelled import Boxes
from spiders.extract.choice.dropped.toolbars import toolbars
from spiders.extract.choice.furniture import is_credit, is_furniture
from spiders.extract.choice.paths import BIT, bits_of
from spiders.extract.choice.sources import is_source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from spiders.extract.page import Element, Page, TextBlock

RUNNING = 70
"""From this length on, a block with few links counts as running text."""
SHORT = 30
"""The same on a page that declares itself an article, if nothing on it is longer."""
DENSE = RUNNING // 3
"""The same in scripts that write a word in one or two characters."""
PATH = 60
"""How many ancestors of a block are examined."""
REACH = 6
"""How many ancestors share the credit for a block of running text."""
_SHARES = tuple(0.6**step for step in range(REACH))

_PARAGRAPHS = frozenset({"p", "li", "blockquote", "h2", "h3"})
_DENSE = re.compile("[\u3040-\ud7a3]")
_NEVER = BIT["<nav>"] | BIT["<footer>"] | BIT["<form>"] | BIT["<button>"] | BIT["<menu>"]
_BAD = (
    _NEVER
    | BIT["<aside>"]
    | BIT["related"]
    | BIT["side"]
    | BIT["newsletter"]
    | BIT["social"]
    | BIT["comments"]
    | BIT["advert"]
    | BIT["navigation"]
    | BIT["player"]
    | BIT["ticker"]
    | BIT["form"]
)
_NO_CONTAINER = _NEVER | BIT["comments"] | BIT["related"]
_FAVOURED = BIT["body"] | BIT["<article>"]
_MILD = BIT["author"] | BIT["date"] | BIT["label"] | BIT["headline"] | BIT["copyright"]


def between(element: Element, container: Element, known: dict[int, int]) -> int:
    """The families of an element and its ancestors, up to its container (exclusive).

    ``known`` caches those of other elements in the same container, by their ids.
    """
    found = known.get(id(element))
    if found is None:
        above = element.parent
        if element is container:
            found = 0
        elif above is None or element.depth - container.depth > PATH:
            found = _families(itertools.islice(element.lineage(), PATH))
        else:
            found = bits_of(element) | between(above, container, known)
        known[id(element)] = found
    return found


def _families(elements: Iterable[Element]) -> int:
    bits = 0
    for element in elements:
        bits |= bits_of(element)
    return bits


class Choice(NamedTuple):
    """``keep``: True for each block of the body; its container; the numbers of the blocks inside.

    ``boxes`` are those of the page, ``layers`` the blocks of its consent layers and
    of an archive's toolbar.
    """

    keep: list[bool]
    container: Element | None
    inside: list[int]
    boxes: Boxes
    layers: list[int]


def choose(page: Page, headings: Collection[int], least: int = RUNNING) -> Choice:
    """The plain choice, by rules alone; a block of ``least`` characters counts as running text."""
    boxes = Boxes(page.blocks)
    layers = [*layered(page, headings), *toolbars(page.blocks)]
    listed = boxes.listed.union(layers)
    found = _container(page, listed, least)
    keep = [False] * len(page.blocks)
    if found is None:
        return Choice(keep, None, [], boxes, layers)
    container, one = found
    inside = _inside(page, container, one)
    start = _first_after_title(headings, inside)
    known: dict[int, int] = {}
    for number in inside:
        block = page.blocks[number]
        keep[number] = (
            number not in headings
            and number >= start
            and number not in listed
            and _belongs(block, between(block.element, container, known))
        )
    return Choice(_trim(page, keep, least), container, inside, boxes, layers)


def _inside(page: Page, container: Element, one: int) -> list[int]:
    """The numbers of the blocks in this element, as one contiguous run around ``one``."""
    known: dict[int, bool] = {id(container): True}
    blocks = page.blocks
    start = stop = one
    while start > 0 and _stands_in(blocks[start - 1].element, known):
        start -= 1
    while stop < len(blocks) and _stands_in(blocks[stop].element, known):
        stop += 1
    return list(range(start, stop))


def _stands_in(element: Element, known: dict[int, bool]) -> bool:
    found = known.get(id(element))
    if found is not None:
        return found
    passed = []
    one: Element | None = element
    while one is not None and id(one) not in known:
        passed.append(id(one))
        one = one.parent
    found = one is not None and known[id(one)]
    for key in passed:
        known[key] = found
    return found


def _first_after_title(headings: Collection[int], inside: list[int]) -> int:
    early = [n for n in headings if inside and n >= inside[0] and n - inside[0] < len(inside) // 2]
    return early[0] + 1 if early else 0


def _container(page: Page, listed: Collection[int], least: int) -> tuple[Element, int] | None:
    """The element with the most running text, and the number of a block in it; None without any.

    ``listed`` are the blocks of lists of other articles; their excerpts may outgrow the text.
    """
    scores: dict[int, float] = {}
    elements: dict[int, tuple[Element, int]] = {}
    for number, block in enumerate(page.blocks):
        if len(block.text) < DENSE or number in listed or not _runs(block, least):
            continue
        weight = min(len(block.text), 600) * (1.0 - block.link_density)
        for share, element in zip(_SHARES, block.element.lineage(), strict=False):
            bits = bits_of(element)
            if bits & _NO_CONTAINER:
                break
            if element is block.element and element.tag in _PARAGRAPHS:
                continue
            bonus = 1.35 if bits & _FAVOURED else 1.0
            scores[id(element)] = scores.get(id(element), 0.0) + weight * bonus * share
            elements[id(element)] = element, number
    if not scores:
        return None
    best = max(scores, key=lambda key: (scores[key], elements[key][0].depth))
    return elements[best]


def _runs(block: TextBlock, least: int) -> bool:
    length = len(block.text)
    long_enough = length >= least or (length >= DENSE and is_dense(block.text))
    return long_enough and block.link_density < 0.5 and not block.element.hidden


def is_dense(text: str) -> bool:
    """Whether a text is in a script that writes a word in one or two characters."""
    if text.isascii():
        return False
    start = text[:60]
    return len(_DENSE.findall(start)) > len(start) // 3


def _belongs(block: TextBlock, bits: int) -> bool:
    if block.element.hidden or bits & _BAD:
        return False
    text = block.text
    if is_furniture(text) or is_source(text):
        return False
    if bits & _MILD and len(text) < RUNNING and block.element.tag not in {"h2", "h3", "h4", "p"}:
        return False
    return not (block.link_density > 0.8 and len(text) < 160)


def _trim(page: Page, keep: list[bool], least: int) -> list[bool]:
    """Remove short lines before the first and after the last running text from the body.

    After the last one, sentences and picture credits stay.
    """
    running = [n for n, kept in enumerate(keep) if kept and _runs(page.blocks[n], least)]
    if not running:
        return keep
    first, last = running[0], running[-1]
    for number, kept in enumerate(keep):
        if kept and not first <= number <= last:
            block = page.blocks[number]
            sentence = block.text[-1] in '.!?…»”"’。！？։؟' and len(block.text) > 20
            keep[number] = number > last and (sentence or is_credit(block.text))
    return keep
