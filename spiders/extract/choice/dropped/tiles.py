"""Other articles below a text, by their make: elements alike, each a linked line and an excerpt."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.extract.choice.dropped.asking import enough
from spiders.extract.choice.ends import run_in
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
TEXTS = frozenset({"p", "div"})
SURE = 0.6
"""From this chance of the second pass on a text under such a line, among paragraphs, is one."""
HEAD = 0.2
"""What stands right above such a list is no text of the article: the model gives it less."""


def drop_tiles(
    blocks: Sequence[TextBlock], keep: list[bool], fields: Fields, chances: Sequence[float]
) -> None:
    """Their excerpts are no text, however likely the model finds them."""
    groups: defaultdict[tuple[int, str], list[range]] = defaultdict(list)
    for number in range(1, len(blocks)):
        if keep[number] and _is_headline(blocks[number - 1], fields):
            item = _tile(blocks, number)
            if item is not None:
                inside = run_in(blocks, number, item, BLOCKS)
                groups[id(item.parent), said_by(item)[1]].append(inside)
    last = max((number for number, kept in enumerate(keep) if kept), default=-1)
    for tiles in groups.values():
        _drop_callout(blocks, keep, tiles, chances, last)
        first = tiles[0].start
        headed = first > 0 and not keep[first - 1] and chances[first - 1] < HEAD
        if len(tiles) < TILES or not headed or not _is_row(tiles):
            continue
        kept = [number for tile in tiles for number in tile if keep[number]]
        held = sum(len(blocks[number].text) for number in kept)
        if kept_length(blocks, keep) - held >= enough(blocks, keep):
            for number in kept:
                keep[number] = False


def _drop_callout(
    blocks: Sequence[TextBlock],
    keep: list[bool],
    tiles: Sequence[range],
    chances: Sequence[float],
    last: int,
) -> None:
    """One tile, or two, among the paragraphs: what the model is sure of stays all the same."""
    if len(tiles) >= TILES or True not in keep[: tiles[0].start] or tiles[-1].stop > last:
        return
    for tile in tiles:
        kept = [number for number in tile if keep[number]]
        if all(chances[n] < SURE and _is_excerpt(blocks[n].element) for n in kept):
            for number in kept:
                keep[number] = False


def _is_excerpt(element: Element) -> bool:
    """Is it a paragraph, and none of a list or a table?"""
    listed = any(one.tag == "li" for one in itertools.islice(element.lineage(), DEEP))
    return element.tag in TEXTS and not element.celled and not listed


def _is_headline(line: TextBlock, fields: Fields) -> bool:
    """Does the line lead to another page of the outlet, and to one only?"""
    if not line.links or line.linked < LINK * line.letters or len(set(line.links)) != 1:
        return False
    link, own = line.links[0], fields.canonical_url or ""
    if not (link.startswith("/") or host(link) == host(own)):
        return False
    return not urlsplit(own).path.rstrip("/") or urlsplit(link).path != urlsplit(own).path


def _tile(blocks: Sequence[TextBlock], number: int) -> Element | None:
    """The innermost element around an excerpt and the line before it; None: it holds much more."""
    line = blocks[number - 1].element
    for one in itertools.islice(blocks[number].element.lineage(), DEEP):
        if line.is_in(one):
            small = one.parent is not None and len(run_in(blocks, number, one, BLOCKS)) <= BLOCKS
            return one if small else None
    return None


def _is_row(tiles: Sequence[range]) -> bool:
    """Does nothing stand between them?"""
    return all(one.stop == other.start for one, other in itertools.pairwise(tiles))
