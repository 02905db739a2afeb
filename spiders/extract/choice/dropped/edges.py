"""What is at the edges of an article but not part of it, however likely the model finds it.

Above the text: who wrote it, when, and how often it was shared. Below it: who the author is, and
what else there is to read.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract.choice.dropped.columns import columns
from spiders.extract.choice.furniture import AGENCY, is_credited, is_furniture
from spiders.extract.choice.labels import is_label, leads_elsewhere
from spiders.extract.choice.paths import BIT, bits_of
from spiders.extract.fields import dates
from spiders.extract.fields.bylines import SIGNING, signs_below
from spiders.extract.fields.names import AND, is_person, is_signature
from spiders.extract.page import CELLS, COLONS, LISTS, SUBHEADINGS, kept_length
from spiders.urls import host

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Element, TextBlock

RUNNING = 60
"""From this length on a block is a paragraph."""
FIGURES = 3
"""The fewest characters of a count, a time or a date; a shorter one numbers a part."""
LABEL = 20
"""The most other characters in a line with an author's name."""
TEASERS = 3
"""The fewest linked headings, none of them kept, that make a list of other articles."""
MOST = 0.5
"""An element with more than this share of the kept text is not such a list."""
LINK = 0.9
ENOUGH = 600
"""One that is named as such a list may have more if this many characters are elsewhere."""
BELOW = 200
"""So may one above the headline if this many are elsewhere."""
CLOSE, REACH = 2, 7
"""How many elements around a text may be such a list; how many if they are named as one."""
CREDIT_LINE, DATE = 160, 40
"""The most characters of a line of several such parts, and of one that is a labelled date."""
COPYRIGHT, FEW = 200, 0.1
"""The most characters of a copyright line, and the largest share of the text after it."""
_INITIALS = re.compile(r"\(?[^\W\d_]{2,3}(?:/[^\W\d_]{2,3})+\)?")
"""*(AD/VC)*: the writer and the editor, as agencies and small desks sign."""
_BYLINE = re.compile(r"(?:class|id|itemprop|aria-[a-z]+|data-[a-z-]{1,30})=\"[^\"]*\bbyline\b")
_COPYRIGHT = re.compile(r"\W{0,3}(?:©|\(c\)|copyright\b).{0,60}(?:19|20)\d\d", re.IGNORECASE)
_BAR = re.compile(r"\s*[|·•]\s*")
_LETTER = re.compile(r"[^\W\d_]")
_ENDS = frozenset(".!?…。！？։؟:”»\"'’")
_TOOLS = frozenset({"", "e-mail", "email", "pdf"})


def drop_edges(
    blocks: Sequence[TextBlock], keep: list[bool], fields: Fields, terms: Collection[int] = ()
) -> None:
    """Drop lines of names, figures and dates above the text, and a last line that signs it.

    Lines of ``terms`` are spared, as a telephone number may come first among them.
    """
    end = next((n for n in range(len(keep) - 1, -1, -1) if keep[n]), 0)
    for number in _lines_above(blocks, keep):
        if number in terms:
            continue
        text = blocks[number].text
        signed = blocks[number].element.tag != "li" and is_signature(text)
        named = signed or _names_author(text, fields)
        named = named or _is_of_byline(blocks[number], blocks[end])
        if named or _is_figures(text) or _is_credit_line(text, fields):
            keep[number] = False
    last = next((n for n in range(len(keep) - 1, -1, -1) if keep[n]), None)
    if last is not None and last > 0 and _signs_off(blocks[last], fields):
        keep[last] = False


def drop_colophon(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Drop a line or two after the copyright line with its year, at the end of the page.

    If that line is a picture's, what follows it next to the text is text.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    total = kept_length(blocks, keep)
    for number in range(kept[-CLOSE - 1] + 1 if len(kept) > CLOSE else 0, len(blocks)):
        block = blocks[number]
        if keep[number] or len(block.text) > COPYRIGHT or not _COPYRIGHT.match(block.text):
            continue
        if AGENCY.search(block.text):
            continue  # whose text it is, not whose page
        behind = [one for one in kept[-CLOSE:] if one > number]
        parents = {id(blocks[one].element.parent) for one in kept if one < number}
        beside = any(id(blocks[one].element.parent) in parents for one in behind)
        if beside and (id(block.element.parent) not in parents or block.element.pictures):
            continue
        if sum(len(blocks[one].text) for one in behind) <= FEW * total:
            for one in behind:
                keep[one] = False
            return


def _lines_above(blocks: Sequence[TextBlock], keep: Sequence[bool]) -> Iterator[int]:
    """The short lines kept above the second long one; the first may be a standfirst."""
    long = 0
    wide: frozenset[int] | None = None
    for number, kept in enumerate(keep):
        text = blocks[number].text
        if not kept or is_credited(text):
            continue
        if blocks[number].element.celled:
            cell = next(one for one in blocks[number].element.lineage() if one.tag in CELLS)
            if wide is None:
                wide = columns([one for one, is_kept in zip(blocks, keep, strict=True) if is_kept])
            if id(cell) not in wide:
                continue  # a cell of a table
        short = len(text) < RUNNING or bool(_BAR.search(text, 0, CREDIT_LINE))
        long += not short
        if long > 1:
            return
        if short:
            yield number


def _is_figures(text: str) -> bool:
    return len(text) >= FIGURES and not _LETTER.search(text)


def _is_credit_line(text: str, fields: Fields) -> bool:
    """Whether it is only parts separated by bars: dates, authors, counts of readers, furniture."""
    parts = [part for part in _BAR.split(text) if part] if len(text) <= CREDIT_LINE else []
    return len(parts) > 1 and all(
        _is_figures(part)
        or is_furniture(part)
        or is_signature(part)
        or _names_author(part, fields)
        or (len(part) <= DATE and bool(dates.find(part)))
        for part in parts
    )


def is_toolbar(text: str) -> bool:
    """Whether it is nothing but buttons, ``Print | E-mail``."""
    names = text.split("|")
    return len(names) > 1 and all(
        is_furniture(name.strip()) or name.strip().casefold() in _TOOLS for name in names
    )


def is_stamp(block: TextBlock) -> bool:
    """Whether it is only the time and the author of a post, the latter in an element of its own."""
    if not block.credits or len(block.text) > CREDIT_LINE:
        return False
    rest = block.text
    for name in block.credits:
        rest = rest.replace(name, " ")
    return not _LETTER.search(rest) and any(map(str.isdigit, rest))


def _names_author(text: str, fields: Fields) -> bool:
    """Whether it is an author's name with a short label, and no sentence."""
    for name in fields.byline:
        if name in text:
            return len(text) - len(name) <= LABEL and text[-1] not in _ENDS
    return False


def _is_of_byline(block: TextBlock, last: TextBlock) -> bool:
    """Whether it is in a box named as the byline, as a person's office may be too.

    A box that also contains the ``last`` kept block merely has a byline, or says it has none.
    """
    around = itertools.islice(block.element.lineage(), CLOSE + 2)
    boxes = itertools.takewhile(lambda one: not last.element.is_in(one), around)
    return any("byline" in one.attributes and _BYLINE.search(one.attributes) for one in boxes)


def _signs_off(block: TextBlock, fields: Fields) -> bool:
    """Whether a last line says whose the text is: a biography, initials, or names on their own.

    Names only in languages in which papers sign so, and if no other author is known.
    """
    initials = block.element.tag in {"p", "div"} and _INITIALS.fullmatch(block.text)
    if initials or _is_biography(block, fields):
        return True
    named = fields.byline == tuple(AND.split(block.text))
    known = not named and any(map(is_person, fields.byline))
    return not known and fields.language in SIGNING and signs_below(block)


def _is_biography(block: TextBlock, fields: Fields) -> bool:
    """Whether a last block is entirely slanted and begins with the author's name."""
    slanted = block.slanted >= block.letters
    return slanted and block.text.startswith(fields.byline)


def drop_labelled(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Drop lines of links right after a line that says what they are: ``Related articles:``.

    That line is dropped too, and so is one in which the link itself follows such words or a dash.
    So is a short one that ends in a colon, in any language, if all that it announces is left out.
    ``She wrote:`` above an embedded post also announces what comes after that, and stays.
    """
    for number, block in enumerate(blocks):
        if block.linked and keep[number] and leads_elsewhere(block):
            keep[number] = False
        labelled = not block.linked and is_label(block.text)
        if block.linked or not (labelled or _announces(block.text)):
            continue
        links = _links_behind(blocks, number, within=labelled)
        if labelled:
            for one in links:
                keep[number] = keep[one] = False
        elif links and not any(keep[one] for one in links):
            behind = blocks[links[-1] + 1 : links[-1] + 2]
            goes_on = any(one.element.parent is block.element.parent for one in behind)
            keep[number] = keep[number] and goes_on and len(links) == 1


def _links_behind(
    blocks: Sequence[TextBlock], number: int, *, within: bool = False
) -> Sequence[int]:
    """The numbers of the lines of link right after this block, in the same element.

    ``within``: or in a list in that element.
    """
    box = blocks[number].element.parent
    end = number + 1
    while end < len(blocks) and blocks[end].linked >= max(1, LINK * blocks[end].letters):
        element = blocks[end].element
        if element.parent is not box and not (within and _is_listed(element, box)):
            break
        end += 1
    return range(number + 1, end)


def _is_listed(element: Element, box: Element | None) -> bool:
    """Whether it is in a list that is a child of this element."""
    above = itertools.islice(element.lineage(), CLOSE + 2)
    return any(one.tag in LISTS and one.parent is box for one in above)


def _announces(text: str) -> bool:
    return len(text) <= LABEL and text[-1] in COLONS


def drop_teasers(blocks: Sequence[TextBlock], keep: list[bool], fields: Fields) -> None:
    """Drop texts under headings that link to other articles, several in one element.

    Headings of a manual or an FAQ link to themselves or back to the contents, and do not count.
    """
    lists: Counter[int] = Counter()
    for number, block in enumerate(blocks):
        if keep[number] or block.element.tag not in SUBHEADINGS or number in fields.headings:
            continue
        within = bool(block.links) and all(link[:1] == "#" for link in block.links)
        if block.linked >= LINK * block.letters and not within:
            lists.update(id(one) for one in _around(block))
    many = {key for key, count in lists.items() if count >= TEASERS}
    if not many:
        return
    held: Counter[int] = Counter()
    inside: dict[int, set[int]] = {}
    named: set[int] = set()
    for number, block in enumerate(blocks):
        if keep[number]:
            around = list(_lists_around(block))
            named.update(id(one) for one in around if bits_of(one) & BIT["related"])
            inside[number] = many.intersection(id(one) for one in around)
            held.update(dict.fromkeys(inside[number], len(block.text)))
    total = kept_length(blocks, keep)
    others = {key for key in many if held[key] <= MOST * total}
    others |= {key for key in _above(inside, fields) if held[key] <= total - BELOW}
    others |= {key for key in many & named if held[key] <= total - ENOUGH}
    for number, elements in inside.items():
        if not others.isdisjoint(elements):
            keep[number] = False


def _above(inside: Mapping[int, set[int]], fields: Fields) -> set[int]:
    """The lists of which all that is kept is above the page's headline."""
    top = min(fields.headings, default=-1)
    ends: dict[int, int] = {}
    for number, elements in inside.items():
        ends.update(dict.fromkeys(elements, number))  # the numbers rise
    return {key for key, end in ends.items() if end < top}


def drop_titled(blocks: Sequence[TextBlock], keep: list[bool], fields: Fields) -> None:
    """Drop a list that ends the text if its items are a line of link each, with text after it.

    The line is the headline of another article of the outlet. A list of sources links elsewhere.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if not kept:
        return
    above = itertools.islice(blocks[kept[-1]].element.lineage(), CLOSE + 1)
    box = next((one for one in above if one.tag in LISTS), None)
    if box is None:
        return
    whole = [n for n, block in enumerate(blocks) if block.element.is_in(box)]
    titled = sum(_is_titled(blocks, number, fields) for number in whole)
    inside = [number for number in whole if keep[number]]
    held = sum(len(blocks[number].text) for number in inside)
    if titled >= TEASERS and held <= MOST * kept_length(blocks, keep):
        for number in inside:
            keep[number] = False


def _is_titled(blocks: Sequence[TextBlock], number: int, fields: Fields) -> bool:
    """Whether the block follows a line of the same item that links to a page of the outlet."""
    block, line = blocks[number], blocks[number - 1]
    if number == 0 or block.linked or _item_of(line) is not _item_of(block):
        return False
    own = host(fields.canonical_url or "")
    near = all(link.startswith("/") or host(link) == own for link in line.links)
    return line.linked >= LINK * line.letters and near


def _item_of(block: TextBlock) -> Element:
    """The list item that a block is in, or the block's own element if there is none."""
    above = itertools.islice(block.element.lineage(), CLOSE + 1)
    return next((one for one in above if one.tag == "li"), block.element)


def _lists_around(block: TextBlock) -> Iterator[Element]:
    """The elements right around a block, and wider ones that are named as lists of others."""
    for step, one in enumerate(itertools.islice(block.element.lineage(), 1, REACH)):
        if step < CLOSE or bits_of(one) & BIT["related"]:
            yield one


def _around(block: TextBlock) -> Iterator[Element]:
    """The two elements around a block."""
    return itertools.islice(block.element.lineage(), 1, 1 + CLOSE)
