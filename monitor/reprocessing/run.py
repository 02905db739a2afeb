"""Reading the whole archive again: many processes read, one writes, article by article.

Everything about an article is stored in one transaction, and articles that were read by the present
reader and rules are skipped; so a run that was killed is resumed by the next one.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.reprocessing.again import Found, Rereader, begin, read_again
from monitor.reprocessing.blame import take_back
from spiders.urls import surt
from storage.history.retelling import retell
from storage.records import IncidentKind
from storage.workers import workers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from storage.archive import Archive
    from storage.records import Incident

FEW = 40
"""Up to so many articles are read faster here than by processes that must be started first."""
IN_HAND = 64
"""Articles being read or waiting to be written; about ten per process."""
SAMPLES = 5


@dataclass(slots=True)
class Tally:
    """The results for one outlet or for all; ``damaged`` counts captures that were not read."""

    articles: int = 0
    captures: int = 0
    extractions: int = 0
    revisions_changed: int = 0
    revisions_found_late: int = 0
    revisions_ours: int = 0
    damaged: list[int] = field(default_factory=list)
    samples: list[dict[str, str]] = field(default_factory=list)

    def add(self, found: Found, url: str) -> None:
        """Add the result for one more article."""
        self.articles += 1
        self.captures += found.captures
        self.damaged += found.damaged
        if found.plan is None:
            return
        self.extractions += found.extractions
        self.revisions_changed += len(found.plan.changed)
        self.revisions_found_late += len(found.plan.late)
        self.revisions_ours += len(found.plan.ours)
        for gone, new in found.samples:
            if len(self.samples) < SAMPLES:
                self.samples.append({"url": url, "gone": gone, "new": new})


def reprocess(
    archive: Archive,
    *,
    rules_folder: Path | None,
    outlet_id: int | None = None,
    dry_run: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> dict[str, Tally]:
    """Read every article again, and return the results by the name of the outlet.

    ``on_progress`` is called with the number of articles done, and of all.
    """
    articles = {one.id: (one.outlet, one.url) for one in archive.articles(outlet_id)}
    tallies: dict[str, Tally] = {}
    with _readers(archive, rules_folder, articles) as found_again:
        for done, found in enumerate(found_again, 1):
            outlet, url = articles[found.article_id]
            tallies.setdefault(outlet, Tally()).add(found, url)
            if found.plan is not None and not dry_run:
                retell(archive, found.article_id, found.plan.history)
            if on_progress is not None:
                on_progress(done, len(articles))
    if not dry_run:
        _close_over(archive, tallies)
        take_back(archive, tallies)
    return tallies


def _close_over(archive: Archive, outlets: Collection[str]) -> None:
    """Close incidents of a failing reader or rule if everything has been read since."""
    ids = {one.name: one.id for one in archive.outlets() if one.name in outlets}
    over = {IncidentKind.READER_FAILED: _is_read, IncidentKind.RULE_FAILED: _is_mended}
    for one in archive.incidents():
        if one.outlet in ids and one.kind in over and over[one.kind](archive, one, ids[one.outlet]):
            archive.close_incident(ids[one.outlet], one.kind, one.subject, datetime.now(UTC))


def _is_read(archive: Archive, one: Incident, _outlet_id: int) -> bool:
    """Whether the last capture of the address that the reader failed at shows a revision."""
    address = archive.address(surt(one.subject))
    last = None if address is None else archive.last_capture(address.id)
    if last is None or last.captured_at < one.last_at:
        return False
    return archive.shown_at(last.address_id) is not None


def _is_mended(archive: Archive, one: Incident, outlet_id: int) -> bool:
    """Whether pages since a rule failed were read, and none of them is left unread.

    This is not about a file of rules with a mistake, which is an incident of its own.
    """
    if one.subject != one.outlet or archive.samples.left_unread(outlet_id, one.opened_at, 1):
        return False
    return any(article.last_seen >= one.opened_at for article in archive.articles(outlet_id))


@contextmanager
def _readers(
    archive: Archive, rules_folder: Path | None, articles: Iterable[int]
) -> Iterator[Iterable[Found]]:
    ids = list(articles)
    number = min(os.cpu_count() or 1, 8)
    if len(ids) <= FEW or number == 1:
        rereader = Rereader(archive, rules_folder)
        yield map(rereader.read, ids)
        return
    rules = None if rules_folder is None else str(rules_folder)
    with workers(number, begin, str(archive.folder), rules) as pool:
        yield in_order(pool, ids)


def in_order(pool: Executor, ids: Iterable[int]) -> Iterator[Found]:
    """The results in order, with at most :data:`IN_HAND` articles in progress.

    Eight processes read faster than one writes, and a result contains all an article ever said.
    """
    waiting = deque[Future[Found]]()
    try:
        for one in ids:
            waiting.append(pool.submit(read_again, one))
            if len(waiting) == IN_HAND:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
