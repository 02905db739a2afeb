"""Writing WARC/1.1, with one gzip member per record or plain; blocks are written unchanged.

Other writers parse an HTTP head and write it anew; here nothing in a block is touched. Digests are
SHA-256 in lower-case hex. A payload digest is written only if all readers agree on what the payload
is: not for chunked bodies (the standard removes the chunks, most readers do not), and not for
warcinfo and metadata, which have no payload.
"""

from __future__ import annotations

import hashlib
import re
import uuid
import zlib
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from storage.warc.records import format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from typing import BinaryIO

Fields = list[tuple[str, str]]

HTTP_RESPONSE = "application/http;msgtype=response"
HTTP_REQUEST = "application/http;msgtype=request"
WARC_FIELDS = "application/warc-fields"

_LEVEL = 6
_GZIP = zlib.MAX_WBITS | 16
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


class Place(NamedTuple):
    """Where a record is in its file, in bytes of the packed file."""

    offset: int
    length: int


class Block(NamedTuple):
    """A block in two parts: its start, and the rest in pieces, which can be requested repeatedly.

    ``length`` is the length of the rest in bytes.
    """

    start: bytes
    length: int
    pieces: Callable[[], Iterable[bytes]]

    @classmethod
    def whole(cls, start: bytes, rest: bytes = b"") -> Block:
        """A block of bytes in memory."""
        return cls(start, len(rest), lambda: (rest,))

    def digest(self) -> str:
        """The labelled digest of the whole block."""
        return sha256_of((self.start,), self.pieces())

    def rest_digest(self) -> str:
        """The labelled digest of the rest alone."""
        return sha256_of(self.pieces())


class WarcWriter:
    """Writes records to a stream. ``position`` counts the bytes written to it.

    ``plain``: records are not packed with gzip.
    """

    def __init__(self, stream: BinaryIO, *, plain: bool = False) -> None:
        self._stream = stream
        self._plain = plain
        self.position = 0

    def turn_to(self, stream: BinaryIO) -> None:
        """Continue in another file."""
        self._stream = stream
        self.position = 0

    def write(
        self,
        record_type: str,
        record_id: str,
        date: datetime,
        block: bytes | Block,
        *,
        content_type: str | None,
        fields: Iterable[tuple[str, str]] = (),
    ) -> Place:
        """Write one record. ``fields`` are those that not every record has."""
        lines = [
            ("WARC-Type", record_type),
            ("WARC-Record-ID", record_id),
            ("WARC-Date", format_date(date)),
            *fields,
        ]
        if content_type is not None:
            lines.append(("Content-Type", content_type))
        if isinstance(block, bytes):
            block = Block.whole(block)
        lines.append(("WARC-Block-Digest", block.digest()))
        lines.append(("Content-Length", str(len(block.start) + block.length)))
        head = "".join(f"{name}: {_CONTROL.sub('', value)}\r\n" for name, value in lines)
        offset = self.position
        begin = (b"WARC/1.1\r\n", head.encode(), b"\r\n", block.start)
        parts = chain(begin, block.pieces(), (b"\r\n\r\n",))
        for part in parts if self._plain else _packed(parts):
            self._put(part)
        return Place(offset, self.position - offset)

    def _put(self, data: bytes) -> None:
        self._stream.write(data)
        self.position += len(data)

    def warcinfo(self, record_id: str, date: datetime, software: str, filename: str | None) -> None:
        """Write the record that a file begins with: who wrote it, and in which form."""
        fields = [
            ("software", software),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", _CONFORMS_TO),
        ]
        self.write(
            "warcinfo",
            record_id,
            date,
            warc_fields(fields),
            content_type=WARC_FIELDS,
            fields=[("WARC-Filename", filename)] if filename else [],
        )


def _packed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """These bytes as one gzip member."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    yield from map(packer.compress, parts)
    yield packer.flush()


def warc_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """A block of the type ``application/warc-fields``."""
    return "".join(f"{name}: {_CONTROL.sub(' ', value)}\r\n" for name, value in fields).encode()


def record_id(kind: str, name: str) -> str:
    """An id that is the same whenever the same record is written (UUID version 5, RFC 9562)."""
    made = uuid.uuid5(uuid.NAMESPACE_URL, f"variorum:{kind}:{name}")
    return f"<urn:uuid:{made}>"


def sha256_of(*parts: Iterable[bytes]) -> str:
    """The labelled digest of bytes in pieces."""
    hasher = hashlib.sha256()
    for piece in chain.from_iterable(parts):
        hasher.update(piece)
    return f"sha256:{hasher.hexdigest()}"
