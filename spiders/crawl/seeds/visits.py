"""Visits to an outlet's seeds: what a seed names, its children, and when it is visited again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from spiders.crawl.http.freshness import not_before
from spiders.crawl.http.guard import belongs
from spiders.crawl.http.wire import WireError, parse_head
from spiders.crawl.seeds.children import Child, chosen, is_due
from spiders.crawl.seeds.lastmod import changed_since
from spiders.crawl.seeds.look import Look
from spiders.crawl.seeds.pace import (
    BOUNDS,
    Seen,
    after_look,
    after_same,
    pause,
    with_children,
    without_gap,
)
from spiders.crawl.seeds.reading import found_of, read_seed
from spiders.crawl.seeds.sessions import Sessions, stems
from spiders.crawl.seeds.websub import subscribe, with_hub
from spiders.crawl.together import together
from spiders.urls import canonical, host, resolve, surt
from storage.agenda.seed_looks import marks
from storage.errors import PayloadDamaged, Redacted
from storage.kinds import THERE
from storage.records import Found, IncidentKind, Outcome, Role, SeedKind, Visit

if TYPE_CHECKING:
    from spiders.crawl.manners.robots import Robots
    from spiders.crawl.seeds.sources import Entry, Reading
    from spiders.crawl.visitor import Tools, Visitor
    from spiders.outlets.rules import Rules
    from storage.agenda.seed_looks import SeedLook
    from storage.records import Due, Outlet

VERY_MANY, MOMENT_S = 5_000, 0.01
"""A seed with more entries takes seconds to process, so stops are heeded in between."""
SAMPLE = 200
"""How many pages that a seed names are held against robots.txt, if it allows none of them."""
SITEMAPS = (SeedKind.SITEMAP, SeedKind.NEWS_SITEMAP)


class SeedVisits:
    """Visits the seeds of one outlet in one pass, as it is told to."""

    def __init__(
        self,
        tools: Tools,
        outlet: Outlet,
        rules: Rules | None,
        visitor: Visitor,
        stop: asyncio.Event,
    ) -> None:
        self.tools = tools
        self.outlet = outlet
        self.stop = stop
        self.began = datetime.now(UTC)
        self._rules = rules
        self._visitor = visitor
        self._own: dict[str, bool] = {}
        self._sessions = Sessions(tools.archive, outlet.id)
        # As many at a time as there may be requests: articles get their turns in between.
        self._gate = asyncio.Semaphore(tools.configuration.concurrent_per_host)

    async def visit(self, due: Due, look: Look, *, again: bool = False) -> Look:
        """Visit one seed and its children. ``again``: even if this pass was there already.

        The look says if it shows a gap; :mod:`spiders.crawl.seeds.gaps` closes it.
        """
        if self.stop.is_set() or not (self.tools.claim(due.address.id) or again):
            return look
        due = self._visitor.nameless(due)
        async with self._gate:
            visit = await self._visitor.visit(due, partial(self._with_found, due, look))
        if visit is None:
            self._visitor.put_off(due)
            return look
        self._note(due.address.url, visit, look, await self._names_nothing(visit, look))
        if look.top and look.kind in SITEMAPS:
            children = look.reading.children if look.reading else self._known_children(due, visit)
            unknown = await self.visit_children(children, look, due.address.url)
            self._count_children(due, look, unknown, visit)
        elif look.reading is not None and look.since is None:
            self._leave_children(look.reading.children, look, due.address.url)
        if look.top and look.after is not None and look.after.hub:
            await subscribe(self.tools, self._visitor, due.address.url, look.after)
        return look

    async def visit_page(self, url: str, look: Look) -> Look:
        """Visit a page below a seed, by its URL; such a page has no due time of its own."""
        key, archive = surt(url), self.tools.archive
        found = [Found(canonical(url), key)]
        for address in archive.discover(self.outlet.id, found, datetime.now(UTC), role=Role.SEED):
            archive.reschedule(address.id, None)
        known = archive.address(key)
        if known is None or known.role is not Role.SEED:
            return look
        return await self.visit(archive.due_of(known.id), look, again=look.since is not None)

    # --- what a seed says --------------------------------------------------------------------
    async def _with_found(self, due: Due, look: Look, visit: Visit) -> Visit | None:
        """The visit with what the seed names, so that both are stored together.

        None if it names very many pages and we are to stop: the seed stays due.
        """
        look.at = visit.finished_at
        if visit.outcome is Outcome.UNMODIFIED:
            return replace(visit, next_due=self._after_same(due, look, visit))
        exchange = visit.exchange
        if visit.outcome is not Outcome.CAPTURED or exchange is None:
            return visit
        shown = exchange.rendered
        reading = read_seed(
            look.kind,
            exchange.payload if shown is None else shown,
            exchange.url,
            hosts=self.outlet.hosts,
            rules=self._rules,
            content_type=exchange.content_type if shown is None else "text/html; charset=utf-8",
        )
        if reading.is_feed and self.tools.configuration.websub_callback:
            reading = with_hub(reading, exchange.response_head)
        found = await self._ours(reading, exchange.url, look)
        if found is None:
            return None
        if not found and not self._names_ours(reading, exchange.url):
            reading = replace(reading, entries=())
        look.reading, look.keys = reading, tuple(one.key for one in found)
        next_due = self._after_look(due, look, visit) if reading.is_read else visit.next_due
        if reading.is_read and look.since is None:
            self._visitor.belief.heard(due, exchange, news=bool(look.unknown))
        return replace(visit, found=found, next_due=next_due)

    def _names_ours(self, reading: Reading, url: str) -> bool:
        """Whether any page of the outlet is named, even if a rule forbids it."""
        return any(self._is_own(_origin(one.url)) for one in found_of(reading, url))

    async def _ours(self, reading: Reading, url: str, look: Look) -> tuple[Found, ...] | None:
        """The entries of the outlet that may be fetched; to close a gap, only those of its time.

        None if there are very many and we are to stop, which is checked only here.
        """
        very_many = len(reading.entries) > VERY_MANY
        if very_many and await self._is_told_to_stop():
            return None
        found = tuple(
            one
            for one in found_of(reading, url)
            if self._is_own(_origin(one.url))
            and not self._visitor.denial.forbids(one.url)
            and (look.since is None or changed_since(one.updated, look.since, unknown=False))
        )
        if very_many and await self._is_told_to_stop():
            return None
        look.stems = {} if very_many else stems(found)
        return self._sessions.led_home(found, look.stems, look.at)

    def _is_own(self, origin: str) -> bool:
        """Whether an origin is the outlet's; remembered: a sitemap may name one 50,000 times."""
        if origin not in self._own:
            self._own[origin] = belongs(host(origin), self.outlet.hosts)
        return self._own[origin]

    async def _is_told_to_stop(self) -> bool:
        await asyncio.sleep(MOMENT_S)
        return self.stop.is_set()

    def _after_look(self, due: Due, look: Look, visit: Visit) -> datetime | None:
        """Remember the visit; return when the next one is due, None below a seed."""
        looks = self.tools.archive.seed_looks
        self._close_covered(look.keys)
        look.unknown = len(looks.new_addresses(look.keys))
        if not look.top:
            return None
        look.before = before = looks.of(due.address.id)
        reading = look.reading
        assert reading is not None
        seen = Seen(look.kind, look.keys, look.unknown, look.at, reading.hub, reading.topic)
        seen = replace(seen, stems=look.stems.values())
        after = after_look(before, seen, due.address.id)
        looks.put(after)
        look.after = after
        had = before.gap_since if before is not None else None
        if after.gap_since is not None and had is None:
            look.gap = True
            self._tell_gap(due.address.url, after.gap_since, len(look.keys))
        elif had is not None and after.gap_since is None:
            self._end_gap(due.address.url)
        return max(look.at + pause(look.kind, after), _fresh_until(visit))

    def _after_same(self, due: Due, look: Look, visit: Visit) -> datetime | None:
        if not look.top:
            return None
        look.before = before = self.tools.archive.seed_looks.of(due.address.id)
        if before is None:
            return visit.next_due
        after = after_same(before, look.at)
        self.tools.archive.seed_looks.put(after)
        return max(look.at + pause(look.kind, after), _fresh_until(visit))

    # --- gaps --------------------------------------------------------------------------------
    def _tell_gap(self, url: str, since: datetime, entries: int) -> None:
        detail = (
            f"none of its {entries} entries stood there at the look before, at"
            f" {since:%Y-%m-%d %H:%M:%S} UTC: others may have come and gone unseen"
        )
        self.tools.incidents.open(self.outlet, IncidentKind.DISCOVERY_GAP, url, detail)

    def _end_gap(self, url: str) -> None:
        self.tools.incidents.close(self.outlet, IncidentKind.DISCOVERY_GAP, url)

    def _close_covered(self, keys: tuple[str, ...]) -> None:
        """Close gaps of which this source names an earlier entry: it names the later ones too."""
        looks = self.tools.archive.seed_looks
        gaps = looks.gaps(self.outlet.id)
        named = marks(keys) if gaps else frozenset()
        for gap in gaps:
            if gap.gap_named & named:
                self.end_gap(gap)

    def end_gap(self, gap: SeedLook) -> None:
        """Forget a gap that was closed, and close its incident."""
        self.tools.archive.seed_looks.put(without_gap(gap))
        self._end_gap(self.tools.archive.due_of(gap.address_id).address.url)

    async def robots(self, url: str) -> Robots:
        """The robots.txt rules for this URL."""
        return await self.tools.robots.of(self.outlet, url, self._visitor.denial)

    # --- health ------------------------------------------------------------------------------
    async def _names_nothing(self, visit: Visit, look: Look) -> str | None:
        """Why nothing that a seed names can be read; None if something can, or it is not known.

        An outlet whose robots.txt forbids all its articles would seem to be watched and well.
        """
        if look.reading is None or not (look.reading.entries or look.reading.children):
            return "names no page of the outlet"
        tried = visit.found[:: 1 + len(visit.found) // SAMPLE]  # its first may be pages of topics
        for one in tried:
            robots = await self.robots(one.url)
            if robots.allows(one.url) or not robots.reachable:
                return None
        if not tried:
            return None
        forbidden = f"{len(tried)} of {len(visit.found)} pages that it names were tried"
        return f"robots.txt forbids all: {forbidden}, such as {tried[0].url}"

    def _note(self, url: str, visit: Visit, look: Look, empty_by: str | None) -> None:
        """Open or close the incidents of a seed that fails, or that names no page."""
        incidents, outlet, reading = self.tools.incidents, self.outlet, look.reading
        failed, empty = IncidentKind.SEED_FAILED, IncidentKind.SEED_EMPTY
        if visit.reason == "rules" and self._visitor.denial.tired() is not None:
            return  # everything is in doubt then, and the pattern is the incident
        if visit.outcome not in THERE:
            incidents.open(outlet, failed, url, visit.reason or visit.outcome.value)
            return
        if reading is not None and reading.fault is not None:
            incidents.open(outlet, failed, url, reading.fault)
            return
        incidents.close(outlet, failed, url)
        if reading is None or look.since is not None:
            return
        if empty_by is None:
            incidents.close(outlet, empty, url)
        else:
            incidents.open(outlet, empty, url, empty_by)

    # --- children of an index ----------------------------------------------------------------
    def _known_children(self, due: Due, visit: Visit) -> tuple[Entry, ...]:
        """The children that an unchanged index had at its last capture: they may have changed."""
        capture = self.tools.archive.last_capture(due.address.id)
        if visit.outcome is not Outcome.UNMODIFIED or capture is None:
            return ()
        try:
            payload = self.tools.archive.payload(capture.payload)
        except (PayloadDamaged, Redacted):
            return ()  # `verify` reports it
        return read_seed(SeedKind.SITEMAP, payload, capture.url).children

    async def visit_children(self, children: tuple[Entry, ...], look: Look, base: str) -> int:
        """Visit some of the children that changed since they were last read, or that have no date.

        They are due from now on, so that a pass that is stopped leaves the rest to the next.
        Returns how many addresses they named that were not known.
        """
        archive, now = self.tools.archive, datetime.now(UTC)
        taken = chosen(self._children_due(children, look, base))
        archive.discover(self.outlet.id, [one.found for one in taken], now, role=Role.SEED)
        below = [Look(look.kind, top=False, since=look.since) for _ in taken]
        looks: list[tuple[Due, Look]] = []
        for child, one in zip(taken, below, strict=True):
            known = archive.address(child.found.key)
            if known is not None and known.role is Role.SEED:
                archive.reschedule(known.id, now)
                looks.append((archive.due_of(known.id), one))
        again = look.since is not None
        await together(*(self.visit(due, one, again=again) for due, one in looks))
        return sum(one.unknown for one in below)

    def _leave_children(self, children: tuple[Entry, ...], look: Look, base: str) -> None:
        """For an index below an index, make its children due in the next rounds, some in each.

        Not those that were fetched within the hour: two that name each other would take turns.
        """
        archive, now = self.tools.archive, datetime.now(UTC)
        least = BOUNDS[SeedKind.SITEMAP][0]
        named = self._children_due(children, look, base) if children else []
        taken = chosen(one for one in named if one.asked_at is None or now - one.asked_at >= least)
        archive.discover(self.outlet.id, [one.found for one in taken], now, role=Role.SEED)
        for child in taken:
            known = archive.address(child.found.key)
            if known is not None and known.role is Role.SEED:
                archive.reschedule(known.id, now)

    def _children_due(self, children: tuple[Entry, ...], look: Look, base: str) -> list[Child]:
        """The children that may have news, each once; to close a gap, all those of its time."""
        found: dict[str, Found] = {}
        for child in children:
            target = resolve(base, child.url)
            if target is None:
                continue
            if look.since is None or changed_since(child.updated, look.since):
                one = Found(canonical(target), surt(target), updated=child.updated)
                found.setdefault(one.key, one)
        known = self.tools.archive.seed_looks.asked(found)
        named = [Child(one, known.get(key)) for key, one in found.items()]
        return [one for one in named if look.since is not None or is_due(one)]

    def _count_children(self, due: Due, look: Look, unknown: int, visit: Visit) -> None:
        """Count new pages that its children name for the index, which sets its pace."""
        looks, recorder = self.tools.archive.seed_looks, self.tools.recorder
        after = looks.of(due.address.id)
        if not unknown or look.before is None or after is None:
            return
        after = with_children(look.before, after, unknown)
        looks.put(after)
        recorder.flush()  # so that this visit's due time is not stored later
        next_due = max(look.at + pause(look.kind, after), _fresh_until(visit))
        self.tools.archive.reschedule(due.address.id, next_due)


def _origin(url: str) -> str:
    """Scheme and host of a canonical address."""
    return "/".join(url.split("/", 3)[:3])


def _fresh_until(visit: Visit) -> datetime:
    """Until when a seed's answer is fresh, as for a page."""
    if visit.exchange is None:
        return visit.finished_at
    try:
        return not_before(parse_head(visit.exchange.response_head), visit.finished_at)
    except WireError:
        return visit.finished_at
