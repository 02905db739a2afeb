"""Reading WARC: record by record, in bounded memory, and past anything that is broken.

::

    for item in read_records(stream):
        if isinstance(item, Fault): ...        # bytes that belong to no record
        else: item.read() ... item.finish()    # item.faults is complete now

A fault never stops the reading of a file: it is listed in the record's ``faults``, and reading goes
on where the next record begins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.warc.records import TYPES, VERSIONS, Fault, RecordHead, Severity
from storage.warc.segments import PIECE, RECORD_MAGIC, Broken, Segments

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

MAX_HEAD = 256 * 1024
"""The most bytes that a record's head may have; honest ones have less than four thousand."""
END = b"\r\n\r\n"
_SINGLE = (
    "content-length",
    "content-type",
    "warc-type",
    "warc-record-id",
    "warc-date",
    "warc-target-uri",
    "warc-block-digest",
    "warc-payload-digest",
    "warc-refers-to",
    "warc-refers-to-target-uri",
    "warc-refers-to-date",
    "warc-truncated",
    "warc-profile",
)
"""Fields that a record may have only once."""
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BEGIN = b"\nWARC/"


class _Text:
    """The unpacked bytes of one segment, with look-ahead. ``position`` counts the bytes taken."""

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._ahead = bytearray()
        self._ended = False
        self.position = 0
        self.broken: str | None = None
        self.told = False

    def peek(self, count: int) -> bytes:
        """The next bytes, fewer at the end of the segment."""
        while len(self._ahead) < count and not self._ended:
            try:
                piece = self._segments.read()
            except Broken as error:
                self.broken, piece = str(error), b""
            self._ahead += piece
            self._ended = not piece
        return bytes(self._ahead[:count])

    def take(self, count: int) -> bytes:
        """At most ``count`` bytes; empty at the end."""
        if not self._ahead:
            self.peek(1)
        data = bytes(self._ahead[:count])
        del self._ahead[: len(data)]
        self.position += len(data)
        return data

    def line(self, longest: int) -> bytes:
        """Bytes up to the end of the line, ``longest`` at most."""
        at = self._ahead.find(b"\n")
        while at < 0 and len(self._ahead) < longest and not self._ended:
            before = len(self._ahead)
            self.peek(before + 1)
            at = self._ahead.find(b"\n", before)
        return self.take(min(longest, at + 1 if at >= 0 else len(self._ahead)))

    def at_end(self) -> bool:
        """Whether nothing follows. At the end of a member its checksum has been seen."""
        return not self.peek(1)

    def find_record(self) -> int:
        """Skip bytes up to a line that may begin a record; return their number."""
        start = self.position
        while self.peek(PIECE):
            at = self._ahead.find(_BEGIN)
            if at >= 0:
                self.take(at + 1)
                break
            if self._ended:
                self.take(len(self._ahead))
                break
            self.take(max(1, len(self._ahead) - len(_BEGIN)))
        return self.position - start


class Record:
    """A record: its head, and its block, which can be read once.

    ``offset`` is its position in the file, or in a packed file that of its member. ``torn`` says
    why a piece within its head, and other records with it, seem to be lost; otherwise it is empty.
    """

    def __init__(self, offset: int, head: RecordHead, text: _Text) -> None:
        self.offset = offset
        self.head = head
        self.faults: list[Fault] = []
        self.in_step = True
        self.torn = ""
        self._text = text
        self._left = head.length or 0
        self._finished = False

    def fault(self, what: str, severity: Severity = Severity.ERROR) -> None:
        """Note what is wrong with this record."""
        self.faults.append(Fault(self.offset, what, severity, self.head.id))

    @property
    def damaged(self) -> bool:
        """Whether it has a fault that may have lost or mixed up bytes."""
        return any(fault.severity is Severity.ERROR for fault in self.faults)

    @property
    def short(self) -> bool:
        """Whether bytes of the block are missing so far, or, after the last read, for good."""
        return self._left > 0

    def read(self, size: int = PIECE) -> bytes:
        """The next bytes of the block; empty at its end."""
        data = self._text.take(min(size, self._left)) if self._left else b""
        self._left -= len(data)
        return data

    def read_all(self, most: int) -> bytes | None:
        """The whole block; None, with the block half read, if it is longer than ``most``."""
        parts: list[bytes] = []
        size = 0
        while piece := self.read():
            size += len(piece)
            if size > most:
                return None
            parts.append(piece)
        return b"".join(parts)

    def finish(self) -> None:
        """Skip the rest of the block and check how the record ends. May be called twice."""
        if self._finished:
            return
        self._finished = True
        while self.read():
            pass
        if self._left:
            self.fault(f"the record ends {self._left} bytes before its Content-Length says")
        else:
            self._check_end()
        self._text.at_end()
        if self._text.broken:
            self.fault(self._text.broken)
            self._text.told = True

    def _check_end(self) -> None:
        end = self._text.peek(len(END))
        if end == END:
            self._text.take(len(END))
            return
        self.in_step = False
        if not end.strip(b"\r\n"):
            self.fault("the record does not end with two line breaks")
        else:
            self.fault("bytes follow the block where two line breaks must: its Content-Length lies")


def read_records(stream: BinaryIO) -> Iterator[Record | Fault]:
    """The records of a WARC file (packed with gzip or zstd, or plain), and faults between them.

    A record is finished (see :meth:`Record.finish`) when the next item is requested.
    """
    segments = Segments(stream)
    while segments.next():
        if segments.skipped:
            yield Fault(segments.skipped_at, f"{segments.skipped} bytes that are no record")
        text = _Text(segments)
        yield from _records_of(segments, text)
        if text.broken:
            segments.give_up()


def _records_of(segments: Segments, text: _Text) -> Iterator[Record | Fault]:
    alone = True
    while not text.at_end():
        offset = segments.offset + (0 if segments.packed else text.position)
        if not text.peek(len(RECORD_MAGIC)).startswith(RECORD_MAGIC):
            yield Fault(offset, f"{text.find_record()} bytes that are no record")
            continue
        record = _begin(offset, text)
        if isinstance(record, Fault):
            yield record
            text.find_record()
            continue
        if segments.packed and not alone:
            record.fault(f"not a {segments.packed} member of its own")
        yield record
        record.finish()
        if not record.in_step:
            _fall_in_step(text)
        alone = False
    if text.broken and not text.told:
        yield Fault(segments.offset, text.broken)


def _fall_in_step(text: _Text) -> None:
    """After a wrong end, skip to the next line that begins a record, even if only line breaks."""
    while text.peek(1) in (b"\r", b"\n"):
        text.take(1)
    if not text.peek(len(RECORD_MAGIC)).startswith(RECORD_MAGIC):
        text.find_record()


def _begin(offset: int, text: _Text) -> Record | Fault:
    """Read a record's head."""
    lines: list[bytes] = []
    left = MAX_HEAD
    while left > 0:
        line = text.line(left)
        left -= len(line)
        if not line.endswith(b"\n"):
            break
        if not line.strip(b"\r\n"):
            return _record(offset, lines, text)
        lines.append(line)
    text.told = text.broken is not None
    why = text.broken or ("its head is too large" if left <= 0 else "its head has no end")
    return Fault(offset, f"a record that cannot be read: {why}")


def _record(offset: int, lines: list[bytes], text: _Text) -> Record | Fault:
    version = lines[0].strip()[len(RECORD_MAGIC) :].decode("ascii", "replace")
    fields, broken = _fields(lines[1:])
    head = RecordHead(version, tuple(fields))
    if head.length is None:
        value = head.get("content-length")
        why = "no Content-Length" if value is None else f"a Content-Length of {value[:40]!r}"
        return Fault(offset, f"a record that cannot be read: it has {why}", record=head.id)
    record = Record(offset, head, text)
    if version not in VERSIONS:
        record.fault(f"WARC/{version[:20]} is no version that is known", Severity.WARNING)
    if any(not line.endswith(b"\r\n") for line in lines):
        record.fault("lines of its head end in a line feed alone")
    for line in broken:
        record.fault(f"a line of its head that is no field: {line[:60]!r}")
    _look_for_tears(record, lines)
    if head.type and head.type not in TYPES:
        record.fault(f"a WARC-Type that is not known: {head.type[:40]}", Severity.WARNING)
    return record


def _look_for_tears(record: Record, lines: list[bytes]) -> None:
    """Note if a head may begin in one record and end in another: its address is for other bytes.

    Discs lose blocks, which then read as zeros, and copies lose pieces.
    """
    faults = [f"{name} stands twice" for name in _SINGLE if len(record.head.all(name)) > 1]
    if any(_CONTROL.search(line) for line in lines):
        faults.append("its head has control characters in it")
    record.torn = faults[0] if faults else ""
    for what in faults:
        record.fault(what)


def _fields(lines: list[bytes]) -> tuple[list[tuple[str, str]], list[bytes]]:
    """The named fields, and all other lines. A folded line belongs to the one before it."""
    fields: list[tuple[str, str]] = []
    broken: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip().decode('utf-8', 'replace')}")
            continue
        key, colon, rest = line.partition(b":")
        if not colon or not key.strip() or b" " in key.strip():
            broken.append(line.rstrip(b"\r\n"))
            continue
        fields.append((key.strip().decode("utf-8", "replace"), _text(rest)))
    return fields, broken


def _text(value: bytes) -> str:
    return value.strip().decode("utf-8", "replace")
