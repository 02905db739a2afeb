"""Captures as WARC records: request, response (or revisit), and metadata on how it came about.

What a browser made of a page is a conversion of its response.

What our own software says stands in the metadata record under names that begin with
``variorum-``, so that an archive that reads the file again knows what we knew.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.database.times import to_text
from storage.errors import Redacted
from storage.payload.large import LARGE
from storage.records import Outcome
from storage.warc.message import Message
from storage.warc.records import IDENTICAL, NOT_MODIFIED, PROFILE, format_date
from storage.warc.writer import (
    HTTP_REQUEST,
    HTTP_RESPONSE,
    WARC_FIELDS,
    Block,
    Fields,
    WarcWriter,
    record_id,
    warc_fields,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.archive import Archive
    from storage.records import Capture
    from storage.warc.slices import Kept, Slice, Slices
    from storage.warc.writer import Place

OWN = "variorum-"
_SECRET = re.compile(
    rb"^(?:cookie2?|authorization|proxy-authorization)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_CODED = re.compile(
    rb"^(?=(?:content-encoding|content-length|transfer-encoding)[ \t]*:)",
    re.IGNORECASE | re.MULTILINE,
)
_ORIGINAL = b"X-Archive-Orig-"
_OTHER_PROTOCOL = re.compile(rb"HTTP/([23])(?:\.0)?(?= )")
"""What some crawlers write down as the status line of a protocol that has none."""


@dataclass(frozen=True, slots=True)
class Replayable:
    """A record that can be shown again: what an index says of it.

    ``payload_digest`` is None where the record names none; ``block`` is the record's.
    """

    visit: Kept
    capture: Capture
    record_type: str
    payload_digest: str | None
    block: Block
    place: Place


class CaptureWriter:
    """Writes the visits of one slice, so that no record refers to one that is not in the file.

    ``on_page`` is told of every record that can be replayed. A 304 is none: what it says stands
    there is another record.
    """

    def __init__(
        self,
        archive: Archive,
        slices: Slices,
        wanted: Slice,
        writer: WarcWriter,
        on_page: Callable[[Replayable], None] | None = None,
    ) -> None:
        self._archive = archive
        self._on_page = on_page
        self._slices = slices
        self._slice = wanted
        self._writer = writer
        self._fetched: set[int] = set()
        self._stand_decoded: set[int] = set()

    def write(self, visit: Kept) -> None:
        """All records of one visit. Raises ArchiveDamaged where its bytes are not there."""
        if visit.capture_id is None:
            self._metadata(visit, None, [], [])
            return
        if visit.id in self._fetched:
            return
        capture = self._archive.capture(visit.capture_id)
        redaction = self._archive.redactions.of(capture.id)
        if redaction is not None:
            self._metadata(visit, capture, [], [(OWN + "redacted", redaction.reason)])
            return
        _, head = self._archive.heads(capture.id)
        if visit.outcome is Outcome.UNMODIFIED:
            self._not_modified(visit, capture, head)
        elif not head:
            self._resource(visit, capture)
        else:
            self._response(visit, capture, head)

    # --- what stands in the block ------------------------------------------------------------
    def _response(self, visit: Kept, capture: Capture, head: bytes) -> None:
        """The exchange; a revisit where the file has the very same bytes already."""
        original = None
        if capture.wire_length and capture.truncated is None:
            original = self._slices.first_alike(self._slice, capture)
        chunked = Message(head).chunked
        if original is not None and original not in self._stand_decoded and not chunked:
            digest = [("WARC-Payload-Digest", capture.wire_digest)]
            self._revisit(visit, capture, head, IDENTICAL, original, digest, [])
            return
        block = self._wire(capture, head)
        if block is None:
            self._without_codings(visit, capture, head, original)
            return
        fields: Fields = []
        if not chunked:
            fields.append(("WARC-Payload-Digest", block.rest_digest()))
        if capture.truncated is not None:
            fields.append(("WARC-Truncated", capture.truncated))
        self._exchange(visit, capture, "response", block, fields, [])

    def _without_codings(
        self, visit: Kept, capture: Capture, head: bytes, original: int | None
    ) -> None:
        """The decoded body, with a head that fits it, as has whatever refers to it."""
        head = _decoded_head(head, capture.payload_length)
        notes = [(OWN + "body", "decoded; the bytes on the wire were not kept")]
        fields = [("WARC-Payload-Digest", capture.payload)]
        if original is not None and original in self._stand_decoded:
            self._revisit(visit, capture, head, IDENTICAL, original, fields, notes)
            return
        self._stand_decoded.add(capture.id)
        if capture.truncated is not None:
            fields.append(("WARC-Truncated", capture.truncated))
        self._exchange(visit, capture, "response", self._decoded(capture, head), fields, notes)

    def _wire(self, capture: Capture, head: bytes) -> Block | None:
        """Head and body as they came, the body in pieces where it is large."""
        captures = self._archive._captures  # noqa: SLF001 — behind the same door
        found = captures.wire_pieces(capture.id)
        if found is None:
            return None
        length, pieces = found
        if length <= LARGE:
            return Block.whole(head, b"".join(pieces))
        return Block(head, length, lambda: _asked(captures.wire_pieces(capture.id)))

    def _decoded(self, capture: Capture, head: bytes) -> Block:
        if capture.payload_length <= LARGE:
            return Block.whole(head, self._archive.payload(capture.payload))
        payloads = self._archive._payloads  # noqa: SLF001 — behind the same door
        return Block(head, capture.payload_length, lambda: payloads.pieces_of(capture.payload))

    def _resource(self, visit: Kept, capture: Capture) -> None:
        """What came without an HTTP head, from a file of somebody else's."""
        block = self._decoded(capture, b"")
        record = _id("response", visit)
        fields = [
            ("WARC-Target-URI", capture.url),
            ("WARC-Payload-Digest", capture.payload),
        ]
        content_type = capture.content_type or "application/octet-stream"
        place = self._writer.write(
            "resource", record, visit.started_at, block, content_type=content_type, fields=fields
        )
        self._note(Replayable(visit, capture, "resource", capture.payload, block, place))
        self._metadata(visit, capture, [("WARC-Refers-To", record)], [])

    def _not_modified(self, visit: Kept, capture: Capture, head: bytes) -> None:
        """A 304 is no page: a revisit of the capture that it says still stands there."""
        original = self._slices.shown_by(visit)
        if original is not None and self._archive.redactions.of(original) is not None:
            original = None  # no record of it is in any file
        if original is not None and not self._slices.holds(self._slice, original):
            self._fetch(original)
        self._revisit(visit, capture, head, NOT_MODIFIED, original, [], [])

    def _fetch(self, original: int) -> None:
        """Put a capture into the file that is not of the slice, and that a record of it needs."""
        if original not in self._fetched:
            self.write(self._slices.visit(original))
            self._fetched.add(original)

    def _revisit(
        self,
        visit: Kept,
        capture: Capture,
        head: bytes,
        profile: str,
        original: int | None,
        fields: Fields,
        notes: Fields,
    ) -> None:
        """The head alone. It is cut off by intent: WARC-Truncated says so to old readers."""
        fields = [*fields, ("WARC-Profile", PROFILE + profile)]
        if original is not None:
            first = self._archive.capture(original)
            fields += [
                ("WARC-Refers-To", _id("response", self._slices.visit(original))),
                ("WARC-Refers-To-Target-URI", first.url),
                ("WARC-Refers-To-Date", format_date(first.captured_at)),
            ]
        fields.append(("WARC-Truncated", "length"))
        self._exchange(visit, capture, "revisit", Block.whole(head), fields, notes)

    def _note(self, replayable: Replayable) -> None:
        if self._on_page is not None:
            self._on_page(replayable)

    # --- the records of a visit --------------------------------------------------------------
    def _exchange(
        self,
        visit: Kept,
        capture: Capture,
        record_type: str,
        block: Block,
        fields: Fields,
        notes: Fields,
    ) -> None:
        response = _id("response", visit)
        common = [("WARC-Target-URI", capture.url), *_address(capture.peer)]
        if told := _OTHER_PROTOCOL.match(block.start):
            # Readers know status lines of HTTP/1 alone; the file says what it was.
            block = block._replace(start=b"HTTP/1.1" + block.start[told.end() :])
            fields = [*fields, ("WARC-Protocol", f"h{told[1].decode()}")]
            notes = [*notes, (OWN + "protocol", told[0].decode())]
        place = self._writer.write(
            record_type,
            response,
            visit.started_at,
            block,
            content_type=HTTP_RESPONSE,
            fields=[*common, *fields],
        )
        if visit.outcome is not Outcome.UNMODIFIED:
            digest = dict(fields).get("WARC-Payload-Digest")
            self._note(Replayable(visit, capture, record_type, digest, block, place))
        notes = [*notes, *self._request(visit, [*common, ("WARC-Concurrent-To", response)])]
        notes = [*notes, *self._conversion(visit, capture, response)]
        self._metadata(visit, capture, [("WARC-Refers-To", response)], notes)

    def _request(self, visit: Kept, fields: Fields) -> Fields:
        """The request, where it is known; gives what is to be noted of it."""
        request, _ = self._archive.heads(visit.id)
        if not request:
            return []
        clean = without_secrets(request)
        self._writer.write(
            "request",
            _id("request", visit),
            visit.started_at,
            clean,
            content_type=HTTP_REQUEST,
            fields=fields,
        )
        left_out = (OWN + "left-out", "cookies and credentials of the request")
        return [left_out] if clean != request else []

    def _conversion(self, visit: Kept, capture: Capture, response: str) -> Fields:
        """The document that a browser showed, where one did; gives what is to be noted of it."""
        if capture.rendered is None:
            return []
        try:
            shown = self._archive.payload(capture.rendered)
        except Redacted as error:  # it was shown of a page that was redacted, too
            return [(OWN + "redacted", error.reason)]
        self._writer.write(
            "conversion",
            _id("conversion", visit),
            visit.started_at,
            shown,
            content_type=capture.page_type,
            fields=[
                ("WARC-Target-URI", capture.url),
                ("WARC-Refers-To", response),
                ("WARC-Payload-Digest", capture.rendered),
            ],
        )
        by = [] if capture.renderer is None else [(OWN + "renderer", capture.renderer)]
        return [(OWN + "rendered-digest", capture.rendered), *by]

    def _metadata(
        self, visit: Kept, capture: Capture | None, fields: Fields, notes: Fields
    ) -> None:
        about = [*_about_visit(visit), *notes]
        if capture is not None:
            about += [
                (OWN + "payload-digest", capture.payload),
                (OWN + "wire-digest", capture.wire_digest),
                (OWN + "wire-length", str(capture.wire_length)),
                *self._about_tls(capture),
            ]
        url = visit.url if capture is None else capture.url
        self._writer.write(
            "metadata",
            _id("metadata", visit),
            visit.started_at,
            warc_fields(about),
            content_type=WARC_FIELDS,
            fields=[("WARC-Target-URI", url), *fields],
        )

    def _about_tls(self, capture: Capture) -> Fields:
        if capture.tls_id is None:
            return []
        tls = self._archive.tls(capture.tls_id)
        certificates = [
            (OWN + "tls-certificate", f"sha256:{hashlib.sha256(der).hexdigest()}")
            for der in tls.chain
        ]
        return [(OWN + "tls", f"{tls.protocol} {tls.cipher}"), *certificates]


def without_secrets(request_head: bytes) -> bytes:
    """The request without cookies and credentials: they never leave the archive."""
    return _SECRET.sub(b"", request_head)


def _decoded_head(head: bytes, length: int) -> bytes:
    """The head for a body without its codings: what described them is kept under other names."""
    renamed = _CODED.sub(_ORIGINAL, head)
    line_end = b"\r\n" if renamed.endswith(b"\r\n") else b"\n"
    fields = renamed.rstrip(b"\r\n")
    return fields + line_end + b"Content-Length: %d" % length + 2 * line_end


def _id(kind: str, visit: Kept) -> str:
    return record_id(kind, f"{visit.id} {to_text(visit.started_at)} {visit.url}")


def _asked(found: tuple[int, Iterator[bytes]] | None) -> Iterator[bytes]:
    """The pieces, where they were there a moment ago."""
    assert found is not None
    return found[1]


def _address(peer: str | None) -> Fields:
    return [] if peer is None else [("WARC-IP-Address", ip_of(peer))]


def ip_of(peer: str) -> str:
    """The address of ``host:port`` alone; also of one that was noted without its port."""
    with_port = peer.startswith("[") or peer.count(":") == 1
    return peer.rpartition(":")[0].strip("[]") if with_port else peer


def _about_visit(visit: Kept) -> Fields:
    milliseconds = visit.took.total_seconds() * 1000
    about = [
        ("fetchTimeMs", f"{milliseconds:.0f}"),
        (OWN + "outcome", visit.outcome.value),
        (OWN + "started", to_text(visit.started_at)),
        (OWN + "outlet", visit.outlet),
        (OWN + "role", visit.role.value),
    ]
    optional = [
        ("seed-kind", visit.seed_kind.value if visit.seed_kind else None),
        ("reason", visit.reason),
        ("location", visit.location),
        ("imported-from", visit.imported_from),
    ]
    return about + [(OWN + name, value) for name, value in optional if value]
