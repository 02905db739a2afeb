"""The robots.txt of each host: from the archive while fresh, else fetched and recorded."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from spiders.crawl.exchange import Fetch
from spiders.crawl.outcome import RESTS, Verdict, judge
from spiders.crawl.robots import (
    ALLOW_ALL,
    FRESH_FOR,
    MAX_REDIRECTS,
    UNREACHABLE,
    Robots,
    parse,
    robots_url,
)
from spiders.urls import host, is_loopback, surt
from storage.errors import PayloadDamaged
from storage.records import IncidentKind, Outcome, Visit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from spiders.configuration import Configuration
    from spiders.crawl.exchange import Fetched
    from spiders.crawl.incidents import Incidents
    from spiders.crawl.pace import Pace
    from spiders.crawl.recorder import Recorder
    from storage.archive import Archive
    from storage.records import Address, Outlet

_CLIENT_ERROR = 4  # the class of status codes


class RobotsBook:
    """Asked before every visit; a host is asked once a pass at most, by whoever comes first."""

    def __init__(  # each is one thing of the pass, and none goes with another
        self,
        archive: Archive,
        configuration: Configuration,
        fetch: Callable[[Fetch], Awaitable[Fetched]],
        recorder: Recorder,
        pace: Pace,
        incidents: Incidents,
        delay_s: float | None,
    ) -> None:
        self._archive = archive
        self._configuration = configuration
        self._fetch = fetch
        self._recorder = recorder
        self._pace = pace
        self._incidents = incidents
        self._delay_s = delay_s
        self._known: dict[str, asyncio.Future[Robots]] = {}

    async def of(self, outlet: Outlet, url: str) -> Robots:
        """The rules for this URL; also sets the host's pace, which they may slow down."""
        where = robots_url(url)
        known = self._known.get(where)
        if known is None:
            known = self._known[where] = asyncio.ensure_future(self._look_up(outlet, where))
        return known.result() if known.done() else await asyncio.shield(known)

    def remember_rest(self, outlet: Outlet, url: str, until: datetime) -> None:
        """Keep over passes that the host wants to rest: as the due time of its robots.txt."""
        where = robots_url(url)
        self._recorder.flush()  # a visit of robots.txt that waits there would overwrite it
        address = self._archive.robots_address(outlet.id, where, surt(where))
        self._archive.reschedule(address.id, until)

    def recall_rests(self, outlet: Outlet) -> None:
        """What the hosts of the outlet asked for in an earlier pass."""
        for name in outlet.hosts:
            address = self._archive.address(surt(f"http://{name}/robots.txt"))
            if address is None or address.next_due is None:
                continue
            if address.next_due > datetime.now(UTC):
                self._pace.rest(name, address.next_due)
            else:
                self._archive.reschedule(address.id, None)

    async def _look_up(self, outlet: Outlet, where: str) -> Robots:
        self._pace.set_delay(host(where), self._delay(where))
        address = self._archive.robots_address(outlet.id, where, surt(where))
        robots = self._from_archive(address, where)
        if robots is None:
            robots = await self._ask(outlet, address, where)
        if robots.crawl_delay_s:
            self._pace.set_delay(host(where), max(self._delay(where), robots.crawl_delay_s))
        return robots

    def _delay(self, where: str) -> float:
        if self._delay_s is not None:
            return self._delay_s
        return 0.0 if is_loopback(where) else self._configuration.delay_s

    def _from_archive(self, address: Address, where: str) -> Robots | None:
        """What a visit within the last day said of this very host; None: ask again."""
        last = self._archive.last_visit(address.id)
        if last is None or datetime.now(UTC) - last[0] > FRESH_FOR:
            return None
        if last[1] is Outcome.MISSING:
            return ALLOW_ALL
        capture = self._archive.last_capture(address.id)
        if last[1] not in (Outcome.CAPTURED, Outcome.UNMODIFIED) or capture is None:
            return None
        if host(capture.url) != host(where):
            return None
        try:
            return parse(self._archive.payload(capture.payload))
        except PayloadDamaged:
            return None  # `verify` tells of it; the host can be asked again

    async def _ask(self, outlet: Outlet, address: Address, where: str) -> Robots:
        """Fetch it, over redirects, each hop a visit to the address of this robots.txt."""
        url, name = where, host(where)
        for _ in range(MAX_REDIRECTS + 1):
            if not await self._pace.take_turn(host(url)):
                return UNREACHABLE
            try:
                fetched = await self._fetch(Fetch(url))
            finally:
                self._pace.give_turn(host(url))
            verdict = judge(fetched)
            robots = meaning(fetched, verdict)
            if robots is not None:
                break
            self._record(address, fetched, verdict)
            assert verdict.location is not None
            url = verdict.location
        else:  # more hops than the RFC asks for: as if there were no file
            return ALLOW_ALL
        if verdict.reason in RESTS:
            until = self._pace.rest(name, verdict.retry_after, address.failures)
            verdict = replace(verdict, retry_after=until)
        self._record(address, fetched, replace(verdict, reason=verdict.reason or robots.remark))
        self._tell(outlet, name, robots, verdict)
        return robots

    def _record(self, address: Address, fetched: Fetched, verdict: Verdict) -> None:
        exchange = fetched.exchange
        self._recorder.add(
            Visit(
                address_id=address.id,
                started_at=fetched.started_at,
                finished_at=fetched.finished_at,
                outcome=verdict.outcome,
                status=exchange.status if exchange is not None else None,
                reason=verdict.reason,
                location=verdict.location,
                retry_after=verdict.retry_after,
                exchange=exchange,
                next_due=verdict.retry_after,
            )
        )

    def _tell(self, outlet: Outlet, name: str, robots: Robots, verdict: Verdict) -> None:
        kind = IncidentKind.ROBOTS_UNREACHABLE
        if robots.reachable:
            self._incidents.close(outlet, kind, name)
        else:
            self._incidents.open(outlet, kind, name, verdict.reason or verdict.outcome.value)


def meaning(fetched: Fetched, verdict: Verdict) -> Robots | None:
    """What an answer says (RFC 9309, 2.3.1); None for a redirect that is to be followed.

    A host that cannot be reached at all fails its pages too, for the same reason; one that
    answers with an error of its own forbids everything until it recovers.
    """
    if verdict.outcome is Outcome.REDIRECTED:
        return ALLOW_ALL if verdict.reason else None
    if fetched.exchange is None:
        return replace(UNREACHABLE, outcome=verdict.outcome, reason=verdict.reason or "robots")
    status = fetched.exchange.status
    if verdict.outcome is Outcome.CAPTURED:
        return parse(fetched.exchange.payload)
    if fetched.fault == "too large":
        return parse(fetched.exchange.payload)
    if status // 100 == _CLIENT_ERROR and status != HTTPStatus.TOO_MANY_REQUESTS:
        return ALLOW_ALL
    return UNREACHABLE
