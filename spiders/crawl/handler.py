"""Scrapy's way to the network: passes a request's ``fetch`` to our client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response

if TYPE_CHECKING:
    from scrapy import Request

    from spiders.crawl.http.exchange import Asker


class WireDownloadHandler(BaseDownloadHandler):
    """For http and https. ``meta`` has ``client`` and ``fetch``, and ``fetched`` afterwards.

    Scrapy's own handlers return a response that was parsed, joined and decoded; what an archive
    must keep is lost by then. So the exchange bypasses Scrapy's Response, which only carries
    the status: it is never inspected, decoded or guessed at.
    """

    lazy = False

    async def download_request(self, request: Request) -> Response:
        """Fetch; network faults do not raise but are in ``fetched``."""
        client: Asker = request.meta["client"]
        fetched = await client.fetch(request.meta["fetch"])
        request.meta["fetched"] = fetched
        return Response(request.url, status=fetched.exchange.status if fetched.exchange else 0)
