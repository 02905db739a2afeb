"""A few pages fetched once, as politely as in a crawl, and stored nowhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from spiders.crawl.probing.probe import Prober
from storage.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.configuration import Configuration
    from spiders.crawl.probing.pages import Page


def look_at(urls: Sequence[str], configuration: Configuration) -> list[Page]:
    """The pages that can be fetched, in order. If none can, raises the last one's FetchError."""
    return asyncio.run(_look_at(urls, configuration))


async def _look_at(urls: Sequence[str], configuration: Configuration) -> list[Page]:
    if not urls:
        return []
    prober = Prober(configuration, urls[0])
    pages: list[Page] = []
    error: FetchError | None = None
    try:
        for url in urls:
            try:
                pages.append(await prober.page(url))
            except FetchError as missed:
                error = missed
    finally:
        prober.close()
    if not pages and error is not None:
        raise error
    return pages
