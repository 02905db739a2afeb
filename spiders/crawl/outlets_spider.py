"""The crawl as a Scrapy command: ``scrapy crawl outlets -a archive=DIR``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spiders.configuration import load
from spiders.crawl.engine import Pass
from spiders.crawl.errand import Errand
from spiders.crawl.http.client import Client
from spiders.crawl.spider import WorkSpider
from storage.archive import Archive

if TYPE_CHECKING:
    from datetime import datetime

    from spiders.crawl.http.exchange import Asking
    from storage.records import Due, Outcome


class OutletsSpider(WorkSpider):
    """Makes one pass over what is due in an archive.

    Without the monitor there is no cadence: each address is due again in an hour.
    """

    name = "outlets"

    def __init__(self, *args: Any, archive: str = "archive", **kwargs: Any) -> None:
        super().__init__(*args, work=self._one_pass, **kwargs)
        self._folder = Path(archive)

    async def _one_pass(self, fetch: Asking) -> None:
        configuration = load(self._folder)
        with Archive.open_to_write(self._folder) as archive:
            crawl_pass = Pass(archive, configuration, Errand(), next_look=_in_an_hour)
            self.client = client = Client(configuration, crawl_pass.guard)
            try:
                await crawl_pass.run(fetch)
            finally:
                await client.end()
            if crawl_pass.failure is not None:
                raise crawl_pass.failure


def _in_an_hour(_due: Due, _outcome: Outcome, now: datetime) -> datetime:
    return now + timedelta(hours=1)
