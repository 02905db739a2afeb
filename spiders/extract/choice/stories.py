"""Pages that go on with their next story, in an ``article`` element of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spiders.extract.page import Element, TextBlock


def keep_one_story(
    blocks: Sequence[TextBlock], keep: list[bool], headings: Collection[int]
) -> None:
    """What stands in an ``article`` with a headline of its own, behind ours, is another story.

    Ours is the ``article`` that shows the page's headline and holds some of what is kept;
    ``headings`` are the numbers of the blocks that show it.
    """
    seen = set(headings)
    heads = [n for n, one in enumerate(blocks) if one.element.tag == "h1" and n not in seen]
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


def _own_story(
    blocks: Sequence[TextBlock], keep: Sequence[bool], headings: Collection[int]
) -> dict[int, int]:
    """By the number of a headline's block the id of its ``article``, where that holds text."""
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
