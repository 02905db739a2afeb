"""HTTP/1.1 responses as they come over the wire (RFC 9112): no sockets, no clock.

A :class:`ResponseReader` is fed bytes and keeps them as they came; what it reads from them
(status, fields, where the body ends) is a view on those bytes. Reading is lenient where servers
are sloppy (bare line feeds, folded lines) and strict where a wrong guess would mix up two messages.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from http import HTTPStatus

MAX_HEAD = 128 * 1024
"""The most bytes of a response head; the largest honest ones (long policies) have some 20 kB."""

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/1\.([0-9]) +([1-9][0-9]{2})(?:[ \t].*)?\Z")
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;.*)?\Z")
_MAX_CHUNK_LINE = 4096
_PROTOCOL = b"HTTP/"
_MAX_DIGITS = 18
_SPLITS = re.compile(rb"\r?\n")


class WireError(Exception):
    """What came is not an HTTP/1.1 response; ``reason`` is a few words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Head:
    """A response head: the bytes as they came, with the empty line, and a view on them."""

    raw: bytes
    version: int
    status: int
    fields: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """The first value of the field with this lower-case name."""
        return next((value for key, value in self.fields if key == name), None)

    def tokens(self, name: str) -> list[str]:
        """The comma-separated values of all fields of this name, in order and lower case."""
        joined = ",".join(value for key, value in self.fields if key == name)
        return [token for part in joined.split(",") if (token := part.strip().lower())]


def parse_head(raw: bytes) -> Head:
    """Read a head that ends with its empty line. Raises WireError."""
    lines = _SPLITS.split(raw.rstrip(b"\r\n"))
    match = _STATUS_LINE.match(lines[0])
    if match is None:
        raise WireError("bad status")
    fields: list[tuple[str, str]] = []
    for line in lines[1:]:
        if line[:1] in (b" ", b"\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip().decode('latin-1')}")
            continue
        key, colon, value_bytes = line.partition(b":")
        if colon:
            name = key.strip().decode("latin-1").lower()
            fields.append((name, value_bytes.strip().decode("latin-1")))
    return Head(raw, int(match[1]), int(match[2]), tuple(fields))


class ResponseReader:
    """Reads one response to a GET.

    ``head`` is set as soon as it is complete; ``wire`` grows with every byte after it.
    ``complete`` is True at the end of the message, ``overrun`` if the body grew past
    ``max_bytes`` (``wire`` is then cut to it), ``extra`` if bytes came after the end.
    """

    def __init__(self, max_bytes: int) -> None:
        self.head: Head | None = None
        self.wire = bytearray()
        self.complete = False
        self.overrun = False
        self.extra = False
        self._max_bytes = max_bytes
        self._before = bytearray()
        self._sought = 0
        self._length: int | None = None
        self.chunked = False
        # Of the chunks: numbers in an array, as a hostile body has millions of one byte each.
        self._starts, self._stops = array("q"), array("q")
        self._next = 0
        self._in_trailer = False

    @property
    def started(self) -> bool:
        """Whether any byte of the response has come."""
        return self.head is not None or bool(self._before)

    @property
    def until_close(self) -> bool:
        """Whether only the end of the connection ends the body."""
        return self.head is not None and self._length is None and not self.chunked

    @property
    def keep_alive(self) -> bool:
        """Whether the connection can serve another request."""
        if self.head is None or not self.complete or self.extra or self.until_close:
            return False
        tokens = self.head.tokens("connection")
        return "close" not in tokens and (self.head.version >= 1 or "keep-alive" in tokens)

    def feed(self, data: bytes) -> None:
        """Take the next bytes. Raises WireError."""
        if self.head is None:
            self._before += data
            data = self._take_head()
            if self.head is None:
                return
        if self.complete:
            self.extra = self.extra or bool(data)
            return
        self.wire += data
        try:
            self._advance()
        finally:  # the limit holds for a broken body too
            if len(self.wire) > self._max_bytes:
                self._overflow()

    def end(self) -> None:
        """Note that the other side closed the connection. Raises WireError if no head had come.

        After the last chunk the body lacks nothing, whatever has come of the trailer.
        """
        if self.head is None:
            raise WireError("bad status" if self._before else "no answer")
        if self.until_close or self._in_trailer:
            self.complete = True

    def body(self) -> bytes:
        """The body without chunk framing, as much as came."""
        if not self.chunked:
            return bytes(self.wire)
        body = bytearray()
        with memoryview(self.wire) as view:
            for start, stop in zip(self._starts, self._stops, strict=True):
                body += view[start:stop]
        return bytes(body)

    def _take_head(self) -> bytes:
        """Look for the end of the head; return the bytes after it."""
        while (
            match := _HEAD_END.search(self._before, self._sought)
        ) is not None and match.end() <= MAX_HEAD:
            head = parse_head(bytes(self._before[: match.end()]))
            rest = bytes(self._before[match.end() :])
            if head.status >= HTTPStatus.OK:
                self._begin_body(head)
                return rest
            self._before = bytearray(rest)  # an interim response: the real one follows
            self._sought = 0
        self._sought = max(0, len(self._before) - len(b"\r\n\r"))
        if len(self._before) > MAX_HEAD:
            raise WireError("head too large")
        if len(self._before) >= len(_PROTOCOL) and not self._before.startswith(_PROTOCOL):
            raise WireError("bad status")
        return b""

    def _begin_body(self, head: Head) -> None:
        self.head = head
        codings = [one for one in head.tokens("transfer-encoding") if one != "identity"]
        if head.status in (204, 304):
            self._length = 0
            self.complete = True
        elif codings:
            self.chunked = codings[-1] == "chunked"
        else:
            self._length = _content_length(head)
            self.complete = self._length == 0

    def _advance(self) -> None:
        if self.chunked:
            self._advance_chunks()
        elif self._length is not None and len(self.wire) >= self._length:
            self._cut(self._length)
            self.complete = True

    def _overflow(self) -> None:
        del self.wire[self._max_bytes :]
        while self._starts and self._starts[-1] >= self._max_bytes:
            del self._starts[-1], self._stops[-1]
        if self._stops:
            self._stops[-1] = min(self._stops[-1], self._max_bytes)
        self.overrun = True
        self.complete = False

    def _cut(self, length: int) -> None:
        if len(self.wire) > length:
            del self.wire[length:]
            self.extra = True

    def _advance_chunks(self) -> None:
        """Walk over the complete chunk headers; ``_next`` is where the next one begins."""
        while not self.complete:
            if self._stops and self._stops[-1] > len(self.wire):
                return  # the last chunk is still coming
            end = self.wire.find(b"\n", self._next)
            if end < 0:
                if len(self.wire) - self._next > _MAX_CHUNK_LINE:
                    raise WireError("bad chunk")
                return
            self._take_line(bytes(self.wire[self._next : end]).rstrip(b"\r"), end + 1)

    def _take_line(self, line: bytes, after: int) -> None:
        if self._in_trailer:
            self._next = after
            if not line:
                self._cut(after)
                self.complete = True
            return
        if not line and self._stops and self._next == self._stops[-1]:
            self._next = after  # the line end after a chunk's data
            return
        match = _CHUNK_SIZE.match(line)
        if match is None:
            raise WireError("bad chunk")
        size = int(match[1], 16)
        if size:
            self._starts.append(after)
            self._stops.append(after + size)
        self._in_trailer = not size
        self._next = after + size


def _content_length(head: Head) -> int | None:
    """The declared length; None if there is none. Raises WireError if several disagree.

    What is not a number is ignored, as in browsers: the body then ends with the connection.
    """
    values = {one for one in head.tokens("content-length") if one.isascii() and one.isdigit()}
    if not values:
        return None
    value = values.pop()
    if values or len(value) > _MAX_DIGITS:
        raise WireError("bad length")
    return int(value)
