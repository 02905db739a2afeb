"""The READ loop: visits that nobody has read become extractions, decisions and intents.

::

    unread() | read | decide | apply

Each visit is read and applied in the order of its time, within transactions of a batch, so that
a killed process loses no more than a batch of reading, which is done again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from monitor.cadence import next_look
from monitor.decide import Context, Known, decide
from monitor.declared import declared_moved
from monitor.field_watch import Tally, watch_fields
from monitor.identity import identity_url
from monitor.readings import Readings
from monitor.remembering import OutletMemories, outlet_part, with_page
from spiders.urls import surt
from storage.digest import content_digest, is_digest_of
from storage.errors import ArchiveBusy, ArchiveFull, ArchiveReadOnly
from storage.intents import (
    AddRevision,
    BeginArticle,
    Intent,
    OpenIncident,
    SeeSame,
)
from storage.records import Extraction, IncidentKind, Outcome
from storage.redirects import has_shown, targets

if TYPE_CHECKING:
    import threading
    from collections import Counter
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from spiders.configuration import Configuration
    from storage.archive import Archive
    from storage.page_memory import Remembered
    from storage.records import Article, Outlet, Unread, Visit

BATCH = 200


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """What reading brought to light."""

    articles_new: int = 0
    revisions_new: int = 0
    incidents: int = 0

    def plus(self, intents: Iterable[Intent]) -> ReadCounts:
        """These counts and those of one more visit."""
        counts = self
        for intent in intents:
            match intent:
                case BeginArticle():
                    counts = replace(counts, articles_new=counts.articles_new + 1)
                case AddRevision():
                    counts = replace(counts, revisions_new=counts.revisions_new + 1)
                case OpenIncident():
                    counts = replace(counts, incidents=counts.incidents + 1)
                case _:
                    pass
        return counts


def read_unread(
    archive: Archive,
    *,
    rules_folder: Path | None,
    on_progress: Callable[[int], None] | None = None,
) -> ReadCounts:
    """Read every visit that has not been read, oldest first.

    ``on_progress`` is called with the number of visits read so far.
    """
    room = _ReadingRoom(archive, rules_folder)
    counts, done = ReadCounts(), 0
    while batch := archive.unread(BATCH):
        with archive.transaction():
            for visit in batch:
                counts = counts.plus(room.read_or_tell(visit))
            room.tally.write(archive)
            room.make_memories(batch)
        done += len(batch)
        if on_progress is not None:
            on_progress(done)
    lost = watch_fields(archive, room.tally.outlets, datetime.now(UTC))
    return replace(counts, incidents=counts.incidents + lost)


def one_pass(  # noqa: PLR0913 - the knobs of a pass
    archive: Archive,
    configuration: Configuration,
    *,
    rules_folder: Path | None,
    outlet_ids: Iterable[int] | None = None,
    urls: Iterable[str] = (),
    everything: bool = False,
    delay_s: float | None = None,
    every_seed: bool = True,
    stop: threading.Event | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> dict[str, int]:
    """Fetch what is due and read it: what ``variorum crawl`` does, and what it counts.

    ``every_seed``: seeds too that are not due yet. ``stop`` ends the fetching early.
    """
    from spiders.crawl.engine import crawl  # noqa: PLC0415 - imports Scrapy, which READ needs not

    started = datetime.now(UTC)
    outcomes = crawl(
        archive,
        configuration,
        outlet_ids=outlet_ids,
        urls=tuple(urls),
        everything=everything,
        delay_s=delay_s,
        next_look=next_look,
        every_seed=every_seed,
        stop=stop,
        on_progress=_counted("fetched", on_progress),
    )
    read = read_unread(archive, rules_folder=rules_folder, on_progress=_named("read", on_progress))
    return summary(archive, outcomes, read, started)


def summary(
    archive: Archive, outcomes: Counter[Outcome], read: ReadCounts, started: datetime
) -> dict[str, int]:
    """The counts of a pass, by the names that the command line gives them."""
    incidents = [one for one in archive.incidents(open_only=False) if one.last_at >= started]
    return {
        "visits": sum(outcomes.values()),
        **{outcome.value: outcomes[outcome] for outcome in Outcome},
        "articles_new": read.articles_new,
        "revisions_new": read.revisions_new,
        "incidents": len(incidents),
    }


def _counted(
    what: str, on_progress: Callable[[str], None] | None
) -> Callable[[Visit], None] | None:
    if on_progress is None:
        return None
    numbers = count(1)
    return lambda _visit: on_progress(f"{next(numbers)} {what}")


def _named(what: str, on_progress: Callable[[str], None] | None) -> Callable[[int], None] | None:
    return None if on_progress is None else lambda number: on_progress(f"{number} {what}")


class _ReadingRoom:
    """Reads visits one by one; remembers the outlets for as long as it stands."""

    def __init__(self, archive: Archive, rules_folder: Path | None) -> None:
        self._archive = archive
        self._readings = Readings(archive, rules_folder)
        self._memories = OutletMemories(archive)
        self.tally = Tally()
        self._outlets = {outlet.id: outlet for outlet in archive.outlets()}

    def make_memories(self, batch: Iterable[Unread]) -> None:
        """Let the outlets of these visits be remembered, where it is time."""
        last = {visit.address.outlet_id: visit.at for visit in batch}
        for outlet_id, at in last.items():
            if outlet_id in self._outlets:
                self._memories.make_where_due(outlet_id, at)

    def read_or_tell(self, visit: Unread) -> tuple[Intent, ...]:
        """Read one visit; where that fails, tell it as an incident of the outlet and go on.

        One bad page stops nobody. Its capture is kept; it is read again with the next capture.
        """
        if visit.address.outlet_id not in self._outlets:  # removed since it was visited
            self._archive.apply(visit.visit_id, ())
            return ()
        try:
            with self._archive.transaction():
                return self.read(visit)
        except (ArchiveFull, ArchiveReadOnly, ArchiveBusy):
            raise
        except Exception as error:  # noqa: BLE001 - told in `health`, and the next page is read
            why = f"{type(error).__name__}: {error}"
            told = (OpenIncident(IncidentKind.READER_FAILED, visit.address.url, why),)
            self._archive.apply(visit.visit_id, told)
            return told

    def read(self, visit: Unread) -> tuple[Intent, ...]:
        """Read one visit and carry out what follows from it."""
        visit = self._up_to_date(visit)
        outlet = self._outlets[visit.address.outlet_id]
        reading = self._readings.of_visit(visit, outlet)
        same, remembered = reading.same_as, tuple[Intent, ...]()
        if same is not None and same.is_current and same.article_id is not None:
            memory = with_page(outlet_part(same.memory))
            seen = SeeSame(same.article_id, same.extraction_id, memory, reading.zone)
            intents: tuple[Intent, ...] = (seen,)
            self._count_same(visit, same)
        else:
            reading = self._readings.in_full(reading)
            context = self._context(visit, outlet, reading.extraction)
            own = context.own
            if reading.extraction is not None and own is not None:
                context = self._with_declared(context, own, reading.extraction)
                context = self._with_era(context, own, reading.extraction)
            intents = decide(context, reading.extraction)
            remembered = reading.remembered()
            self._count(visit, context, reading.extraction, intents)
        self._archive.apply(visit.visit_id, (*intents, *remembered))
        self._look_sooner(visit, intents)
        return intents

    def _count(
        self,
        visit: Unread,
        context: Context,
        extraction: Extraction | None,
        intents: tuple[Intent, ...],
    ) -> None:
        """What the reading has, where an article stands or is to stand; once a day for each."""
        if extraction is None or extraction.obstacle is not None:
            return
        own = context.own
        if own is None and not any(isinstance(one, BeginArticle) for one in intents):
            return
        if own is None or own.article.last_seen.date() < visit.at.date():
            self.tally.add(visit.address.outlet_id, visit.address.id, visit.at, extraction)

    def _count_same(self, visit: Unread, same: Remembered) -> None:
        """The same for an article that stood as it stood."""
        if same.last_seen is not None and same.last_seen.date() < visit.at.date():
            extraction = self._archive.extraction(same.extraction_id)
            self.tally.add(visit.address.outlet_id, visit.address.id, visit.at, extraction)

    def _with_declared(self, context: Context, own: Known, extraction: Extraction) -> Context:
        """Where the outlet owns up to a change, asked only where there is one."""
        same = content_digest(extraction) == own.latest.digest
        capture = context.visit.capture
        if same or capture is None or not extraction.body or extraction.obstacle is not None:
            return context
        moved = declared_moved(self._archive, own.article, capture)
        return replace(context, declared_moved=moved)

    def _with_era(self, context: Context, own: Known, extraction: Extraction) -> Context:
        """Where another era of the rules began: would the page say the same by those of before?"""
        if extraction.rules == own.content.rules or content_digest(extraction) == own.latest.digest:
            return context
        before = self._readings.by_rules_of(context.visit, context.outlet, own.latest.first_seen)
        return replace(
            context, ours=before is not None and content_digest(before) == own.latest.digest
        )

    def _up_to_date(self, visit: Unread) -> Unread:
        """An earlier visit of the same batch may have told what the address belongs to."""
        address = self._archive.address(visit.address.key)
        return visit if address is None else replace(visit, address=address)

    def _look_sooner(self, visit: Unread, intents: tuple[Intent, ...]) -> None:
        """What was just found new or changed is due by its new history, not by its old one."""
        if any(isinstance(intent, BeginArticle | AddRevision) for intent in intents):
            due = self._archive.due_of(visit.address.id)
            self._archive.reschedule(visit.address.id, next_look(due, visit.outcome, visit.at))

    def _context(self, visit: Unread, outlet: Outlet, extraction: Extraction | None) -> Context:
        own = None
        if visit.address.article_id is not None:
            article = self._archive.article(visit.address.article_id)
            own = self._known(article, visit, extraction)
        named = self._named(visit, outlet, extraction, own)
        same_text = self._same_text(outlet, extraction) if own is None and named is None else None
        shown = None
        if visit.outcome is Outcome.UNMODIFIED:
            shown = self._archive.shown_at(visit.address.id)
        context = Context(
            visit,
            outlet,
            own,
            named,
            same_text,
            self._told(visit),
            shown,
            self._elsewhere(visit, own),
        )
        return self._with_redirects(context)

    def _with_redirects(self, context: Context) -> Context:
        """What is known of the address that a redirect leads to, and of one that it led here."""
        visit, own = context.visit, context.own
        if visit.outcome is Outcome.REDIRECTED and visit.location is not None:
            target = self._archive.address(surt(visit.location))
            if target is None:
                return context
            shown = has_shown(self._archive, target.id)
            return replace(context, target=target.role, target_shown=shown)
        if own is None or visit.address.key == surt(own.article.url):
            return context
        if has_shown(self._archive, visit.address.id):
            return context
        led = {surt(target) for target in targets(self._archive, own.article.id)}
        return replace(context, on_trial=visit.address.key in led)

    def _elsewhere(self, visit: Unread, own: Known | None) -> bool:
        """Is this a second address of an article whose own address answers?"""
        if own is None or visit.outcome in {Outcome.UNMODIFIED, Outcome.CAPTURED}:
            return False
        main = self._archive.address(surt(own.article.url))
        last = self._archive.last_visit(main.id) if main is not None else None
        answered = last is not None and last[1] in {Outcome.CAPTURED, Outcome.UNMODIFIED}
        return main is not None and main.id != visit.address.id and answered

    def _told(self, visit: Unread) -> frozenset[str]:
        if visit.outcome is not Outcome.REDIRECTED or visit.address.article_id is None:
            return frozenset()
        return frozenset(event.detail for event in self._archive.events(visit.address.article_id))

    def _named(
        self, visit: Unread, outlet: Outlet, extraction: Extraction | None, own: Known | None
    ) -> Known | None:
        if extraction is not None:
            key = surt(identity_url(visit.address.url, extraction, outlet))
        elif visit.location is not None and visit.reason is None:
            key = surt(visit.location)
        else:
            return None
        article = self._archive.find_article(key)
        if article is None or article.outlet_id != outlet.id:
            return None
        if own is not None and own.article.id == article.id:
            return own
        return self._known(article, visit, extraction)

    def _same_text(self, outlet: Outlet, extraction: Extraction | None) -> Known | None:
        if extraction is None or extraction.canonical_url is not None or not extraction.body:
            return None
        article = self._archive.article_saying(outlet.id, content_digest(extraction))
        return self._known(article, None, extraction) if article is not None else None

    def _known(
        self, article: Article, visit: Unread | None, extraction: Extraction | None
    ) -> Known:
        """The article with its readings; a visit without a capture is decided without them.

        What was said before the latest revision is looked up only where something else is said.
        """
        latest = self._archive.revision(article.id)
        if visit is not None and visit.outcome not in _COMPARED:
            return Known(article, latest, _UNREAD, _UNREAD, ())
        content = self._archive.extraction(latest.extraction_id)
        if content.redacted and extraction and is_digest_of(latest.digest, extraction):
            latest = replace(latest, digest=content_digest(extraction))  # it stays what it was
        outlet = self._outlets[article.outlet_id]
        if not self._readings.is_of_today(content, outlet, latest.first_seen):
            self._readings.bring_up_to_date(article, outlet)
            latest = self._archive.revision(article.id)
            content = self._archive.extraction(latest.extraction_id)
        last = self._archive.latest_extraction(article.id) or content
        earlier: tuple[str, ...] = (latest.digest,)
        if extraction is None or content_digest(extraction) != latest.digest:
            earlier = self._archive.digests(article.id)
        return Known(article, latest, content, last, earlier)


_UNREAD = Extraction()
_COMPARED = frozenset({Outcome.CAPTURED, Outcome.REDIRECTED})
"""Outcomes that are decided by looking at texts."""
