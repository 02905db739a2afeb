"""What belongs to the text but is no paragraph: cells, captions, notes, last lines, lists.

Texts that people marked leave most of it out, so the model was not trained to keep it; but a figure
there is a figure.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from spiders.extract.choice.furniture import is_furniture
from spiders.extract.choice.kept.attributed import quotation_of
from spiders.extract.choice.kept.gaps import (
    BOXES,
    FEW,
    NEARLY,
    WITHIN,
    holders,
    names_thing,
    near_bits,
)
from spiders.extract.choice.paths import has, trail_of
from spiders.extract.choice.sources import SOURCE, may_tell
from spiders.extract.kinds import is_correction, is_summary_heading
from spiders.extract.page import SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Element, TextBlock

TABLE = 0.08
BESIDE = 0.45
"""From these probabilities on, linked table cells, and other blocks, are kept if they are among the
blocks of the body in one element with them; a cell without a link is kept at any."""
CONTRIBUTED = 300
"""The most characters of a line that says who else worked on it."""
CELLS = 2
"""A head with this many other cells next to it is a table's, not a button."""
CELL = 60
"""A text of this length is no cell of a data table: the page is laid out by a table."""
SEVERAL = 3
"""The fewest kept cells that make a table the article's."""
NOTES = 6
"""How many blocks above the text may be a correction note."""
_STRUCTURE = frozenset({"td", "th", "dt", "dd", "caption"})
_CONTRIBUTED = re.compile(
    r"\bcontributed (?:to (?:this|the) (?:report|story|article|piece)|reporting|writing|research)"
    r"|^\W?(?:additional )?(?:reporting|writing|research) by\b",
    re.IGNORECASE,
)
"""Who else worked on it."""
_LETTER = re.compile(r"[^\W\d_]")
_STOPS = (".", "!", "?", "…")


def keep_structures(
    blocks: Sequence[TextBlock], keep: list[bool], plain: Sequence[bool], chances: Sequence[float]
) -> None:
    """Keep captions, cells, definitions, notes and heads, which marked texts leave out."""
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    around = {id(blocks[number].element.parent) for number in kept}
    holds = holders(blocks, kept)
    _keep_notes(blocks, keep, kept[0])
    for number in range(kept[0], min(kept[-1] + 4, len(keep))):
        block = blocks[number]
        if keep[number]:
            continue
        above = list(itertools.islice(block.element.lineage(), 7))
        tags = {element.tag for element in above if id(element) not in holds}
        inside = number <= kept[-1]
        near = any(id(element) in around for element in above[1:])
        beside = inside and near
        stands = bool(tags & _STRUCTURE) or 'role="heading"' in block.element.attributes
        cell = stands and (chances[number] > TABLE or not block.linked)
        keep[number] = (
            (
                beside
                and (cell or chances[number] > BESIDE)
                and not has(near_bits(block, holds), *BOXES)
            )
            or ((plain[number] or near) and is_correction(block.text))
            or (plain[number] and inside and (cell or "figcaption" in tags))
        )
    keep_summary_heads(blocks, keep)


def keep_summary_heads(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Keep the heading that names a summary, above a kept list, whatever its chance.

    Without it the points of the summary would be text, and no two sights of a doubtful heading
    would agree on that.
    """
    for number in range(len(keep) - 1):
        if keep[number] or not keep[number + 1] or not is_summary_heading(blocks[number].text):
            continue
        above = itertools.islice(blocks[number + 1].element.lineage(), 3)
        keep[number] = any(element.tag == "li" for element in above)


def keep_tables(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Keep the other short cells of a table if several are kept and none of its cells is long."""
    cells: defaultdict[int, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        table = _table_of(block)
        if table is not None:
            cells[id(table)].append(number)
    for inside in cells.values():
        kept = [number for number in inside if keep[number]]
        if len(kept) < SEVERAL or any(len(blocks[number].text) >= CELL for number in inside):
            continue
        for number in range(kept[0], inside[-1] + 1):
            said = any(sign.isalnum() for sign in blocks[number].text)
            keep[number] = keep[number] or (said and not blocks[number].linked)


def _table_of(block: TextBlock) -> Element | None:
    """The table that a cell is in; None for other blocks."""
    if not block.element.celled:
        return None
    above = list(itertools.islice(block.element.lineage(), 6))
    if not any(one.tag in {"td", "th"} for one in above):
        return None
    return next((one for one in above if one.tag == "table"), None)


def _keep_notes(blocks: Sequence[TextBlock], keep: list[bool], first: int) -> None:
    """Keep notes above the text on what was corrected in it."""
    for number in range(max(0, first - NOTES), first):
        note = blocks[number]
        keep[number] = note.link_density < 0.5 and is_correction(note.text)


def keep_ends(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Keep short plain text right after the body, in one element with it: last line, list, table.

    The model was trained on texts that often leave such ends out; but a figure there is a figure.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if not kept:
        return
    around = {id(blocks[number].element.parent) for number in kept}
    quotation = quotation_of(blocks[kept[-1]], {"blockquote"}, WITHIN)  # it continues
    around.add(id(quotation and quotation.parent))
    around.add(id(_part_headed_by(blocks[kept[-1]])))  # no text ends with a heading
    holds = holders(blocks, kept)
    _keep_first_heading(blocks, keep, kept)
    heading: int | None = None
    for number in range(kept[-1] + 1, len(keep)):
        block = blocks[number]
        after_break = block.element is blocks[number - 1].element
        row = _row_of(block)
        goes_on = row is not None and keep[number - 1] and row is _row_of(blocks[number - 1])
        near = after_break or goes_on
        quoted = quotation is not None and block.element.is_in(quotation) and not block.linked
        told = id(block.element.parent) in around and says_who_contributed(block)
        own = _is_plain_end(block, around, holds, near=near, after_break=after_break)
        if quoted or told or own:
            keep[number] = True
            if heading is not None:
                keep[heading], heading = True, None
        elif heading is None and _may_head(block, around):
            heading = number
        else:
            return


def says_who_contributed(block: TextBlock) -> bool:
    """Whether it says who else worked on it: a last line of the text, in any case, even linked."""
    return len(block.text) <= CONTRIBUTED and _CONTRIBUTED.search(block.text) is not None


def _part_headed_by(block: TextBlock) -> Element | None:
    """What a heading in a ``header`` of its own heads, as in the parts of a live report."""
    above = list(itertools.islice(block.element.lineage(), WITHIN))
    heading = next((one for one in above if one.tag in SUBHEADINGS), None)
    around = heading.parent if heading is not None else None
    return around.parent if around is not None and around.tag in {"header", "hgroup"} else None


def _keep_first_heading(blocks: Sequence[TextBlock], keep: list[bool], kept: Sequence[int]) -> None:
    """Keep the heading of the first part if the others have theirs: in one element, or one each.

    A live page's newest part is first, and its heading is also in a list of key events, so that
    the model doubts it; and it is not between two kept blocks.
    """
    number, first = kept[0] - 1, blocks[kept[0]].element
    heading = blocks[number].element
    if number < 0 or heading.tag not in SUBHEADINGS or blocks[number].linked:
        return
    heads = [n for n in range(kept[0], len(keep)) if blocks[n].element.tag in SUBHEADINGS]
    beside = sum(keep[n] and blocks[n].element.parent is heading.parent for n in heads)
    alike = [keep[n] for n in heads if trail_of(blocks[n].element) == trail_of(heading)]
    own = first.parent is heading.parent and sum(alike) >= max(FEW, NEARLY * len(alike))
    keep[number] = (beside > 1 or own) and not is_furniture(blocks[number].text)


def _may_head(block: TextBlock, around: set[int]) -> bool:
    """Whether it may be a heading next to the body, like ``Signed by:``; plain text must follow."""
    heads = block.element.tag in SUBHEADINGS or (
        block.element.tag == "p" and block.text[-1] in ":："
    )
    if id(block.element.parent) not in around or not heads:
        return False
    linked = block.linked and not names_thing(block)
    return not (linked or is_furniture(block.text))


def _is_plain_end(
    block: TextBlock, around: set[int], holds: frozenset[int], *, near: bool, after_break: bool
) -> bool:
    """Whether it is plain text that ends the body.

    ``near``: it is in one element or row with the block before it, and ``after_break`` after a line
    break.
    """
    above = list(itertools.islice(block.element.lineage(), 5))
    beside = near or any(id(element) in around for element in above[1:])
    figure = _row_of(block) is not None and block.text[0].isdigit()
    if not beside or block.linked or (is_furniture(block.text) and not figure):
        return False
    if has(near_bits(block, holds), *BOXES):
        return False
    tags = {element.tag for element in above if id(element) not in holds}
    own_line = after_break or block.element.tag == "p"
    sentence = own_line and block.text.rstrip("”’\"'»)")[-1:] in {
        ".",
        "!",
        "?",
        "…",
    }
    return sentence or bool(tags & {"li", "td", "th", "dd", "dt", "caption"})


def is_below_picture(block: TextBlock) -> bool:
    """Whether it is in the caption of a figure."""
    return any(one.tag == "figcaption" for one in itertools.islice(block.element.lineage(), 3))


def is_cell(blocks: Sequence[TextBlock], number: int, keep: Sequence[bool]) -> bool:
    """Whether it is a figure (``2022/23``, ``10:30``) or a head (``Share``) in a row of cells."""
    row = _row_of(blocks[number])
    if row is None:
        return False
    near = range(max(0, number - CELLS), min(len(keep), number + CELLS + 1))
    beside = [blocks[n].text for n in near if n != number and keep[n] and _row_of(blocks[n]) is row]
    enough = 1 if blocks[number].text[0].isdigit() else CELLS
    return len(beside) >= enough and max(map(len, beside)) < CELL


def stands_within(blocks: Sequence[TextBlock], number: int, kept: Sequence[int]) -> bool:
    """Whether it is a source among paragraphs, after a bold label or with its news, or a heading.

    *Source: the ministry* is a line of the news there, and *Comments* are those that it quotes.
    ``kept`` are the numbers of the kept blocks, this one among them; an advert may intervene.
    The standfirst may be above the first one.
    """
    block, parent = blocks[number], blocks[number].element.parent
    place = kept.index(number)
    if place == len(kept) - 1 or block.linked or not _LETTER.search(block.text):
        return False
    shown = (one for one in range(number - 1, -1, -1) if not is_furniture(blocks[one].text))
    above, below = kept[place - 1] if place else next(shown, number), kept[place + 1]
    before, behind = blocks[above], blocks[below]
    others = (*range(above + 1, number), *range(number + 1, below))
    if behind.element.parent is not parent or behind.linked:
        return False
    if any(blocks[one].linked or not is_furniture(blocks[one].text) for one in others):
        return False
    if block.element.tag in SUBHEADINGS:
        like = [blocks[one].element for one in kept if one != number]
        return any(one.parent is parent and one.tag == block.element.tag for one in like)
    near = (before.element, behind.element)
    alike = all(one.parent is parent and one.tag == block.element.tag for one in near)
    told = 0 < block.strong < block.letters
    told = told or (may_tell(block.text) and not block.element.pictured)
    return alike and told and SOURCE.match(block.text) is not None


def _row_of(block: TextBlock) -> Element | None:
    above = itertools.islice(block.element.lineage(), 4)
    return next((one for one in above if one.tag == "tr"), None)
