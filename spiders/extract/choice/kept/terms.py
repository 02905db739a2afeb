"""Terms, policies and legal notices: a page that is named as such is kept as a whole.

The model was trained on news and doubts clauses, addresses and dates; but such a page is watched
for every word. So everything in the element of the kept text is kept, in any paragraph, list
or table, except what shows by its form that it does not belong: menus, buttons, share bars,
comments. News about terms is not such a page: its headline says more than the name of the terms.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import regex

from spiders.extract.choice.contents import home_of, leads_within, list_of
from spiders.extract.choice.furniture import is_furniture
from spiders.extract.choice.kept.legal import NAMED, is_legal_name
from spiders.extract.choice.paths import BIT, bits_of, has, said_by, trail_of
from spiders.extract.fields.bylines import is_outlet
from spiders.extract.likeness import bare
from spiders.extract.page import CELLS, HEADINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Element, Page, TextBlock

HEADS, FIRST = 24, 2
"""The heading that names the page is in this many blocks above the text, or its first few."""
GAP = 12
"""The text begins after this many blocks that are not part of it: a consent layer may be above."""
CLOSE = 4
"""How many elements around a heading may be a box."""
LINES = 3
"""The most lines above the element of the text that are its own; together they are no longer than a
headline."""
LEAST, APART = 0.15, 0.75
"""A line of another kind than the text must have the first chance from the model; the second if it
is in an element of its own, is named as something else, or gives a time of day."""
LETTERS = 4
RUNNING = 80
"""An element with a text of this length, and no link in it, is no bar of buttons."""
LINKED = 0.5
"""The largest share of links in a line of the text; lines with more must be in the right place."""
BAR = 600
"""An element named as a bar is one if it has less text than this, and none of it is kept."""
HELD = 0.5
"""An element of whose text a larger share is kept is the text's own, whatever its name."""
REACH = 9
GROWS = 3
"""The element of the text may be one of several alike, up to this many levels up."""
WHOLE = 0.9
PASSES = 2
"""What the first pass finds shows how far the text goes and what is like it."""
BETWEEN = 12
"""The most lines of links between paragraphs, except in a list next to them."""
_NEVER = BIT["<nav>"] | BIT["<footer>"] | BIT["<form>"] | BIT["<menu>"] | BIT["<aside>"]
_OTHERS = BIT["comments"] | BIT["related"]
_BARS = (
    BIT["social"] | BIT["advert"] | BIT["newsletter"] | BIT["form"] | BIT["player"] | BIT["paid"]
)
_APART = _NEVER | _OTHERS | _BARS
_ELSE = ("copyright", "author", "label", "standfirst", "related", "caption")
_CLOCK = regex.compile(r"\d:\d\d")
_CALLED = regex.compile(r"\+?(?:[ ()\[\]/.–-]*\d){7,15}\W*\Z")
"""A telephone number, as an imprint has it on a line of its own."""
_REACHES = frozenset({"mail", "tel:"})
_UNFOLDS = ("aria-expanded", "aria-controls")
_HOLDERS = CELLS | {"li", "ul", "ol", "dl", "dd", "tr", "tbody", "thead", "table", "blockquote"}
_OWN_LINE = frozenset({"p", "li", "td", "th", "dd", "dt", "address", "blockquote"}) | HEADINGS


def is_terms(page: Page, fields: Fields, keep: Sequence[bool]) -> bool:
    """Whether its title, a heading above the text, or the text's first line names the page so."""
    signed = bool(fields.byline) and not is_outlet(fields.byline, fields.sites)
    if any(is_legal_name(title or "", signed=signed) for title in (fields.title, page.title)):
        return True
    kept = list(itertools.compress(itertools.count(), keep))
    if not kept:
        return False
    place = len(kept) // 2
    while place and kept[place] - kept[place - 1] <= GAP:
        place -= 1
    first = kept[place]
    near = page.blocks[max(0, first - HEADS) : first + FIRST]
    begins = page.blocks[first]
    named = any(_is_named(block, signed=signed) for block in near)
    return named or (not begins.linked and is_legal_name(begins.text, signed=signed))


def _is_named(block: TextBlock, *, signed: bool) -> bool:
    """Whether it is a heading, not in a box, that names such a page."""
    near = list(itertools.islice(block.element.lineage(), CLOSE))
    heads = not block.linked and any(one.tag in HEADINGS for one in near[:2])
    return (
        heads
        and is_legal_name(block.text, signed=signed)
        and not any(bits_of(one) & _APART for one in near)
    )


def keep_terms(
    blocks: Sequence[TextBlock], keep: list[bool], chances: Sequence[float | None], fields: Fields
) -> frozenset[int]:
    """Keep all that belongs in the element of what is kept; return the numbers of its plain lines.

    ``chances`` has for each block the higher one of both passes; None: no running text is near it.
    """
    home = _grown(blocks, home_of(blocks, keep)) if True in keep else None
    if home is None:
        return frozenset()
    around = _under_headline(blocks, home, fields)
    page = _Page(
        blocks, chances, around or home, bare(fields.description or ""), around is not None
    )
    inside = [number for number, block in enumerate(blocks) if block.element.is_in(page.home)]
    top = max((n for n in fields.headings if n < keep.index(True)), default=-1)
    inside = [number for number in inside if number > top and number not in fields.headings]
    for _ in range(PASSES):
        own = _Own(page, keep, inside)
        for number in inside:
            keep[number] = keep[number] or own.holds(number)
    above = [number for number in _above(page, own) if number > top]
    plain = frozenset(n for n in (*above, *inside) if keep[n] or n in above) - {*fields.headings}
    for number in (*plain, *_linked(page, keep, inside, own)):
        keep[number] = True
    return frozenset(n for n in plain if _says(blocks[n].text) or _CALLED.match(blocks[n].text))


def _says(text: str) -> bool:
    """Whether it is more than a figure, and not a copyright line."""
    return sum(map(str.isalpha, text)) >= LETTERS and not text.startswith(("©", "Copyright ©"))


class _Page(NamedTuple):
    """The blocks and their chances, the element of the text, and the page's description.

    ``whole``: that element contains the headline too, and no menu.
    """

    blocks: Sequence[TextBlock]
    chances: Sequence[float | None]
    home: Element
    description: str
    whole: bool


def _above(page: _Page, own: _Own) -> list[int]:
    """The few lines above the element of the text that belong to it: a heading, a date."""
    found: list[int] = []
    blocks = page.blocks
    first = next(number for number, block in enumerate(blocks) if block.element.is_in(page.home))
    for around in itertools.islice(page.home.lineage(), 1, 1 + GROWS):
        lines = [number for number in range(first) if blocks[number].element.is_in(around)]
        plain = not any(blocks[n].linked or own.is_boxed(blocks[n]) for n in lines)
        if not plain or len(lines) > LINES or sum(len(blocks[n].text) for n in lines) > NAMED:
            break
        found = lines
    return [number for number in found if own.is_likely(number)]


def _under_headline(blocks: Sequence[TextBlock], home: Element, fields: Fields) -> Element | None:
    """The element with the headline and the text, if no menu or aside is in it; otherwise None."""
    above = {id(one): one for one in home.lineage()}
    for number in fields.headings:
        lineage = blocks[number].element.lineage()
        joint = next((one for one in lineage if id(one) in above), None)
        if joint is None or joint.tag in {"html", "body", "form"}:
            continue
        if not any(_has_apart(block, joint) for block in blocks):
            return joint
    return None


def _has_apart(block: TextBlock, joint: Element) -> bool:
    """Whether the block is in this element, and in a menu or an aside within it."""
    way: list[Element] = []
    for one in block.element.lineage():
        if one is joint:
            return any(bits_of(each) & _NEVER for each in way)
        way.append(one)
    return False


def _grown(blocks: Sequence[TextBlock], home: Element | None) -> Element | None:
    """The element around ``home`` if it has others like that with running text; else ``home``."""
    for _ in range(GROWS):
        around = home.parent if home is not None else None
        if home is None or around is None or around.tag in {"html", "body"}:
            break
        made = said_by(home)
        alike = any(
            len(block.text) >= RUNNING
            and not block.linked
            and any(
                one is not home and one.parent is around and said_by(one) == made
                for one in block.element.lineage()
            )
            for block in blocks
        )
        if not alike or made[1] == home.tag:
            break
        home = around
    return home


class _Own:
    """Which blocks in the element of the text belong to the text."""

    def __init__(self, page: _Page, keep: Sequence[bool], inside: Sequence[int]) -> None:
        self._page = page
        self._whole, self._kept = Counter[int](), Counter[int]()
        self._running: set[int] = set()
        self._makes: set[tuple[str, str]] = set()
        self._around: set[int] = set()
        self._boxes: set[str] = set()
        for number in inside:
            block = page.blocks[number]
            for one in self._way(block):
                self._whole[id(one)] += len(block.text)
                self._kept[id(one)] += len(block.text) if keep[number] else 0
                if len(block.text) >= RUNNING and not block.linked:
                    self._running.add(id(one))
            if keep[number]:
                self._makes.add(trail_of(block.element))
                self._around.add(id(block.element.parent))
                self._boxes.add(trail_of(block.element)[1])
        self._unseen = any(keep[n] and page.blocks[n].element.hidden for n in inside)
        self._first = keep.index(True)
        self._last = next(n for n in range(len(keep) - 1, -1, -1) if keep[n])

    def _way(self, block: TextBlock) -> list[Element]:
        """The elements around a block, up to that of the text (exclusive)."""
        return list(
            itertools.takewhile(lambda one: one is not self._page.home, block.element.lineage())
        )

    def holds(self, number: int) -> bool:
        """Whether this block belongs to the text."""
        block = self._page.blocks[number]
        if block.link_density > LINKED or self.is_boxed(block):
            return False
        own_line = block.element.tag in _OWN_LINE
        likely = self.is_likely(number) or (number < self._first and _dates(block))
        if self._first <= number <= self._last:
            phrase = is_furniture(block.text)
            return likely and not (phrase and not (own_line and self.is_like(block)))
        if number < self._first and self._introduces(block):
            return False
        above = itertools.islice(block.element.lineage(), 1, CLOSE)
        beside = self.is_like(block) or (
            own_line and (self._page.whole or any(id(one) in self._around for one in above))
        )
        dated = any(map(str.isdigit, block.text))
        return likely and beside and (dated or not is_furniture(block.text))

    def is_likely(self, number: int) -> bool:
        """Whether it is like the text, in a table with it, or not ruled out by the model."""
        block, chance = self._page.blocks[number], self._page.chances[number]
        like = self.is_like(block) or id(block.element) in self._around
        if like or block.element.tag in CELLS or self.is_cell(block):
            return True
        if chance is None:
            return self._page.whole
        names = block.element.tag in HEADINGS or has(bits_of(block.element), "<button>")
        heads = names and len(block.text) <= NAMED
        if heads and self._first < number < self._last and not self._is_alone(block):
            return True
        alone = not heads and (names or self._is_alone(block))
        other = has(bits_of(block.element), *_ELSE) or _CLOCK.search(block.text) is not None
        return chance >= (APART if alone or other else LEAST)

    def _is_alone(self, block: TextBlock) -> bool:
        """Whether the box around it, its list or its table has nothing of the text or like it."""
        above = itertools.islice(block.element.lineage(), 1, REACH)
        box = next((one for one in above if one.tag not in _HOLDERS), None)
        if box is None or box is self._page.home:
            return False
        signature = said_by(box)[1]
        return not (id(box) in self._around or (signature in self._boxes and signature != box.tag))

    def is_like(self, block: TextBlock) -> bool:
        return trail_of(block.element) in self._makes

    def is_cell(self, block: TextBlock) -> bool:
        """Whether it is in a table with the text."""
        above = itertools.islice(block.element.lineage(), CLOSE + 1)
        return any(one.tag == "table" and self._kept[id(one)] > 0 for one in above)

    def _introduces(self, block: TextBlock) -> bool:
        """Whether it says what the page is about, as a standfirst of news does."""
        near = itertools.islice(block.element.lineage(), 2)
        named = any(bits_of(one) & BIT["standfirst"] for one in near)
        return named or bare(block.text) == self._page.description

    def is_boxed(self, block: TextBlock) -> bool:
        """Whether it is in a menu, a button, a bar, or other people's contents; or hidden."""
        if block.element.hidden and not self._unseen:
            return True
        return any(self._is_box(one, block.text) for one in self._way(block))

    def _is_box(self, one: Element, text: str) -> bool:
        if self._kept[id(one)] > HELD * self._whole[id(one)]:
            return False
        bits = bits_of(one)
        if bits & (_NEVER | _OTHERS):
            return True
        if bits & BIT["<button>"]:
            return not (text[0].isdigit() or any(name in one.attributes for name in _UNFOLDS))
        bar = id(one) not in self._running or (
            not self._kept[id(one)] and self._whole[id(one)] < BAR
        )
        return bool(bits & _BARS) and one.tag not in _OWN_LINE and bar

    def is_listed(self, number: int) -> bool:
        """Whether it is a list item or a paragraph next to the text."""
        block = self._page.blocks[number]
        own = list_of(block) or block.element
        return id(own.parent) in self._around


def _dates(block: TextBlock) -> bool:
    """Whether it is a short line that dates the terms."""
    text = block.text
    dated = len(text) <= NAMED and _says(text) and any(map(str.isdigit, text))
    return dated and block.element.tag in _OWN_LINE and not _CLOCK.search(text)


def _linked(page: _Page, keep: Sequence[bool], inside: Sequence[int], own: _Own) -> list[int]:
    """Lines of links between lines of the text, as names in an imprint; addresses after it."""
    found: list[int] = []
    run: list[int] | None = None
    names = defaultdict[tuple[str, str], list[int]](list)
    lists = {id(list_of(page.blocks[number])) for number in inside if keep[number]}
    for number in inside:
        block = page.blocks[number]
        if keep[number]:
            found += [n for n in run or () if len(run or ()) <= BETWEEN or own.is_listed(n)]
            found += names.pop(trail_of(block.element), ())
            run = []
        elif run is None or own.is_boxed(block):
            continue
        elif not block.linked:
            run = run if is_furniture(block.text) else None
        elif block.element.tag in _OWN_LINE:
            if _is_line(block, lists, likely=own.is_likely(number) or own.is_listed(number)):
                run.append(number)
            elif own.is_like(block) and not (
                block.element.tag in HEADINGS or leads_within(block) or is_furniture(block.text)
            ):
                names[trail_of(block.element)].append(number)
    behind = (number for number in run or () if _is_address(page.blocks[number]))
    return found + [number for number in behind if own.is_listed(number)]


def _is_line(block: TextBlock, lists: Collection[int], *, likely: bool) -> bool:
    """Whether it is not just a link to another page, which a line is if all link and no address.

    ``lists`` are the ids of those of which something is kept.
    """
    box = list_of(block)
    if box is not None and id(box) in lists:
        return True
    if box is not None and leads_within(block):
        return False
    if block.element.tag in {"li", "td"} or block.link_density < WHOLE:
        return likely
    within = all(link[:1] == "#" for link in block.links)
    return _is_address(block) or (block.element.tag in HEADINGS and within)


def _is_address(block: TextBlock) -> bool:
    """Whether it links to a mailbox or a telephone, or is the address that it links to."""
    reaches = bool(block.links) and all(link[:4] in _REACHES for link in block.links)
    own = block.text.rstrip("/")
    return reaches or any(link.rstrip("/").endswith(own) for link in block.links)
