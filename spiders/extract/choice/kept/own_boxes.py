"""A paragraph in a box of its own between two of the article, as editing tools may insert it.

The model takes such a box for what usually is in one: an advert, a teaser, a plea. Those are made
of links, buttons, fields, pictures and labels. A box of whole sentences with none of these, and
without a name that says otherwise, is a paragraph of the article.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, TypeAlias

from spiders.extract.access import is_wall
from spiders.extract.choice.authors import full_names
from spiders.extract.choice.body import is_dense
from spiders.extract.choice.furniture import is_credited, is_furniture, speaks_of_page
from spiders.extract.choice.kept.gaps import ENDS, holders, is_plain
from spiders.extract.choice.notices import is_call, is_notice
from spiders.extract.choice.paths import bits_of, has
from spiders.extract.choice.voices import speaks_to_readers
from spiders.extract.page import SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.page import Element, TextBlock

_Box: TypeAlias = "tuple[Element, list[int]]"
"""A box, and the numbers of those blocks in it that were left out."""
DEEP = 3
"""How many elements deep its texts may be, including the box itself."""
_BOXES = frozenset({"div", "section", "article", "aside"})
_MADE_OF = _BOXES | SUBHEADINGS | {"p"}
_CALLED = ("caption", "related", "list", "side", "author", "date", "label", "copyright")
"""A box with one of these names has other contents, in addition to those no text is ever in."""
LEAST = 4
"""The fewest words of a sentence; fewer are a label: *Did you know?*"""
_CREDITED = "credit:"
"""A caption in a box without a picture contains this at its end."""
_QUOTES = " “”„«»\"‘’'"
_STOPS = ENDS | frozenset("؟۔।။።។")


def keep_own_boxes(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    asking: Sequence[Element],
    authors: Sequence[str] = (),
) -> None:
    """Keep what is in such a box, next to kept texts in the element that contains it.

    Above and below them only if the box has no name. ``asking`` are the elements with a field for
    an address. A box that begins with one of the ``authors`` is about that person.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    found = [box for pair in itertools.pairwise(kept) for box in _between(blocks, *pair)]
    found += _at_ends(blocks, kept)
    if not found:
        return
    holds = holders(blocks, kept)
    asks = {id(one) for element in asking for one in element.lineage()}
    names = full_names(authors)
    for box, inside in found:
        if id(box.parent) not in holds or id(box) in asks:
            continue
        if names and any(blocks[number].text.startswith(names) for number in inside):
            continue
        if _repeats(blocks, kept, inside):
            continue
        if blocks[inside[-1]].element.tag not in SUBHEADINGS and all(
            _is_sentence(blocks[number], holds, box) for number in inside
        ):
            for number in inside:
                keep[number] = True


def _repeats(blocks: Sequence[TextBlock], kept: Sequence[int], inside: Sequence[int]) -> bool:
    """Whether the text says all that the box says, as it does for a pull quote."""
    told = " ".join(blocks[number].text for number in inside)
    parts = [part.strip(_QUOTES) for part in told.replace("...", "…").split("…")]
    whole = "\n".join(blocks[number].text for number in kept)
    return all(part in whole for part in parts)


def _between(blocks: Sequence[TextBlock], before: int, after: int) -> Iterator[_Box]:
    """The boxes between two kept texts, one of which is right next to them.

    The other one may end a list, or be the heading of the box.
    """
    if after - before == 1:
        return
    one, other = blocks[before].element, blocks[after].element
    for around in (other.parent, one.parent):
        if around is not None and one.is_in(around) and other.is_in(around):
            yield from _boxes(blocks, range(before + 1, after), around)
            return


def _at_ends(blocks: Sequence[TextBlock], kept: Sequence[int]) -> Iterator[_Box]:
    """The boxes without attributes right above and right below the article."""
    for end, step in ((kept[0], -1), (kept[-1], 1)) if kept else ():
        around, stop = blocks[end].element.parent, end + step
        while around and 0 <= stop < len(blocks) and _is_bare(_box_of(blocks[stop], around)):
            stop += step
        first, last = sorted((end + step, stop - step))
        if around and stop != end + step:
            yield from _boxes(blocks, range(first, last + 1), around)


def _boxes(blocks: Sequence[TextBlock], numbers: range, around: Element) -> Iterator[_Box]:
    by_box = ((_box_of(blocks[number], around), number) for number in numbers)
    for _, group in itertools.groupby(by_box, key=lambda one: id(one[0])):
        inside = list(group)
        box = inside[0][0]
        if box is not None:
            yield box, [number for _, number in inside]


def _box_of(block: TextBlock, around: Element) -> Element | None:
    """The child box of this element that contains the block; None if there is none near enough."""
    for one in itertools.islice(block.element.lineage(), DEEP):
        if one.parent is around:
            return one if one.tag in _BOXES else None
    return None


def _is_bare(box: Element | None) -> bool:
    return box is not None and box.tag != "aside" and not box.attributes.strip()


def _is_sentence(block: TextBlock, holds: frozenset[int], box: Element) -> bool:
    text = block.text
    if not (block.element.tag in SUBHEADINGS or _is_whole(text)):
        return False
    if block.element.hidden or _CREDITED in text.lower() or not is_plain(block, holds):
        return False
    for element in itertools.islice(block.element.lineage(), DEEP):
        named = has(bits_of(element), *_CALLED)
        if named or element.pictures or element.tag not in _MADE_OF:
            return False
        if element is box:
            break
    if is_furniture(text) or is_credited(text.rstrip(".։")):
        return False
    if speaks_of_page(text) or speaks_to_readers(text) or is_wall(text):
        return False
    return not (is_call(text) or is_notice(text))


def _is_whole(text: str) -> bool:
    """Whether it ends as a sentence does and is more than a label.

    In Armenian a colon may end it too, typed where the keyboard lacks the similar full stop.
    """
    armenian = text[-1] == ":" and "ա" <= text[-2:-1] <= "և"
    return (text[-1] in _STOPS or armenian) and (len(text.split()) >= LEAST or is_dense(text))
