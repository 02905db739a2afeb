"""The spider: where Scrapy and the crawl meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import Request

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from spiders.crawl.http.client import Client
    from spiders.crawl.http.exchange import Fetch, Fetched

    Work = Callable[[Callable[[Fetch], Awaitable[Fetched]]], Awaitable[None]]


class OutletsSpider(scrapy.Spider):
    """Does the work it is given, with Scrapy's downloader as its only way to the network.

    From the command line, ``scrapy crawl outlets -a archive=DIR`` makes one pass over what is
    due in an archive.
    """

    name = "outlets"

    def __init__(
        self,
        *args: Any,
        work: Work | None = None,
        client: Client | None = None,
        archive: str = "archive",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._work = work
        self._client = client
        self._folder = archive

    async def start(self) -> AsyncIterator[Any]:
        """Scrapy's entry. Nothing is yielded: every download is awaited where it is needed."""
        if self._work is not None:
            await self._work(self.fetch)
        else:
            from spiders.crawl.engine import crawl_folder  # noqa: PLC0415  # engine imports us

            await crawl_folder(self._folder, self)
        nothing: list[Request] = []
        for request in nothing:
            yield request

    def use(self, client: Client) -> None:
        """Ask the network by this client."""
        self._client = client

    async def fetch(self, fetch: Fetch) -> Fetched:
        """One request through Scrapy's downloader."""
        request = Request(
            fetch.url,
            meta={"client": self._client, "fetch": fetch, "download_slot": "all"},
            dont_filter=True,
        )
        assert self.crawler.engine is not None
        await self.crawler.engine.download_async(request)
        fetched: Fetched = request.meta["fetched"]
        return fetched
