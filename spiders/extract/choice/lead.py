"""The captions of pictures: the lead's between headline and text, and those within the text.

They are not part of the text: the lead's is above it, and the model keeps few of the others.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from typing import TYPE_CHECKING

from spiders.extract.choice.furniture import (
    AGENCY,
    is_credit,
    is_credited,
    is_furniture,
    names_agency,
)
from spiders.extract.choice.paths import BIT, bits_of, has
from spiders.extract.fields import dates
from spiders.extract.fields.datelines import is_labelled
from spiders.extract.fields.names import without_by
from spiders.extract.page import HEADINGS
from storage.records import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from spiders.extract.page import Element, TextBlock

LEAST, MOST = 12, 600
"""The fewest and most characters of a caption."""
CREDITED = 30
"""The fewest characters of one that is not named a caption, but ends with who took the picture."""
NAMES, DATED = 8, 60
"""The most words of a credit's names, and the most characters of a line with a date."""
_NOTED = re.compile(r"(?:data )?sources?\b|credit|published\b|toggle caption", re.IGNORECASE)
_SAID = re.compile(r"[^\W\d_]{3}[.!?…։。؟](?:\s|\)?$)")
"""A sentence ends here, not an abbreviated name."""
HALF = 0.5
NEAR = 12
"""The most blocks between headline and text, and the most elements examined around a caption."""
_OTHERS = ("related", "advert", "newsletter", "comments", "player", "form")
_BESIDE = ("side", "navigation")
_ROOTS = frozenset({"body", "html"})
_BOXES = ("<aside>", "<nav>", "<footer>", "<form>", "<li>")
_COLUMNS = re.compile(
    r"(?<![a-z])(?:side-?bar|aside|complementary|secondary|nav(?:bar|igation)?|menu|footer|toc"
    r"|breadcrumbs?)(?![a-z])",
    re.IGNORECASE,
)
"""Elements whose ``figcaption`` is not the lead's.

Modules, widgets, rails and the article's header may contain lead pictures too.
"""
_SOURCES = re.compile(
    r"(?<![a-z])(?:credits?|copyright|attribution|source|photographer|byline|toggle)(?![a-z])",
    re.IGNORECASE,
)
"""An element with such a name says whose a picture is, not what it shows."""
_DESCRIBES = re.compile(
    r"(?<![a-z])(?:img|image|pic(?:ture)?|photo|foto|media)[-_]*(?:desc\w*|alt|legend|text|sign)\b",
    re.IGNORECASE,
)
"""Other names of captions next to their picture."""
_CAROUSEL = re.compile(
    r"(?<![a-z_-])(?:gallery|slideshow|photos?|images?|pictures?)[-_]{1,2}carousel(?![a-z])",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"(?<![a-z])(?:photo|foto|image|imagen|img|picture|pic|bild)s?(?![a-z-])", re.IGNORECASE
)
"""Names of elements that contain a picture and its description, and nothing more."""


def lead_captions(
    blocks: Sequence[TextBlock],
    keep: Sequence[bool],
    headings: Collection[int],
    passed: Collection[int] = (),
) -> tuple[Block, ...]:
    """The captions of the lead picture in page order; mostly none or one.

    ``passed`` are newly added blocks that are not the article's: an advert or teaser put above the
    text must not hide a caption that was there before.
    """
    first = next((number for number, kept in enumerate(keep) if kept), None)
    if first is None:
        return ()
    above = [number for number in headings if number < first]
    titles = [number for number in above if blocks[number].element.tag in HEADINGS]
    head = max(titles or above, default=None)  # a list of the latest may name the page again
    if head is None:
        return ()
    stood = [number for number in range(head + 1, first) if number not in passed]
    if len(stood) >= NEAR or any(_heads_another(blocks[number]) for number in stood):
        return ()
    own = {id(one) for one in blocks[first].element.lineage()}
    own &= {id(one) for one in blocks[head].element.lineage()}
    between: Sequence[int] = range(head + 1, first)
    if first - head > NEAR or any(_heads_another(blocks[number]) for number in between):
        between = stood
    shown = (blocks[number] for number in between if _is_caption(blocks, number, own))
    return tuple(Block(BlockKind.CAPTION, one.text, one.struck) for one in shown)


def _heads_another(block: TextBlock) -> bool:
    """Whether it is a linked heading, except an author's name, which is one in some templates."""
    heads = block.linked > 0 and block.element.tag in HEADINGS
    return heads and not has(bits_of(block.element), "author")


def captions_inside(
    blocks: Sequence[TextBlock], keep: Sequence[bool], passed: Collection[int] = ()
) -> frozenset[int]:
    """The numbers of the captions among the kept texts, and right after the last one.

    They must be in an element around the first and the last kept text, or in the list item of one:
    a picture next to it, or in a box of others, is not the article's. ``passed`` as in
    :func:`lead_captions`.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if not kept:
        return frozenset()
    first, last = blocks[kept[0]].element, blocks[kept[-1]].element
    own = {id(one) for one in last.lineage()} & {id(one) for one in first.lineage()}
    if len(kept) == 1:
        own.discard(id(first))
    own |= _items(blocks[number] for number in kept)
    told = {blocks[number].text for number in kept}
    found: list[int] = []
    behind = False
    for number in range(kept[0] + 1, len(blocks)):
        block = blocks[number]
        if keep[number] or block.text in told or (behind and number in passed):
            continue
        shown = not block.element.hidden and _stands_in(block, own)
        if shown and _is_caption(blocks, number, own):
            found.append(number)
            told.add(block.text)
        elif number > kept[-1] and not (is_furniture(block.text) or _leads_away(block)):
            if number not in passed:
                break
            behind = True
    return frozenset(found)


def _items(texts: Iterable[TextBlock]) -> set[int]:
    """The ids of the list items that contain these texts, as posts of a live page are items."""
    return {id(one) for text in texts for one in text.element.lineage() if one.tag == "li"}


def _stands_in(block: TextBlock, own: Collection[int]) -> bool:
    """Whether the block is in one of these elements, other than the whole page."""
    return any(id(one) in own for one in block.element.lineage() if one.tag not in _ROOTS)


def _says_whose(block: TextBlock) -> bool:
    """Whether it names who took the picture and for whom, or gives author and date.

    A change of that name is no edit of the article; a sentence is more than a credit.
    """
    text = block.text
    if _NOTED.match(text):
        return True
    dated = len(text) <= DATED and is_labelled(text) and dates.find(text)
    if dated or without_by(text) != text:
        return True
    if _SAID.search(text):
        return False
    words = text.split()
    named = _SOURCES.search(block.element.attributes) is not None
    named = named or "/" in text or "|" in text or AGENCY.search(text) is not None
    return (named and len(words) <= NAMES) or text.isupper() or text[0] + text[-1] == "()"


def _leads_away(block: TextBlock) -> bool:
    """Whether it is an advert or a link to another article: pictures of this one may follow."""
    if block.element.tag in HEADINGS:
        return False
    return block.link_density > HALF or has(bits_of(block.element), "advert")


def _is_caption(blocks: Sequence[TextBlock], number: int, own: Collection[int]) -> bool:
    block = blocks[number]
    if not LEAST <= len(block.text) <= MOST or block.link_density > HALF:
        return False
    if is_furniture(block.text) or is_credit(block.text) or names_agency(block.text):
        return False
    around = _around(block, own)
    bits = functools.reduce(operator.or_, map(_bits_but_of_carousels, around), 0)
    if has(bits, *_OTHERS, *_BOXES):
        return False
    if any(element.tag == "figcaption" for element in around):
        return not _is_in_column(around)
    named = has(bits_of(block.element), "caption") or _DESCRIBES.search(block.element.attributes)
    parent = block.element.parent
    beside = parent is not None and parent.pictures > 0 and id(parent) not in own
    aside = has(bits, *_BESIDE)
    if named and beside and not aside:
        return True
    if _says_whose(block):
        return False
    if block.element.pictures and not aside and _HOLDS.search(block.element.attributes):
        return True
    if named and any(element.tag == "figure" and element.pictures for element in around):
        return not _is_in_column(around)
    beside = beside or any(element.pictured for element in around)
    told = bool(named) or _is_credited(block) or _is_before_credit(blocks, number)
    return beside and not aside and told


def _bits_but_of_carousels(element: Element) -> int:
    """Its families, but a carousel of pictures is no box of other articles."""
    bits = bits_of(element)
    if has(bits, "related") and _CAROUSEL.search(element.attributes):
        bits ^= BIT["related"]
    return bits


def _around(block: TextBlock, own: Collection[int]) -> list[Element]:
    """The nearest elements around a block, up to those that contain the article."""
    near = itertools.islice(block.element.lineage(), NEAR)
    return list(itertools.takewhile(lambda element: id(element) not in own, near))


def _is_in_column(around: Sequence[Element]) -> bool:
    return any(_COLUMNS.search(element.attributes) for element in around)


def _is_before_credit(blocks: Sequence[TextBlock], number: int) -> bool:
    """Whether it stands right behind a picture, and who took that right behind it."""
    if number + 1 == len(blocks) or not blocks[number].element.pictured:
        return False
    behind = blocks[number + 1]
    return behind.element.parent is blocks[number].element.parent and is_credit(behind.text)


def _is_credited(block: TextBlock) -> bool:
    return len(block.text) >= CREDITED and is_credited(block.text)
