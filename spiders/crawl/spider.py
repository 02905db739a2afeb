"""The spider, which connects Scrapy and the crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import scrapy
from scrapy import Request
from scrapy.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from spiders.crawl.http.exchange import Asker, Fetch, Fetched, Work


class OwnSettings(Settings):
    """Settings made for a single crawl, so that Scrapy need not copy them.

    The copy took half the time of a crawl that sends no request. A crawl freezes its settings, so
    the next one needs others.
    """

    def copy(self) -> Self:
        """The settings themselves, as no other crawl has them."""
        return self


class WorkSpider(scrapy.Spider):
    """Does the work it is given, with Scrapy's downloader as its only way to the network.

    ``client`` sends the requests below that; the work may set its own.
    """

    name = "work"

    def __init__(self, *args: Any, work: Work, client: Asker | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self._work = work

    async def start(self) -> AsyncIterator[Any]:
        """Scrapy's entry point. It yields nothing: each download is awaited where it is needed."""
        await self._work(self.fetch)
        nothing: list[Request] = []
        for request in nothing:
            yield request

    async def fetch(self, fetch: Fetch) -> Fetched:
        """Send one request through Scrapy's downloader."""
        request = Request(
            fetch.url,
            meta={"client": self.client, "fetch": fetch, "download_slot": "all"},
            dont_filter=True,
        )
        assert self.crawler.engine is not None
        await self.crawler.engine.download_async(request)
        fetched: Fetched = request.meta["fetched"]
        return fetched
