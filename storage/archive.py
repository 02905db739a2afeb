"""The one door to an archive. Everything else in this package is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from storage.intents import Intent
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
        Outlet,
        Outcome,
        Revision,
        Role,
        Seed,
        SeedKind,
        Unread,
        Visit,
        Weight,
    )


class Archive:
    """An archive folder: ``archive.db`` and, beside it, the user's settings and rules.

    Open it with :meth:`create`, :meth:`open` (to read) or :meth:`open_to_write`; it is a context
    manager. There is one writer at a time (a lock file held by the operating system, so a killed
    writer leaves nothing behind); readers never wait.
    """

    folder: Path

    @classmethod
    def create(cls, folder: Path) -> Archive: ...
    """Make the folder and an empty archive; open to write. Raises ArchiveExists."""

    @classmethod
    def open(cls, folder: Path) -> Archive: ...
    """Open to read. Raises ArchiveNotFound, ArchiveTooNew, ArchiveDamaged."""

    @classmethod
    def open_to_write(cls, folder: Path) -> Archive: ...
    """Open to write, migrating an older schema. Raises ArchiveBusy, ArchiveReadOnly as well."""

    def close(self) -> None: ...
    def __enter__(self) -> Archive: ...
    def __exit__(self, *exc: object) -> None: ...

    def transaction(self) -> AbstractContextManager[None]: ...
    """Everything inside goes in together or not at all. May be nested."""

    # --- outlets and seeds -------------------------------------------------------------------
    def add_outlet(self, name: str, home: str, hosts: Iterable[str], now: datetime) -> Outlet: ...
    """Raises OutletError when the name is taken."""

    def outlets(self) -> list[Outlet]: ...
    """By name."""

    def outlet(self, name: str) -> Outlet: ...
    """Raises NotStored."""

    def outlet_of_host(self, host: str) -> Outlet | None: ...
    def set_paused(self, name: str, paused: bool) -> None: ...

    def remove_outlet(self, name: str) -> None: ...
    """Stops watching: seeds and due times go, everything captured stays and stays readable."""

    def add_seed(self, outlet_id: int, url: str, key: str, kind: SeedKind, now: datetime) -> Seed: ...
    """Idempotent by key."""

    def seeds(self, outlet_id: int | None = None) -> list[Seed]: ...

    # --- frontier ----------------------------------------------------------------------------
    def discover(
        self, outlet_id: int, found: Iterable[Found], now: datetime, *, role: Role = ...
    ) -> list[Address]: ...
    """Remember addresses, due now; returns those that are new. Known keys are left alone."""

    def address(self, key: str) -> Address | None: ...
    """By SURT key, any outlet."""

    def robots_address(self, outlet_id: int, url: str, key: str) -> Address: ...
    """The address of a host's robots.txt, made when it is not there."""

    def due(
        self, now: datetime, outlet_ids: Iterable[int] | None = None, *, everything: bool = False
    ) -> Iterator[Due]: ...
    """Candidates and articles that are due by now, most overdue first, of outlets not paused.

    ``everything``: every live one, due or not. Seeds are not among them.
    """

    def due_of(self, address_id: int) -> Due: ...
    """The same for one address, whatever its role."""

    def next_due(self) -> datetime | None: ...
    """When the next address of any role is due."""

    def reschedule(self, address_id: int, due: datetime | None) -> None: ...

    # --- keep --------------------------------------------------------------------------------
    def record(self, visit: Visit) -> int: ...
    """A visit, its capture, its finds and the next due time, in one transaction; gives its id.

    When this has returned outside of :meth:`transaction`, the visit is on the disk.
    """

    def record_all(self, visits: Iterable[Visit]) -> list[int]: ...
    """Several in one transaction, in order: how a busy crawl writes."""

    def last_visit(self, address_id: int) -> tuple[datetime, Outcome] | None: ...
    def last_capture(self, address_id: int) -> Capture | None: ...

    # --- read --------------------------------------------------------------------------------
    def unread(self, limit: int = 100) -> list[Unread]: ...
    """Visits of candidates and articles that READ has not seen, in the order of their time."""

    def apply(self, visit_id: int, intents: Iterable[Intent]) -> None: ...
    """Carry out what was decided of this visit and mark it as read, in one transaction."""

    def same_reading(self, payload: str, reader: str, rules: str | None, memory: str | None) -> Extraction | None: ...
    """What this very reader made of these very bytes before, of any capture of the same address."""

    # --- payloads ----------------------------------------------------------------------------
    def payload(self, digest: str) -> bytes: ...
    """The decoded entity, rebuilt and checked. Raises NotStored, PayloadDamaged."""

    # --- articles and revisions --------------------------------------------------------------
    def article(self, ref: int | str) -> Article: ...
    """By id or by SURT key of any of its addresses. Raises NotStored."""

    def find_article(self, ref: int | str) -> Article | None: ...
    def articles(self, outlet_id: int | None = None) -> Iterator[Article]: ...

    def revisions(self, article_id: int) -> list[Revision]: ...
    """Oldest first."""

    def revision(self, article_id: int, number: int | None = None) -> Revision: ...
    """The latest when no number is given. Raises NotStored."""

    def extraction(self, extraction_id: int) -> Extraction: ...
    def latest_extraction(self, article_id: int) -> Extraction | None: ...
    """Of the last sight of the article: its times and links may be newer than its revision's."""

    def log(
        self,
        *,
        article_id: int | None = None,
        outlet_id: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        weight: Weight | None = None,
        kind: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Revision | Event]: ...
    """Newest first by first_seen (events by their time)."""

    def events(self, article_id: int) -> list[Event]: ...

    # --- captures ----------------------------------------------------------------------------
    def capture(self, capture_id: int) -> Capture: ...
    def captures_of_revision(self, revision: Revision) -> list[Capture]: ...
    """The captures that show it, oldest first."""

    def heads(self, capture_id: int) -> tuple[bytes, bytes]: ...
    """Request head and response head, byte for byte."""

    def wire(self, capture_id: int) -> bytes | None: ...
    """Every byte after the response head as it came, where kept or rebuildable; checked."""

    # --- health ------------------------------------------------------------------------------
    def open_incident(self, outlet_id: int, kind: str, subject: str, detail: str, at: datetime) -> None: ...
    def close_incident(self, outlet_id: int, kind: str, subject: str, at: datetime) -> None: ...
    def incidents(self, *, open_only: bool = True) -> list[Incident]: ...
    def last_capture_of_outlet(self, outlet_id: int) -> datetime | None: ...
    def counts(self) -> dict[str, int]: ...
    """Rows a noun: ``outlets articles revisions visits captures payloads incidents`` …"""

    def verify(self, progress: Callable[[int, int], None] | None = None) -> list[Damage]: ...
    """Everything that is not as it was stored: payloads, heads, texts, SQLite's own checks."""
