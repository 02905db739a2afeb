"""The parts of an archive, each loaded on first use.

A list of changes needs four of them, and loading all took longer than listing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.agenda.agenda import Agenda
    from storage.agenda.attention import Attention
    from storage.agenda.frontier import Frontier
    from storage.agenda.hosts import Hosts
    from storage.agenda.lessons import Lessons
    from storage.agenda.seed_looks import SeedLooks
    from storage.articles import Articles
    from storage.captures import Captures
    from storage.changelog import ChangeLog
    from storage.database.connection import Database
    from storage.declared import Declared
    from storage.extractions import Extractions
    from storage.imports import Imports
    from storage.incidents import Incidents
    from storage.memory.field_counts import FieldCounts
    from storage.memory.outlets import OutletMemories
    from storage.memory.pages import PageMemories
    from storage.outlets import Outlets
    from storage.payload.heads import Heads
    from storage.payload.payloads import Payloads
    from storage.proof.checkpoints import Checkpoints
    from storage.proof.checks import Checks
    from storage.proof.ledger import Ledger
    from storage.redactions import Redactions
    from storage.revisions import Revisions
    from storage.samples import Samples
    from storage.sights import Sights
    from storage.visits import Visits


class Attributes:
    """The attributes of an archive. To be used by one thread."""

    _database: Database

    @cached_property
    def _outlets(self) -> Outlets:
        from storage.outlets import Outlets

        return Outlets(self._database)

    @cached_property
    def _frontier(self) -> Frontier:
        from storage.agenda.frontier import Frontier

        return Frontier(self._database)

    @cached_property
    def _payloads(self) -> Payloads:
        from storage.payload.payloads import Payloads

        return Payloads(self._database)

    @cached_property
    def _heads(self) -> Heads:
        from storage.payload.heads import Heads

        return Heads(self._database)

    @cached_property
    def _captures(self) -> Captures:
        from storage.captures import Captures

        return Captures(self._database, self._payloads, self._heads)

    @cached_property
    def _visits(self) -> Visits:
        from storage.visits import Visits

        return Visits(self._database, self._captures, self._frontier, self.ledger, self.declared)

    @cached_property
    def _extractions(self) -> Extractions:
        from storage.extractions import Extractions

        return Extractions(self._database)

    @cached_property
    def _articles(self) -> Articles:
        from storage.articles import Articles

        return Articles(self._database)

    @cached_property
    def _revisions(self) -> Revisions:
        from storage.revisions import Revisions

        return Revisions(self._database)

    @cached_property
    def _incidents(self) -> Incidents:
        from storage.incidents import Incidents

        return Incidents(self._database)

    @cached_property
    def agenda(self) -> Agenda:
        """What is to be done and when."""
        from storage.agenda.agenda import Agenda

        return Agenda(self._database)

    @cached_property
    def attention(self) -> Attention:
        """What asks for a visit out of turn."""
        from storage.agenda.attention import Attention

        return Attention(self._database)

    @cached_property
    def hosts(self) -> Hosts:
        """What hosts asked of us."""
        from storage.agenda.hosts import Hosts

        return Hosts(self._database)

    @cached_property
    def lessons(self) -> Lessons:
        """What was learnt about when articles are edited."""
        from storage.agenda.lessons import Lessons

        return Lessons(self._database)

    @cached_property
    def seed_looks(self) -> SeedLooks:
        """How each seed behaves."""
        from storage.agenda.seed_looks import SeedLooks

        return SeedLooks(self._database)

    @cached_property
    def declared(self) -> Declared:
        """What seeds say about the times of articles."""
        from storage.declared import Declared

        return Declared(self._database)

    @cached_property
    def changelog(self) -> ChangeLog:
        """Revisions and events in one order."""
        from storage.changelog import ChangeLog

        return ChangeLog(self._database)

    @cached_property
    def sights(self) -> Sights:
        """What was seen when."""
        from storage.sights import Sights

        return Sights(self._database)

    @cached_property
    def samples(self) -> Samples:
        """Some captures of an outlet's articles."""
        from storage.samples import Samples

        return Samples(self._database)

    @cached_property
    def field_counts(self) -> FieldCounts:
        """Which fields readings had."""
        from storage.memory.field_counts import FieldCounts

        return FieldCounts(self._database)

    @cached_property
    def page_memories(self) -> PageMemories:
        """The last sight of each page."""
        from storage.memory.pages import PageMemories

        return PageMemories(self._database)

    @cached_property
    def outlet_memories(self) -> OutletMemories:
        """What recurs over an outlet's articles."""
        from storage.memory.outlets import OutletMemories

        return OutletMemories(self._database)

    @cached_property
    def imports(self) -> Imports:
        """Where imported visits came from."""
        from storage.imports import Imports

        return Imports(self._database)

    @cached_property
    def ledger(self) -> Ledger:
        """The chain of hashes over all captures."""
        from storage.proof.ledger import Ledger

        return Ledger(self._database, self._heads)

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """The ledger's root, signed from time to time."""
        from storage.proof.checkpoints import Checkpoints

        return Checkpoints(self._database, self.ledger)

    @cached_property
    def redactions(self) -> Redactions:
        """What was removed for good."""
        from storage.redactions import Redactions

        return Redactions(self._database, self._payloads, self._extractions, self.ledger)

    @cached_property
    def checks(self) -> Checks:
        """Whether everything is as it was stored."""
        from storage.proof.checks import Checks, Nouns

        kept = (self._payloads, self._heads, self._captures, self.ledger, self.checkpoints)
        read = (self._extractions, self._revisions, self._articles, self._frontier)
        return Checks(self._database, Nouns(*kept, *read))
