"""The robots.txt of each host: asked for before its pages, recorded, and heeded.

It is asked for whole and without validators: it is a kilobyte or two, and no ETag or date that
stays as it was can hide what is newly forbidden.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from spiders.crawl.http.documents import is_text
from spiders.crawl.http.exchange import Fetch
from spiders.crawl.http.outcome import RESTS, Verdict, judge
from spiders.crawl.manners.robots import (
    ALLOW_ALL,
    ASKED_EVERY,
    HOLDS_FOR,
    MAX_BYTES,
    MAX_REDIRECTS,
    NO_ROBOTS,
    RULED_OUT,
    UNREACHABLE,
    UNREACHABLE_FOR,
    Robots,
    parse,
    retry_at,
    robots_url,
    watched_for,
)
from spiders.crawl.manners.robots_memory import Said, said_last
from spiders.crawl.manners.robots_watch import watch_robots
from spiders.urls import host, is_loopback, surt
from storage.digest import payload_digest
from storage.kinds import TOO_MANY_REDIRECTS
from storage.records import IncidentKind, Outcome, Visit

if TYPE_CHECKING:
    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Asking, Fetched
    from spiders.crawl.incidents import Incidents
    from spiders.crawl.manners.denial import Denial
    from spiders.crawl.manners.pace import Pace
    from spiders.crawl.recorder import Recorder
    from storage.archive import Archive
    from storage.records import Address, Outlet

CLOCKS = timedelta(hours=1)
"""A visit this far in the future counts as recent: a clock is set back by this once a year."""
_SUCCESS, _CLIENT_ERROR = 2, 4  # classes of status codes
_MAYBE_THERE = frozenset({Outcome.FAILED, Outcome.REDIRECTED})


class RobotsBook:
    """Asked before every visit; a host is asked once a pass and an hour, by whoever comes first.

    ``patient``: what was asked within the hour is not asked again, nor what could not be had
    before its time, in another pass neither. A person who crawls by hand asks again at once.
    """

    def __init__(  # each is a separate part of the pass
        self,
        archive: Archive,
        configuration: Configuration,
        fetch: Asking,
        recorder: Recorder,
        pace: Pace,
        incidents: Incidents,
        delay_s: float | None,
        *,
        patient: bool = False,
    ) -> None:
        self._archive = archive
        self._configuration = configuration
        self._fetch = fetch
        self._recorder = recorder
        self._pace = pace
        self._incidents = incidents
        self._delay_s = delay_s
        self._patient = patient
        self._known: dict[str, asyncio.Future[Robots]] = {}

    async def of(self, outlet: Outlet, url: str, denial: Denial) -> Robots:
        """The rules for this URL. Also sets the host's delay, which they may increase."""
        where = robots_url(url)
        known = self._known.get(where)
        if known is None or _is_old(known):
            known = asyncio.ensure_future(self._look_up(outlet, where, denial))
            self._known[where] = known
        return known.result() if known.done() else await asyncio.shield(known)

    def forget(self) -> None:
        """Look in the archive again: the times for fetching again came from another clock."""
        self._known.clear()

    def leave(self) -> None:
        """Stop waiting for files: the crawl ends, and those that have not come say nothing."""
        for one in self._known.values():
            one.cancel()

    async def _look_up(self, outlet: Outlet, where: str, denial: Denial) -> Robots:
        if denial.forbids(where):
            return RULED_OUT
        address = self._archive.robots_address(outlet.id, where, surt(where))
        said = said_last(self._archive, address, where)
        self._set_delay(where, ALLOW_ALL if said is None else said.robots)
        robots = self._from_archive(address, said)
        if robots is None:
            robots = await self._ask(outlet, address, where, denial, said)
        self._set_delay(where, robots)
        return robots

    def _set_delay(self, where: str, robots: Robots) -> None:
        """The pace that the user or the file wants, whichever is slower."""
        ours = self._delay_s
        if ours is None:
            ours = 0.0 if is_loopback(where) else self._configuration.delay_s
        self._pace.set_delay(host(where), max(ours, robots.crawl_delay_s))

    def _from_archive(self, address: Address, said: Said | None) -> Robots | None:
        """What counts by what was asked lately; None: ask again."""
        last, now = self._archive.last_visit(address.id), datetime.now(UTC)
        if not self._patient or last is None or not -CLOCKS < now - last[0] <= HOLDS_FOR:
            return None  # also one of the future, by a clock that was ahead
        if said is not None and -CLOCKS < now - said.at <= ASKED_EVERY:
            return replace(said.robots, again_at=said.at + ASKED_EVERY)
        if address.next_due is None or address.next_due <= now:
            return None
        unasked = replace(UNREACHABLE, again_at=address.next_due)
        return _still(said, unasked) or unasked

    async def _ask(
        self, outlet: Outlet, address: Address, where: str, denial: Denial, said: Said | None
    ) -> Robots:
        """Fetch it, over redirects, each hop a visit to the address of this robots.txt."""
        url = where
        for hop in range(MAX_REDIRECTS + 1):
            if not await self._pace.take_turn(host(url)):  # it rests, or the crawl stops
                rests = self._pace.resting(host(url))
                unasked = replace(UNREACHABLE, again_at=rests or datetime.now(UTC))
                return _still(said, unasked) or unasked
            fetched, verdict = await self._fetch_one(url)
            robots = meaning(fetched, verdict)
            if robots is not None:
                break
            if hop == MAX_REDIRECTS:  # more hops than the RFC demands: as if there were no file
                verdict = replace(verdict, reason=TOO_MANY_REDIRECTS)
                robots = ALLOW_ALL
                break
            assert verdict.location is not None
            url = verdict.location
            if denial.forbids(url):  # what cannot be known is not allowed
                self._record(address, fetched, replace(verdict, outcome=Outcome.REFUSED))
                return RULED_OUT
            self._record(address, fetched, verdict)
        assert robots is not None
        if not robots.reachable and host(url) != host(where):
            robots = UNREACHABLE  # its pages stand at a host that did answer
        robots, verdict = self._in_time(address, host(url), robots, verdict)
        counts = robots if robots.reachable else _still(said, robots)
        if robots.reachable:
            self._note_change(outlet, where, robots, said, _file_of(fetched, verdict))
        self._record(address, fetched, replace(verdict, reason=verdict.reason or robots.remark))
        if counts is not None:
            self._close(outlet, where)
            if host(url) == host(where):
                self._tell_of_rest(outlet, host(where), verdict)
            return counts
        why = verdict.reason or verdict.outcome.value
        self._incidents.open(outlet, IncidentKind.ROBOTS_UNREACHABLE, host(where), why)
        return self._after_long(outlet, address, where, said, robots)

    def _note_change(
        self, outlet: Outlet, where: str, robots: Robots, said: Said | None, payload: str | None
    ) -> None:
        """Tell what it newly forbids; what it newly allows is due. The file of before does neither.

        What was refused is otherwise held against the file once a day: each time is a visit.
        """
        stays = said is not None and said.payload == payload
        if not stays:
            now, origin = datetime.now(UTC), surt(where).removesuffix("robots.txt")
            with self._archive.transaction():
                for address_id, url in self._archive.hosts.robots.refused(origin):
                    if robots.allows(url):
                        self._archive.reschedule(address_id, now)
        elif not self._incidents.is_open_anywhere(IncidentKind.ROBOTS_CHANGED, where):
            return
        before = None if said is None else said.robots
        for one in self._on(outlet, where):
            watch_robots(self._archive, self._incidents, one, where, robots, before)

    def _on(self, outlet: Outlet, where: str) -> list[Outlet]:
        """All outlets on this host: the file is asked for once, by whichever comes first."""
        others = [one for one in self._archive.outlets() if host(where) in one.hosts]
        return [outlet, *(one for one in others if one.id != outlet.id)]

    def _close(self, outlet: Outlet, where: str) -> None:
        """It can be had, for all outlets on the host."""
        kind, name = IncidentKind.ROBOTS_UNREACHABLE, host(where)
        if self._incidents.is_open_anywhere(kind, name):
            for one in self._on(outlet, where):
                self._incidents.close(one, kind, name)

    def _tell_of_rest(self, outlet: Outlet, name: str, verdict: Verdict) -> None:
        """Nothing is asked of a host that rests, whatever its rules are: told as of its pages."""
        if verdict.reason in RESTS:
            until = f"{verdict.retry_after:%Y-%m-%d %H:%M:%S} UTC"
            detail = f"{verdict.reason}; not asked before {until}"
            self._incidents.open(outlet, IncidentKind.SLOWED_DOWN, name, detail)

    async def _fetch_one(self, url: str) -> tuple[Fetched, Verdict]:
        took_s, well = None, False
        try:
            fetched = await self._fetch(Fetch(url, max_bytes=MAX_BYTES))
            took_s = fetched.took_s
            verdict = judge(fetched)
            well = verdict.outcome is Outcome.CAPTURED
        finally:
            self._pace.give_turn(host(url), took_s, well=well)
        if fetched.fault == "too large":  # the part that we read has come
            verdict = Verdict(Outcome.CAPTURED, f"cut at {MAX_BYTES // 1024} kB")
        elif verdict.outcome in _MAYBE_THERE and _is_there(fetched):
            verdict = replace(verdict, outcome=Outcome.CAPTURED, location=None)
        return fetched, verdict

    def _in_time(
        self, address: Address, name: str, robots: Robots, verdict: Verdict
    ) -> tuple[Robots, Verdict]:
        """Add the time at which it is fetched again; if the host rests, that is its rest's end."""
        now = datetime.now(UTC)
        if robots.reachable:
            return replace(robots, again_at=now + ASKED_EVERY), verdict
        again_at = retry_at(now, address.failures)
        if verdict.reason in RESTS:
            until = self._pace.rest(name, verdict.retry_after, verdict.reason or "")
            again_at = until
        return replace(robots, again_at=again_at), replace(verdict, retry_after=again_at)

    def _after_long(
        self, outlet: Outlet, address: Address, where: str, said: Said | None, robots: Robots
    ) -> Robots:
        """What counts while it cannot be had: nothing is allowed, for thirty days of looks."""
        incident = self._incidents.of(outlet, IncidentKind.ROBOTS_UNREACHABLE, host(where))
        if incident is None:
            return robots
        # Not the time since it was opened: that may be 1970, by a clock that was not set yet.
        looks = self._archive.hosts.robots.looks_in_vain(address.id, incident.count)
        if watched_for([*looks, datetime.now(UTC)]) < UNREACHABLE_FOR:
            return robots
        counts = ALLOW_ALL if said is None else said.robots
        return replace(counts, again_at=robots.again_at)

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
                of_page=False,
            )
        )


def _is_old(known: asyncio.Future[Robots]) -> bool:
    """Whether it is time to fetch again. A failed look-up is repeated by whoever comes next."""
    if not known.done():
        return False
    if known.cancelled() or known.exception() is not None:
        return True
    again_at = known.result().again_at
    return again_at is not None and again_at <= datetime.now(UTC)


def meaning(fetched: Fetched, verdict: Verdict) -> Robots | None:
    """What an answer means (RFC 9309, 2.3.1); None for a redirect that must be followed.

    If a host cannot be reached at all, its pages fail for the same reason; one that answers with
    a server error forbids everything until it recovers.
    """
    if verdict.outcome is Outcome.REDIRECTED:
        return ALLOW_ALL if verdict.reason else None
    if fetched.exchange is None:
        return replace(UNREACHABLE, outcome=verdict.outcome, reason=verdict.reason or "robots")
    status = fetched.exchange.status
    if verdict.outcome is Outcome.CAPTURED:
        return parse(fetched.exchange.payload)
    if status // 100 == _CLIENT_ERROR and status != HTTPStatus.TOO_MANY_REQUESTS:
        return replace(ALLOW_ALL, remark=NO_ROBOTS)
    return UNREACHABLE


def _still(said: Said | None, failed: Robots) -> Robots | None:
    """What was said last, where that counts while nothing else is said; None: no more."""
    now = datetime.now(UTC)
    if said is None or not -CLOCKS < now - said.at <= HOLDS_FOR:
        return None
    return replace(said.robots, again_at=min(failed.again_at or now, said.at + HOLDS_FOR))


def _file_of(fetched: Fetched, verdict: Verdict) -> str | None:
    """The digest of the file that came; None if none is there."""
    if verdict.outcome is not Outcome.CAPTURED or fetched.exchange is None:
        return None
    return payload_digest(fetched.exchange.payload)


def _is_there(fetched: Fetched) -> bool:
    """Whether it came nevertheless: with another success (204), or with a coding it does not have.

    Also if it seems to lead to another address: only the contents of pages can do that.
    """
    if fetched.exchange is None or fetched.exchange.status // 100 != _SUCCESS:
        return False
    if fetched.fault is None:
        return True
    return fetched.fault == "bad coding" and is_text(fetched.exchange.payload)
