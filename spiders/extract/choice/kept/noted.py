"""The outlet's note that it corrected the article, in a box of its own around the text.

Many templates put it above or below the text, in an element that does not contain the text. Whoever
is told of an edit must be told that the outlet admits it, so it is text wherever it clearly belongs
to this article: at the headline, or right below the text, before anything of other articles; or
in the page's footer, if it refers to this article.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import regex

from spiders.extract.choice.furniture import speaks_of_page
from spiders.extract.choice.paths import bits_of, has
from spiders.extract.kinds import is_correction
from spiders.extract.page import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spiders.extract.page import TextBlock

NEAR_ABOVE, NEAR_BELOW = 14, 8
"""The most blocks from headline to text, for a note above it; the number examined below it."""
OVER = 3
"""How many blocks above the headline are examined for a note."""
LEAST, MOST = 30, 600
"""The fewest and most characters of a note."""
_LABEL = regex.compile(r"^\W*[^:：]{3,30}[:：]\s*")
HEADLINE = 16
"""A link of this many characters is the headline of another article."""
HALF = 0.5
UP = 6
"""How many elements around a note are examined for what they say they are."""
_OTHERS = ("related", "comments", "newsletter", "form", "list", "<nav>", "<footer>", "<form>")
_STANDING = regex.compile(
    r"^\W*corrections?\s+(?:polic|request|can|may|should|or\b|and (?!clarif)|to\b|desk|page|email)",
    regex.IGNORECASE,
)
"""Standing text below every article on how readers request a correction."""
_ROOTS = frozenset({"body", "html"})


def notes_beside(
    blocks: Sequence[TextBlock], keep: Sequence[bool], headings: Collection[int]
) -> Iterator[int]:
    """The numbers of blocks that are such notes and are not kept; mostly none."""
    kept = [number for number, one in enumerate(keep) if one]
    if not kept:
        return
    first, last = kept[0], kept[-1]
    head = max((number for number in headings if number < first), default=None)
    if head is not None and first - head <= NEAR_ABOVE:
        above = range(max(0, head - OVER), first)
        yield from (n for n in above if n != head and _is_note(blocks[n], blocks[first]))
    yield from _below(blocks, last)
    for number in range(last + 1, len(blocks)):
        if _is_note_in_foot(blocks[number]):
            yield number


def _below(blocks: Sequence[TextBlock], last: int) -> Iterator[int]:
    for number in range(last + 1, min(last + 1 + NEAR_BELOW, len(blocks))):
        if _is_of_others(blocks[number]):
            return
        if _is_note(blocks[number], blocks[last]):
            yield number


def _is_of_others(block: TextBlock) -> bool:
    """Whether the next article, a list of articles, or readers' comments begin here."""
    if block.element.tag in HEADINGS and not is_correction(block.text):
        return True
    linked = block.link_density > HALF and block.linked >= HEADLINE
    return linked or has(_around(block), "comments")


def _is_note(block: TextBlock, text: TextBlock) -> bool:
    if len(block.text) > MOST or block.link_density > HALF:
        return False
    if not is_correction(block.text) or _STANDING.match(block.text):
        return False
    own = {id(element) for element in text.element.lineage() if element.tag not in _ROOTS}
    together = any(id(element) in own for element in block.element.lineage())
    return together and not has(_around(block, own), *_OTHERS)


def _is_note_in_foot(block: TextBlock) -> bool:
    """Whether it is in a footer and explicitly admits a correction of *this article*.

    A label alone says nothing there: the footer of every page tells how to ask for a correction.
    """
    text = block.text
    if not LEAST <= len(text) <= MOST or block.linked or not is_correction(text):
        return False
    label = _LABEL.match(text)
    said = text if label is None or speaks_of_page(label[0]) else text[label.end() :]
    in_foot = any(one.tag == "footer" for one in itertools.islice(block.element.lineage(), UP))
    return in_foot and is_correction(said) and speaks_of_page(said) and not block.element.hidden


def _around(block: TextBlock, own: Collection[int] = ()) -> int:
    """The families of the elements around it, up to those that also contain the text."""
    bits = 0
    for element in itertools.islice(block.element.lineage(), UP):
        if id(element) in own or element.tag in _ROOTS:
            break
        if element.tag == "footer" and element.parent and element.parent.tag == "article":
            continue  # the article's footer is not the page's
        bits |= bits_of(element)
    return bits
