"""Writing WARC/1.1: one gzip member a record, blocks byte for byte as they are handed over.

Other writers parse an HTTP head and write it anew; here nothing in a block is touched. Digests
are SHA-256 in lower-case hex. A payload digest stands only where every reader agrees on what the
payload is: not for chunked bodies (the standard takes the chunks off, most readers do not), and
not on warcinfo and metadata, which have no payload.
"""

from __future__ import annotations

import hashlib
import re
import uuid
import zlib
from typing import TYPE_CHECKING, NamedTuple

from storage.warc.records import format_date

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    """Where a record lies in its file: bytes as they are packed."""

    offset: int
    length: int


class WarcWriter:
    """Writes records to a stream as they come. ``position`` counts the bytes written to it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.position = 0

    def turn_to(self, stream: BinaryIO) -> None:
        """Go on in another file."""
        self._stream = stream
        self.position = 0

    def write(
        self,
        record_type: str,
        record_id: str,
        date: datetime,
        block: bytes,
        *,
        content_type: str | None,
        fields: Iterable[tuple[str, str]] = (),
    ) -> Place:
        """One record. ``fields`` are those that not every record has."""
        lines = [
            ("WARC-Type", record_type),
            ("WARC-Record-ID", record_id),
            ("WARC-Date", format_date(date)),
            *fields,
        ]
        if content_type is not None:
            lines.append(("Content-Type", content_type))
        lines.append(("WARC-Block-Digest", sha256(block)))
        lines.append(("Content-Length", str(len(block))))
        head = "".join(f"{name}: {_CONTROL.sub('', value)}\r\n" for name, value in lines)
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
        offset = self.position
        for part in (b"WARC/1.1\r\n", head.encode(), b"\r\n", block, b"\r\n\r\n"):
            self._put(packer.compress(part))
        self._put(packer.flush())
        return Place(offset, self.position - offset)

    def _put(self, data: bytes) -> None:
        self._stream.write(data)
        self.position += len(data)

    def warcinfo(
        self, record_id: str, date: datetime, software: str, filename: str | None, about: Fields
    ) -> None:
        """The record that a file begins with: who wrote it, and ``about`` what."""
        fields = [
            ("software", software),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", _CONFORMS_TO),
            *about,
        ]
        self.write(
            "warcinfo",
            record_id,
            date,
            warc_fields(fields),
            content_type=WARC_FIELDS,
            fields=[("WARC-Filename", filename)] if filename else [],
        )


def warc_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """A block of the type ``application/warc-fields``."""
    return "".join(f"{name}: {_CONTROL.sub(' ', value)}\r\n" for name, value in fields).encode()


def record_id(kind: str, name: str) -> str:
    """An id that is the same whenever the same record is written (UUID version 5, RFC 9562)."""
    made = uuid.uuid5(uuid.NAMESPACE_URL, f"variorum:{kind}:{name}")
    return f"<urn:uuid:{made}>"


def sha256(data: bytes) -> str:
    """A labelled digest."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
