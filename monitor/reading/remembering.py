"""When an outlet's memory is made, and from what; and how a reading names its memory.

A new memory changes readings, so it is made seldom: when the outlet has grown, and when the
furniture of its pages is different. It never comes between two readings that are compared: an
article continues to be read with the memory of its last reading, until the reader or the rules
change or the archive is read again. Only what is new on a page is compared with the latest memory,
and left out if that knows it from many other articles; the reading says so.

The reader is imported only when a memory is read or made: a pass that captures nothing needs none.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from spiders.urls import surt
from storage.errors import PayloadDamaged, Redacted
from storage.memory.outlets import Made

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from spiders.extract.page import TextBlock
    from spiders.extract.remembered.memory import Memory
    from spiders.extract.remembered.outlet_memory import OutletMemory
    from storage.archive import Archive
    from storage.records import Capture, Unread

PAGE = "page"
"""The name of a memory that consists of the last sight of the same address."""
LATEST = "latest"
"""Stands for an outlet's latest memory, whatever its name; every name begins with another word."""
STEPS = (3, 10, 30, 100)
"""An outlet gets a new memory when it has so many articles, and then every ``EVERY``."""
EVERY = timedelta(days=7)
DRIFT_FROM = 5
"""How many articles are checked for furniture that the outlet's memory does not know."""
DRIFT_PAGES = 8
DRIFT_EVERY = timedelta(hours=6)
"""How long a memory is used at least."""


def with_page(outlet: str | None) -> str:
    """The name of an outlet's memory combined with the last sight of the page."""
    return PAGE if outlet is None else f"{outlet} + {PAGE}"


def has_page(name: str | None) -> bool:
    """Whether the memory of this name includes the last sight of the page."""
    return name is not None and name.endswith(PAGE)


def outlet_part(name: str | None) -> str | None:
    """The outlet's part of the name of a memory."""
    if name is None or name.startswith(PAGE):
        return None
    return name.removesuffix(f" + {PAGE}")


class OutletMemories:
    """The memories of the archive's outlets, as the reader needs them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[tuple[int, str], OutletMemory | None] = {}

    def latest(self, outlet_id: int, key: str) -> Memory | None:
        """The latest memory, for the article with this key."""
        made = self._archive.outlet_memories.latest(outlet_id)
        return None if made is None else self.named(outlet_id, made.version, key)

    def named(self, outlet_id: int, version: str | None, key: str) -> Memory | None:
        """The memory of this name, for the article with this key, or None."""
        if version is None:
            return None
        from spiders.extract.remembered.outlet_memory import OutletMemory  # noqa: PLC0415 - see above

        name = outlet_id, version
        if name not in self._known:
            data = self._archive.outlet_memories.get(outlet_id, version)
            self._known[name] = None if data is None else OutletMemory.unpack(data)
        known = self._known[name]
        return None if known is None else known.for_article(key, version)

    def make_where_due(self, outlet_id: int, now: datetime) -> bool:
        """Make a new memory if the outlet has grown, or the last one is old; return whether."""
        memories = self._archive.outlet_memories
        articles, last = memories.articles(outlet_id), memories.latest(outlet_id)
        if not is_due(articles, last, now):
            return False
        from spiders.extract.remembered.outlet_memory import MOST_PAGES  # noqa: PLC0415 - see above

        pages = memories.newest_pages(outlet_id, MOST_PAGES)
        self._make(outlet_id, pages, articles, now)
        return True

    def make_where_drifted(self, outlet_id: int, visits: Sequence[Unread]) -> bool:
        """Make a new memory if the furniture of the outlet's pages has changed; return whether.

        ``visits`` are those to its articles that are about to be read, oldest first. The memory is
        made from their pages and as many older ones, so that what all have now recurs in it.
        """
        found = {
            one.address.article_id: one.capture
            for one in visits
            if one.capture is not None and one.address.article_id is not None
        }
        last = self._archive.outlet_memories.latest(outlet_id)
        if last is None or len(found) < DRIFT_FROM or visits[-1].at - last.made_at < DRIFT_EVERY:
            return False
        from spiders.extract.remembered.outlet_memory import (  # noqa: PLC0415 - see above
            MOST_PAGES,
            OutletMemory,
            drifts,
        )

        data = self._archive.outlet_memories.get(outlet_id, last.version)
        memory = None if data is None else OutletMemory.unpack(data)
        some = list(found.values())[:: max(1, len(found) // DRIFT_PAGES)][:DRIFT_PAGES]
        if memory is None or not drifts(memory, [self._blocks(one) for one in some]):
            return False
        pages = [
            (surt(self._archive.article(number).url), capture.payload, capture.content_type)
            for number, capture in list(found.items())[:MOST_PAGES]
            if number is not None
        ]
        known = {key for key, *_ in pages}
        older = self._archive.outlet_memories.newest_pages(outlet_id, 2 * len(pages))
        pages += [one for one in older if one[0] not in known][: len(pages)]
        articles = self._archive.outlet_memories.articles(outlet_id)
        self._make(outlet_id, pages[:MOST_PAGES], articles, visits[-1].at)
        return True

    def _blocks(self, capture: Capture) -> Sequence[TextBlock]:
        from spiders.extract.encoding import decode  # noqa: PLC0415 - see above
        from spiders.extract.parsing import parse  # noqa: PLC0415 - see above

        with suppress(PayloadDamaged, Redacted):  # `verify` reports it
            return parse(
                decode(self._archive.payload(capture.payload), capture.content_type)
            ).blocks
        return ()

    def _make(
        self,
        outlet_id: int,
        pages: Sequence[tuple[str, str, str | None]],
        articles: int,
        now: datetime,
    ) -> None:
        """Make a memory from these pages: the article's key, payload and content type of each."""
        from spiders.extract.remembered.outlet_memory import (  # noqa: PLC0415 - see above
            remember,
            told_by,
            version_of,
        )

        told = []
        for key, payload, content_type in pages:
            with suppress(PayloadDamaged, Redacted):  # `verify` reports it; the other pages suffice
                told.append(told_by(key, self._archive.payload(payload), content_type))
        data = remember(told).pack()
        self._archive.outlet_memories.put(outlet_id, Made(version_of(data), now, articles), data)


def is_due(articles: int, last: Made | None, now: datetime) -> bool:
    """Whether the outlet has passed a step since its last memory was made, or that is too old."""
    if articles < STEPS[0]:
        return False
    if last is None:
        return True
    if any(last.articles < step <= articles for step in STEPS):
        return True
    return articles > last.articles and now - last.made_at >= EVERY
