"""Below the text: who edited it, in a line, and who the author is, in a box of its own.

In whatever language: an article does not speak of its own author by the full name, and a box that
begins with it does. The name is the one that machines are told; that of a house or an office is
none, since a press office speaks of itself.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from spiders.extract.choice.authors import full_names
from spiders.extract.choice.kept.structures import says_who_contributed
from spiders.extract.choice.paths import trail_of
from spiders.extract.fields.names import AND, is_person, of_another_role
from spiders.extract.page import SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Element, TextBlock

MOST, SHARE = 4, 0.3
"""Such a box has so many blocks at most, its heading among them, and this share of the text."""
AUTHORS = 4
"""So many boxes may follow each other, one for each author."""
LINE, NAMES = 40, 4
"""Characters of a line that names an editor, and words of names where there are no capitals."""
_BRACKETS = "[]()【】（） "
_STOPS = frozenset(".!?…。！？։؟")
_SPEAKS = frozenset(":：՝")
"""*Ada Quill: Who pays?*, in an interview."""
_SAID = frozenset({"blockquote", "li", "ul", "ol"})
"""What somebody said, or a point of a list."""
WITHIN = 4
"""So many elements around a text are looked at for the box that it has."""


def drop_biographies(
    blocks: Sequence[TextBlock], keep: list[bool], authors: tuple[str, ...]
) -> None:
    """Leave out the boxes at the end of the text that begin with the name of one of them.

    And a last line that names an editor or a translator.
    """
    names = full_names(authors)
    for _ in range(AUTHORS):
        kept = [number for number, is_kept in enumerate(keep) if is_kept]
        if len(kept) < 2:  # noqa: PLR2004 - a line below a text
            return
        told = _of_editor(blocks, kept) or _of_author(blocks, kept, names)
        if not told:
            return
        for number in told:
            keep[number] = False


def _of_editor(blocks: Sequence[TextBlock], kept: Sequence[int]) -> Sequence[int]:
    """*（责编：高原）*, *Translated by Ada Quill*: who did another part than the writing."""
    block = blocks[kept[-1]]
    line = block.text.strip(_BRACKETS)
    name = of_another_role(line) if len(line) <= LINE and block.element.tag != "li" else None
    if not name or name[-1] in _STOPS or any(map(str.isdigit, name)):
        return ()
    persons = all(map(is_person, AND.split(name)))
    uncased = name.lower() == name.upper() and len(name.split()) <= NAMES
    return kept[-1:] if persons or uncased else ()


def _of_author(
    blocks: Sequence[TextBlock], kept: Sequence[int], names: tuple[str, ...]
) -> Sequence[int]:
    """The numbers of the last box, where it begins with a name and is little of the text."""
    inside = _last_box(blocks, kept, names) if names else ()
    told = [number for number in inside if blocks[number].element.tag not in SUBHEADINGS]
    if not told or not _tells_of(blocks[told[0]], names):
        return ()
    length = sum(len(blocks[number].text) for number in inside)
    small = length <= SHARE * sum(len(blocks[number].text) for number in kept)
    return inside if small else ()


def _last_box(
    blocks: Sequence[TextBlock], kept: Sequence[int], names: tuple[str, ...]
) -> Sequence[int]:
    """The numbers of the last kept blocks, which stand in a box without other kept ones."""
    box = blocks[kept[-1]].element
    if box.tag == "p" or box.tag in SUBHEADINGS:
        if box.parent is None:
            return ()
        box = box.parent
    if box.tag in _SAID or _is_module(box, [blocks[number] for number in kept], names):
        return ()
    inside = [number for number in kept if blocks[number].element.is_in(box)]
    return inside if len(inside) <= MOST else ()


def _is_module(box: Element, texts: Sequence[TextBlock], names: tuple[str, ...]) -> bool:
    """Do other texts stand in boxes of the same make beside it, as where each has one?

    The boxes of other authors are of the same make as well.
    """
    tell: dict[int, bool] = {}
    for text in texts:
        for one in itertools.islice(text.element.lineage(), WITHIN):
            if one is not box and one.parent is box.parent and trail_of(one) == trail_of(box):
                tell[id(one)] = tell.get(id(one), False) or _tells_of(text, names)
    return not all(tell.values())


def _tells_of(block: TextBlock, names: tuple[str, ...]) -> bool:
    """Does it begin with a name and tell more? Who contributed to the text is only named."""
    text = block.text
    name = next((name for name in names if text.startswith(name)), text)
    more = text[len(name) :].lstrip()
    return len(more) > 1 and more[0] not in _SPEAKS and not says_who_contributed(block)
