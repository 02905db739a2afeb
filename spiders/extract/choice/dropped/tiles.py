"""Other articles below a text, by their make: elements alike, each a linked line and an excerpt."""

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
"""So many make a list."""
DEEP = 4
"""A tile is one of so many elements around its linked line."""
BLOCKS = 4
"""A linked line, an excerpt, a date and a section: a tile has no more."""
LINK = 0.9
LEADS = 2
"""So many lines of link, one under the other, are no sentences of a text."""
DATE = 40
"""A line between headline and excerpt is no longer."""
MANY = 30
"""So many are looked at, where few of them are kept."""
TEXTS = frozenset({"p", "div"})
SURE = 0.6
"""From this chance of the second pass on a text under such a line, among paragraphs, is one."""
HEAD = 0.2
"""What stands right above such a list is no text of the article: the model gives it less."""


def drop_tiles(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    fields: Fields,
    chances: Sequence[float],
    *,
    among: bool = True,
) -> None:
    """Their excerpts are no text, however likely the model finds them.

    ``among``: one or two may stand among the paragraphs, too.
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
    """Tiles of one make in one element: the last of them, and the blocks of each."""
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
    """One tile or two among the paragraphs: what the model is sure of stays, if not all is link."""
    if len(tiles) >= TILES or True not in keep[: tiles[0].start] or tiles[-1].stop > last:
        return
    for tile in tiles:
        kept = [number for number in tile if keep[number]]
        doubted = all(chances[n] < SURE and _is_excerpt(blocks[n].element) for n in kept)
        if doubted or _is_one_link(blocks, tile[:LEADS], fields):
            for number in kept:
                keep[number] = False


def _is_one_link(blocks: Sequence[TextBlock], lines: Sequence[int], fields: Fields) -> bool:
    """Are these lines all link, and lead to one page?"""
    targets = {link for number in lines for link in blocks[number].links}
    return len(targets) <= 1 and all(_is_headline(blocks[number], fields) for number in lines)


def _is_excerpt(element: Element) -> bool:
    """Is it a paragraph, and none of a list or a table?"""
    listed = any(one.tag == "li" for one in itertools.islice(element.lineage(), DEEP))
    return element.tag in TEXTS and not element.celled and not listed


def _is_headline(line: TextBlock, fields: Fields) -> bool:
    """Does the line lead to another page of the outlet, and to one only?"""
    if not line.linked or line.linked < LINK * line.letters or len(set(line.links)) > 1:
        return False
    if not line.links:
        return True  # the link stands around the whole tile
    link, own = line.links[0], fields.canonical_url or ""
    if not (link.startswith("/") or host(link) == host(own)):
        return False
    return not _path(own).rstrip("/") or _path(link) != _path(own)


def _path(url: str) -> str:
    """The path of an address or a link as the page writes it; "" where it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _head(
    blocks: Sequence[TextBlock], keep: Sequence[bool], number: int, fields: Fields
) -> int | None:
    """The number of the headline above an excerpt; a date may stand between."""
    if _is_headline(blocks[number - 1], fields):
        return number - 1
    dated = number > 1 and not keep[number - 1] and len(blocks[number - 1].text) <= DATE
    return number - 2 if dated and _is_headline(blocks[number - 2], fields) else None


def _tile(blocks: Sequence[TextBlock], number: int, line: TextBlock) -> Element | None:
    """The element of an excerpt and its headline, all that holds no more; None: it holds much."""
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
    """The tile with those beside it of its make, whether any of their text is kept or not."""
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
    """The element of this block that stands beside an item and is of its make."""
    above = itertools.islice(blocks[number].element.lineage(), DEEP + 2)
    other = next((one for one in above if one.parent is item.parent), None)
    return other if other is not None and said_by(other)[1] == said_by(item)[1] else None


def _is_row(tiles: Sequence[range]) -> bool:
    """Does nothing stand between them?"""
    return all(one.stop == other.start for one, other in itertools.pairwise(tiles))
