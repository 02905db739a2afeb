"""Checking a record's block: its digests, and whether an HTTP message agrees with its head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.warc.message import MAX_HEAD, Dechunker, Message, head_of
from storage.warc.records import Severity, hasher, of_nothing, parse_digest

if TYPE_CHECKING:
    from storage.warc.reader import Record

_BODYLESS = frozenset({204, 304})
_MAGICS = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_START = 64
_HASHED = frozenset({"response", "request", "resource", "conversion"})


class _Digest:
    """A digest named in a head, and that of the actual bytes. Does nothing if none is named."""

    def __init__(self, record: Record, name: str) -> None:
        self._value: bytes | None = None
        self.made: Any | None = None
        text = record.head.get(name)
        if text is None:
            return
        algorithm, self._value = parse_digest(text)
        if self._value is None:
            record.fault(f"a {name} that cannot be checked: {text[:80]!r}", Severity.WARNING)
        else:
            self.made = hasher(algorithm)

    def update(self, data: bytes) -> None:
        """Add more of the bytes to be checked."""
        if self.made is not None:
            self.made.update(data)

    def copy(self) -> Any | None:
        """A fresh hash object of the same algorithm."""
        return None if self.made is None else self.made.copy()

    def differs(self, *others: Any | None) -> bool:
        """Whether neither these bytes nor those that ``others`` have seen give the named value."""
        if self.made is None:
            return False
        made = [one.digest() for one in (self.made, *others) if one is not None]
        return self._value not in made


class _Body:
    """The body of an HTTP response, read in pieces."""

    def __init__(self, message: Message, payload: _Digest) -> None:
        self.message = message
        self.length = 0
        self.start = b""
        self._plain = payload.copy()
        self.dechunker = Dechunker() if message.chunked else None
        self._payload = payload

    def feed(self, data: bytes) -> None:
        """Add the next piece of the block."""
        self.length += len(data)
        self._payload.update(data)
        if self.dechunker is not None:
            data = self.dechunker.feed(data)
            if self._plain is not None:
                self._plain.update(data)
        if len(self.start) < _START:
            self.start += data[:_START]

    def payload_differs(self) -> bool:
        """Whether the digest is wrong both with chunk framing (as most write it) and without."""
        return self._payload.differs(self._plain if self.dechunker is not None else None)


def check_block(record: Record) -> None:
    """Read the block and check it."""
    block = _Digest(record, "warc-block-digest")
    payload = _Digest(record, "warc-payload-digest")
    start = _read_start(record, block)
    head = record.head
    body: _Body | None = None
    if head.is_http and head.type in ("response", "request", "revisit"):
        body = _http_body(record, start, payload)
    elif head.type in _HASHED:
        payload.update(start)
    for piece in iter(record.read, b""):
        block.update(piece)
        if body is not None:
            body.feed(piece)
        elif head.type in _HASHED:
            payload.update(piece)
    whole = not record.short
    if whole and block.differs():
        empty = head.type == "revisit" and of_nothing(head.get("warc-block-digest"))
        why = (
            "the block digest is that of nothing"
            if empty
            else "the block is not what its digest says"
        )
        record.fault(why, Severity.WARNING if empty else Severity.ERROR)
    if head.type not in _HASHED or not whole or head.get("warc-truncated"):
        return
    if payload.differs() if body is None else body.payload_differs():
        record.fault("the payload is not what its digest says")
    if body is not None and head.type == "response":
        _check_response(record, body)


def _read_start(record: Record, block: _Digest) -> bytes:
    """The block up to the end of the HTTP head in it, and a bit more."""
    start = b""
    while len(start) < MAX_HEAD:
        piece = record.read()
        if not piece:
            break
        block.update(piece)
        start += piece
        if not record.head.is_http or head_of(start) is not None:
            break
    return start


def _http_body(record: Record, start: bytes, payload: _Digest) -> _Body | None:
    message = head_of(start)
    if message is None:
        if record.head.type == "revisit" and not start:
            return None
        record.fault("the block contains no HTTP head")
        return None
    if record.head.type == "request":
        if not message.is_request:
            record.fault("the block does not begin with a request line", Severity.WARNING)
    elif message.status is None:
        line = message.head.partition(b"\n")[0].strip()[:40].decode("latin-1")
        record.fault(f"the block does not begin with an HTTP/1.x status line: {line!r}")
    body = _Body(message, payload)
    body.feed(start[len(message.head) :])
    return body


def _check_response(record: Record, body: _Body) -> None:
    """Check that the body has the length, the chunks and the coding that its head declares."""
    message = body.message
    if message.status in _BODYLESS or not body.length:
        if not body.length and message.chunked:
            record.fault("an empty body that its head calls chunked", Severity.WARNING)
        return
    if body.dechunker is not None:
        if not body.dechunker.valid:
            record.fault("its head says chunked, and the body is not")
            return
        if not body.dechunker.complete:
            record.fault("the chunked body has no end", Severity.WARNING)
    else:
        length = message.get(b"content-length")
        if length is not None and length != str(body.length):
            record.fault(f"Content-Length says {length[:20]}, the body has {body.length} bytes")
    coding = (message.get(b"content-encoding") or "").lower()
    magic = _MAGICS.get(coding)
    if magic is not None and not body.start.startswith(magic):
        record.fault(f"its head says {coding}, and the body is not")
