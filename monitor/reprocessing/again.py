"""Reading all captures of one article again, in their order, each with the memory of the last.

This runs in worker processes: it only reads the archive, and returns plain data.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.decide.context import Known
from monitor.decide.identity import RULE_REMARK, alike, identity_url, is_second
from monitor.decide.photo_stories import has_text
from monitor.decide.strangers import stranger, unlike
from monitor.decide.twins import completed
from monitor.decide.visit import ARTICLE_PAGES
from monitor.reading.captive import is_given_by_others
from monitor.reading.cut_off import has_no_end, has_wall
from monitor.reading.declared import moved_between
from monitor.reading.elsewhere import LastSight, in_its_light
from monitor.reading.everywhere import stands_everywhere
from monitor.reading.reading import Reading
from monitor.reading.readings import Readings
from monitor.reading.remembering import outlet_part
from monitor.reading.strangers import shown_elsewhere
from monitor.reading.validators import between
from monitor.reprocessing.plan import Again, Plan, plan
from monitor.reprocessing.samples import sample
from spiders.extract import reader
from spiders.extract.reader import MOVED
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import content_digest
from storage.errors import PayloadDamaged, Redacted
from storage.history.retelling import Sighting, in_order, told, untold
from storage.records import Access

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spiders.extract.remembered.again import PageMemory
    from storage.history.retelling import Told
    from storage.records import Article, Capture, Extraction, Outlet


@dataclass(frozen=True, slots=True)
class Found:
    """The result of reading an article again; ``plan`` is None if all is up to date already.

    ``damaged`` are captures whose bodies are damaged: they keep the readings they have.
    """

    article_id: int
    captures: int
    extractions: int
    plan: Plan | None
    samples: tuple[tuple[str, str], ...] = ()
    damaged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Subject:
    """The article that is read again, its key, and its captures that turn out to be damaged.

    ``memory`` names the outlet's memory that it is read with.
    """

    article: Article
    outlet: Outlet
    key: str
    memory: str | None
    damaged: set[int] = field(default_factory=set, compare=False)

    def goes_on(self, before: Extraction, new: Extraction, capture: Capture) -> bool:
        """Whether it is the same article, and as complete as before; as ``decide`` would decide."""
        if new.page_type not in ARTICLE_PAGES and new.published is None:
            return False
        if new.access is Access.TEASER and before.access is Access.FULL:
            return False
        if self.is_twin(new, capture):
            return content_digest(new) == content_digest(before)
        named = surt(identity_url(capture.url, new, self.outlet)) == self.key
        return named or alike(before, new)

    def is_twin(self, new: Extraction, capture: Capture) -> bool:
        """Whether it is a second page of the article, which names the main one."""
        return is_second(capture.url, new, self.outlet, self.key)


class Rereader:
    """Reads articles again. To be used by one thread."""

    def __init__(self, archive: Archive, rules_folder: Path | None) -> None:
        self._archive = archive
        self._readings = Readings(archive, rules_folder)
        self._outlets = {outlet.id: outlet for outlet in archive.outlets()}

    def read(self, article_id: int) -> Found:
        """Read one article again. Raises NotStored, ArchiveDamaged."""
        article = self._archive.article(article_id)
        outlet = self._outlets.get(article.outlet_id)
        sights = told(self._archive, article_id)
        # Without its rules, which `health` reports, nothing is read.
        if outlet is None or self._readings.are_broken(outlet):
            return Found(article_id, len(sights), 0, None)
        subject = _Subject(
            article, outlet, surt(article.url), self._memory(article, outlet, sights)
        )
        found = self._read(subject, sights)
        return replace(found, damaged=tuple(sorted(subject.damaged)))

    def _read(self, subject: _Subject, sights: list[Told]) -> Found:
        article_id = subject.article.id
        revisions = self._archive.revisions(article_id)
        before = {one.id: one.assessment.ours for one in revisions}
        nothing = Found(article_id, len(sights), 0, None)
        lost = untold(self._archive, article_id)
        known = all(self._is_of_today(one, subject) for one in sights)
        if known:
            lost = [one for one in lost if self._is_seen_now(one, sights, subject)]
            if not lost and not self._may_be_furniture(before, subject):
                return nothing
        found = self._with_declared(self._all_again([*sights, *lost], subject), subject)
        found = [found[0], *itertools.starmap(self._with_aside, itertools.pairwise(found))]
        if set(before) - {one.revision_id for one in sights if one.first}:
            return nothing  # it was absorbed: its captures moved
        made = sum(one.sighting.extraction is not None for one in found)
        planned = plan(found, before)
        if known and not lost and (planned.late or not planned.ours):
            return nothing
        return Found(article_id, len(found), made, planned, self._samples(found))

    def _memory(self, article: Article, outlet: Outlet, sights: list[Told]) -> str | None:
        """The outlet's memory that the last reading of today names; the latest if there is none.

        A newer memory alone is no reason to read an article otherwise than before.
        """
        for one in reversed(in_order(self._archive, sights)):
            if self._is_by_today(one, outlet):
                return outlet_part(one.memory)
        return self._readings.outlet_memory(outlet, surt(article.url))

    def _may_be_furniture(self, before: Mapping[int, bool], subject: _Subject) -> bool:
        """Whether there are edits, and a newer memory that may know them from other articles."""
        edited = len(before) - sum(before.values()) > 1
        latest = self._readings.outlet_memory(subject.outlet, subject.key)
        return edited and latest != subject.memory

    def _is_own(self, before: Extraction, new: Extraction, one: Told, subject: _Subject) -> bool:
        """Whether the article goes on with this reading, which is not some other page."""
        capture, digest = self._archive.capture(one.capture_id), content_digest(before)
        if not subject.goes_on(before, new, capture):
            return False
        if not unlike(before, new, 1):
            return True
        if unlike(before, new) and is_given_by_others(self._archive, subject.outlet, capture):
            return False
        named = self._archive.find_article(surt(identity_url(capture.url, new, subject.outlet)))
        other = named is not None and named.id != subject.article.id
        latest = self._archive.revision(subject.article.id)
        own = Known(subject.article, latest, before, before, (digest,))
        shown_by = shown_elsewhere(self._archive, subject.article, digest, new, capture)
        everywhere = stands_everywhere(
            self._archive, subject.outlet.id, new, capture, (subject.article, before)
        )
        told = stranger(
            subject.outlet, own, new, other=other, shown_by=shown_by, everywhere=everywhere
        )
        return told is None

    def _is_first(self, new: Extraction, one: Told, known: Told, subject: _Subject) -> bool:
        """Whether the article begins with this reading, complete, where nothing was read before.

        In case of doubt it begins with the first sight that is ``known``.
        """
        later, capture = self._kept(known), self._archive.capture(one.capture_id)
        if subject.is_twin(new, capture) or not subject.goes_on(later, new, capture):
            return False
        return not unlike(later, new) and not self._is_cut_off((known, later), (one, new))

    def _is_cut_off(self, before: tuple[Told, Extraction], now: tuple[Told, Extraction]) -> bool:
        """Whether the page breaks off, or ends at a wall, within what the article said before."""
        first, last = ((self._archive.capture(one.capture_id), said) for one, said in (before, now))
        return has_wall(self._archive, first, last) or has_no_end(self._archive, first, last)

    def _is_by_today(self, one: Told, outlet: Outlet) -> bool:
        version = self._readings.rules_version(outlet, one.at)
        return one.reader == reader.READER and one.rules == version

    def _is_of_today(self, one: Told, subject: _Subject) -> bool:
        same = outlet_part(one.memory) == subject.memory
        return same and self._is_by_today(one, subject.outlet)

    def _is_seen_now(self, one: Told, sights: list[Told], subject: _Subject) -> bool:
        """Whether a capture that showed no revision shows one to the present reader."""
        ordered = in_order(self._archive, [*sights, one])
        earlier = ordered[: ordered.index(one)]
        before = self._kept(earlier[-1]) if earlier else None
        new = self._look(one, subject, None, before).extraction
        if new is None:
            return False
        if before is None:
            return self._is_first(new, one, ordered[1], subject)
        capture = self._archive.capture(one.capture_id)
        if subject.is_twin(new, capture):
            new = completed(new, before)
        return self._is_own(before, new, one, subject) and not self._is_cut_off(
            (earlier[-1], before), (one, new)
        )

    def _all_again(self, sights: list[Told], subject: _Subject) -> list[Again]:
        """Read each with the memory of the last; the first must be one that shows a revision."""
        memories: dict[int, PageMemory] = {}
        last: PageMemory | None = None
        found: list[Again] = []
        ordered = in_order(self._archive, sights)
        known = next(one for one in ordered if one.revision_id is not None)
        for one in ordered:
            before = found[-1].content if found else None
            reading = self._look(one, subject, memories.get(one.address_id), before)
            if one.address_id not in memories and found and last is not None:
                reading = self._elsewhere(reading, one, subject, found[-1].content, last)
            new, capture = reading.extraction, self._archive.capture(one.capture_id)
            if found and new is not None and subject.is_twin(new, capture):
                new = completed(new, found[-1].content)
            if one.revision_id is None and new is not None:
                if before is not None:
                    on = self._is_own(before, new, one, subject)
                    on = on and not self._is_cut_off((found[-1].sighting.told, before), (one, new))
                else:
                    on = self._is_first(new, one, known, subject)
                new = new if on else None
            if new is not None and reading.memory is not None:
                memories[one.address_id] = reading.memory
                last = last if last and subject.is_twin(new, capture) else reading.memory
                packed = reading.memory.pack()
                found.append(Again(Sighting(one, new, packed, reading.zone), new))
            elif one.revision_id is not None:
                found.append(Again(Sighting(one, None), self._kept(one)))
        return found

    def _elsewhere(
        self, reading: Reading, one: Told, subject: _Subject, before: Extraction, last: PageMemory
    ) -> Reading:
        """The first sight of another address, read with the memory of the article's last sight."""
        sight = LastSight(subject.key, before, content_digest(before), last)
        capture = self._archive.capture(one.capture_id)
        return in_its_light(self._readings, reading, capture, subject.outlet, sight)

    def _look(
        self, one: Told, subject: _Subject, last: PageMemory | None, before: Extraction | None
    ) -> Reading:
        """The present reader's reading; without an extraction if there is no article, or no page.

        ``before`` is what the article said last, for a sight that has no reading of its own.
        """
        capture = self._archive.capture(one.capture_id)
        try:
            reading = self._readings.of_capture(
                capture, subject.outlet, subject.key, last, subject.memory
            )
        except Redacted:  # `show` reports it
            return Reading()
        except PayloadDamaged:
            subject.damaged.add(capture.id)
            return Reading()
        new = reading.extraction
        failed = new is None or any(text.startswith(RULE_REMARK) for text in new.remarks)
        if new is None or failed or new.obstacle is not None:
            return Reading()
        if not has_text(new, before if one.extraction_id is None else self._kept(one)):
            return Reading()
        return reading

    def _kept(self, one: Told) -> Extraction:
        """The existing reading."""
        assert one.extraction_id is not None
        return self._archive.extraction(one.extraction_id)

    def _with_declared(self, found: list[Again], subject: _Subject) -> list[Again]:
        """The same, noting for each change whether the outlet declares it."""
        told_of: list[Again] = []
        old: list[Again] = []
        for now in found:
            if old and old[-1].digest != now.digest:
                moved, unvouched = self._declares(old, now, subject), self._is_unvouched(old, now)
                told_of.append(replace(now, declared_moved=moved, unvouched=unvouched))
                old = []
            else:
                told_of.append(now)
            old.append(now)
        return told_of

    def _is_unvouched(self, old: list[Again], now: Again) -> bool:
        """Whether a 304 at its address may have hidden the change."""
        has = self._archive.capture(now.sighting.told.capture_id)
        ids = (one.sighting.told.capture_id for one in reversed(old))
        captures = (self._archive.capture(one) for one in ids)
        before = next((one for one in captures if one.address_id == has.address_id), None)
        pair = None if before is None else between(self._archive, before, has)
        return pair is not None and pair.unvouched

    def _declares(self, old: list[Again], now: Again, subject: _Subject) -> bool:
        """Whether the outlet declared a change; if that is no longer known, it is not blamed."""
        *sights, capture = (
            self._archive.capture(one.sighting.told.capture_id) for one in (*old, now)
        )
        try:
            between = moved_between(self._archive, subject.article.id, sights, sights[-1], capture)
        except (PayloadDamaged, Redacted):
            return True
        return bool(between)

    def _with_aside(self, before: Again, now: Again) -> Again:
        """The same, with the texts in boxes if the page has another template."""
        if MOVED not in now.content.remarks:
            return now
        sights = [
            (self._archive.capture(one.sighting.told.capture_id), one.content)
            for one in (before, now)
        ]
        aside, own = self._readings.apart(*sights)
        return replace(now, aside=aside, own=own)

    def _samples(self, found: list[Again]) -> tuple[tuple[str, str], ...]:
        """Samples for people: a text that is no longer read, and one that is read now."""
        for one in found:
            was = one.sighting.told
            if was.first and one.digest != was.digest:
                old = self._kept(was)
                return (sample(old, one.content),)
        return ()


_here: list[Rereader] = []


def begin(folder: str, rules_folder: str | None) -> None:
    """Open the archive for reading; called once in every process."""
    rules = None if rules_folder is None else Path(rules_folder)
    _here[:] = [Rereader(Archive.open(Path(folder)), rules)]


def read_again(article_id: int) -> Found:
    """Read one article again, in a process that called :func:`begin`."""
    return _here[0].read(article_id)
