"""Records that belong together: a response with its request and its metadata."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.warc.message import Dechunker, Message, head_of
from storage.warc.reader import Record, read_records
from storage.warc.records import (
    TYPES,
    Fault,
    RecordHead,
    Severity,
    hasher,
    of_nothing,
    parse_digest,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_NOTES = frozenset({"request", "metadata"})
_ENDS = ("with two line breaks", "ends in the middle")
_TAKEN = frozenset({"response", "revisit", "resource"})
_WINDOW = 4
"""How many responses wait for their request; other writers put the two next to each other."""
_WAITING_BYTES = 32 * 1024 * 1024
_LOOSE = 64
_FIRST_PAGE = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)
"""How far a clock may be ahead. A visit dated years ahead would be the last one for years."""
_LARGEST_NOTE = 64 * 1024
_ROOM_FOR_HEAD = 256 * 1024
_ANOTHER = b"\r\n\r\nWARC/1."
_SWALLOWED = ": other records stand in it, and are lost with it"
_INTERIM = re.compile(rb"HTTP/[\d.]+ 10[02-9]\b")


@dataclass
class Transaction:
    """One exchange in a file. ``request`` is the request's head, empty if unknown.

    ``about`` has the fields of its metadata record, with names in lower case.
    """

    offset: int
    record: RecordHead
    head: bytes
    body: bytes
    request: bytes = b""
    about: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str | None]:
        """Names by which a revisit may refer to it: id, URL and date, payload digest."""
        date, digest = self.record.get("warc-date"), self.record.get("warc-payload-digest")
        return [self.record.id, f"{self.record.uri} {date}", digest and f"payload {digest}"]


def transactions(stream: BinaryIO, most: int) -> Iterator[Transaction | Fault]:
    """The exchanges of a WARC file in their order, and the faults.

    ``most`` is the largest body in bytes. Memory is bounded, so a request far from its response is
    not found. A fault is held back until something follows: if nothing does, the file is truncated,
    and the fault says so (``last``).
    """
    desk = _Desk()
    item: Record | Fault | None = None
    fault: Fault | None = None
    for item in read_records(stream):
        if fault is not None:
            yield fault
        found = item if isinstance(item, Fault) else _look_at(item, most)
        fault = found if isinstance(found, Fault) else None
        if isinstance(found, Transaction):
            yield from desk.add(found)
        elif isinstance(item, Record) and isinstance(found, bytes):
            desk.attach(item.head, found)
    yield from desk.rest()
    end = _broken_end(item) if isinstance(item, Record) else None
    if fault is not None:
        yield replace(fault, last=fault is item or end is not None)
    elif isinstance(item, Record) and end is not None:
        what = f"the file ends too early: {end}"
        yield Fault(item.offset, what, Severity.WARNING, item.head.id, last=True)


def _look_at(record: Record, most: int) -> Transaction | Fault | bytes | None:
    """A transaction, the bytes of a request or metadata, a fault, or None for other records."""
    kind = record.head.type
    if kind in _TAKEN:
        return _take(record, most)
    if not kind:
        return Fault(record.offset, "no WARC-Type", record=record.head.id)
    block = record.read_all(_LARGEST_NOTE) if kind in _NOTES else None
    record.finish()
    if record.short or (record.damaged and not record.in_step):
        return Fault(record.offset, record.faults[-1].what, record=record.head.id)
    if record.torn:
        return Fault(record.offset, _torn(record), record=record.head.id)
    if kind not in TYPES:
        what = f"a WARC-Type that is not known, which is passed over: {kind[:40]}"
        return Fault(record.offset, what, Severity.WARNING, record.head.id)
    if block is None:
        return None
    why = _faults(record, block)
    return block if why is None else Fault(record.offset, why, record=record.head.id)


def _broken_end(record: Record) -> str | None:
    """How the last record of a truncated file ends; None if it ends as it should."""
    record.finish()
    faults = [fault for fault in record.faults if fault.severity is Severity.ERROR]
    if record.short:
        return faults[-1].what
    return next((one.what for one in reversed(faults) if one.what.endswith(_ENDS)), None)


class _Desk:
    """Attaches requests and metadata to the responses that they belong to."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Transaction] = OrderedDict()
        self._loose: OrderedDict[str, bytes] = OrderedDict()

    def add(self, taken: Transaction) -> Iterator[Transaction]:
        """Add a response; yield those for which nothing more is expected."""
        head = taken.record
        names = [head.id or "", *head.all("warc-concurrent-to")]
        taken.request = next((self._loose.pop(name) for name in names if name in self._loose), b"")
        own = head.id if head.id not in self._open else None
        self._open[own or f"at {taken.offset} {len(self._open)}"] = taken
        while len(self._open) > _WINDOW or self._size() > _WAITING_BYTES:
            yield self._open.popitem(last=False)[1]

    def _size(self) -> int:
        return sum(len(taken.body) for taken in self._open.values())

    def attach(self, head: RecordHead, block: bytes) -> None:
        """Attach a request or a metadata record to its response, which may be yet to come."""
        targets = [*head.all("warc-concurrent-to"), *head.all("warc-refers-to")]
        known = [self._open[target] for target in targets if target in self._open]
        if head.type == "metadata":
            for taken in known:
                taken.about |= _fields(block)
            return
        message = head_of(block)
        if message is None:
            return
        for taken in known:
            taken.request = message.head
        if not known:
            for name in [*targets, head.id or ""]:
                self._loose[name] = message.head
            while len(self._loose) > _LOOSE:
                self._loose.popitem(last=False)

    def rest(self) -> Iterator[Transaction]:
        """The remaining responses, in their order."""
        yield from self._open.values()


def _lacking(head: RecordHead) -> str | None:
    """What is wrong with the address or date of a page; None if nothing is."""
    if not head.uri:
        return "no address (WARC-Target-URI)"
    if head.date is None:
        return "no date that can be read"
    why = _strange(head.date)
    return why and f"{why}: {head.get('warc-date')}"


def _strange(date: datetime) -> str | None:
    """Why no page can have been fetched at that time; None if it can."""
    if date <= _FIRST_PAGE:
        return "a date before there were pages"
    if date >= datetime.now(UTC) + _AHEAD:
        return "a date to come, by the clock of this machine"
    return None


def _take(record: Record, most: int) -> Transaction | Fault:
    """Read a record's whole block; a fault if it cannot be trusted."""
    head = record.head
    block = record.read_all(most + _ROOM_FOR_HEAD)
    record.finish()

    def fault(what: str) -> Fault:
        return Fault(record.offset, what, record=head.id)

    if block is None:
        limit = f"a body of more than {most} bytes, the limit (max_bytes in variorum.toml)"
        return fault(record.faults[-1].what if record.short else limit)
    if why := _faults(record, block):
        return fault(why + _SWALLOWED if _ANOTHER in block else why)
    if why := _lacking(head):
        return fault(why)
    if head.type == "resource" or not _is_of_web(head.uri):
        return Transaction(record.offset, head, b"", block)
    if head.type == "revisit" and not block:  # it needs no head, and therefore no type
        return Transaction(record.offset, head, b"", b"")
    if not head.is_http:
        return fault(f"not HTTP: {head.media_type or 'no type'}")
    block = _final(block)
    message = head_of(block)
    if message is None:
        return fault("it contains no HTTP head")
    return Transaction(record.offset, head, message.head, block[len(message.head) :])


def _faults(record: Record, block: bytes) -> str | None:
    """Why the bytes of a record cannot be trusted; None if they can.

    If a digest is right, the bytes are those that were written, however badly wrapped.
    """
    if record.torn:
        return _torn(record)
    if record.head.get("warc-segment-number"):
        return "the first of several segments, which are not put together"
    if record.short:
        return record.faults[-1].what
    digest = record.head.get("warc-block-digest")
    vouches = record.head.type != "revisit" or not of_nothing(digest)
    verdict = _digest_holds(digest, block) if vouches else None
    if verdict is False:
        return "the block is not what its digest says"
    if not _payload_holds(record, block):
        return "the payload is not what its digest says"
    if verdict is None and record.damaged and not record.in_step:
        return record.faults[0].what
    return None


def _final(block: bytes) -> bytes:
    """The block without interim responses (100 Continue, 103 Early Hints), as in our own crawls."""
    start = 0  # and no copy for each of them: a few packed bytes can hold a hundred thousand
    while (message := head_of(block, start)) is not None and _INTERIM.match(message.head):
        start += len(message.head)
    return block[start:]


def _torn(record: Record) -> str:
    """The fault of a torn head: digests vouch for the bytes, but not for whose they are."""
    return f"{record.torn}: what was there and after it may be lost"


def _payload_holds(record: Record, block: bytes) -> bool:
    """Whether the payload digest is right, with chunks or without: writers disagree about that.

    Of a revisit it is the digest of another record.
    """
    head = record.head
    text = head.get("warc-payload-digest")
    if text is None or head.type == "revisit" or head.get("warc-truncated"):
        return True
    block = _final(block) if head.is_http else block
    message = head_of(block) if head.is_http else Message(b"")
    body = block[len(message.head) :] if message else block
    if _digest_holds(text, body) is not False:
        return True
    return bool(message and message.chunked) and _digest_holds(text, Dechunker().feed(body)) is True


def _digest_holds(text: str | None, data: bytes) -> bool | None:
    """Whether a digest is right; None if there is none that can be checked."""
    if text is None:
        return None
    algorithm, value = parse_digest(text)
    if value is None:
        return None
    made = hasher(algorithm)
    assert made is not None
    made.update(data)
    return bool(made.digest() == value)


def _fields(block: bytes) -> dict[str, str]:
    """The fields of a block of the type ``application/warc-fields``."""
    found: dict[str, str] = {}
    for line in block.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _is_of_web(uri: str | None) -> bool:
    """Whether it is a web address, and not ``dns:HOST``, which Heritrix writes and is no fault."""
    scheme = (uri or "http:").lstrip("<").partition(":")[0]
    return scheme.lower() in ("http", "https")
