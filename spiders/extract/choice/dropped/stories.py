"""Pages that go on with their next story, in an element of its own."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from spiders.extract.page import HEADINGS
from spiders.urls import surt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spiders.extract.page import Element, TextBlock

REACH = 12
"""How many elements around a text are examined."""
MOST = 5
"""More elements with their own address are posts of a live page, or parts of one text."""
_ADDRESS = re.compile(
    r"(?:^|\s)data-(?:[a-z]+-)?(?:url|href|permalink|canonical)=\"((?:https?:/)?/[^\"]+)\"",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:^|\s)data-(?:[a-z]+-)?(?:path|slug|url|href|permalink|canonical)=\"[^\"]", re.IGNORECASE
)
"""An ``article`` with an address is a story, and no chapter."""
_NEXT = re.compile(
    r"(?<![a-z])(?:next|infinite)[-_]?(?:article|story|post)(?![a-z])", re.IGNORECASE
)


def keep_one_story(
    blocks: Sequence[TextBlock], keep: list[bool], headings: Collection[int], url: str
) -> None:
    """Drop other stories: an ``article`` after ours that has a headline of its own.

    Ours is the ``article`` that shows the page's headline and contains some of what is kept;
    ``headings`` are the numbers of the blocks that show it. Also dropped is an element after ours
    that gives an address other than ``url``, the page's own, or is named as the next story.
    """
    _drop_addressed(blocks, keep, headings, url)
    seen = set(headings)
    heads = [n for n, one in enumerate(blocks) if one.element.tag == "h1" and n not in seen]
    heads += _headlines_beside(blocks, headings)
    own = _own_story(blocks, keep, headings) if heads else {}
    others: set[int] = set()
    for number in heads:
        stories = [id(story) for story in _stories(blocks[number])]
        if own and stories and number > max(own) and set(own.values()).isdisjoint(stories):
            others.add(stories[0])
    if others:
        for number in range(min(own), len(blocks)):
            if keep[number] and any(id(one) in others for one in _stories(blocks[number])):
                keep[number] = False


def _headlines_beside(blocks: Sequence[TextBlock], headings: Collection[int]) -> list[int]:
    """The first heading of our rank in each ``article`` beside ours with an address of its own.

    None if ours is shown outside of any ``article`` too: those are posts of a live page.
    """
    stories = [next(_stories(blocks[number]), None) for number in headings]
    story = stories[-1] if stories else None
    if story is None or None in stories:
        return []
    last, found, seen = max(headings), [], {id(story)}
    for number in range(last + 1, len(blocks)):
        if blocks[number].element.tag == blocks[last].element.tag:
            beside = next(_stories(blocks[number]), story)
            if beside.parent is story.parent and id(beside) not in seen:
                seen.add(id(beside))
                found += [number] if _OWN.search(beside.attributes) else []
    return found


def _drop_addressed(
    blocks: Sequence[TextBlock], keep: list[bool], headings: Collection[int], url: str
) -> None:
    """Drop stories after the text's beginning in elements with an address and a heading."""
    first = next((number for number, kept in enumerate(keep) if kept), None)
    if first is None:
        return
    own = {id(one) for number in (*headings, first) for one in blocks[number].element.lineage()}
    near: dict[int, Element] = {}
    for number in range(first + 1, len(blocks)):
        if blocks[number].element.tag in HEADINGS:
            around = itertools.islice(blocks[number].element.lineage(), REACH)
            near.update((id(one), one) for one in around)
    others = {one for one, box in near.items() if one not in own and _is_other(box, url)}
    if not others:
        return
    others -= _among(blocks, keep, others, first)
    if 0 < len(others) <= MOST:
        for number in range(first, len(blocks)):
            around = itertools.islice(blocks[number].element.lineage(), REACH)
            if keep[number] and any(id(one) in others for one in around):
                keep[number] = False


def _among(
    blocks: Sequence[TextBlock], keep: Sequence[bool], others: Collection[int], first: int
) -> set[int]:
    """Which of these are parts of our text.

    They have our text above and below them, in one element, and contain no links.
    """
    above: set[int] = set()
    waiting: dict[int, set[int]] = {}
    among: set[int] = set()
    leads: set[int] = set()
    for number in range(first, len(blocks)):
        element = blocks[number].element
        boxes = [one for one in itertools.islice(element.lineage(), REACH) if id(one) in others]
        for box in boxes:
            if blocks[number].linked:
                leads.add(id(box))
            if id(box.parent) in above:
                waiting.setdefault(id(box.parent), set()).add(id(box))
        if keep[number] and not boxes:
            above.add(id(element.parent))
            among |= waiting.pop(id(element.parent), set())
    return among - leads


def _is_other(element: Element, url: str) -> bool:
    if not element.attributes or element.tag in HEADINGS:
        return False
    if _NEXT.search(element.attributes):
        return True
    found = _ADDRESS.search(element.attributes)
    if found is None:
        return False
    one, other = _path(found[1]), _path(url)
    return not (one.startswith(other) or other.startswith(one))


def _path(url: str) -> str:
    """A URL's path for comparison, without its host: AMP and mobile pages have other hosts."""
    return surt(url if "://" in url else f"http://here{url}").partition(")")[2].rstrip("/")


def _own_story(
    blocks: Sequence[TextBlock], keep: Sequence[bool], headings: Collection[int]
) -> dict[int, int]:
    """The headline blocks with the ids of their ``article``, if that contains kept text."""
    own = {}
    for number in headings:
        story = next(_stories(blocks[number]), None)
        if story is not None:
            own[number] = id(story)
    held = {
        id(story)
        for number, kept in enumerate(keep)
        if kept and own
        for story in _stories(blocks[number])
    }
    return {number: story for number, story in own.items() if story in held}


def _stories(block: TextBlock) -> Iterator[Element]:
    return (element for element in block.element.lineage() if element.tag == "article")
