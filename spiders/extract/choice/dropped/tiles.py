"""Other articles below a text, recognized by form: alike elements with linked line and excerpt."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.extract.choice.dropped.asking import enough
from spiders.extract.choice.ends import run_in
from spiders.extract.choice.labels import is_label
from spiders.extract.choice.paths import said_by
from spiders.extract.page import kept_length
from spiders.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Element, TextBlock

TILES = 3
"""The fewest tiles that make a list."""
DEEP = 4
"""How many elements around its linked line may be the tile."""
BLOCKS = 4
"""The most blocks of a tile: a linked line, an excerpt, a date and a section."""
LINK = 0.9
LEADS = 2
"""This many lines of link, one below the other, are not sentences of a text."""
DATE = 40
"""The most characters of a line between headline and excerpt."""
MANY = 30
"""The most tiles examined if few of them are kept."""
TEXTS = frozenset({"p", "div"})
SURE = 0.6
"""From this chance of the second pass on, a text under such a line among paragraphs is text."""
HEAD = 0.2
"""The line right above such a list is not text of the article: its chance is below this."""


def drop_tiles(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    fields: Fields,
    chances: Sequence[float],
    *,
    among: bool = True,
) -> None:
    """Drop the excerpts of tiles, however likely the model finds them.

    ``among``: also drop one or two tiles among the paragraphs.
    """
    groups = _groups(blocks, keep, fields)
    last = max((number for number, kept in enumerate(keep) if kept), default=-1)
    for item, found in groups:
        if among:
            _drop_callout(blocks, keep, found, chances, last, fields)
        tiles = found if len(found) >= TILES else _row(blocks, found[0], item, fields)
        first = tiles[0].start
        headed = first > 0 and not keep[first - 1]
        headed = headed and (chances[first - 1] < HEAD or is_label(blocks[first - 1].text))
        if len(tiles) < TILES or not headed or not _is_row(tiles):
            continue
        kept = [number for tile in tiles for number in tile if keep[number]]
        held = sum(len(blocks[number].text) for number in kept)
        if kept_length(blocks, keep) - held >= enough(blocks, keep):
            for number in kept:
                keep[number] = False


def _groups(
    blocks: Sequence[TextBlock], keep: Sequence[bool], fields: Fields
) -> list[tuple[Element, list[range]]]:
    """Similar tiles in one element: the last of them, and the blocks of each."""
    found: defaultdict[tuple[int, str], list[range]] = defaultdict(list)
    items: dict[tuple[int, str], Element] = {}
    for number in range(1, len(blocks)):
        head = _head(blocks, keep, number, fields) if keep[number] else None
        item = None if head is None else _tile(blocks, number, blocks[head])
        if item is not None:
            key = id(item.parent), said_by(item)[1]
            found[key].append(run_in(blocks, number, item, BLOCKS))
            items[key] = item
    return [(items[key], tiles) for key, tiles in found.items()]


def _drop_callout(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    tiles: Sequence[range],
    chances: Sequence[float],
    last: int,
    fields: Fields,
) -> None:
    """Drop one or two tiles among paragraphs; what the model is sure of stays if not all link."""
    if len(tiles) >= TILES or True not in keep[: tiles[0].start] or tiles[-1].stop > last:
        return
    for tile in tiles:
        kept = [number for number in tile if keep[number]]
        doubted = all(chances[n] < SURE and _is_excerpt(blocks[n].element) for n in kept)
        if doubted or _is_one_link(blocks, tile[:LEADS], fields):
            for number in kept:
                keep[number] = False


def _is_one_link(blocks: Sequence[TextBlock], lines: Sequence[int], fields: Fields) -> bool:
    """Whether these lines are all link, and lead to one page."""
    targets = {link for number in lines for link in blocks[number].links}
    return len(targets) <= 1 and all(_is_headline(blocks[number], fields) for number in lines)


def _is_excerpt(element: Element) -> bool:
    """Whether it is a paragraph outside of lists and tables."""
    listed = any(one.tag == "li" for one in itertools.islice(element.lineage(), DEEP))
    return element.tag in TEXTS and not element.celled and not listed


def _is_headline(line: TextBlock, fields: Fields) -> bool:
    """Whether the line leads to another page of the outlet, and to one only."""
    if not line.linked or line.linked < LINK * line.letters or len(set(line.links)) > 1:
        return False
    if not line.links:
        return True  # the link is around the whole tile
    link, own = line.links[0], fields.canonical_url or ""
    if not (link.startswith("/") or host(link) == host(own)):
        return False
    return not _path(own).rstrip("/") or _path(link) != _path(own)


def _path(url: str) -> str:
    """The path of an address or a link as the page writes it; "" if it is not a URL."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _head(
    blocks: Sequence[TextBlock], keep: Sequence[bool], number: int, fields: Fields
) -> int | None:
    """The number of the headline above an excerpt, perhaps with a date between; None without."""
    if _is_headline(blocks[number - 1], fields):
        return number - 1
    dated = number > 1 and not keep[number - 1] and len(blocks[number - 1].text) <= DATE
    return number - 2 if dated and _is_headline(blocks[number - 2], fields) else None


def _tile(blocks: Sequence[TextBlock], number: int, line: TextBlock) -> Element | None:
    """The widest element with just an excerpt and its headline; None if all contain too much."""
    for one in itertools.islice(blocks[number].element.lineage(), DEEP):
        if line.element.is_in(one):
            inside = run_in(blocks, number, one, BLOCKS)
            if one.parent is None or len(inside) > BLOCKS:
                return None
            item = one
            while item.parent is not None and item.parent.parent is not None:
                if run_in(blocks, number, item.parent, BLOCKS) != inside:
                    return item
                item = item.parent
            return item
    return None


def _row(blocks: Sequence[TextBlock], tile: range, item: Element, fields: Fields) -> list[range]:
    """The tile with its similar neighbours, whether any of their text is kept or not."""
    row = [tile]
    for step in (-1, 1):
        while len(row) < MANY:
            number = row[0].start - 1 if step < 0 else row[-1].stop
            other = _beside(blocks, number, item) if 0 <= number < len(blocks) else None
            inside = range(0) if other is None else run_in(blocks, number, other, BLOCKS)
            heads = any(_is_headline(blocks[n], fields) for n in inside[:2])
            if not heads or len(inside) > BLOCKS:
                break
            row.insert(0 if step < 0 else len(row), inside)
    return row


def _beside(blocks: Sequence[TextBlock], number: int, item: Element) -> Element | None:
    """The ancestor of this block that is a sibling of an item and similar to it, or None."""
    above = itertools.islice(blocks[number].element.lineage(), DEEP + 2)
    other = next((one for one in above if one.parent is item.parent), None)
    return other if other is not None and said_by(other)[1] == said_by(item)[1] else None


def _is_row(tiles: Sequence[range]) -> bool:
    """Whether nothing is between the tiles."""
    return all(one.stop == other.start for one, other in itertools.pairwise(tiles))
