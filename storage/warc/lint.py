"""Checking WARC files: what would make a reader lose something, or leave it uncertain.

Errors violate the standard (ISO 28500, WARC/1.0 and 1.1) in a way that loses or mixes up bytes, or
are contradictions: a digest, a length or a coding that the block does not have. Warnings are what
readers can cope with, or what cannot be decided from this file alone.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from storage.warc.body import check_block
from storage.warc.reader import Record, read_records
from storage.warc.records import IDENTICAL, Fault, Severity, is_coarse, parse_date, parse_digest

if TYPE_CHECKING:
    from typing import BinaryIO

SOUND = "sound"
_NEED_URI = frozenset({"response", "resource", "request", "revisit", "conversion", "continuation"})
_NO_PAYLOAD = frozenset({"warcinfo", "metadata"})
_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+>\Z")
_MOST = 1000
"""Findings that are listed for one file; all are counted."""


@dataclass
class Report:
    """What was found in a file. ``errors`` and ``warnings`` count all; ``faults`` may be cut."""

    records: int = 0
    errors: int = 0
    warnings: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """``error``, ``warning`` or ``sound``."""
        if self.errors:
            return Severity.ERROR.value
        return Severity.WARNING.value if self.warnings else SOUND

    def add(self, fault: Fault) -> None:
        """Count a finding, and list it."""
        if fault.severity is Severity.ERROR:
            self.errors += 1
        else:
            self.warnings += 1
        if len(self.faults) < _MOST:
            self.faults.append(fault)

    def take_in(self, part: Report, name: str) -> None:
        """What was found in a part of the file, such as a member of a ZIP file, by its name."""
        room = max(0, _MOST - len(self.faults))
        self.faults += [replace(one, what=f"{name}: {one.what}") for one in part.faults[:room]]
        self.records += part.records
        self.errors += part.errors
        self.warnings += part.warnings


def check(stream: BinaryIO) -> Report:
    """Read a WARC file to its end and report everything that is wrong with it.

    Memory grows with the number of records (their ids), not with their size.
    """
    report = Report()
    file = _File()
    for item in read_records(stream):
        if isinstance(item, Fault):
            report.add(item)
            continue
        file.look_at(item)
        item.finish()
        report.records += 1
        for fault in item.faults:
            report.add(fault)
    if not report.records:
        report.add(Fault(0, "no WARC record was found"))
    for fault in file.dangling():
        report.add(fault)
    return report


@dataclass(frozen=True, slots=True)
class _Reference:
    offset: int
    record: str | None
    target: int
    what: str


class _File:
    """What records say about each other: ids, originals of revisits, concurrent records."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._payloads: dict[int, str] = {}
        self._references: list[_Reference] = []
        self._first = True

    def look_at(self, record: Record) -> None:
        """Check a record's head, and read and check its block."""
        if self._first and record.head.type != "warcinfo":
            record.fault("the file does not begin with a warcinfo record", Severity.WARNING)
        self._first = False
        _check_head(record)
        self._identify(record)
        check_block(record)
        self._refer(record)
        self._remember(record)

    def _identify(self, record: Record) -> None:
        record_id = record.head.id
        if record_id is None:
            record.fault("no WARC-Record-ID")
            return
        if not _ID.match(record_id):
            record.fault(f"a WARC-Record-ID that is no URI in angle brackets: {record_id[:60]!r}")
        if _short(record_id) in self._ids:
            record.fault("an earlier record has the same WARC-Record-ID")
        self._ids.add(_short(record_id))

    def _remember(self, record: Record) -> None:
        """Remember the payload digest by id, and by URL and date, to check revisits against it."""
        head = record.head
        digest = head.get("warc-payload-digest") or ""
        if head.type not in ("response", "resource"):
            return
        if head.id is not None:
            self._payloads[_short(head.id)] = digest
        if head.uri is not None:
            self._payloads[_short(f"{head.uri} {head.get('warc-date')}")] = digest

    def _refer(self, record: Record) -> None:
        head = record.head
        for target in head.all("warc-concurrent-to"):
            self._note(record, target, "a concurrent record that is not in this file")
        if head.type != "revisit":
            return
        if head.get("warc-profile") is None:
            record.fault("a revisit without WARC-Profile")
        if head.profile != IDENTICAL:
            return
        digest = head.get("warc-payload-digest")
        if digest is None:
            record.fault("a revisit of an identical payload that names no digest", Severity.WARNING)
        names = [head.get("warc-refers-to")]
        if uri := head.get("warc-refers-to-target-uri"):
            names.append(f"{uri.strip('<>')} {head.get('warc-refers-to-date')}")
        known = [
            self._payloads[_short(name)]
            for name in names
            if name and _short(name) in self._payloads
        ]
        if not known:
            record.fault("the original of this revisit is not in the file so far", Severity.WARNING)
        elif digest is not None and _contradict(digest, known[0]):
            record.fault("the payload digest is not that of the original it refers to")

    def _note(self, record: Record, target: str, what: str) -> None:
        self._references.append(_Reference(record.offset, record.head.id, _short(target), what))
        if len(self._references) > _MOST:  # most of them refer to records already seen
            self._references = [one for one in self._references if one.target not in self._ids]

    def dangling(self) -> list[Fault]:
        """References to records that never came."""
        return [
            Fault(one.offset, one.what, Severity.WARNING, one.record)
            for one in self._references
            if one.target not in self._ids
        ]


def _short(name: str) -> int:
    """A hash of a name as a number of eight bytes: files have millions of records."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")


def _contradict(one: str, other: str) -> bool:
    """Whether two digests have the same algorithm and different values."""
    first, second = parse_digest(one), parse_digest(other)
    if first[0] != second[0] or first[1] is None or second[1] is None:
        return False
    return first[1] != second[1]


def _check_head(record: Record) -> None:
    head = record.head
    if not head.type:
        record.fault("no WARC-Type")
    _check_date(record)
    uri = head.get("warc-target-uri")
    if head.type in _NEED_URI and not uri:
        record.fault(f"a {head.type} without WARC-Target-URI")
    if uri is not None and head.uri != uri:
        record.fault("WARC-Target-URI stands in angle brackets", Severity.WARNING)
    if head.uri is not None and (" " in head.uri or ":" not in head.uri):
        record.fault(f"a WARC-Target-URI that is no URI: {head.uri[:80]!r}", Severity.WARNING)
    if head.type in _NO_PAYLOAD and head.get("warc-payload-digest"):
        record.fault(f"a payload digest on a {head.type}, which has no payload", Severity.WARNING)
    if head.get("warc-block-digest") is None and head.get("warc-payload-digest") is None:
        record.fault("no digest: damage would not be seen", Severity.WARNING)


def _check_date(record: Record) -> None:
    value = record.head.get("warc-date")
    if value is None:
        record.fault("no WARC-Date")
    elif parse_date(value) is None:
        record.fault(f"a WARC-Date that is none: {value[:40]!r}")
    elif record.head.version == "1.0" and ("." in value or is_coarse(value)):
        record.fault("a WARC-Date of a WARC/1.0 record that is not in seconds", Severity.WARNING)
