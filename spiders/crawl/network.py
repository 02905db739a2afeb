"""The way to the network: one lasting Scrapy crawl, and a client below it that can be replaced."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from spiders.crawl.http.client import Client
from spiders.crawl.http.guard import Guard
from storage.errors import VariorumError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Asking, Fetch, Fetched, Work


class Network:
    """Takes the place of the client that the download handler expects."""

    def __init__(self, configuration: Configuration) -> None:
        self._guard = Guard(configuration.allow_private)
        self._client = Client(configuration, self._guard)
        self._old: list[Client] = []
        self._flying: Counter[Client] = Counter()

    def name(self, urls: Iterable[str]) -> None:
        """Name these URLs as the user's: see :meth:`Guard.name`."""
        self._guard.name(urls)

    async def fetch(self, fetch: Fetch) -> Fetched:
        """Fetch with the current client. Network faults are returned, not raised."""
        client = self._client
        self._flying[client] += 1
        try:
            return await client.fetch(fetch)
        finally:
            self._flying[client] -= 1
            await self._end_old()

    async def _end_old(self) -> None:
        """End the replaced clients that have nothing under way: each may have a browser."""
        done = [one for one in self._old if not self._flying[one]]
        self._old = [one for one in self._old if self._flying[one]]
        for client in done:
            del self._flying[client]
            await client.end()

    def renew(self, configuration: Configuration) -> None:
        """Use other settings from the next request on; what is under way goes on as it began.

        Raises InputError, and then nothing changes.
        """
        guard = Guard(configuration.allow_private)
        client = Client(configuration, guard)
        self._old.append(self._client)
        self._guard, self._client = guard, client

    def let_go(self) -> None:
        """Close idle connections: those to hosts that are seldom visited would stay open."""
        for client in (self._client, *self._old):
            client.close()

    async def end(self) -> None:
        """Close everything, browsers too."""
        for client in (self._client, *self._old):
            await client.end()


async def within_scrapy(work: Work, network: Network | Client) -> None:
    """Let Scrapy run one crawl for as long as ``work`` takes. Raises what the work raises."""
    from scrapy.crawler import Crawler  # noqa: PLC0415  # 0.4 s of CPU, only to crawl

    from spiders.crawl.spider import OwnSettings, WorkSpider  # noqa: PLC0415  # the same

    failure: BaseException | None = None

    async def guarded(fetch: Asking) -> None:
        """Keep what the work raises; Scrapy would log it with a traceback and go on."""
        nonlocal failure
        try:
            await work(fetch)
        except VariorumError as error:
            failure = error
        except BaseException as error:
            failure = error
            raise

    settings = OwnSettings()
    settings.setmodule("spiders.settings", priority="project")
    try:
        await Crawler(WorkSpider, settings).crawl_async(work=guarded, client=network)
    finally:
        await network.end()
    if failure is not None:
        raise failure
