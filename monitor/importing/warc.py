"""Storing WARC files in the archive: KEEP, from files instead of the network.

Visits are stored in groups, in the order of the files, with their own times and bytes. What the
archive has already is skipped, so that an interrupted import can be resumed, and importing the same
file twice changes nothing. Nothing is read here.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.importing.exchanges import NotTaken, head_of_revisit, judged, peer, take, times, url_of
from monitor.importing.late import Late
from monitor.importing.places import Places
from monitor.importing.transactions import Transaction, transactions
from monitor.importing.turns import Turns
from storage.digest import payload_digest, to_hash
from storage.errors import ArchiveDamaged, Redacted
from storage.records import Exchange, Visit
from storage.warc.message import Dechunker, Message
from storage.warc.records import (
    IDENTICAL,
    NOT_MODIFIED,
    Fault,
    Severity,
    hasher,
    is_coarse,
    parse_date,
    parse_digest,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from monitor.importing.exchanges import Taken
    from monitor.importing.heard import Heard
    from monitor.importing.sources import Source
    from spiders.crawl.http.wire import Head
    from storage.archive import Archive
    from storage.errors import RuleError
    from storage.warc.memory import Memory

GROUP = 100
"""Visits per transaction."""
_GROUP_BYTES = 16 * 1024 * 1024
_OK = 200  # the status of a resource record
_IDENTICAL = (IDENTICAL, f"uri-agnostic-{IDENTICAL}", "")  # the second before WARC/1.1
KNOWN = "known already"
NO_ORIGINAL = "a revisit whose original is not there"
FAULTY = "faulty"
BESIDE = (
    "older than what was read of its article, of which a page was redacted or is damaged:"
    " it is kept, and found by `variorum reprocess`"
)


@dataclass
class Counts:
    """``skipped`` has reasons with counts; ``records`` counts the exchanges looked at."""

    captures: int = 0
    records: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


class Importer:
    """Imports WARC files into one archive. ``limit`` is the largest body in bytes.

    ``heard`` receives what is wrong in which file, and what is not; ``on_progress`` is called with
    the number of exchanges looked at.
    """

    def __init__(
        self,
        archive: Archive,
        memory: Memory,
        *,
        limit: int,
        rules_folder: Path | None = None,
        heard: Heard,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        self.counts = Counts()
        self.late = Late(archive)
        self._archive = archive
        self._memory = memory
        self._limit = limit
        self.places = Places(archive, rules_folder, self._tell_broken)
        self._heard = heard
        self._on_progress = on_progress
        self._turns = Turns()
        self._waiting: list[tuple[Transaction, Taken, int]] = []
        self._orphans = 0
        self._source = ""
        self._import_id: int | None = None

    def run(self, sources: Iterable[Source]) -> Counts:
        """Import all files; then once more those with revisits that precede their originals."""
        again = []
        for source in sources:
            before = self._orphans
            self._file(source)
            if self._orphans > before:
                again.append(source)
        for source in again:
            self._revisits_of(source)
        return self.counts

    def begin(self, name: str) -> None:
        """Begin a source; every visit from it is stored with this name."""
        self._flush()
        self._source, self._import_id, self._turns = name, None, Turns()

    def take(self, name: str, found: Transaction) -> None:
        """Import one exchange from ``name``; :meth:`flush` has to be called after the last."""
        self.counts.records += 1
        date = found.record.get("warc-date")
        if is_coarse(date):
            what = f"a date that is no moment: {date}. It is taken to be the first one of it"
            self._heard.fault(name, Fault(found.offset, what, Severity.WARNING, found.record.id))
        self._try(name, found, last=False)
        if self._on_progress is not None:
            self._on_progress(self.counts.records)

    def flush(self) -> None:
        """Store what is waiting."""
        self._flush()

    def _file(self, source: Source) -> None:
        self.begin(source.short)
        self._heard.begin(str(source.path))
        with source.open(self._refuse) as stream:
            for found in transactions(stream, self._limit):
                if isinstance(found, Fault):
                    self._refuse(source.name, found)
                else:
                    self.take(source.name, found)
        self._flush()

    def _revisits_of(self, source: Source) -> None:
        self.begin(source.short)
        self._heard.begin(str(source.path))
        with source.open() as stream:
            for found in transactions(stream, self._limit):
                if isinstance(found, Transaction) and _is_identical(found):
                    self._try(source.name, found, last=True)
        self._flush()

    def _try(self, path: str, found: Transaction, *, last: bool) -> None:
        orphans = self._orphans
        try:
            if found.record.type == "revisit":
                self._revisit(found, last=last)
            elif (known := self._known(found)) is not None:
                self.counts.skipped[KNOWN] += 1
                self._memory.remember(found.names, known)
            else:
                self._add(found, take(found, self._limit))
        except NotTaken as reason:
            if reason.expected:
                self.counts.skipped[reason.why] += 1
            else:
                self._refuse(path, Fault(found.offset, reason.why, record=found.record.id))
                return
        if self._orphans == orphans:
            self._heard.sound()

    def _known(self, found: Transaction) -> int | None:
        """The stored visit that is this very exchange, or None; before anything is decoded."""
        address = self.places.known(url_of(found))
        status = Message(found.head).status if found.head else _OK
        if address is None or status is None:
            return None
        at, wire = times(found)[0], hashlib.sha256(found.body).digest()
        turn = self._turns.number(url_of(found), at, (status, wire), found.record.id)
        return self._memory.visit(address.id, at, status, wire, turn)

    def _refuse(self, path: str, fault: Fault) -> None:
        """Report a fault, and count it unless it is only a warning."""
        if fault.severity is Severity.ERROR:
            self.counts.skipped[FAULTY] += 1
        self._heard.fault(path, fault)

    def _tell_broken(self, error: RuleError) -> None:
        self._heard.fault(error.path, Fault(0, f"rules with a mistake: {error}", Severity.WARNING))

    # --- revisits ----------------------------------------------------------------------------
    def _revisit(self, found: Transaction, *, last: bool) -> None:
        """Import a revisit: a 304 has no body; any other has that of its original."""
        url = url_of(found)
        if found.record.profile == NOT_MODIFIED:
            raw, head = head_of_revisit(found, b"")
            if head.status != 304:  # noqa: PLR2004 — Not Modified
                raise NotTaken("not a 304, as its profile says", expected=False)
            self._add(found, judged(found, _exchange(found, url, raw, _empty(url)), head))
            return
        if not _is_identical(found):
            raise NotTaken(f"a revisit of a kind that is not known: {found.record.profile[:60]}")
        original = self._original(found)
        if original is None:
            if last:
                raise NotTaken(NO_ORIGINAL)
            self._orphans += 1
            return
        try:
            exchange, head = self._shown_again(found, url, original)
        except Redacted as error:
            raise NotTaken("a revisit whose original was redacted") from error
        except ArchiveDamaged as error:
            raise NotTaken("a revisit whose original is damaged here", expected=False) from error
        self._add(found, judged(found, exchange, head))

    def _shown_again(self, found: Transaction, url: str, original: int) -> tuple[Exchange, Head]:
        """The exchange with the original's body. Raises NotTaken, Redacted, ArchiveDamaged."""
        original = self._agreeing(found, original)
        old = self._archive.capture(original)
        _, old_head = self._archive.heads(original)
        raw, head = head_of_revisit(found, old_head)
        body = Exchange(
            url,
            b"",
            b"",
            head.status,
            self._archive.payload(old.payload),
            old.wire_digest,
            old.wire_length,
            content_type=old.content_type,
            content_encoding=old.content_encoding,
            recipe=old.recipe,
            wire=self._archive.wire(original) if old.recipe is None else None,
            truncated=old.truncated,
        )
        return _exchange(found, url, raw, body), head

    def _original(self, found: Transaction) -> int | None:
        """Find the original by id, URL and date, or digest; in these files, then the archive."""
        record = found.record
        uri = (record.get("warc-refers-to-target-uri") or record.uri or "").strip("<>")
        date = record.get("warc-refers-to-date")
        digest = record.get("warc-payload-digest")
        names = [
            record.get("warc-refers-to"),
            date and f"{uri} {date}",
            digest and f"payload {digest}",
        ]
        original = self._memory.original(names)
        if original is None and self._waiting:
            self._flush()
            original = self._memory.original(names)
        time = parse_date(date)
        if original is None and time is not None:
            address = self.places.known(uri)
            if address is not None:
                original = self._memory.captured_at(address.id, time)
        return original

    def _agreeing(self, found: Transaction, original: int) -> int:
        """The original; if its id occurs twice and this is the wrong one, the one with the digest.

        Raises NotTaken if there is none with this payload.
        """
        try:
            self._compare(found, original)
        except NotTaken:
            digest = found.record.get("warc-payload-digest")
            other = self._memory.original([f"payload {digest}"])
            if other is None:
                raise
            return other
        return original

    def _compare(self, found: Transaction, original: int) -> None:
        """Raise NotTaken if the revisit names another payload than its original has.

        The digest may be over the body as sent, without chunks, or decoded.
        """
        digest = found.record.get("warc-payload-digest") or ""
        if not digest or self._memory.original([f"payload {digest}"]) == original:
            return
        algorithm, value = parse_digest(digest)
        wire = self._archive.wire(original) or b""
        payload = self._archive.payload(self._archive.capture(original).payload)
        made = [hasher(algorithm) for _ in range(3)]
        for one, data in zip(made, (wire, Dechunker().feed(wire), payload), strict=True):
            if value is None or one is None:
                return
            one.update(data)
        if value not in [one.digest() for one in made if one is not None]:
            raise NotTaken("a revisit whose original has another payload", expected=False)

    # --- storing -----------------------------------------------------------------------------
    def _add(self, found: Transaction, taken: Taken) -> None:
        state = taken.exchange.status, to_hash(taken.exchange.wire_digest)
        turn = self._turns.number(url_of(found), taken.started_at, state, found.record.id)
        self._waiting.append((found, taken, turn))
        size = sum(len(one.exchange.payload) for _, one, _ in self._waiting)
        if len(self._waiting) >= GROUP or size >= _GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        with self._archive.transaction():
            for found, taken, turn in waiting:
                self._store(found, taken, turn)

    def _store(self, found: Transaction, taken: Taken, turn: int) -> None:
        exchange, verdict = taken.exchange, taken.verdict
        address = self.places.make(found, exchange.url, exchange.payload, taken.started_at)
        wire = to_hash(exchange.wire_digest)
        known = self._memory.visit(address.id, taken.started_at, exchange.status, wire, turn)
        if known is not None:
            self.counts.skipped[KNOWN] += 1
            self._remember(found, known)
            return
        is_told = self.late.make_room(address, taken.started_at)
        if self._import_id is None:
            self._import_id = self._archive.imports.begin(self._source, datetime.now(UTC))
        visit_id = self._archive.record(
            Visit(
                address_id=address.id,
                started_at=taken.started_at,
                finished_at=taken.finished_at,
                outcome=verdict.outcome,
                status=exchange.status,
                reason=verdict.reason,
                location=verdict.location,
                exchange=exchange,
                next_due=address.next_due,
                import_id=self._import_id,
            )
        )
        if not is_told:
            self._archive.apply(visit_id, ())
            about = found.record.id
            self._heard.fault(self._source, Fault(found.offset, BESIDE, Severity.WARNING, about))
        self._memory.add(address.id, taken.started_at, visit_id, exchange.status, wire)
        self._remember(found, visit_id)
        self.counts.captures += 1

    def _remember(self, found: Transaction, visit_id: int) -> None:
        if found.record.type != "revisit":
            self._memory.remember(found.names, visit_id)


def _is_identical(found: Transaction) -> bool:
    return found.record.type == "revisit" and found.record.profile in _IDENTICAL


def _empty(url: str) -> Exchange:
    return Exchange(url, b"", b"", 304, b"", payload_digest(b""), 0, recipe="identity")


def _exchange(found: Transaction, url: str, head: bytes, body: Exchange) -> Exchange:
    return replace(
        body,
        url=url,
        request_head=found.request,
        response_head=head,
        peer=peer(found),
    )
