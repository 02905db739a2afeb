"""Readings by today's reader and rules, of new captures and, where need be, of old ones.

A difference that our reader or a rule made must never be shown as the outlet's edit. So what is
compared was read by the same reader and the same rules: when either has changed, the revisions of
an article are read again from their captures before anything new is held against them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.identity import RULE_REMARK
from spiders.extract import reader
from spiders.extract.again import LastSight
from spiders.outlets import rules as outlet_rules
from storage.digest import content_digest
from storage.errors import RuleError
from storage.intents import Reread
from storage.records import IncidentKind, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from spiders.outlets.rules import Rules
    from storage.archive import Archive
    from storage.records import Article, Capture, Extraction, Outlet, Revision, Unread


class Readings:
    """Reads captures; remembers the rules of outlets for as long as it stands."""

    def __init__(self, archive: Archive, rules_folder: Path | None) -> None:
        self._archive = archive
        self._rules_folder = rules_folder
        self._rules: dict[int, Rules | None] = {}

    def of_visit(self, visit: Unread, outlet: Outlet) -> Extraction | None:
        """What the visit's capture says; None for a visit that captured nothing."""
        capture = visit.capture
        if capture is None or visit.outcome is not Outcome.CAPTURED:
            return None
        known = self._archive.same_reading(
            capture.payload,
            reader.READER,
            self._version(outlet, visit.at),
            None,
            address_id=visit.address.id,
        )
        return known or self._read(capture, visit.address.url, outlet)

    def in_the_light_of(
        self, visit: Unread, outlet: Outlet, last: tuple[Capture, Extraction]
    ) -> Extraction:
        """What the visit's capture says to a reader that remembers the last sight of the page."""
        capture, reading = last
        assert visit.capture is not None
        sight = LastSight.of(
            self._archive.payload(capture.payload),
            capture.content_type,
            reading,
            f"page {capture.id}",
        )
        memory = reader.Memory(version=sight.version, last=sight)
        return self._read(visit.capture, visit.address.url, outlet, memory)

    def is_of_today(self, extraction: Extraction, outlet: Outlet, at: datetime) -> bool:
        """Was it read by today's reader, and by what today's rules say of pages of its time?"""
        version = self._version(outlet, at)
        return extraction.reader == reader.READER and extraction.rules == version

    def bring_up_to_date(self, article: Article, outlet: Outlet) -> None:
        """Read all revisions of an article again that were read by others than today's.

        A revision that by today's reading says what the one before it says is marked as ours. A
        capture in which today's reading finds no article keeps its old reading.
        """
        before: str | None = None
        for revision in self._archive.revisions(article.id):
            again = self._again(revision, outlet)
            digest = revision.digest if again is None else content_digest(again)
            if again is not None:
                self._archive.reread(Reread(revision.id, again, ours=digest == before))
            before = digest

    def _again(self, revision: Revision, outlet: Outlet) -> Extraction | None:
        old = self._archive.extraction(revision.extraction_id)
        capture = self._archive.capture_of_extraction(revision.extraction_id)
        if self.is_of_today(old, outlet, capture.captured_at):
            return None
        new = self._read(capture, capture.url, outlet)
        failed = any(remark.startswith(RULE_REMARK) for remark in new.remarks)
        return None if failed or new.obstacle is not None or not new.body else new

    def _read(
        self, capture: Capture, url: str, outlet: Outlet, memory: reader.Memory | None = None
    ) -> Extraction:
        return reader.read(
            self._archive.payload(capture.payload),
            url=url,
            content_type=capture.content_type,
            rules=self._rules_at(outlet, capture.captured_at),
            memory=memory,
        )

    def _version(self, outlet: Outlet, at: datetime) -> str | None:
        rules = self._rules_at(outlet, at)
        return None if rules is None else rules.version

    def _rules_at(self, outlet: Outlet, at: datetime) -> Rules | None:
        """Those of the era of this time."""
        rules = self._rules_of(outlet)
        return None if rules is None else rules.at(at)

    def _rules_of(self, outlet: Outlet) -> Rules | None:
        """Today's rules; a broken rule file is an incident of its outlet and stops no other."""
        if outlet.id not in self._rules:
            try:
                self._rules[outlet.id] = outlet_rules.of_outlet(
                    outlet.name, outlet.home, self._rules_folder
                )
            except RuleError as error:
                self._rules[outlet.id] = None
                subject, now = f"{outlet.name}.toml", datetime.now(UTC)
                kind = IncidentKind.RULE_FAILED
                self._archive.open_incident(outlet.id, kind, subject, str(error), now)
        return self._rules[outlet.id]
