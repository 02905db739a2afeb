"""What the reader knows from earlier pages of an outlet and from the last reading of this page."""
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
    """Memory made deterministically from captures up to a time, and named by its version.

    ``furniture`` maps the folded text of a block to the number of other articles of the outlet that
    had it; ``places`` maps the key and the trail of a place to what other articles say about it;
    ``pages`` is how many articles it was made from.
    ``last`` is the last sight of this very page; ``lately`` is the outlet's latest memory if the
    page is still judged with an older one: new blocks are compared with it.
    """

    version: str
    pages: int = 0
    furniture: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, Told] = field(default_factory=dict)
    last: PageMemory | None = None
    lately: Memory | None = None

    def recurs(self, text: str) -> bool:
        """Whether a text is on so many other articles that it is not this one's."""
        known = self.lately or self
        return known.furniture.get(text, 0) >= max(RECURS, RECURRING * known.pages)

    def recurring(self, blocks: Sequence[TextBlock]) -> frozenset[int]:
        """The numbers of the blocks whose texts recur on other articles."""
        return frozenset(number for number, one in enumerate(blocks) if self.recurs(one.text))


RECURS = 3
RECURRING = 0.3
"""A text new to a page is furniture if enough others, and at least this share of them, have it."""
LONG = 150
"""Blocks of this many characters show whether two pages carry the same article."""
PAGES = 40
"""How many other pages of a host are looked at."""


def same_article(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two pages, given by their long texts, carry the same article and count as one."""
    shared = len(one & other)
    return shared > 2 and shared > 0.4 * min(len(one), len(other))


def of_batch(pages: Sequence[tuple[str, Page]]) -> list[Memory | None]:
    """For each (host, page), a memory made from the other pages of its host; None if none exist.

    Pages that carry the same article count as one, or the article itself would be furniture.
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
