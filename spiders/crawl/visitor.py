"""One visit: whether it is allowed, waiting for our turn, what came, and its outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from spiders.crawl.belief import Belief, judged
from spiders.crawl.http.documents import refusal
from spiders.crawl.http.exchange import Fetch, Rendering
from spiders.crawl.http.freshness import not_before
from spiders.crawl.http.guard import belongs
from spiders.crawl.http.outcome import FORBIDDEN, RESTS, UNREACHED, Verdict, judge, judge_page
from spiders.crawl.http.validators import CONTRADICTED
from spiders.crawl.manners.denial import Denial
from spiders.crawl.seeds import sitemaps
from spiders.crawl.way import Way
from spiders.urls import host, surt, without_user
from storage.kinds import IN_RING, NOWHERE_MOST, THERE, TOO_MANY_REDIRECTS
from storage.records import Found, IncidentKind, Outcome, Role, SeedKind, Visit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Asking, Fetched
    from spiders.crawl.incidents import Incidents
    from spiders.crawl.manners.pace import Pace
    from spiders.crawl.manners.robots_book import RobotsBook
    from spiders.crawl.recorder import Recorder
    from spiders.outlets.rules import Rules
    from storage.archive import Archive
    from storage.records import Address, Due, Outlet

    Finish = Callable[[Visit], Awaitable[Visit | None]]
    NextLook = Callable[[Due, Outcome, datetime], datetime | None]

SHORTEST = timedelta(minutes=4)
"""A visit due sooner than this is an order, which the freshness of an answer does not put off."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What all visits of a pass share. ``claim`` is True for the first to claim an address."""

    archive: Archive
    configuration: Configuration
    fetch: Asking
    recorder: Recorder
    pace: Pace
    robots: RobotsBook
    incidents: Incidents
    next_look: NextLook
    claim: Callable[[int], bool]


class Visitor:
    """Visits the addresses of one outlet. Every attempt is recorded, whatever its outcome."""

    def __init__(self, tools: Tools, outlet: Outlet, rules: Rules | None) -> None:
        self._tools = tools
        self._outlet = outlet
        self._rules = rules
        self.denial = Denial(rules, tools.configuration.deny)
        self.belief = Belief(tools.archive, tools.configuration, tools.incidents, outlet)
        self._seed_bytes = max(sitemaps.MAX_BYTES, tools.configuration.max_bytes)

    async def visit(self, due: Due, finish: Finish | None = None) -> Visit | None:
        """Visit an address and follow its redirects; return the last visit, None if stopped.

        Each hop is a visit. Seeds keep their own address on the way; an article that moved is
        visited at the address it moved to, unless this pass was there already. ``finish`` may
        add to a visit before it is stored; if it returns None, the address stays due.
        """
        due = self.nameless(due)
        url, way = due.address.url, Way(due)
        while not self.is_quiet():
            way.asked.add(url)
            way.led.add(due.address.id)
            visit = await self._attempt(due, url, way.cookie)
            if visit is None:
                return None
            visit = way.told(self._hop(visit, due, way.asked))
            finished = visit if finish is None else await finish(visit)
            if finished is None:
                return None
            visit = finished
            self._tools.recorder.add(visit)
            self.belief.learn(due, visit)
            if visit.reason == TOO_MANY_REDIRECTS:
                self._let_go(way)
            if visit.reason == CONTRADICTED:  # once only: without validators it cannot be
                due = without_validators(due)
                continue
            if visit.outcome is not Outcome.REDIRECTED or visit.reason or not visit.location:
                return visit
            onward = way.first if way.cookie else self._onward(due, visit.location, way)
            if onward is None:
                return visit
            due, url = onward, visit.location
        return None

    def nameless(self, due: Due) -> Due:
        """The same without user name and password, which older archives have in seeds' URLs."""
        address = due.address
        url = without_user(address.url)
        if url == address.url:
            return due
        self._tools.archive.agenda.correct(address.id, address.url, url, datetime.now(UTC))
        return replace(due, address=replace(address, url=url))

    def put_off(self, due: Due) -> None:
        """Make the address due when its host's rest ends; without a rest, it stays due as it is."""
        until = self._tools.pace.resting(host(due.address.url))
        if until is not None:
            self._tools.archive.reschedule(due.address.id, until)

    def is_quiet(self) -> bool:
        """Whether it is in the outlet's quiet hours."""
        return self._rules is not None and self._rules.quiet_until(datetime.now(UTC)) is not None

    async def _attempt(self, due: Due, url: str, cookie: str | None) -> Visit | None:
        """One request and its verdict; None when the crawl is stopping or the host rests."""
        if self._tools.pace.resting(host(url)):
            return None  # nor is its robots.txt asked, and one that is not asked forbids nothing
        verdict = await self.permission(url)
        if verdict is not None:
            now = datetime.now(UTC)
            return self._visit(due, verdict, now, now)
        name = host(url)
        if not await self._tools.pace.take_turn(name):
            return None
        took_s, well = None, False
        try:
            fetched = await self._tools.fetch(self._request(due, url, cookie))
            took_s = fetched.took_s
            answered = judge(fetched) if due.address.role is Role.SEED else judge_page(fetched)
            well = answered.outcome in THERE
        finally:
            self._tools.pace.give_turn(name, took_s, well=well)
        rests_until = self._tools.pace.note(name, reached=fetched.fault not in UNREACHED)
        verdict = self._heed(url, answered)
        if rests_until is not None:
            verdict = replace(verdict, retry_after=rests_until)
        if self._renders(due, verdict, fetched):
            fetched, verdict = await self._rendered(url, fetched, verdict)
        verdict = judged(due, fetched, verdict)
        return self._visit(due, verdict, fetched.started_at, fetched.finished_at, fetched)

    async def permission(self, url: str) -> Verdict | None:
        """The verdict if the user's rules or robots.txt forbid the address, else None."""
        if self.denial.forbids(url):
            return Verdict(Outcome.REFUSED, "rules")
        robots = await self._tools.robots.of(self._outlet, url, self.denial)
        if robots.allows(url):
            return None
        soon = None if robots.reachable else robots.again_at
        return Verdict(robots.outcome, robots.reason, retry_after=soon)

    def _renders(self, due: Due, verdict: Verdict, fetched: Fetched) -> bool:
        """Whether a browser must render this page. Feeds and sitemaps have no scripts."""
        if self._rules is None or not self._rules.render or verdict.outcome is not Outcome.CAPTURED:
            return False
        if due.address.role is Role.SEED and due.seed_kind is not SeedKind.SECTION:
            return False
        return fetched.exchange is not None and "html" in (fetched.exchange.content_type or "")

    async def _rendered(
        self, url: str, fetched: Fetched, verdict: Verdict
    ) -> tuple[Fetched, Verdict]:
        """The page as the browser rendered it. If that fails, so does the visit."""
        made = await self._tools.fetch(Fetch(url, rendering=Rendering(fetched, self._ask_for_page)))
        kind, subject = IncidentKind.RENDER_FAILED, self._outlet.name
        if made.fault is None:
            self._tools.incidents.close(self._outlet, kind, subject)
            return made, verdict
        self._tools.incidents.open(self._outlet, kind, subject, made.fault)
        return fetched, Verdict(Outcome.FAILED, "not rendered")

    async def _ask_for_page(self, url: str) -> Fetched | None:
        """Fetch what a page's script requests, as politely as a page; None if that fails."""
        for _ in range(self._tools.configuration.max_redirects + 1):
            if await self.permission(url) is not None:
                return None
            if not await self._tools.pace.take_turn(host(url)):
                return None
            took_s = None
            try:
                fetched = await self._tools.fetch(Fetch(url))
                took_s = fetched.took_s
            finally:
                self._tools.pace.give_turn(host(url), took_s)
            verdict = judge(fetched)
            if verdict.outcome is not Outcome.REDIRECTED:
                return fetched if verdict.outcome is Outcome.CAPTURED else None
            if verdict.reason is not None or verdict.location is None:
                return None
            url = verdict.location
        return None

    def _request(self, due: Due, url: str, cookie: str | None) -> Fetch:
        """The request: conditional by the server's validators, with a full fetch now and then.

        A page that is to be rendered is fetched in full: it may change while its frame stays.
        """
        is_seed = due.address.role is Role.SEED
        renders = self._rules is not None and self._rules.render
        sent = None if renders else self.belief.to_send(due, url)
        return Fetch(
            url,
            etag=sent.etag if sent else None,
            last_modified=sent.last_modified if sent else None,
            keep_wire=self._rules is not None and self._rules.keep_wire,
            refuse=partial(refusal, seed=is_seed),
            max_bytes=self._seed_bytes if is_seed else 0,
            cookie=cookie,
        )

    def _heed(self, url: str, verdict: Verdict) -> Verdict:
        """Let a host rest if it asks for it or shuts us out; note if it works again."""
        incidents, pace, name = self._tools.incidents, self._tools.pace, host(url)
        blocked, later = verdict.outcome is Outcome.BLOCKED, verdict.retry_after
        asked_to_wait = blocked and later is not None and later > datetime.now(UTC)
        if verdict.reason in RESTS or asked_to_wait:
            until: datetime | None = pace.rest(name, verdict.retry_after, verdict.reason or "")
            kind = IncidentKind.SLOWED_DOWN
        elif verdict.reason in FORBIDDEN:
            until, kind = pace.forbade(name), IncidentKind.BLOCKED
        else:
            if verdict.outcome is Outcome.MISSING:  # no page, and yet nothing that sends us away
                incidents.close(self._outlet, IncidentKind.SLOWED_DOWN, name)
            if verdict.outcome in THERE:
                pace.worked(name)
                for kind in (IncidentKind.SLOWED_DOWN, IncidentKind.BLOCKED):
                    incidents.close(self._outlet, kind, name)
                self._tell_slow(name)
            return verdict
        if until is None:
            return verdict
        detail = f"{verdict.reason}; not asked before {until:%Y-%m-%d %H:%M:%S} UTC"
        incidents.open(self._outlet, kind, name, detail)
        return replace(verdict, retry_after=until)

    def _tell_slow(self, name: str) -> None:
        incidents, kind = self._tools.incidents, IncidentKind.SLOW
        if not self._tools.pace.is_slow(name):
            incidents.close(self._outlet, kind, name)
        elif not incidents.is_open(self._outlet, kind, name):
            delay = self._tools.pace.delay(name)
            detail = f"answers slowly; asked once in {delay:.0f} seconds"
            incidents.open(self._outlet, kind, name, detail)

    def _visit(
        self,
        due: Due,
        verdict: Verdict,
        started_at: datetime,
        finished_at: datetime,
        fetched: Fetched | None = None,
    ) -> Visit:
        next_due = self._next_due(due, verdict, finished_at, fetched)
        exchange = fetched.exchange if fetched is not None else None
        return Visit(
            address_id=due.address.id,
            started_at=started_at,
            finished_at=finished_at,
            outcome=verdict.outcome,
            status=exchange.status if exchange is not None else None,
            reason=verdict.reason,
            location=verdict.location,
            retry_after=verdict.retry_after if fetched is not None else None,
            exchange=exchange,
            next_due=next_due,
        )

    def _next_due(
        self, due: Due, verdict: Verdict, now: datetime, fetched: Fetched | None
    ) -> datetime | None:
        """By the cadence, but not before the host wants it, nor while the answer is fresh."""
        next_due = self._tools.next_look(due, verdict.outcome, now)
        if verdict.retry_after is not None:
            if verdict.outcome is Outcome.REFUSED:  # as soon as robots.txt may be had
                return verdict.retry_after
            return max(verdict.retry_after, next_due or verdict.retry_after)
        head = fetched.head if fetched is not None else None
        if verdict.outcome not in THERE or head is None or next_due is None:
            return next_due
        return next_due if next_due - now < SHORTEST else max(next_due, not_before(head, now))

    # --- redirects ---------------------------------------------------------------------------
    def _hop(self, visit: Visit, due: Due, asked: set[str]) -> Visit:
        """Note why a redirect is not followed, or add its target as found."""
        if visit.outcome is not Outcome.REDIRECTED or visit.reason or visit.location is None:
            return visit
        target = visit.location
        if target in asked:
            return replace(visit, reason=IN_RING)
        if len(asked) > self._tools.configuration.max_redirects:
            return replace(visit, reason=TOO_MANY_REDIRECTS)
        if due.address.role is Role.SEED:
            return visit
        if not belongs(host(target), self._outlet.hosts):
            return replace(visit, reason="to another host")
        key = surt(target)
        if key == due.address.key:
            return visit
        return replace(visit, found=(Found(target, key),))

    def _let_go(self, way: Way) -> None:
        """Ask for what only led on with the first address alone: it may be new at each look.

        What a seed names, or the user pinned, stays due by itself.
        """
        archive = self._tools.archive
        self._tools.recorder.flush()  # so that no visit's due time is stored later
        for address_id in way.led - {way.first.address.id}:
            kept = archive.last_capture(address_id) is not None
            if not kept and not archive.attention.is_named(address_id):
                archive.reschedule(address_id, None)
        first, most = archive.due_of(way.first.address.id).address, datetime.now(UTC) + NOWHERE_MOST
        if first.next_due is not None and first.next_due > most:
            archive.reschedule(first.id, most)

    def _onward(self, due: Due, target: str, way: Way) -> Due | None:
        """Whose address the target is; None where it is not to be asked now."""
        key = surt(target)
        if due.address.role is Role.SEED or key == due.address.key:
            return due
        self._tools.recorder.flush()  # the target was found: now the archive has it
        address = self._tools.archive.address(key)
        if address is None or address.role not in (Role.CANDIDATE, Role.ARTICLE):
            return None
        if not self._tools.claim(address.id) and not self._leads_back(address, way):
            return None
        return self._tools.archive.due_of(address.id)

    def _leads_back(self, address: Address, way: Way) -> bool:
        """Does it lead to where the way began, and never showed a page? It may give a cookie.

        Due in one pass with the page, it was claimed, and the way to the page ended before it.
        """
        archive = self._tools.archive
        led = archive.sights.led_to(address.id)
        back = led is not None and surt(led) == way.first.address.key
        return back and archive.last_capture(address.id) is None


def without_validators(due: Due) -> Due:
    """The same address, to be fetched in full."""
    return replace(due, address=replace(due.address, etag=None, last_modified=None))
