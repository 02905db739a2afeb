"""Below the text: a line on who edited it, and a box of its own on who the author is.

In any language, an article does not refer to its own author by full name, and a box that
begins with that name is about the author. The name is the one in the metadata; the name of a house
or an office does not count, since a press office writes about itself.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from spiders.extract.choice.authors import full_names
from spiders.extract.choice.kept.structures import says_who_contributed
from spiders.extract.choice.paths import trail_of
from spiders.extract.fields.names import AND, is_person, of_another_role
from spiders.extract.page import COLONS, SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Element, TextBlock

MOST, SHARE = 4, 0.3
"""The most blocks of such a box, including its heading, and its largest share of the text."""
AUTHORS = 4
"""How many boxes may follow each other, one per author."""
LINE, NAMES = 40, 4
"""The most characters of a line that names an editor, and words of a name without capitals."""
_BRACKETS = "[]()【】（） "
_STOPS = frozenset(".!?…。！？։؟")
_SAID = frozenset({"blockquote", "li", "ul", "ol"})
"""A quotation, or an item of a list."""
WITHIN = 4
"""How many elements around a text are examined for its box."""


def drop_biographies(
    blocks: Sequence[TextBlock], keep: list[bool], authors: tuple[str, ...]
) -> None:
    """Drop the boxes at the end of the text that begin with the name of one of the authors.

    Also a last line that names an editor or a translator.
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
    """The last block if it credits another role: *（责编：高原）*, *Translated by Ada Quill*."""
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
    """The numbers of the last box if it begins with a name and is a small part of the text."""
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
    """The numbers of the last kept blocks if they are few and in a box of their own."""
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
    """Whether other texts are in sibling boxes of the same kind, as if each text had one.

    The boxes of other authors are of the same kind too and do not count.
    """
    tell: dict[int, bool] = {}
    for text in texts:
        for one in itertools.islice(text.element.lineage(), WITHIN):
            if one is not box and one.parent is box.parent and trail_of(one) == trail_of(box):
                tell[id(one)] = tell.get(id(one), False) or _tells_of(text, names)
    return not all(tell.values())


def _tells_of(block: TextBlock, names: tuple[str, ...]) -> bool:
    """Whether it begins with a name and says more; contributors to the text are only named."""
    text = block.text
    name = next((name for name in names if text.startswith(name)), text)
    more = text[len(name) :].lstrip()
    if len(more) <= 1 or more[0] in COLONS:  # as in an interview: *Ada Quill: Who pays?*
        return False
    return not says_who_contributed(block)
