"""The HTTP message in a record's block, as far as WARC needs to understand it."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_HEAD = 256 * 1024
_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-9]\d\d)(?:[ \t][^\r\n]*)?\r?\n")
_REQUEST = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ [^ \r\n]+ HTTP/1\.[01]\r?\n")
_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_MAX_LINE = 8192
_HEX_DIGITS = [bytes([digit]) for digit in b"0123456789abcdefABCDEF"]


@dataclass(frozen=True, slots=True)
class Message:
    """A message's head, including the empty line, and where the body begins in the block."""

    head: bytes

    @property
    def status(self) -> int | None:
        """The status of a response over HTTP/1.0 or 1.1; None if there is no such status line."""
        match = _STATUS.match(self.head)
        return int(match[1]) if match else None

    @property
    def is_request(self) -> bool:
        """Whether it begins with a request line of HTTP/1.0 or 1.1."""
        return _REQUEST.match(self.head) is not None

    def get(self, name: bytes) -> str | None:
        """The first field with this name, given in lower case."""
        for line in self.head.split(b"\n")[1:]:
            key, colon, value = line.partition(b":")
            if colon and key.strip().lower() == name:
                return value.strip(b" \t\r").decode("latin-1")
        return None

    @property
    def chunked(self) -> bool:
        """Whether the head declares chunked transfer coding."""
        return (self.get(b"transfer-encoding") or "").lower().rstrip().endswith("chunked")


def head_of(block: bytes, start: int = 0) -> Message | None:
    """The message that begins at ``start``; None if no complete head follows."""
    end = _END.search(block, start)
    return None if end is None else Message(block[start : end.end()])


class Dechunker:
    """Removes chunk framing (RFC 9112, 7.1) from a body that comes in pieces.

    ``valid`` says whether the body was well framed so far, ``complete`` whether it has ended.
    """

    def __init__(self) -> None:
        self.valid = True
        self.complete = False
        self._ahead = bytearray()
        self._left = 0
        self._after_data = False

    def feed(self, data: bytes) -> bytes:
        """The data of the chunks in these bytes."""
        self._ahead += data
        parts: list[bytes] = []
        while self.valid and not self.complete and self._ahead:
            if self._left:
                part = bytes(self._ahead[: self._left])
                del self._ahead[: len(part)]
                self._left -= len(part)
                self._after_data = self._left == 0
                parts.append(part)
            elif not self._begin_chunk():
                break
        return b"".join(parts)

    def _begin_chunk(self) -> bool:
        """Read the line before a chunk; False if it has not come yet, or is invalid."""
        if self._after_data:
            if len(self._ahead) < 2:  # noqa: PLR2004 — the line end behind a chunk
                return False
            if self._ahead[:2] != b"\r\n":
                self.valid = False
                return False
            del self._ahead[:2]
            self._after_data = False
        end = self._ahead.find(b"\n", 0, _MAX_LINE)
        match = _SIZE.fullmatch(self._ahead, 0, end + 1) if end >= 0 else None
        if match is None:
            waits = end < 0 and len(self._ahead) < _MAX_LINE
            self.valid = waits and self._ahead[:1] in _HEX_DIGITS
            return False
        self._left = int(match[1], 16)
        del match
        del self._ahead[: end + 1]
        self.complete = self._left == 0
        return True
