"""One outlet's part of a pass: its seeds, then its articles that are due."""

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
"""More than may be waiting to be stored as visited."""


class OutletPass:
    """Visits the seeds first, and then whatever is due, those just found among them."""

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
        """Those that are due, or ``every`` one, each at its own pace."""
        if not self._is_quiet():
            await visit_seeds(self._seeds, every=every)

    async def visit_seeds_and_new(self, *, every: bool) -> None:
        """The same; what is found on the way is visited at once, while others are still asked."""
        async with asyncio.TaskGroup() as group:
            seeds = group.create_task(self.visit_seeds(every=every))
            while not seeds.done():
                await asyncio.wait({seeds}, timeout=_NEW_EVERY_S)
                self._tools.recorder.flush()
                await self.visit_all(islice(self._new(), GROUP), claimed=True)

    # --- articles ----------------------------------------------------------------------------
    async def visit_due(self, *, everything: bool) -> None:
        """Until nothing is due that this pass has not seen."""
        while not self._stop.is_set() and not self._is_quiet():
            self._tools.recorder.flush()
            dues = self._new_and_due(everything=everything)
            first = next(dues, None)
            if first is None:
                return
            await self.visit_all(chain((first,), dues), claimed=True)
            everything = False

    async def visit_all(self, dues: Iterator[Due], *, claimed: bool = False) -> None:
        """As many at a time as the outlet's hosts allow."""
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
        """Are these the quiet hours of the outlet? Then nothing of it is due before their end."""
        until = self._rules.quiet_until(datetime.now(UTC)) if self._rules is not None else None
        self._tools.archive.hosts.rest_outlet(self.outlet.id, until)
        return until is not None

    def _new_and_due(self, *, everything: bool) -> Iterator[Due]:
        """What is due, and what was just found turn by turn, at any time.

        A sitemap may name a hundred thousand at once: for days nothing that is known was looked
        at. What was visited meanwhile is due later, and where that counts as well it comes again.
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
        """Addresses that were found and never asked, the last found first."""
        archive = self._tools.archive
        while True:
            ids = archive.seed_looks.newest(self.outlet.id, datetime.now(UTC), _NEW_AT_A_TIME)
            unclaimed = (one for one in ids if self._tools.claim(one))
            first = next(unclaimed, None)
            if first is None:
                return
            yield archive.due_of(first)
