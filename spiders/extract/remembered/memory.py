"""What earlier pages of an outlet, and the last reading of this page, tell the reader."""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spiders.extract.choice.learned.places import Told
    from spiders.extract.page import Page, TextBlock
    from spiders.extract.remembered.again import PageMemory


@dataclass(frozen=True, slots=True)
class Memory:
    """Made deterministically from captures up to a time, and named by its version.

    ``furniture`` maps the folded text of a block to the number of other articles of the outlet it
    stood on; ``places`` maps the key and the trail of a place to what other articles tell of it;
    ``pages`` is how many articles it was made from.
    ``last`` is the last sight of this very page; ``lately`` the outlet's latest memory, where the
    page goes on being judged with an older one: what came new is held against it.
    """

    version: str
    pages: int = 0
    furniture: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, Told] = field(default_factory=dict)
    last: PageMemory | None = None
    lately: Memory | None = None

    def recurs(self, text: str) -> bool:
        """Does it stand on so many other articles that it is no news of this one?"""
        known = self.lately or self
        return known.furniture.get(text, 0) >= max(RECURS, RECURRING * known.pages)

    def recurring(self, blocks: Sequence[TextBlock]) -> frozenset[int]:
        """The numbers of the blocks that do."""
        return frozenset(number for number, one in enumerate(blocks) if self.recurs(one.text))


RECURS = 3
RECURRING = 0.3
"""What came new to a page is furniture where so many others, and this share of them, have it."""
LONG = 150
"""Blocks of this length tell whether two pages carry the same article."""
PAGES = 40
"""So many other pages of a host are looked at."""


def same_article(one: frozenset[str], other: frozenset[str]) -> bool:
    """Do two pages, known by their long texts, carry the same article? Then they are one page."""
    shared = len(one & other)
    return shared > 2 and shared > 0.4 * min(len(one), len(other))


def of_batch(pages: Sequence[tuple[str, Page]]) -> list[Memory | None]:
    """For each (host, page) what the other pages of its host tell; None where there are none.

    Pages that carry the same article count as one, else the article itself were furniture.
    """
    texts = [frozenset(block.text for block in page.blocks) for _, page in pages]
    long = [frozenset(text for text in page if len(text) > LONG) for page in texts]
    hosts: defaultdict[str, list[int]] = defaultdict(list)
    for number, (host, _) in enumerate(pages):
        hosts[host].append(number)
    return [
        _of_others(number, hosts[host], texts, long) if host else None
        for number, (host, _) in enumerate(pages)
    ]


def _of_others(
    number: int,
    group: Sequence[int],
    texts: Sequence[frozenset[str]],
    long: Sequence[frozenset[str]],
) -> Memory | None:
    others = [n for n in group if n != number and not same_article(long[number], long[n])][:PAGES]
    if not others:
        return None
    count: Counter[str] = Counter()
    for other in others:
        count.update(texts[other] & texts[number])
    return Memory(version="batch", pages=len(others), furniture=dict(count))
