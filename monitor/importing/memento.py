"""Importing a page's history from a Memento archive (RFC 7089): its TimeMap, and each capture.

The archive is treated as politely as an outlet: one request at a time, at the pace of the settings,
obeying its robots.txt, and none while it asks to be left alone. Captures that we have already are
not requested again, so an interrupted import continues where it was.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from monitor.importing.exchanges import NotTaken
from monitor.importing.timemaps import Memento, parse_timemap, untouched
from monitor.importing.transactions import Transaction
from monitor.notation.telling import in_words
from spiders.crawl.http.client import Client
from spiders.crawl.http.exchange import Fetch
from spiders.crawl.http.guard import Guard
from spiders.crawl.http.outcome import judge, retry_time
from spiders.crawl.manners.robots import ALLOW_ALL, MAX_REDIRECTS, robots_url
from spiders.crawl.manners.robots_book import meaning
from spiders.http_date import parse_http_date
from spiders.urls import host, is_loopback, resolve
from storage.errors import FetchError
from storage.warc.about import address_of
from storage.warc.records import Fault, RecordHead, Severity, format_date

if TYPE_CHECKING:
    from monitor.importing.heard import Heard
    from monitor.importing.warc import Importer
    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Fetched
    from spiders.crawl.manners.robots import Robots
    from storage.warc.memory import Memory

ARCHIVE = "https://web.archive.org/web/timemap/link/"
"""The archive whose TimeMaps are used if the user names only a page."""
_LARGEST_TIMEMAP = 64 * 1024 * 1024
_MOST_TIMEMAPS = 100
_PATIENCE = 3
_LONGEST_REST = timedelta(minutes=10)
_UNABLE = 503
_BUSY = frozenset({429, _UNABLE})
_REDIRECTS = range(300, 400)
_OK = 200
KNOWN = "known already"


class MementoReader:
    """Imports the history of pages from Memento archives."""

    def __init__(
        self,
        importer: Importer,
        memory: Memory,
        configuration: Configuration,
        heard: Heard,
    ) -> None:
        self._importer = importer
        self._places = importer.places
        self._memory = memory
        self._configuration = configuration
        self._heard = heard

    def read(self, address: str) -> None:
        """Import all mementos of a page, given by its URL or that of its TimeMap.

        Raises FetchError if the TimeMap cannot be fetched, or the archive refuses to go on; what
        was imported until then is stored.
        """
        self._heard.begin(address)
        asyncio.run(self._read(address if "timemap" in address.lower() else ARCHIVE + address))

    async def _read(self, timemap: str) -> None:
        asker = _Asker(self._configuration, timemap)
        try:
            original, mementos = await self._list(asker, timemap)
            self._importer.begin(f"mementos of {original} from {host(timemap)}")
            listed = Counter(one.at for one in mementos)
            for memento in mementos:
                if self._is_known(original, memento.at, listed[memento.at]):
                    self._importer.counts.skipped[KNOWN] += 1
                    self._heard.sound()
                    continue
                await self._take(asker, original, memento)
        except FetchError:
            self._importer.flush()
            raise
        else:
            self._importer.flush()
        finally:
            asker.close()

    async def _list(self, asker: _Asker, timemap: str) -> tuple[str, list[Memento]]:
        original: str | None = None
        mementos: dict[tuple[datetime, str], Memento] = {}
        waiting, asked = {timemap: None}, set[str]()
        while waiting and len(asked) < _MOST_TIMEMAPS:
            url = next(iter(waiting))
            del waiting[url]
            asked.add(url)
            found = parse_timemap(await asker.text(url), url)
            original = original or found.original
            for memento in found.mementos:
                mementos[memento.at, memento.url] = memento
            waiting |= dict.fromkeys(one for one in found.more if one not in asked)
        if waiting:
            what = f"it names more than {_MOST_TIMEMAPS} TimeMaps: captures in others are left out"
            self._heard.fault(timemap, Fault(0, what, Severity.WARNING))
        if original is None or not mementos:
            raise FetchError(
                f"{timemap} lists no captures.",
                why="It is not a TimeMap in link format (RFC 7089), or the archive has none.",
                do="Give the address of a page, or of a TimeMap of it.",
            )
        return original, sorted(mementos.values(), key=attrgetter("at"))

    def _is_known(self, original: str, at: datetime, listed: int) -> bool:
        """Whether we have as many captures of this second as they list; it may be more than one."""
        try:
            address = self._places.known(original)
        except NotTaken:
            return False
        return address is not None and self._memory.count_at(address.id, at) >= listed

    async def _take(self, asker: _Asker, original: str, memento: Memento) -> None:
        url = untouched(memento.url)
        answer = await asker.get(url)
        fetched = answer.fetched
        if fetched.exchange is None or fetched.head is None or fetched.fault is not None:
            self._refuse(url, fetched.fault or "no answer")
            return
        at = parse_http_date(fetched.head.get("memento-datetime")) or memento.at
        if fetched.head.get("memento-datetime") is None and fetched.head.status != _OK:
            self._refuse(url, f"status {fetched.head.status}, and no memento")
            return
        exchange = fetched.exchange
        head = RecordHead(
            "1.1",
            (
                ("WARC-Type", "response"),
                ("WARC-Target-URI", original),
                ("WARC-Date", format_date(at)),
                ("Content-Type", "application/http;msgtype=response"),
                *address_of(exchange.peer),
            ),
        )
        body = exchange.wire if exchange.wire is not None else exchange.payload
        found = Transaction(0, head, exchange.response_head, body, exchange.request_head)
        self._importer.take(url, found)

    def _refuse(self, url: str, why: str) -> None:
        self._importer.counts.skipped["faulty"] += 1
        self._heard.fault(url, Fault(0, why))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was fetched, and the URL that it finally came from."""

    url: str
    fetched: Fetched


class _Asker:
    """Makes one request at a time, at the host's pace, obeying its robots.txt."""

    def __init__(self, configuration: Configuration, named: str) -> None:
        guard = Guard(configuration.allow_private)
        guard.name([named])
        self._configuration = configuration
        self._client = Client(configuration, guard)
        self._robots: dict[str, Robots] = {}
        self._next: dict[str, float] = {}
        self._unable = False
        """Whether the last capture could not be fetched, however patiently."""

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    async def text(self, url: str) -> str:
        """Fetch a TimeMap. Raises FetchError."""
        answer = await self.get(url, _LARGEST_TIMEMAP)
        fetched = answer.fetched
        status = None if fetched.head is None else fetched.head.status
        if fetched.exchange is None or fetched.fault is not None or status != _OK:
            why = fetched.fault or f"The archive answered with status {status}."
            raise FetchError(f"{url} could not be fetched.", why=why, do="Is the address right?")
        return fetched.exchange.payload.decode("utf-8", "replace")

    async def get(self, url: str, most: int = 0) -> _Answer:
        """Fetch a URL, following the redirects that lead to a memento.

        Raises FetchError if robots.txt forbids it or the archive stays busy.
        """
        for _ in range(self._configuration.max_redirects + 1):
            rules = await self._rules(url)
            if not rules.reachable:
                raise FetchError(
                    f"{host(url)} does not answer, or its robots.txt cannot be fetched.",
                    why=f"Then nothing may be fetched from it: {in_words(str(rules.reason))}.",
                    do="Run the same command again later: it continues where it was.",
                )
            if not rules.allows(url):
                raise FetchError(
                    f"{url} may not be fetched.",
                    why="The archive's robots.txt forbids it, and Variorum obeys that.",
                    do="Try another archive: give the address of its TimeMap of the page.",
                )
            fetched = await self._patiently(url, most)
            head = fetched.head
            onward = (
                head.get("location") if head is not None and head.status in _REDIRECTS else None
            )
            target = None if onward is None else resolve(url, onward)
            if target is None or (head is not None and head.get("memento-datetime")):
                return _Answer(url, fetched)
            url = untouched(target)
        return _Answer(url, fetched)

    async def _rules(self, url: str) -> Robots:
        where = robots_url(url)
        if where not in self._robots:
            self._robots[where] = ALLOW_ALL  # while fetching robots.txt itself
            self._robots[where] = await self._ask_robots(where)
        return self._robots[where]

    async def _ask_robots(self, url: str) -> Robots:
        """Follow as many redirects as RFC 9309 asks for; with more there is no robots.txt."""
        for _ in range(MAX_REDIRECTS + 1):
            fetched = await self._at_its_pace(url, 0)
            verdict = judge(fetched)
            robots = meaning(fetched, verdict)
            if robots is not None:
                return robots
            assert verdict.location is not None
            url = verdict.location
        return ALLOW_ALL

    async def _patiently(self, url: str, most: int) -> Fetched:
        """Fetch a URL; if the archive is busy, wait for as long as it asks, up to three times.

        After that a single capture is skipped, but not two in a row. A response with a memento's
        time is a capture, namely of a page that was busy when it was captured.
        """
        for attempt in range(_PATIENCE):
            fetched = await self._at_its_pace(url, most)
            head = fetched.head
            if head is None or head.status not in _BUSY or head.get("memento-datetime"):
                self._unable = False
                return fetched
            now = datetime.now(UTC)
            until = retry_time(head.get("retry-after"), now)
            rest = timedelta(minutes=2**attempt) if until is None else until - now
            if rest > _LONGEST_REST:
                break
            await asyncio.sleep(max(0.0, rest.total_seconds()))
        else:
            busy = head is not None and head.status == _UNABLE
            if busy and not self._unable and not most:
                self._unable = True
                return fetched
        raise FetchError(
            f"The archive at {host(url)} asks to be left alone.",
            why="What was imported until now is stored.",
            do="Run the same command again later: it continues where it was.",
        )

    async def _at_its_pace(self, url: str, most: int) -> Fetched:
        name, loop = host(url), asyncio.get_running_loop()
        robots = self._robots.get(robots_url(url), ALLOW_ALL)
        delay = 0.0 if is_loopback(url) else self._configuration.delay_s
        await asyncio.sleep(max(0.0, self._next.get(name, 0.0) - loop.time()))
        fetched = await self._client.fetch(Fetch(url, keep_wire=True, max_bytes=most))
        self._next[name] = loop.time() + max(delay, robots.crawl_delay_s)
        return fetched
