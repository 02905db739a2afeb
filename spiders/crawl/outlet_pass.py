"""One outlet's part of a pass: its seeds, then those of its articles that are due."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

from spiders.crawl.recorder import GROUP
from spiders.crawl.seeds.round import visit_seeds
from spiders.crawl.seeds.visits import SeedVisits
from spiders.crawl.together import together
from spiders.crawl.visitor import Visitor
from spiders.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spiders.crawl.visitor import Tools
    from spiders.outlets.rules import Rules
    from storage.records import Due, Outlet


_NEW_EVERY_S = 0.25
_NEW_AT_A_TIME = 4 * GROUP
"""More than the visits that may be waiting to be stored."""


class OutletPass:
    """Visits the seeds first, and then whatever is due, including what was just found."""

    def __init__(
        self, tools: Tools, outlet: Outlet, rules: Rules | None, stop: asyncio.Event
    ) -> None:
        self.outlet = outlet
        self._tools = tools
        self._rules = rules
        self._stop = stop
        self._visitor = Visitor(tools, outlet, rules)
        self._seeds = SeedVisits(tools, outlet, rules, self._visitor, stop)

    # --- seeds -------------------------------------------------------------------------------
    async def visit_seeds(self, *, every: bool) -> None:
        """Visit the seeds that are due, or ``every`` seed; nothing in quiet hours."""
        if not self._is_quiet():
            await visit_seeds(self._seeds, every=every)

    async def visit_seeds_and_new(self, *, every: bool) -> None:
        """The same; what is found is visited at once, while other seeds are still being fetched."""
        async with asyncio.TaskGroup() as group:
            seeds = group.create_task(self.visit_seeds(every=every))
            while not seeds.done():
                await asyncio.wait({seeds}, timeout=_NEW_EVERY_S)
                self._tools.recorder.flush()
                await self.visit_all(islice(self._new(), GROUP), claimed=True)

    # --- articles ----------------------------------------------------------------------------
    async def visit_due(self, *, everything: bool) -> None:
        """Visit what is due, until nothing is left that this pass has not visited."""
        while not self._stop.is_set() and not self._is_quiet():
            self._tools.recorder.flush()
            dues = self._new_and_due(everything=everything)
            first = next(dues, None)
            if first is None:
                return
            await self.visit_all(chain((first,), dues), claimed=True)
            everything = False

    async def visit_all(self, dues: Iterator[Due], *, claimed: bool = False) -> None:
        """Visit these, as many at a time as the outlet's hosts allow, but at most 16."""
        workers = self._tools.configuration.concurrent_per_host * max(1, len(self.outlet.hosts))
        await together(*(self._work(dues, claimed=claimed) for _ in range(min(workers, 16))))

    async def _work(self, dues: Iterator[Due], *, claimed: bool) -> None:
        for due in dues:
            if self._stop.is_set() or self._visitor.is_quiet():
                return
            if claimed or self._tools.claim(due.address.id):
                await self._visit(due)

    async def _visit(self, due: Due) -> None:
        rests = self._tools.pace.resting(host(due.address.url))
        if rests or await self._visitor.visit(due) is None:
            self._visitor.put_off(due)

    def _is_quiet(self) -> bool:
        """Whether it is in the outlet's quiet hours. Stores that it rests until then, or not."""
        until = self._rules.quiet_until(datetime.now(UTC)) if self._rules is not None else None
        self._tools.archive.hosts.rest_outlet(self.outlet.id, until)
        return until is not None

    def _new_and_due(self, *, everything: bool) -> Iterator[Due]:
        """What is due and what was just found, taking turns.

        A sitemap may name a hundred thousand pages at once; without turns, no known page was
        visited for days. Each address comes at most once, even if it is due again meanwhile.
        """
        now, given, archive = datetime.now(UTC), set[int](), self._tools.archive
        own = self.outlet.id
        dues = archive.due(now, [own], everything=True) if everything else None
        for due in dues or archive.due_again(now, own):
            if due.address.id in given:
                continue
            given.add(due.address.id)
            yield from islice(self._new(), 1)
            if self._tools.claim(due.address.id):
                yield due
        yield from islice(self._new(), GROUP)  # then others may be due

    def _new(self) -> Iterator[Due]:
        """Addresses that were found and never visited, the last found first."""
        archive = self._tools.archive
        while True:
            ids = archive.seed_looks.newest(self.outlet.id, datetime.now(UTC), _NEW_AT_A_TIME)
            unclaimed = (one for one in ids if self._tools.claim(one))
            first = next(unclaimed, None)
            if first is None:
                return
            yield archive.due_of(first)
