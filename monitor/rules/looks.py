"""The pages that a rule file is written from, as blocks and as trees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.rules.boxes import teaser_boxes
from spiders.extract import ruled
from spiders.extract.encoding import decode
from spiders.extract.parsing import parse
from spiders.extract.reader import read
from spiders.extract.remembered.memory import LONG, same_article
from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import BeautifulSoup

    from monitor.rules.pages import SeenPage

HEADLINE, LINKED = 25, 0.85
"""A line longer than HEADLINE, and with more than LINKED of it in links, is mostly the headline of
another article."""


@dataclass(frozen=True, slots=True)
class Look:
    """A page as blocks and as a tree.

    ``kept`` are the texts that the reader takes for the article's, ``known`` captions and
    summaries too, and what is said above the text. Another page may show the ``title`` as well.
    ``teasers`` are lines of link that are as long as a headline, ``boxed`` the blocks that stand
    in a small box with a link to another article.
    """

    blocks: tuple[str, ...]
    kept: frozenset[str]
    known: frozenset[str]
    title: str
    teasers: frozenset[str]
    boxed: frozenset[str]
    soup: BeautifulSoup = field(repr=False)


def looks_at(pages: Iterable[SeenPage]) -> list[Look]:
    """A look per article, however many pages show it; pages without an article are left out."""
    found: list[Look] = []
    known: list[frozenset[str]] = []
    for page in pages:
        look = _look(page)
        long = frozenset(text for text in look.blocks if len(text) > LONG)
        if look.kept and not any(same_article(long, other) for other in known):
            known.append(long)
            found.append(look)
    return found


def _look(page: SeenPage) -> Look:
    text = decode(page.payload, page.content_type)
    reading = read(page.payload, url=page.url, content_type=page.content_type)
    parsed = parse(text).blocks
    blocks = tuple(fold(block.text) for block in parsed)
    long = (one for one in parsed if len(one.text) > HEADLINE and one.link_density > LINKED)
    teasers = frozenset(fold(one.text) for one in long)
    shown = frozenset(blocks)
    kept = shown & {fold(block.text) for block in reading.body}
    above = [reading.title or "", reading.standfirst or ""]
    known = shown & {*map(fold, above), *(fold(block.text) for block in reading.blocks)}
    soup = ruled.soup_of(text)
    boxes = teaser_boxes(soup, page.url)
    boxed = frozenset(one for one in blocks if any(one in box for box in boxes))
    return Look(blocks, kept, known, fold(above[0]), teasers, boxed, soup)
