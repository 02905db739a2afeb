"""Boxes that say what they are by name or in their first line: adverts, polls, lists, comments.

An advert has other words at every visit, a list of headlines changes with each of the articles it
names, and readers keep writing comments: taken for text, each change is an edit that nobody made.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract.choice.dropped.edges import LINK
from spiders.extract.choice.dropped.polls import polls
from spiders.extract.choice.ends import Ends
from spiders.extract.choice.furniture import is_furniture
from spiders.extract.choice.labels import LABEL, is_label
from spiders.extract.choice.paths import BIT, bits_of
from spiders.extract.page import SUBHEADINGS, kept_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.page import Element, TextBlock

SLOGAN = 160
"""The most characters of an unnamed advert in the element of the word *advertisement* itself."""
LINES = 200
"""The most blocks of an advert."""
CARD = 4
"""The most lines after the label of a link to one other article."""
CLOSE = 3
"""The box is the element of its first line, or one around that: this many in all."""
MOST = 0.3
"""An advert, or unboxed comments, with more than this share of the kept text are a text."""
LIST, NAME = 24, 4
"""The most lines of a skippable list of links, and the fewest letters of its name."""
LEAST = 2
"""The fewest lines with links that make a list."""
TEXT = 300
"""The fewest characters of a text with comments, and the most of a card."""
COUNTED = 40
"""The most characters of a line that says how many comments there are."""
THREAD = 3
"""The fewest elements of comments that are known by their names."""
BLURRED = 0.7
"""If a larger share is blurred, the page is one that a script unblurs."""
_BLUR = re.compile(
    r"filter\s*:\s*blur|class=\"[^\"]*(?<![\w-])blur(?:red)?(?![\w-])", re.IGNORECASE
)
_ADVERT = frozenset(
    [
        *("advertisement", "advertising", "advert", "ad", "ads", "sponsored", "sponsored content"),
        *("реклама", "reklam", "reklama", "anzeige", "werbung", "publicité", "publicidad"),
        *("pubblicità", "publicidade", "գովազդ", "რეკლამა", "آگهی", "تبلیغات", "إعلان"),
        *("פרסומת", "广告", "廣告", "広告", "광고"),
    ]
)
_AD_NAME = re.compile(r"(?:^|\s)data-(?:ads?|advert)(?:-[a-z-]+)?(?:=|\s|$)", re.IGNORECASE)
_COMMENTS = frozenset(
    [
        *("comments", "join the discussion", "join the conversation", "readers’ comments"),
        *(
            "kommentare",
            "leserkommentare",
            "commentaires",
            "comentarios",
            "comentários",
            "commenti",
        ),
        *("reacties", "kommentarer", "kommentit", "komentarze", "komentáře", "комментарии"),
        *("комментариев", "комментарий", "комментария", "коментарі", "коментарів", "коментар"),
        *("каментары", "каментароў", "şərh", "şərhlər", "yorum", "yorumlar", "մեկնաբանություն"),
        *("մեկնաբանություններ", "კომენტარი", "კომენტარები", "σχόλια", "تعليقات", "التعليقات"),
        *(
            "نظرات",
            "دیدگاه‌ها",
            "תגובות",
            "评论",
            "評論",
            "留言",
            "条评论",
            "則留言",
            "コメント",
            "댓글",
        ),
    ]
)
_COUNT = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹ \u00a0,()[]:：·•–—-»›↓"
"""What may surround the word; ``7. Comments`` is a clause of terms."""


class Boxes:
    """What is known of a page's boxes before anything is kept; computed once for all callers.

    ``lists`` maps the number of the first line of a list of other articles to the numbers of its
    blocks; ``heads`` are the numbers of all lines that may head a box, ``counts`` those of lines
    that may be above comments.
    """

    def __init__(self, blocks: Sequence[TextBlock]) -> None:
        self.ends = Ends(blocks)
        first = _first_lines(blocks)
        self.lists = {number: inside for number in first if (inside := _list(self.ends, number))}
        self.heads = [
            number
            for number in first
            if number in self.lists or names_advert(text := blocks[number].text) or is_label(text)
        ]
        self.counts = [n for n, block in enumerate(blocks) if _counts_comments(block.text)]

    @property
    def listed(self) -> frozenset[int]:
        """The numbers of the blocks of all lists of other articles."""
        return frozenset(itertools.chain.from_iterable(self.lists.values()))


def drop_boxes(blocks: Sequence[TextBlock], keep: list[bool], boxes: Boxes | None = None) -> None:
    """Drop what is in such boxes, however much it reads like the article."""
    boxes = boxes or Boxes(blocks)
    total = kept_length(blocks, keep)
    for number in boxes.heads:
        found = _advert(boxes.ends, number, keep, total) or boxes.lists.get(number, ())
        for one in found or _card(boxes.ends, number, keep, total):
            keep[one] = False
    for one in (*_comments(boxes, keep), *polls(blocks, keep, total), *_skipped(boxes, keep)):
        keep[one] = False


def _skipped(boxes: Boxes, keep: Sequence[bool]) -> Iterator[int]:
    """The numbers of lists of links that tell screen-reader users how to skip them.

    *Skip Most read*, *Most read*, the links, *End of Most read*: each line that is not a link
    contains the list's name.
    """
    blocks = boxes.ends.blocks
    for number, block in enumerate(blocks):
        first = keep[number] and not block.linked and len(block.text) <= SLOGAN
        first = first and not block.element.celled
        named = first and any(one.text in block.text for one in blocks[number + 1 : number + CARD])
        inside = next((one for _, one in _around(boxes.ends, number)), ()) if named else ()
        if not LEAST <= len(inside) <= LIST:
            continue
        others = [one for n in inside if _counts(one := blocks[n], block.text)]
        lines = [block.text, *(one.text for one in others if not one.linked)]
        links = len(others) + 1 - len(lines)
        name = min(lines, key=len)
        named = len(name) >= NAME and all(name in line for line in lines)
        if links >= LEAST and len(lines) > LEAST and named:
            yield from (number, *inside)


def _counts(block: TextBlock, label: str) -> bool:
    """Whether the line is the list's name or part of the list, rather than an advert or a count."""
    return block.text in label or not is_furniture(block.text)


def drop_blurred(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Drop what is blurred below a teaser: it is mostly dummy text and not the article's."""
    found = [n for n, block in enumerate(blocks) if keep[n] and _is_blurred(block)]
    if sum(len(blocks[n].text) for n in found) <= BLURRED * kept_length(blocks, keep):
        for number in found:
            keep[number] = False


def _is_blurred(block: TextBlock) -> bool:
    above = itertools.islice(block.element.lineage(), CLOSE)
    return any("blur" in one.attributes and _BLUR.search(one.attributes) for one in above)


def _first_lines(blocks: Sequence[TextBlock]) -> list[int]:
    """The numbers of the blocks that may head a box, so that the others need no further check."""
    return [
        number
        for number, block in enumerate(blocks)
        if not block.linked and (len(block.text) <= LABEL or block.element.tag in SUBHEADINGS)
    ]


def _advert(ends: Ends, number: int, keep: Sequence[bool], total: int) -> Sequence[int]:
    """The numbers of the blocks of the advert that this line heads; empty if it heads none."""
    blocks = ends.blocks
    if not names_advert(blocks[number].text):
        return ()
    around = [one for one in _around(ends, number) if len(one[1]) <= LINES]
    inside = next((inside for box, inside in around if _is_advert(box)), ())
    if not inside and around and around[0][0] is blocks[number].element:
        short = sum(len(blocks[one].text) for one in around[0][1]) <= SLOGAN
        inside = around[0][1] if short else ()
    held = sum(len(blocks[one].text) for one in inside if keep[one])
    return inside if held <= MOST * total else ()


def names_advert(text: str) -> bool:
    """Whether it is the word above an advert."""
    return len(text) <= LABEL and text.strip(" :：").casefold() in _ADVERT


def _comments(boxes: Boxes, keep: Sequence[bool]) -> Iterator[int]:
    """The numbers of readers' comments and of the line above them, the last thing below a text."""
    if not boxes.counts:
        return
    blocks, over, counts = boxes.ends.blocks, 0, []
    lengths = [len(block.text) if kept else 0 for block, kept in zip(blocks, keep, strict=True)]
    above = list(itertools.accumulate(lengths, initial=0))
    last = max((number for number, kept in enumerate(keep) if kept), default=-1)
    for number in boxes.counts:
        if above[number] < TEXT:
            continue
        around = _around(boxes.ends, number)
        inside: Sequence[int] = next((inside for _, inside in around), ())
        if inside and inside[-1] >= last:
            yield from range(max(number, over), inside[-1] + 1)
            over = inside[-1] + 1
        elif any(map(str.isdigit, blocks[number].text)):
            counts.append(number)
    yield from _named(blocks, keep, counts[0]) if counts else ()
    counts = [number for number in counts if not blocks[number].linked]
    others = [n for n in boxes.counts if above[n] >= TEXT or not blocks[n].linked]  # not a menu's
    if len(counts) == 1 and len(others) == 1:
        yield from _behind(blocks, keep, counts[0])


def _counts_comments(text: str) -> bool:
    return len(text) <= COUNTED and text.strip(_COUNT).casefold() in _COMMENTS


def _named(blocks: Sequence[TextBlock], keep: Sequence[bool], number: int) -> Sequence[int]:
    """All that is kept from a count of comments on, if all of it is named as comments.

    However much it is: the discussion of a short text is longer than the text. Each comment is
    named, of several; the text of an opinion may stand in one element with such a name.
    """
    above = {id(one) for n in range(number) if keep[n] for one in blocks[n].element.lineage()}
    behind = [n for n in range(number + 1, len(blocks)) if keep[n]]
    named = set()
    for n in behind:
        own = itertools.takewhile(lambda one: id(one) not in above, blocks[n].element.lineage())
        box = next((one for one in own if bits_of(one) & BIT["comments"]), None)
        if box is None:
            return ()
        named.add(id(box))
    return [number, *behind] if len(named) >= THREAD else ()


def _behind(blocks: Sequence[TextBlock], keep: Sequence[bool], number: int) -> Sequence[int]:
    """All that is kept after a count of comments, if none of it is next to the text."""
    holders = Counter(id(blocks[n].element) for n in range(number) if keep[n])
    parents = {one for one, count in holders.items() if count > 1}  # lines of one element
    parents = parents or {id(blocks[n].element.parent) for n in range(number) if keep[n]}
    behind = [n for n in range(number, len(blocks)) if keep[n]]
    held = sum(len(blocks[n].text) for n in behind)
    steps = 2 if len(behind) == 1 else 1  # one sentence in a box of its own is no list of comments
    beside = any(
        id(one.parent) in parents
        for n in behind
        for one in itertools.islice(blocks[n].element.lineage(), steps)
    )
    return () if beside or held > MOST * kept_length(blocks, keep) else behind


def _list(ends: Ends, number: int) -> Sequence[int]:
    """The same for a list of other articles: each of its blocks has a link."""
    blocks = ends.blocks
    block = blocks[number]
    if is_label(block.text) or (block.element.tag in SUBHEADINGS and is_furniture(block.text)):
        inside: Sequence[int] = next((inside for _, inside in _around(ends, number)), ())
        if len(inside) >= LEAST and all(blocks[one].linked for one in inside):
            return inside
    return ()


def _card(ends: Ends, number: int, keep: Sequence[bool], total: int) -> Sequence[int]:
    """The same for one other article: ``Read also:``, its headline as a link, and its excerpt."""
    blocks = ends.blocks
    if not is_label(blocks[number].text):
        return ()
    inside: Sequence[int] = next((inside for _, inside in _around(ends, number)), ())
    short = LEAST <= len(inside) <= CARD and sum(len(blocks[n].text) for n in inside) <= TEXT
    title = blocks[inside[0]] if short else blocks[number]
    held = sum(len(blocks[one].text) for one in inside if keep[one])
    linked = 0 < LINK * title.letters <= title.linked
    return inside if linked and held <= MOST * total else ()


def _is_advert(box: Element) -> bool:
    """Whether it is named as an advert: a bare label may be above an empty frame, then text."""
    return bool(bits_of(box) & BIT["advert"]) or _AD_NAME.search(box.attributes) is not None


def _around(ends: Ends, number: int) -> Iterator[tuple[Element, Sequence[int]]]:
    """The elements of which this is the first block of several, and the others; innermost first."""
    blocks = ends.blocks
    for box in itertools.islice(blocks[number].element.lineage(), CLOSE):
        if number and blocks[number - 1].element.is_in(box):
            return
        end = ends.of(box, number)
        if end > number + 1:
            yield box, range(number + 1, end)
