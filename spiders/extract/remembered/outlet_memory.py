"""Outlet memory: what recurs across the articles of an outlet, up to a time.

A text is in it only if at least two other articles had it, so that no sentence of a single page is
ever in it; pages that carry the same article count once. The same pages give the same memory, and
its name is the hash of its content: a reading names it, and can be repeated.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from spiders.extract.choice import judge
from spiders.extract.choice.learned.others import sums_of_look, told_of
from spiders.extract.encoding import decode
from spiders.extract.fields import json_ld
from spiders.extract.fields.fields import read_fields
from spiders.extract.parsing import parse
from spiders.extract.remembered.memory import LONG, Memory, same_article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spiders.extract.choice.learned.others import Sums
    from spiders.extract.choice.learned.places import Told
    from spiders.extract.page import TextBlock

FORMAT = 1
"""Part of what is hashed: a memory in another format has another name."""
MOST_PAGES = 60
LEAST = 2
"""A text is remembered if it is on at least this many articles."""
DRIFTED = 3
"""Furniture has drifted if a new text is on at least this many articles."""
SENTENCE = 40
WORDS = 12
ENOUGH = 10
"""Places are given from this many articles on: an article's own part in the sums is then small."""


@dataclass(frozen=True, slots=True)
class PageTold:
    """What one page contributes: its texts, and how much of each place was body.

    ``key`` names its article.
    """

    key: str
    texts: frozenset[str]
    places: Mapping[str, tuple[float, float, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class OutletMemory:
    """What the pages say together. ``articles`` are the keys of those it was made from."""

    articles: tuple[str, ...]
    furniture: Mapping[str, int]
    places: Mapping[str, tuple[float, float, int]]

    def pack(self) -> bytes:
        """Return this memory as bytes; equal memories give equal bytes."""
        said: dict[str, Any] = {
            "format": FORMAT,
            "articles": list(self.articles),
            "furniture": dict(sorted(self.furniture.items())),
            "places": {
                key: [round(body, 1), round(whole, 1), blocks]
                for key, (body, whole, blocks) in sorted(self.places.items())
            },
        }
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )

    @classmethod
    def unpack(cls, data: bytes) -> OutletMemory | None:
        """Unpack what :meth:`pack` gave; None if it is in another format."""
        try:
            said = json.loads(data.decode("utf-8", "surrogatepass"))
            if said["format"] != FORMAT:
                return None
            places = {key: (one[0], one[1], one[2]) for key, one in said["places"].items()}
            return cls(tuple(said["articles"]), said["furniture"], places)
        except (ValueError, KeyError, TypeError, IndexError):
            return None

    def for_article(self, key: str, version: str) -> Memory | None:
        """The memory for reading one article; None if it says nothing about other articles.

        An article that it was made from is subtracted: only other articles count.
        """
        own = key in self.articles
        pages = len(self.articles) - own
        if pages < LEAST:
            return None
        furniture = self._on_others if own else self.furniture
        places = self._told if pages >= ENOUGH else {}
        return Memory(version=version, pages=pages, furniture=furniture, places=places)

    @cached_property
    def _on_others(self) -> Mapping[str, int]:
        """The furniture for an article that was itself counted."""
        return {text: count - 1 for text, count in self.furniture.items()}

    @cached_property
    def _told(self) -> Mapping[str, Told]:
        return told_of([self.places])


def version_of(data: bytes) -> str:
    """The name of a packed memory."""
    return "outlet " + hashlib.sha256(data).hexdigest()[:16]


def told_by(key: str, payload: bytes, content_type: str | None) -> PageTold:
    """What a page says about its outlet, by a first look at it."""
    page = parse(decode(payload, content_type))
    article = json_ld.article(json_ld.things(page.json_ld), "")
    first = judge.look(page, read_fields(page, article, ""), article, None)
    return PageTold(key, frozenset(block.text for block in page.blocks), sums_of_look(first))


def drifts(memory: OutletMemory, pages: Sequence[Sequence[TextBlock]]) -> bool:
    """Whether these pages of other articles have furniture that the memory does not know.

    That is a text without links, of some length, on at least half of them and at least three.
    Lists of other articles, which change all day, are recognised by their links.
    """
    count: Counter[str] = Counter()
    longs: list[frozenset[str]] = []
    for blocks in pages:
        long = frozenset(block.text for block in blocks if len(block.text) > LONG)
        if any(same_article(long, other) for other in longs):
            continue
        longs.append(long)
        count.update({block.text for block in blocks if _may_be_read(block)})
    least = max(DRIFTED, len(longs) / 2)
    return any(number >= least and text not in memory.furniture for text, number in count.items())


def _may_be_read(block: TextBlock) -> bool:
    """Whether it may be taken for a sentence of the article; a clock or a counter is not."""
    length = len(block.text)
    if block.link_density > 0.5:  # noqa: PLR2004 - half of it
        return False
    return length >= SENTENCE or (length >= WORDS and not any(map(str.isdigit, block.text)))


def remember(pages: Sequence[PageTold]) -> OutletMemory:
    """The memory that these pages make, whatever their order."""
    chosen: list[PageTold] = []
    longs: list[frozenset[str]] = []
    for page in sorted(pages, key=lambda one: one.key):
        long = frozenset(text for text in page.texts if len(text) > LONG)
        if not any(same_article(long, other) for other in longs):
            chosen.append(page)
            longs.append(long)
    count: Counter[str] = Counter()
    places: Sums = {}
    for page in chosen:
        count.update(page.texts)
        for place, (body, whole, blocks) in page.places.items():
            had, all_of, number = places.get(place, (0.0, 0.0, 0))
            places[place] = (had + body, all_of + whole, number + blocks)
    return OutletMemory(
        tuple(page.key for page in chosen),
        {text: number for text, number in count.items() if number >= LEAST},
        {key: one for key, one in places.items() if one[2] >= LEAST},
    )
