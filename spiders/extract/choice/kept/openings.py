"""How a text begins: what is right above the first block that the model keeps."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from spiders.extract.choice.kept.gaps import ENDS, LIKELY, SENTENCE, is_plain, near_bits
from spiders.extract.choice.paths import bits_of, has, said_by
from spiders.extract.fields.fields import bare
from spiders.extract.language import told_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Element, TextBlock

OPENINGS = 6
"""How many blocks above the first kept one may have been left out."""
LEAD, WORDS = 0.12, 30
"""The chance, and the fewest characters, of a first paragraph right below the headline."""
QUESTION = 12
"""The fewest characters of a question, which may begin an interview and be short."""
_ASKED = frozenset("?؟？")
BOLD = 20
"""The fewest characters of a bold line that begins a text."""
_SENT = re.compile(
    r"(?:\w[^()]{0,60}?)?\((?:CNN|AP|AFP|AAP|UPI|PTI|ANI|KUNA|PA|EFE|ANSA|Reuters|REUTERS|dpa|DPA"
    r"|Xinhua|TASS|ТАСС|Рейтер|РИА Новости|Associated Press|Canadian Press|CNN Business)\)"
)
"""An agency's dateline: the place, perhaps the day, and its name."""
_PLACE = re.compile(r"([^\W\d_][\w.'’ -]{2,40}?)(?:, [^\W_][\w. ]{0,40}?)?(?: ?[–—] ?| --? )\w")
"""A correspondent's dateline: the place in capitals, perhaps a country or a day, and a dash."""
_CUT = ("...", "…")


def keep_openings(
    blocks: Sequence[TextBlock], keep: list[bool], chances: Sequence[float], fields: Fields
) -> None:
    """Keep sentences like the first kept block above it, in its element, up to the headline.

    One that equals the page's description is the standfirst, which may stay left out.
    """
    if True not in keep:
        return
    first = keep.index(True)
    top = max((number for number in fields.headings if number < first), default=-1)
    like = blocks[first].element
    standfirst = bare(fields.description or "")
    for number in range(first - 1, max(top, first - OPENINGS - 1), -1):
        block = blocks[number]
        if block.element.parent is like.parent and _is_made_like(block.element, like):
            least = QUESTION if block.text[-1] in _ASKED else SENTENCE
            said = told_length(block.text) >= least and block.text[-1] in ENDS
            said = said and bare(block.text) != standfirst
            keep[number] = said and chances[number] >= LIKELY and is_plain(block, frozenset())
    _keep_lead(blocks, keep, chances, standfirst, top)
    _keep_datelined(blocks, keep, chances, top)
    _keep_bold_line(blocks, keep, standfirst, top)


def _keep_datelined(
    blocks: Sequence[TextBlock], keep: list[bool], chances: Sequence[float], top: int
) -> None:
    """Keep a paragraph that begins with a dateline, above or among the first kept blocks.

    Sites put it in an element of its own, often with a picture. One that is cut off is a teaser.
    """
    first = keep.index(True)
    for number in range(max(top + 1, first - OPENINGS), min(len(blocks), first + OPENINGS)):
        block = blocks[number]
        if keep[number] or chances[number] < _least(block.text):
            continue
        said = told_length(block.text) >= SENTENCE and block.text[-1] in ENDS
        said = said and not block.text.endswith(_CUT) and is_plain(block, frozenset())
        pictured = has(bits_of(block.element), "caption")
        pictured = pictured or has(near_bits(block, frozenset()), "<figure>", "<figcaption>")
        keep[number] = said and not pictured


def _least(text: str) -> float:
    """The chance that a paragraph with this beginning needs; infinity if it has no dateline."""
    if _SENT.match(text):
        return LEAD
    place = _PLACE.match(text)
    return LIKELY if place and place[1].isupper() else math.inf


def _keep_bold_line(
    blocks: Sequence[TextBlock], keep: list[bool], standfirst: str, top: int
) -> None:
    """Keep the bold line that begins the text, followed by a line break in the same element.

    Posts of channels, which have no headline of their own, begin like this.
    """
    first = keep.index(True)
    if not top < first - 1 or first + 1 >= len(blocks) or not keep[first + 1]:
        return
    line, *behind = blocks[first - 1 : first + 2]
    bold = line.is_bold and not line.linked and len(line.text) >= BOLD
    bold = bold and all(one.element is line.element and not one.strong for one in behind)
    keep[first - 1] = bold and bare(line.text) != standfirst


def _is_made_like(one: Element, other: Element) -> bool:
    """Whether it has the other's tag and all its classes, perhaps with more, such as "first"."""
    if said_by(one) == said_by(other):
        return True
    own, names = (frozenset((each.get("class") or "").split()) for each in (one, other))
    return one.tag == other.tag and bool(names) and names < own


def _keep_lead(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    chances: Sequence[float],
    standfirst: str,
    top: int,
) -> None:
    """Keep the first paragraph, right below the headline, if the others are in a box below it.

    It has no class, whereas a standfirst mostly has one.
    """
    first = keep.index(True)
    for number in range(max(0, top + 1, first - OPENINGS), first) if top >= 0 else ():
        block = blocks[number]
        bare_one = block.element.tag == "p" and "class=" not in block.element.attributes
        box = block.element.parent
        below = blocks[first].element.parent
        if not bare_one or box is None or below is None or below is box or not below.is_in(box):
            continue
        said = len(block.text) >= WORDS and block.text[-1] in ENDS
        said = said and not block.strong and bare(block.text) != standfirst
        keep[number] = said and chances[number] >= LEAD and is_plain(block, frozenset())
