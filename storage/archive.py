"""The one entrance to an archive; everything else in this package is behind it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Self

from storage.attributes import Attributes
from storage.database.opening import create, open_beside, open_to_read, open_to_write
from storage.derived.index import Index
from storage.errors import NotStored
from storage.kinds import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from storage.database.connection import Database
    from storage.database.lock import WriterLock
    from storage.intents import Intent, Reread
    from storage.records import (
        Address,
        Article,
        Capture,
        Damage,
        Due,
        Event,
        Extraction,
        Found,
        Incident,
        Outcome,
        Outlet,
        Revision,
        Seed,
        SeedKind,
        Tls,
        Unread,
        Visit,
        Weight,
    )


class Archive(Attributes):
    """An archive folder: ``archive.db`` and, next to it, the user's settings and rules.

    Open it with :meth:`create`, :meth:`open` (for reading), :meth:`open_to_write` or
    :meth:`open_beside`; it is a context manager. One process at a time does the heavy writing;
    small changes can be made meanwhile, and readers never wait. To be used by one thread.
    """

    folder: Path

    def __init__(self, folder: Path, database: Database, lock: WriterLock | None = None) -> None:
        self.folder = folder
        self._database, self.snapshot = database, database.snapshot
        self.see_place = database.see_place
        self._lock = lock
        self.index = Index(folder, database)

    @classmethod
    def create(cls, folder: Path) -> Archive:
        """Make the folder and an empty archive, open for writing. Raises ArchiveExists."""
        return cls(folder, *create(folder))

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Open for reading.

        Raises ArchiveNotFound, ArchiveTooNew, ArchiveTooOld, ArchiveDamaged.
        """
        return cls(folder, open_to_read(folder))

    @classmethod
    def open_to_write(cls, folder: Path) -> Archive:
        """Open for writing; migrates an older schema. Also raises ArchiveBusy, ArchiveReadOnly."""
        return cls(folder, *open_to_write(folder))

    @classmethod
    def open_beside(cls, folder: Path) -> Archive:
        """Open for small changes (outlets, due times, checkpoints) while others may be writing.

        What was read before a transaction may have changed by then. A transaction that has to wait
        for too long raises ArchiveBusy.
        """
        return cls(folder, open_beside(folder))

    def close(self) -> None:
        """Close, and let the next writer in. May be called twice."""
        self.index.close()
        self._database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def writable(self) -> bool:
        """Whether it was opened for writing."""
        return self._database.writable

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction: everything inside is written together or not at all. May be nested."""
        return self._database.transaction()

    # --- outlets and seeds -------------------------------------------------------------------
    def add_outlet(self, name: str, home: str, hosts: Iterable[str], now: datetime) -> Outlet:
        """Add an outlet. Raises OutletError when the name is taken."""
        return self._outlets.add(name, home, hosts, now)

    def outlets(self) -> list[Outlet]:
        """All outlets, by name."""
        return self._outlets.all()

    def outlet(self, name: str, *, removed: bool = False) -> Outlet:
        """The outlet of this name, one that is watched unless ``removed``. Raises NotStored."""
        return self._outlets.by_name(name, removed=removed)

    def outlet_of_host(self, host: str) -> Outlet | None:
        """The outlet that has articles on this host."""
        return self._outlets.by_host(host)

    def take_hosts(self, outlet: Outlet, hosts: Iterable[str]) -> Outlet:
        """Add hosts to an outlet, unless they belong to another one; return the outlet."""
        return self._outlets.take_hosts(outlet, hosts)

    def set_paused(self, name: str, paused: bool) -> None:  # noqa: FBT001 — the contract
        """Pause an outlet, so that nothing of it is due, or end the pause. Raises NotStored."""
        self._outlets.set_paused(name, paused=paused)

    def remove_outlet(self, name: str) -> None:
        """Stop watching: seeds and due times are deleted; everything captured stays readable."""
        self._outlets.remove(name, datetime.now(UTC))

    def add_seed(self, outlet_id: int, url: str, key: str, kind: SeedKind, now: datetime) -> Seed:
        """Add a seed, which is fetched from now on; once per key."""
        return self._frontier.add_seed(outlet_id, url, key, kind, now)

    def seeds(self, outlet_id: int | None = None) -> list[Seed]:
        """The seeds of one outlet, or of all."""
        return self._frontier.seeds(outlet_id)

    # --- frontier ----------------------------------------------------------------------------
    def discover(
        self, outlet_id: int, found: Iterable[Found], now: datetime, *, role: Role = Role.CANDIDATE
    ) -> list[Address]:
        """Add addresses, due now, and return the new ones. Known keys are left alone."""
        return self._frontier.discover(outlet_id, found, now, role)

    def address(self, key: str) -> Address | None:
        """The address with this SURT key, of any outlet."""
        return self._frontier.by_key(key)

    def robots_address(self, outlet_id: int, url: str, key: str) -> Address:
        """The address of a host's robots.txt; added if there is none."""
        with self._database.transaction():
            return self._frontier.make(outlet_id, url, key, Role.ROBOTS, datetime.now(UTC))

    def due(
        self, now: datetime, outlet_ids: Iterable[int] | None = None, *, everything: bool = False
    ) -> Iterator[Due]:
        """Candidates and articles that are due now, most overdue first, of outlets not paused.

        ``everything``: all that are live, due or not. Seeds are not included.
        """
        return self._frontier.due(now, outlet_ids, everything=everything)

    def due_again(self, now: datetime, outlet_id: int) -> Iterator[Due]:
        """The same for one outlet, without what was found but never visited."""
        return self._frontier.due_again(now, outlet_id)

    def rank_by(self, rank: Callable[[Sequence[Due], datetime], list[Due]] | None) -> None:
        """Hand out what is due of an outlet in this order instead of by due time."""
        self._frontier.rank_by(rank)

    def due_of(self, address_id: int) -> Due:
        """The same for one address, whatever its role."""
        return self._frontier.due_of(address_id)

    def reschedule(self, address_id: int, due: datetime | None) -> None:
        """Make it due at this time; with None, never by itself."""
        self._frontier.reschedule(address_id, due)

    # --- keep --------------------------------------------------------------------------------
    def record(self, visit: Visit) -> int:
        """Store a visit with its capture, its finds and the next due time; return its id.

        It is one transaction. Once this returns, the visit is on the disk, unless it was called
        within :meth:`transaction`.
        """
        return self._visits.record_all([visit])[0]

    def record_all(self, visits: Iterable[Visit]) -> list[int]:
        """Store several visits in one transaction, in this order, as a busy crawl does."""
        return self._visits.record_all(visits)

    def last_visit(self, address_id: int) -> tuple[datetime, Outcome] | None:
        """Time and outcome of the last visit to an address; None before the first."""
        return self._visits.last(address_id)

    def last_capture(self, address_id: int) -> Capture | None:
        """The last capture with outcome ``captured``: what is there now, as far as we know."""
        return self._captures.last_of_address(address_id)

    # --- read --------------------------------------------------------------------------------
    def unread(self, limit: int = 100) -> list[Unread]:
        """Visits to candidates and articles that READ has not processed yet, oldest first."""
        return self._visits.unread(limit)

    def apply(self, visit_id: int, intents: Iterable[Intent]) -> None:
        """Carry out what was decided about this visit and mark it as read, in one transaction."""
        from storage.history.apply import Nouns, apply  # noqa: PLC0415 — only to write readings

        nouns = Nouns(self._extractions, self._frontier, self._incidents)
        apply(self._database, nouns, visit_id, intents)

    # --- payloads ----------------------------------------------------------------------------
    def payload(self, digest: str) -> bytes:
        """The decoded body, restored and checked. Raises NotStored, PayloadDamaged."""
        return self._payloads.get(digest)

    # --- articles and revisions --------------------------------------------------------------
    def article(self, ref: int | str) -> Article:
        """The article with this id, or with an address of this SURT key. Raises NotStored."""
        return self._articles.get(ref)

    def find_article(self, ref: int | str) -> Article | None:
        """The article with this id, or with an address of this SURT key; otherwise None."""
        return self._articles.find(ref)

    def article_saying(self, outlet_id: int, digest: str) -> Article | None:
        """An article of the outlet whose latest revision has this content digest."""
        return self._articles.saying(outlet_id, digest)

    def articles(self, outlet_id: int | None = None) -> Iterator[Article]:
        """All articles, or those of an outlet, by id."""
        return self._articles.all(outlet_id)

    def revisions(self, article_id: int) -> list[Revision]:
        """The revisions of an article, oldest first."""
        return self._revisions.of_article(article_id)

    def digests(self, article_id: int) -> tuple[str, ...]:
        """The content digests of an article's revisions, oldest first."""
        return self._revisions.digests(article_id)

    def revision(self, article_id: int, number: int | None = None) -> Revision:
        """A revision by number, by default the latest one. Raises NotStored."""
        return self._revisions.get(article_id, number)

    def extraction(self, extraction_id: int) -> Extraction:
        """The extraction of this id. Raises NotStored, ArchiveDamaged."""
        return self._extractions.get(extraction_id)

    def reread(self, intent: Reread) -> int:
        """Store another reader's reading of a revision's capture; the old one is kept."""
        with self._database.transaction():
            return self._extractions.reread(intent)

    def latest_extraction(self, article_id: int) -> Extraction | None:
        """The extraction of the article's last sight, whose times and links may be newer."""
        last = self._articles.last_extraction(article_id)
        return None if last is None else self._extractions.get(last)

    def last_sight(self, article_id: int) -> tuple[Capture, Extraction]:
        """The capture that showed the article last, and its extraction. Raises NotStored."""
        last = self._articles.last_extraction(article_id)
        if last is None:
            raise NotStored("sight of article", str(article_id))
        return self._captures.of_extraction(last), self._extractions.get(last)

    def log(
        self,
        *,
        article_id: int | None = None,
        outlet_id: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        weight: Weight | None = None,
        marks: tuple[str, ...] = (),
        limit: int | None = None,
    ) -> Iterator[Revision | Event]:
        """Newest first by first_seen (events by their time); with all of these marks."""
        from storage.changelog import Filters  # noqa: PLC0415 — not every command lists changes

        filters = Filters(article_id, outlet_id, since, until, weight, marks)
        return islice(self.changelog.rows(filters, page=limit), limit)

    def events(self, article_id: int) -> list[Event]:
        """The events of an article, oldest first."""
        return self._revisions.events(article_id)

    # --- captures ----------------------------------------------------------------------------
    def capture(self, capture_id: int) -> Capture:
        """The capture of this id. Raises NotStored."""
        return self._captures.get(capture_id)

    def captures_of_revision(self, revision: Revision) -> list[Capture]:
        """The captures that show a revision, oldest first."""
        return self._captures.of_revision(revision.id)

    def shown_at(self, address_id: int) -> int | None:
        """The id of the revision that the address's last full capture shows, or None."""
        return self._captures.shown_at(address_id)

    def capture_of_extraction(self, extraction_id: int) -> Capture:
        """The capture that this extraction was read from. Raises NotStored."""
        return self._captures.of_extraction(extraction_id)

    def heads(self, capture_id: int) -> tuple[bytes, bytes]:
        """Request head and response head of a capture, byte for byte."""
        return self._heads.get(capture_id)

    def wire(self, capture_id: int) -> bytes | None:
        """Every byte after the response head, as received, if stored or restorable; checked."""
        return self._captures.wire(capture_id)

    def tls(self, tls_id: int) -> Tls:
        """The TLS session of a capture, with its certificates. Raises NotStored."""
        return self._captures.tls(tls_id)

    # --- health ------------------------------------------------------------------------------
    def open_incident(
        self, outlet_id: int, kind: str, subject: str, detail: str, at: datetime
    ) -> None:
        """Open an incident, or count up the open one of the same kind and subject."""
        self._incidents.open(outlet_id, kind, subject, detail, at)

    def close_incident(self, outlet_id: int, kind: str, subject: str, at: datetime) -> None:
        """Close the open incident of this kind and subject, if there is one."""
        self._incidents.close(outlet_id, kind, subject, at)

    def incident_detail(self, outlet_id: int, kind: str, subject: str) -> str | None:
        """The detail of the open incident of this kind and subject; None if none is open."""
        return self._incidents.detail(outlet_id, kind, subject)

    def incidents(self, *, open_only: bool = True, since: datetime | None = None) -> list[Incident]:
        """The open incidents, or all of them, reported since then; newest first."""
        return self._incidents.all(open_only=open_only, since=since)

    def counts(self) -> dict[str, int]:
        """The number of ``outlets``, ``articles``, ``revisions``, ``captures`` and so on."""
        return self.checks.counts()

    def verify(self, progress: Callable[[int, int], None] | None = None) -> list[Damage]:
        """Everything that is not as it was stored: payloads, heads, texts; SQLite's own checks."""
        return self.checks.verify(progress)
