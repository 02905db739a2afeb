"""One outlet's part of a pass: its seeds, then its articles that are due."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from spiders.crawl.guard import belongs
from spiders.crawl.seeds import found_of, read_seed
from spiders.crawl.visitor import Visitor
from spiders.urls import canonical, host, resolve, surt
from storage.errors import PayloadDamaged
from storage.records import Found, IncidentKind, Outcome, Role, SeedKind, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spiders.crawl.sources import Entry, Reading
    from spiders.crawl.visitor import Tools
    from spiders.outlets.rules import Rules
    from storage.records import Due, Outlet

MAX_CHILDREN = 100
"""Child sitemaps that are asked in one pass, newest first: the rest is asked in the next."""
_SITEMAPS = (SeedKind.SITEMAP, SeedKind.NEWS_SITEMAP)


class OutletPass:
    """Visits the seeds first, and then whatever is due, those just found among them."""

    def __init__(
        self, tools: Tools, outlet: Outlet, rules: Rules | None, stop: asyncio.Event
    ) -> None:
        self.outlet = outlet
        self._tools = tools
        self._outlet = outlet
        self._rules = rules
        self._stop = stop
        self._visitor = Visitor(tools, outlet, rules)

    # --- seeds -------------------------------------------------------------------------------
    async def visit_seeds(self, *, every: bool) -> None:
        """All of them at once: the host's pace keeps them apart."""
        now = datetime.now(UTC)
        async with asyncio.TaskGroup() as group:
            for seed in self._tools.archive.seeds(self._outlet.id):
                due = self._tools.archive.due_of(seed.address_id)
                when = due.address.next_due
                if every or when is None or when <= now:
                    group.create_task(self._visit_seed(due, seed.kind))

    async def _visit_seed(self, due: Due, kind: SeedKind, *, top: bool = True) -> None:
        if not self._tools.claim(due.address.id) or self._stop.is_set():
            return
        readings: list[Reading] = []
        visit = await self._visitor.visit(due, partial(self._with_found, kind, readings, top=top))
        if visit is None:
            self._put_off(due)
            return
        reading = readings[-1] if readings else None
        self._note(due.address.url, visit, reading)
        if top and kind in _SITEMAPS:
            children = reading.children if reading else self._known_children(due, visit)
            await self._visit_children(children, kind, due.address.url)

    def _with_found(
        self, kind: SeedKind, readings: list[Reading], visit: Visit, *, top: bool
    ) -> Visit:
        """The visit with what its seed names, so that both go in together.

        A child sitemap is asked when its index is, and not by itself.
        """
        if not top:
            visit = replace(visit, next_due=None)
        exchange = visit.exchange
        if visit.outcome is not Outcome.CAPTURED or exchange is None:
            return visit
        reading = read_seed(
            kind,
            exchange.payload,
            exchange.url,
            hosts=self._outlet.hosts,
            rules=self._rules,
            content_type=exchange.content_type,
        )
        found = tuple(
            one
            for one in found_of(reading, exchange.url)
            if belongs(host(one.url), self._outlet.hosts)
            and not self._visitor.denial.forbids(one.url)
        )
        if not found and reading.entries:
            reading = replace(reading, entries=())
        readings.append(reading)
        return replace(visit, found=found)

    def _note(self, url: str, visit: Visit, reading: Reading | None) -> None:
        """A seed that says nothing any more is an incident, and silence is a fault too."""
        incidents, outlet = self._tools.incidents, self._outlet
        failed, empty = IncidentKind.SEED_FAILED, IncidentKind.SEED_EMPTY
        if visit.outcome not in (Outcome.CAPTURED, Outcome.UNMODIFIED):
            incidents.open(outlet, failed, url, visit.reason or visit.outcome.value)
            return
        if reading is not None and reading.fault is not None:
            incidents.open(outlet, failed, url, reading.fault)
            return
        incidents.close(outlet, failed, url)
        if reading is None:
            return
        if reading.entries or reading.children:
            incidents.close(outlet, empty, url)
        else:
            incidents.open(outlet, empty, url, "names no page of the outlet")

    def _known_children(self, due: Due, visit: Visit) -> tuple[Entry, ...]:
        """An index that did not change may have children that did."""
        capture = self._tools.archive.last_capture(due.address.id)
        if visit.outcome is not Outcome.UNMODIFIED or capture is None:
            return ()
        try:
            payload = self._tools.archive.payload(capture.payload)
        except PayloadDamaged:
            return ()  # `verify` tells of it
        if b"<sitemapindex" not in payload[:4096]:
            return ()
        return read_seed(SeedKind.SITEMAP, payload, capture.url).children

    async def _visit_children(self, children: tuple[Entry, ...], kind: SeedKind, base: str) -> None:
        newest = sorted(children, key=lambda child: child.updated or "~", reverse=True)
        found: dict[str, Found] = {}
        for child in newest:
            target = resolve(base, child.url)
            if target is not None and len(found) < MAX_CHILDREN:
                found[surt(target)] = Found(canonical(target), surt(target))
        archive = self._tools.archive
        now = datetime.now(UTC)
        for address in archive.discover(self._outlet.id, found.values(), now, role=Role.SEED):
            archive.reschedule(address.id, None)
        async with asyncio.TaskGroup() as group:
            for key in found:
                known = archive.address(key)
                if known is not None and known.role is Role.SEED:
                    due = archive.due_of(known.id)
                    group.create_task(self._visit_seed(due, kind, top=False))

    # --- articles ----------------------------------------------------------------------------
    async def visit_due(self, *, everything: bool) -> None:
        """Until nothing is due that this pass has not seen."""
        while not self._stop.is_set():
            self._tools.recorder.flush()
            dues = self._unclaimed(everything=everything)
            first = next(dues, None)
            if first is None:
                return
            await self.visit_all(_chain(first, dues), claimed=True)
            everything = False

    async def visit_all(self, dues: Iterator[Due], *, claimed: bool = False) -> None:
        """As many at a time as the outlet's hosts allow."""
        workers = self._tools.configuration.concurrent_per_host * max(1, len(self._outlet.hosts))
        async with asyncio.TaskGroup() as group:
            for _ in range(min(workers, 16)):
                group.create_task(self._work(dues, claimed=claimed))

    async def _work(self, dues: Iterator[Due], *, claimed: bool) -> None:
        for due in dues:
            if self._stop.is_set():
                return
            if claimed or self._tools.claim(due.address.id):
                await self._visit(due)

    async def _visit(self, due: Due) -> None:
        rests = self._tools.pace.resting(host(due.address.url))
        if rests or await self._visitor.visit(due) is None:
            self._put_off(due)

    def _put_off(self, due: Due) -> None:
        """A host that rests is asked when it wants to be; a crawl that stops leaves it due."""
        until = self._tools.pace.resting(host(due.address.url))
        if until is not None:
            self._tools.archive.reschedule(due.address.id, until)

    def _unclaimed(self, *, everything: bool) -> Iterator[Due]:
        now = datetime.now(UTC)
        for due in self._tools.archive.due(now, [self._outlet.id], everything=everything):
            if self._tools.claim(due.address.id):
                yield due


def _chain(first: Due, rest: Iterator[Due]) -> Iterator[Due]:
    yield first
    yield from rest
