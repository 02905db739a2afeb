"""Reading by the present reader and rules: new captures and, if need be, old ones.

A difference made by our reader or by a rule must never be shown as the outlet's edit. So what is
compared has to be read by the same reader and rules: if either has changed, the revisions of an
article are read again from their captures before anything new is compared with them.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.decide.beside import texts_beside
from monitor.decide.identity import RULE_REMARK, is_second
from monitor.decide.photo_stories import has_text
from monitor.decide.twins import completed
from monitor.reading.byline_names import named_alone
from monitor.reading.comparable_links import comparable_links
from monitor.reading.emptied import emptied_by
from monitor.reading.reading import Reading
from monitor.reading.remembering import LATEST, OutletMemories, outlet_part, with_page
from monitor.reading.standing import standing_in
from monitor.reading.withheld import readable
from spiders.extract import reader
from spiders.extract.choice.aside import shared_by, texts_aside, texts_own
from spiders.extract.encoding import decode
from spiders.extract.parsing import parse
from spiders.extract.remembered.again import PageMemory
from spiders.extract.remembered.pictured import picture_in
from spiders.extract.remembered.pieces import Pieces, Zone
from spiders.outlets import rules as outlet_rules
from spiders.urls import host, surt
from storage.digest import content_digest, fold
from storage.errors import PayloadDamaged, Redacted, RuleError
from storage.intents import Reread
from storage.records import IncidentKind, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.decide.context import Context, Known
    from spiders.extract.page import Page
    from spiders.extract.remembered.regions import Region
    from spiders.outlets.rules import Rules
    from storage.archive import Archive
    from storage.memory.pages import Remembered
    from storage.records import Address, Article, Capture, Extraction, Outlet, Revision, Unread

    Sight = tuple[Capture, Extraction]


class Readings:
    """Reads captures; caches the rules of outlets for as long as it exists."""

    def __init__(self, archive: Archive, rules_folder: Path | None) -> None:
        self._archive = archive
        self._rules_folder = rules_folder
        self._rules: dict[int, Rules | None] = {}
        self._broken: set[int] = set()
        self._memories = OutletMemories(archive)

    def of_visit(self, visit: Unread, outlet: Outlet) -> Reading:
        """Read a visit's capture, using the memory of the last sight of the address.

        If that showed the same article word for word, nothing is read at all.
        """
        capture = visit.capture
        if capture is None or visit.outcome is not Outcome.CAPTURED:
            return Reading()
        last = self._last_sight(visit, outlet)
        if last is None:
            return self._first(capture, visit, outlet)
        reading, pieces = self._unchanged(capture, last, visit.address.url, outlet)
        if reading is not None:
            return reading
        remembered = PageMemory.unpack(last.data or b"")
        if remembered is None:
            return self._first(capture, visit, outlet)
        version = outlet_part(last.memory)
        memory = self.memory_of(outlet, visit.address.key, remembered, version)
        return self._read(capture, visit.address.url, outlet, memory, pieces=pieces)

    def _first(self, capture: Capture, visit: Unread, outlet: Outlet) -> Reading:
        """Read a page without a memory."""
        memory = self._memories.latest(outlet.id, visit.address.key)
        return self._read(capture, visit.address.url, outlet, memory)

    def _with_page(
        self, outlet: Outlet, version: str | None, key: str, page: PageMemory
    ) -> reader.Memory:
        """The memory of a page's last sight, and the outlet's memory that it was read with.

        What is new on the page is compared with the outlet's latest one.
        """
        lately = self._memories.latest(outlet.id, key)
        of_outlet = self._memories.named(outlet.id, version, key)
        if of_outlet is None:
            return reader.Memory(version=with_page(None), last=page, lately=lately)
        return replace(of_outlet, version=with_page(version), last=page, lately=lately)

    def said_before(self, address: Address, outlet: Outlet, at: datetime) -> Extraction | None:
        """What an address said at its last sight, if the present reader read it."""
        last = self._archive.page_memories.of(address.id, host(address.url))
        if last is None or not self.is_of_today(last, outlet, at):
            return None
        return self._archive.extraction(last.extraction_id)

    def _last_sight(self, visit: Unread, outlet: Outlet) -> Remembered | None:
        """The last sight of an address by the present reader; it is read again if need be."""
        address = visit.address
        last = self._archive.page_memories.of(address.id, host(address.url))
        if last is not None and self.is_of_today(last, outlet, visit.at):
            return last
        if address.article_id is None:
            return None
        self.bring_up_to_date(self._archive.article(address.article_id), outlet)
        last = self._archive.page_memories.of(address.id, host(address.url))
        return last if last is not None and self.is_of_today(last, outlet, visit.at) else None

    def _unchanged(
        self, capture: Capture, last: Remembered, url: str, outlet: Outlet
    ) -> tuple[Reading | None, Pieces | None]:
        """The last sight's reading if its article is in this capture unchanged, None if uncertain.

        Also the pieces of this capture, if it was cut to find that out.
        """
        if last.zone is None or capture.page_type != last.content_type:
            return None, None
        if capture.page == last.payload:
            return Reading(zone=Zone(*last.zone), same_as=last), None
        rules = self.rules_at(outlet, capture.captured_at)
        ruled = rules is not None and bool(rules.select or rules.fields)
        pictured: list[Region] | None = [] if last.is_current and not ruled else None
        zone, after = standing_in(self._archive, last, capture.page, ruled=ruled, pictured=pictured)
        same = None if zone is None else Reading(zone=zone, same_as=last)
        if same is None or not pictured:
            return same, after
        known = self.in_full(same).extraction
        if known is None or known.remarks or known.redacted is not None:
            return None, after
        picture = picture_in(self._archive.payload(capture.page), url, capture.page_type)
        return Reading(replace(known, picture=picture), zone=zone), after

    def in_full(self, reading: Reading) -> Reading:
        """The same with its extraction, taken from the archive if nothing had to be read."""
        if reading.same_as is None:
            return reading
        known = self._archive.extraction(reading.same_as.extraction_id)
        memory = with_page(outlet_part(reading.same_as.memory))
        return replace(reading, extraction=replace(known, memory=memory), same_as=None)

    def by_rules_of(self, visit: Unread, outlet: Outlet, at: datetime) -> Extraction | None:
        """What the visit's capture says by the rules for another time."""
        if visit.capture is None:
            return None
        rules = self.rules_at(outlet, at)
        return self._read(visit.capture, visit.address.url, outlet, rules=rules).extraction

    def emptied_by(self, visit: Unread, outlet: Outlet) -> str | None:
        """Which of the present rules leaves the visit's capture without a text, in words."""
        rules, capture = self.rules_at(outlet, visit.at), visit.capture
        if rules is None or capture is None:
            return None

        def has_text(others: Rules) -> bool:
            found = self._read(capture, visit.address.url, outlet, rules=others).extraction
            return found is not None and bool(found.body)

        return emptied_by(rules, has_text)

    def held_against(self, context: Context, own: Known, extraction: Extraction) -> Context:
        """The context, with what other rules or another template made, and no edit.

        If another era of the rules began: whether the page would say the same by the former rules.
        If the page has another template: what either page has in boxes.
        """
        digest, capture = own.latest.digest, context.visit.capture
        if content_digest(extraction) == digest:
            return context
        if extraction.rules != own.content.rules:
            before = self.by_rules_of(context.visit, context.outlet, own.latest.first_seen)
            ours = before is not None and content_digest(before) == digest
            context = replace(context, ours=ours)
            if not ours and capture is not None:
                last = self._archive.capture_of_extraction(own.latest.extraction_id)
                sights = (last, own.content), (capture, extraction)
                context = replace(context, read_otherwise=self.read_otherwise(*sights))
        if capture is not None and reader.MOVED in extraction.remarks and extraction.body:
            last = self._archive.capture_of_extraction(own.latest.extraction_id)
            aside, own_texts = self.apart((last, own.content), (capture, extraction))
            context = replace(context, aside=aside, with_text=own_texts)
        return context

    def apart(self, before: Sight, now: Sight) -> tuple[frozenset[str], frozenset[str]]:
        """What two pages have in boxes, and what only one of them has beside the text of both.

        The latter include targets of links, and names of the bylines.
        """
        aside, own = set[str](), set[str]()
        shared = shared_by(before[1], now[1])
        with suppress(PayloadDamaged, Redacted):
            sources = [self._source(one) for one, _ in (before, now)]
            pages = [parse(one).blocks for one in sources]
            for page in pages:
                aside |= texts_aside(page, shared)
            own |= texts_own(pages[0], pages[1], shared)
            linked = (
                (capture.url, said, page)
                for (capture, said), page in zip((before, now), pages, strict=True)
            )
            own |= comparable_links(*linked)
            for (_, said), source, page in zip((now, before), sources, pages, strict=True):
                own |= named_alone(texts_beside(said), source, (block.text for block in page))
        return frozenset(aside), frozenset(own)

    def read_otherwise(self, before: Sight, now: Sight) -> frozenset[str]:
        """The texts on both pages that only one reading has, because the rules differ."""
        on_both, in_one = set[str](), set[str]()
        with suppress(PayloadDamaged, Redacted):
            both = [parse(self._source(one)).blocks for one, _ in (before, now)]
            pages = [{fold(block.text) for block in page} for page in both]
            on_both = pages[0] & pages[1]
            readings = [{fold(block.text) for block in said.blocks} for _, said in (before, now)]
            in_one = readings[0] ^ readings[1]
        return frozenset(on_both & in_one)

    def _source(self, capture: Capture) -> str:
        """The source of a capture's whole page. Raises Redacted."""
        return decode(self._archive.payload(capture.page), capture.page_type)

    def is_of_today(self, reading: Extraction | Remembered, outlet: Outlet, at: datetime) -> bool:
        """Whether it was read by the present reader and the present rules for its time."""
        version = self.rules_version(outlet, at)
        return reading.reader == reader.READER and reading.rules == version

    def bring_up_to_date(self, article: Article, outlet: Outlet) -> None:
        """Read again all revisions of an article that were read by another reader or other rules.

        A revision that now says the same as the one before it is marked as ours. A capture in which
        the present reader finds no article keeps its old reading.
        """
        before: str | None = None
        content: Extraction | None = None
        for revision in self._archive.revisions(article.id):
            again = self._again(revision, before, content, outlet, surt(article.url))
            before = revision.digest if again is None else content_digest(again)
            content = again or self._archive.extraction(revision.extraction_id)

    def _again(
        self,
        revision: Revision,
        before: str | None,
        content: Extraction | None,
        outlet: Outlet,
        key: str,
    ) -> Extraction | None:
        """A new reading of a revision; None if it keeps the one it has.

        ``before`` is the digest of the revision before it, ``content`` what that says.
        """
        old = self._archive.extraction(revision.extraction_id)
        capture = self._archive.capture_of_extraction(revision.extraction_id)
        if old.redacted is not None or self.is_of_today(old, outlet, capture.captured_at):
            return None
        page = readable(self._archive, revision, capture)
        if page is None:
            return None
        reading = self._read(page, page.url, outlet, self._memories.latest(outlet.id, key))
        new = reading.extraction
        assert new is not None
        failed = any(remark.startswith(RULE_REMARK) for remark in new.remarks)
        if failed or new.obstacle is not None or not has_text(new, old):
            return None
        if content is not None and is_second(page.url, new, outlet, key):
            new = completed(new, content)
        ours = content_digest(new) == before
        stored = self._archive.reread(Reread(revision.id, new, ours=ours, capture_id=page.id))
        if reading.memory is not None:
            packed = reading.memory.pack()
            self._archive.page_memories.put(page.address_id, stored, packed, reading.zone)
        return new

    def of_capture(
        self,
        capture: Capture,
        outlet: Outlet,
        key: str,
        page: PageMemory | None,
        version: str | None = LATEST,
    ) -> Reading:
        """What a capture of the article with this key says, by the present reader and this memory.

        ``page`` is the last sight of the same address, ``version`` as in :meth:`memory_of`.
        """
        memory = self.memory_of(outlet, key, page, version)
        return self._read(capture, capture.url, outlet, memory)

    def memory_of(
        self, outlet: Outlet, key: str, page: PageMemory | None, version: str | None = LATEST
    ) -> reader.Memory | None:
        """The memory for reading the article with this key: of the outlet, and of its last page.

        ``version`` names a memory of the outlet, or None for none.
        """
        if version == LATEST:
            version = self.outlet_memory(outlet, key)
        if page is None:
            return self._memories.named(outlet.id, version, key)
        return self._with_page(outlet, version, key, page)

    def outlet_memory(self, outlet: Outlet, key: str) -> str | None:
        """The name of the memory that an article is read with at its first sight now."""
        memory = self._memories.latest(outlet.id, key)
        return None if memory is None else memory.version

    def are_broken(self, outlet: Outlet) -> bool:
        """Whether the outlet has a rule file that cannot be read."""
        return self._rules_of(outlet) is None and outlet.id in self._broken

    def rules_version(self, outlet: Outlet, at: datetime) -> str | None:
        """The version of the present rules for pages of this time."""
        rules = self.rules_at(outlet, at)
        return None if rules is None else rules.version

    def _read(
        self,
        capture: Capture,
        url: str,
        outlet: Outlet,
        memory: reader.Memory | None = None,
        rules: Rules | None = None,
        pieces: Pieces | None = None,
    ) -> Reading:
        parsed: list[Page] = []
        extraction, remembered, zone = reader.look(
            self._archive.payload(capture.page),
            url=url,
            content_type=capture.page_type,
            rules=rules or self.rules_at(outlet, capture.captured_at),
            memory=memory,
            pieces=pieces,
            parsed=parsed,
        )
        return Reading(extraction, remembered, zone, page=parsed[0] if parsed else None)

    def rules_at(self, outlet: Outlet, at: datetime) -> Rules | None:
        """The rules of the era of this time."""
        rules = self._rules_of(outlet)
        return None if rules is None else rules.at(at)

    def _rules_of(self, outlet: Outlet) -> Rules | None:
        """The present rules; a broken rule file is an incident of its outlet and stops no other."""
        if outlet.id not in self._rules:
            try:
                self._rules[outlet.id] = outlet_rules.of_outlet(
                    outlet.name, outlet.home, self._rules_folder
                )
            except RuleError as error:
                self._rules[outlet.id] = None
                self._broken.add(outlet.id)
                if not self._archive.writable:
                    return None
                subject, now = outlet_rules.incident_of(outlet.name), datetime.now(UTC)
                kind = IncidentKind.RULE_FAILED
                self._archive.open_incident(outlet.id, kind, subject, str(error), now)
        return self._rules[outlet.id]
