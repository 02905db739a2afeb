"""Single requests for ``add``: as polite and as guarded as a crawl."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from spiders.crawl.http.client import Client
from spiders.crawl.http.documents import refusal
from spiders.crawl.http.exchange import Fetch
from spiders.crawl.http.guard import Guard
from spiders.crawl.http.outcome import RESTS, Verdict, judge
from spiders.crawl.manners.denial import Denial
from spiders.crawl.manners.pace import Pace
from spiders.crawl.manners.robots import ALLOW_ALL, MAX_BYTES, MAX_REDIRECTS, RULED_OUT, robots_url
from spiders.crawl.manners.robots_book import meaning
from spiders.crawl.probing.pages import Page
from spiders.urls import host, is_loopback
from storage.errors import FetchError
from storage.kinds import TO_ITSELF, TOO_MANY_REDIRECTS
from storage.records import Outcome

if TYPE_CHECKING:
    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Fetched
    from spiders.crawl.manners.robots import Robots


class Prober:
    """Fetches pages one by one. ``named`` is a URL that the user gave: its host may be private."""

    def __init__(self, configuration: Configuration, named: str) -> None:
        guard = Guard(configuration.allow_private)
        guard.name([named])
        self._configuration = configuration
        self._client = Client(configuration, guard)
        self._denial = Denial(everywhere=configuration.deny)
        self._pace = Pace(configuration.concurrent_per_host, asyncio.Event())
        self._robots: dict[str, Robots] = {}

    def close(self) -> None:
        """Drop the connections."""
        self._client.close()

    async def page(self, url: str) -> Page:
        """The page at the end of the redirects. Raises FetchError, which says why there is none."""
        asked: list[str] = []
        while True:
            if self._denial.forbids(url):
                raise _not_had(url, "rules")
            robots = await self.robots(url)
            if not robots.allows(url):
                raise _not_had(url, robots.reason)
            fetched, verdict = await self._fetch(url)
            if verdict.outcome is Outcome.CAPTURED and fetched.exchange is not None:
                return Page(url, fetched.exchange.payload, fetched.exchange.content_type)
            asked.append(url)
            onward = verdict.location if verdict.reason is None else None
            if onward is None or onward in asked:
                raise _not_had(url, verdict.reason or f"{verdict.outcome.value}")
            if len(asked) > self._configuration.max_redirects:
                raise _not_had(url, TOO_MANY_REDIRECTS)
            url = onward

    async def try_page(self, url: str) -> Page | None:
        """The page at the end of the redirects; None if there is none."""
        try:
            return await self.page(url)
        except FetchError:
            return None

    async def robots(self, url: str) -> Robots:
        """The robots.txt rules for this URL, fetched once."""
        where = robots_url(url)
        if where not in self._robots:
            delay = 0.0 if is_loopback(where) else self._configuration.delay_s
            self._pace.set_delay(host(where), delay)
            robots = self._robots[where] = await self._ask_robots(where)
            if robots.crawl_delay_s:
                self._pace.set_delay(host(where), max(delay, robots.crawl_delay_s))
        return self._robots[where]

    async def _ask_robots(self, where: str) -> Robots:
        url = where
        for _ in range(MAX_REDIRECTS + 1):
            if self._denial.forbids(url):
                return RULED_OUT
            fetched, verdict = await self._fetch(url, MAX_BYTES)
            robots = meaning(fetched, verdict)
            if robots is not None:
                return robots
            url = verdict.location or where
        return ALLOW_ALL

    async def _fetch(self, url: str, max_bytes: int = 0) -> tuple[Fetched, Verdict]:
        name = host(url)
        if not await self._pace.take_turn(name):
            raise _not_had(url, "the host asked to be left alone for a while")
        took_s = None
        try:
            wanted = Fetch(url, refuse=partial(refusal, seed=True), max_bytes=max_bytes)
            fetched = await self._client.fetch(wanted)
            took_s = fetched.took_s
        finally:
            self._pace.give_turn(name, took_s)
        verdict = judge(fetched)
        if max_bytes and fetched.fault == "too large":  # robots.txt: the part that we read has come
            verdict = Verdict(Outcome.CAPTURED)
        if verdict.reason in RESTS:
            self._pace.rest(name, verdict.retry_after, verdict.reason or "")
        return fetched, verdict


_WHY = {
    "private address": "It is a private address.",
    "rules": "A pattern of deny in variorum.toml forbids it.",
    "robots": "The outlet's robots.txt forbids it, and Variorum obeys that.",
    "robots unreachable": "Its robots.txt cannot be fetched, so nothing else may be (RFC 9309).",
    "dns": "Its name is not known.",
    "missing": "The server says that there is no such page.",
    "gone": "The server says that the page is gone for good.",
    "bot check": "The server wants a browser, and shows a bot check instead.",
    "forbidden": "The server forbids it.",
    "login": "The server wants a login.",
    TO_ITSELF: "It redirects to itself, in a circle.",
    "not a document": "It is neither a page nor a feed: a picture, a film or another file.",
    "too large": "It is larger than max_bytes in variorum.toml allows.",
    "timeout": "It took too long to answer.",
    "connection refused": "Nobody listens there: the connection was refused.",
    "reset": "The connection was broken off.",
    "unreachable": "There is no way to its host.",
    "tls": "It does not answer with the encryption (TLS) that https needs.",
    "tls untrusted": "Its certificate is not signed by anyone this machine trusts.",
    "tls self-signed": "Its certificate is signed only by itself.",
    "tls expired": "Its certificate has expired.",
    "tls not yet valid": "Its certificate is not valid yet.",
    "tls wrong name": "Its certificate is for another name.",
    "bad url": "Its address, or the one it leads to, cannot be requested.",
}
_DO = {
    "private address": "If you want this, list its host in allow_private in variorum.toml.",
    "rules": "Remove the pattern, or add another address of the outlet.",
    "robots": "Add another address of the outlet, or ask the outlet.",
    "too large": "Allow more bytes there, or add another address of the outlet.",
    "dns": "Is the name spelled right, and is there a network?",
    "tls": "If it has no https, give its address with http:// in front.",
    "tls untrusted": "If you trust it, add its authority to ca_file in variorum.toml.",
    "tls self-signed": "If you trust it, add its certificate to ca_file in variorum.toml.",
    "bot check": "Set contact in variorum.toml, or add the address of a feed.",
}


def _not_had(url: str, why: str) -> FetchError:
    """The error for a URL. ``why`` is a reason as visits have it; it becomes a sentence."""
    told = f"The server answered with {why}." if why.startswith("status ") else _WHY.get(why)
    told = told or f"{why[:1].upper()}{why[1:]}."
    do = _DO.get(why, "Try it in a browser, and correct the address or try again later.")
    return FetchError(f"{url} could not be fetched.", why=told, do=do)
