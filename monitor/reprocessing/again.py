"""All captures of one article, read again in their order, each in the light of the last.

Runs in processes of its own: it only reads the archive, and gives plain data.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.identity import RULE_REMARK
from monitor.readings import Readings
from monitor.remembering import outlet_part
from monitor.reprocessing.plan import Again, Plan, plan
from spiders.extract import reader
from spiders.extract.reader import MOVED
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import content_digest
from storage.retelling import Sighting, told

if TYPE_CHECKING:
    from spiders.extract.again import PageMemory
    from storage.records import Extraction, Outlet
    from storage.retelling import Told


@dataclass(frozen=True, slots=True)
class Found:
    """What reading an article again came to; ``plan`` is None where all is of today already."""

    article_id: int
    captures: int
    extractions: int
    plan: Plan | None
    samples: tuple[tuple[str, str], ...] = ()


class Rereader:
    """Reads articles again; for one thread."""

    def __init__(self, archive: Archive, rules_folder: Path | None) -> None:
        self._archive = archive
        self._readings = Readings(archive, rules_folder)
        self._outlets = {outlet.id: outlet for outlet in archive.outlets()}

    def read(self, article_id: int) -> Found:
        """One article. Raises NotStored, ArchiveDamaged."""
        article = self._archive.article(article_id)
        outlet = self._outlets.get(article.outlet_id)
        sights, key = told(self._archive, article_id), surt(article.url)
        if outlet is None or all(self._is_of_today(one, outlet, key) for one in sights):
            return Found(article_id, len(sights), 0, None)
        if self._readings.are_broken(outlet):  # told in `health`; nothing is read without them
            return Found(article_id, len(sights), 0, None)
        memories: dict[int, PageMemory] = {}
        found = [self._again(one, outlet, key, memories) for one in sights]
        found = [found[0], *itertools.starmap(self._with_aside, itertools.pairwise(found))]
        revisions = self._archive.revisions(article_id)
        before = {one.id: one.assessment.ours for one in revisions}
        if set(before) - {one.revision_id for one in sights if one.first}:
            return Found(article_id, len(sights), 0, None)  # it was absorbed: its captures moved
        made = sum(one.sighting.extraction is not None for one in found)
        return Found(article_id, len(sights), made, plan(found, before), self._samples(found))

    def _is_of_today(self, one: Told, outlet: Outlet, key: str) -> bool:
        version = self._readings.rules_version(outlet, one.at)
        memory = self._readings.outlet_memory(outlet, key)
        same = outlet_part(one.memory) == memory
        return one.reader == reader.READER and one.rules == version and same

    def _again(self, one: Told, outlet: Outlet, key: str, memories: dict[int, PageMemory]) -> Again:
        """A capture in which today's reading finds no article keeps its old reading."""
        capture = self._archive.capture(one.capture_id)
        last = memories.get(one.address_id)
        reading = self._readings.of_capture(capture, outlet, key, last)
        new = reading.extraction
        failed = new is None or any(text.startswith(RULE_REMARK) for text in new.remarks)
        if new is None or failed or new.obstacle is not None or not new.body:
            return Again(Sighting(one, None), self._archive.extraction(one.extraction_id))
        assert reading.memory is not None
        memories[one.address_id] = reading.memory
        return Again(Sighting(one, new, reading.memory.pack(), reading.zone), new)

    def _with_aside(self, before: Again, now: Again) -> Again:
        """The same, with what stands in boxes where the page has another template."""
        if MOVED not in now.content.remarks:
            return now
        sights = [
            (self._archive.capture(one.sighting.told.capture_id), one.content)
            for one in (before, now)
        ]
        return replace(now, aside=self._readings.aside(*sights))

    def _samples(self, found: list[Again]) -> tuple[tuple[str, str], ...]:
        """A text that is not read any more, and one that is read now, for people to look at."""
        for one in found:
            was = one.sighting.told
            if was.first and content_digest(one.content) != was.digest:
                old = self._archive.extraction(was.extraction_id)
                before, after = _texts(old), _texts(one.content)
                gone = next((text for text in before if text not in after), "")
                new = next((text for text in after if text not in before), "")
                return ((gone, new),)
        return ()


def _texts(extraction: Extraction) -> list[str]:
    fields = [extraction.title or "", extraction.standfirst or "", *extraction.byline]
    return [*fields, *(block.text for block in extraction.blocks)]


_here: list[Rereader] = []


def begin(folder: str, rules_folder: str | None) -> None:
    """Once in every process: open the archive to read."""
    rules = None if rules_folder is None else Path(rules_folder)
    _here[:] = [Rereader(Archive.open(Path(folder)), rules)]


def read_again(article_id: int) -> Found:
    """In a process that began."""
    return _here[0].read(article_id)
