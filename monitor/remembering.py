"""When an outlet's memory is made, and from what; and how a reading names the memory it had.

A new memory changes readings, so it is made seldom, and never comes between two readings that are
compared: an article goes on being read with the memory of its last reading, until the reader or
the rules change or the archive is read again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from spiders.extract.outlet_memory import MOST_PAGES, OutletMemory, remember, told_by, version_of
from storage.errors import PayloadDamaged
from storage.outlet_memory import Made

if TYPE_CHECKING:
    from datetime import datetime

    from spiders.extract.memory import Memory
    from storage.archive import Archive

PAGE = "page"
"""The name of a memory that is the last sight of the same address."""
STEPS = (3, 10, 30, 100)
"""An outlet's memory is made anew when it has so many articles, and then every ``EVERY``."""
EVERY = timedelta(days=7)


def with_page(outlet: str | None) -> str:
    """The name of the memory of an outlet, and of the last sight of the page besides."""
    return PAGE if outlet is None else f"{outlet} + {PAGE}"


def outlet_part(name: str | None) -> str | None:
    """The outlet's part of the name of a memory."""
    if name is None or name.startswith(PAGE):
        return None
    return name.removesuffix(f" + {PAGE}")


class OutletMemories:
    """The memories of the archive's outlets, as readers want them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[tuple[int, str], OutletMemory | None] = {}

    def latest(self, outlet_id: int, key: str) -> Memory | None:
        """The latest one, for the article with this key."""
        made = self._archive.outlet_memories.latest(outlet_id)
        return None if made is None else self.named(outlet_id, made.version, key)

    def named(self, outlet_id: int, version: str | None, key: str) -> Memory | None:
        """The one of this name, for the article with this key; None where there is none."""
        if version is None:
            return None
        name = outlet_id, version
        if name not in self._known:
            data = self._archive.outlet_memories.get(outlet_id, version)
            self._known[name] = None if data is None else OutletMemory.unpack(data)
        known = self._known[name]
        return None if known is None else known.for_article(key, version)

    def make_where_due(self, outlet_id: int, now: datetime) -> bool:
        """Make a new one where the outlet has grown, or its last one is old; says whether."""
        memories = self._archive.outlet_memories
        articles, last = memories.articles(outlet_id), memories.latest(outlet_id)
        if not is_due(articles, last, now):
            return False
        pages = []
        for key, payload, content_type in memories.newest_pages(outlet_id, MOST_PAGES):
            with suppress(PayloadDamaged):  # `verify` tells of it; the others tell enough
                pages.append(told_by(key, self._archive.payload(payload), content_type))
        data = remember(pages).pack()
        memories.put(outlet_id, Made(version_of(data), now, articles), data)
        return True


def is_due(articles: int, last: Made | None, now: datetime) -> bool:
    """Has the outlet taken a step since its last memory was made, or is that too old?"""
    if articles < STEPS[0]:
        return False
    if last is None:
        return True
    if any(last.articles < step <= articles for step in STEPS):
        return True
    return articles > last.articles and now - last.made_at >= EVERY
