"""Captures as WARC records: request, response (or revisit), and metadata about the visit.

The page as a browser rendered it is a conversion of the response.

What only Variorum knows is in the metadata record, under names that begin with ``variorum-``, so
that an archive that imports the file knows what we knew.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.errors import Redacted
from storage.lost import DAMAGE, STRICT
from storage.payload.large import LARGE
from storage.records import Outcome
from storage.warc.about import OWN, about_visit, address_of, decoded_head, id_of, without_secrets
from storage.warc.message import Message
from storage.warc.records import IDENTICAL, NOT_MODIFIED, PROFILE, format_date
from storage.warc.writer import (
    HTTP_REQUEST,
    HTTP_RESPONSE,
    WARC_FIELDS,
    Block,
    Fields,
    WarcWriter,
    warc_fields,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.archive import Archive
    from storage.lost import Losses
    from storage.records import Capture
    from storage.warc.slices import Kept, Slice, Slices
    from storage.warc.writer import Place

_OTHER_PROTOCOL = re.compile(rb"HTTP/([23])(?:\.0)?(?= )")
"""What some crawlers write as the status line of a protocol that has none."""


@dataclass(frozen=True, slots=True)
class Replayable:
    """A record that can be replayed, as an index describes it.

    ``payload_digest`` is None if the record names none; ``block`` is the record's block.
    """

    visit: Kept
    capture: Capture
    record_type: str
    payload_digest: str | None
    block: Block
    place: Place


class CaptureWriter:
    """Writes the visits of one slice, in such a way that no record refers to one outside the file.

    ``on_page`` is called for every record that can be replayed. A 304 cannot: what it refers to is
    another record. If the bytes of a capture are damaged, its metadata record says so, and it is
    added to ``losses``.
    """

    def __init__(
        self,
        archive: Archive,
        slices: Slices,
        wanted: Slice,
        writer: WarcWriter,
        on_page: Callable[[Replayable], None] | None = None,
        losses: Losses = STRICT,
    ) -> None:
        self._archive = archive
        self._losses = losses
        self._on_page = on_page
        self._slices = slices
        self._slice = wanted
        self._writer = writer
        self._fetched: set[int] = set()
        self._stand_decoded: set[int] = set()

    def write(self, visit: Kept) -> None:
        """All records of one visit."""
        if visit.capture_id is None:
            self._metadata(visit, None, [], [])
        elif visit.id not in self._fetched:
            try:
                self._write_capture(visit, self._archive.capture(visit.capture_id))
            except DAMAGE as error:
                self._lose(visit, error)

    def _write_capture(self, visit: Kept, capture: Capture) -> None:
        """Write a capture. Any damage raises before the record of the response is begun."""
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

    def _lose(self, visit: Kept, error: Exception) -> None:
        """Say in the file that there was a capture, and that it is damaged."""
        self._losses.note(f"capture {visit.id}", visit.url, error)
        self._losses.captures.add(visit.id)
        try:
            capture = self._archive.capture(visit.id)
        except DAMAGE:
            capture = None
        self._metadata(visit, capture, [], [(OWN + "damaged", str(error))])

    # --- what stands in the block ------------------------------------------------------------
    def _response(self, visit: Kept, capture: Capture, head: bytes) -> None:
        """Write the response; or a revisit, if the file has the very same bytes already."""
        original = None
        if capture.wire_length and capture.truncated is None:
            original = self._there(visit, self._slices.first_alike(self._slice, capture))
        chunked = Message(head).chunked
        if original is not None and original not in self._stand_decoded and not chunked:
            digest = [("WARC-Payload-Digest", capture.wire_digest)]
            self._revisit(visit, capture, head, IDENTICAL, original, digest, [])
            return
        block, why = self._on_the_wire(capture, head)
        if block is None:
            self._without_codings(visit, capture, head, original, why)
            return
        fields: Fields = []
        if not chunked:
            fields.append(("WARC-Payload-Digest", block.rest_digest()))
        if capture.truncated is not None:
            fields.append(("WARC-Truncated", capture.truncated))
        self._exchange(visit, capture, "response", block, fields, [])

    def _without_codings(
        self, visit: Kept, capture: Capture, head: bytes, original: int | None, why: str
    ) -> None:
        """Write the decoded body with a head that fits it."""
        head = decoded_head(head, capture.payload_length)
        notes = [(OWN + "body", f"decoded; the bytes on the wire {why}")]
        fields = [("WARC-Payload-Digest", capture.payload)]
        if original is not None and original in self._stand_decoded:
            self._revisit(visit, capture, head, IDENTICAL, original, fields, notes)
            return
        self._stand_decoded.add(capture.id)
        if capture.truncated is not None:
            fields.append(("WARC-Truncated", capture.truncated))
        self._exchange(visit, capture, "response", self._decoded(capture, head), fields, notes)

    def _on_the_wire(self, capture: Capture, head: bytes) -> tuple[Block | None, str]:
        """Head and body as they came; or None, and why the body can only be the decoded one."""
        try:
            return self._wire(capture, head), "were not kept"
        except DAMAGE as error:
            self._decoded(capture, head).rest_digest()  # damaged too: the capture is lost
            self._losses.note(f"bytes on the wire of capture {capture.id}", capture.url, error)
            return None, "are damaged"

    def _wire(self, capture: Capture, head: bytes) -> Block | None:
        """Head and body as they came, the body in pieces if it is large."""
        captures = self._archive._captures  # noqa: SLF001 — behind the same door
        found = captures.wire_pieces(capture.id)
        if found is None:
            return None
        length, pieces = found
        if length <= LARGE:
            return Block.whole(head, b"".join(pieces))
        block = Block(head, length, lambda: _asked(captures.wire_pieces(capture.id)))
        block.rest_digest()  # raises if it is damaged
        return block

    def _decoded(self, capture: Capture, head: bytes) -> Block:
        if capture.payload_length <= LARGE:
            return Block.whole(head, self._archive.payload(capture.payload))
        payloads = self._archive._payloads  # noqa: SLF001 — behind the same door
        return Block(head, capture.payload_length, lambda: payloads.pieces_of(capture.payload))

    def _resource(self, visit: Kept, capture: Capture) -> None:
        """Write what came without an HTTP head, from an imported file."""
        block = self._decoded(capture, b"")
        record = id_of("response", visit)
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
        """Write a 304: a revisit of the capture that it says is still valid."""
        original = self._slices.shown_by(visit)
        if original is not None and self._archive.redactions.of(original) is not None:
            original = None  # no record of it is in any file
        if original is not None and not self._slices.holds(self._slice, original):
            self._fetch(original)
        original = self._there(visit, original)
        self._revisit(visit, capture, head, NOT_MODIFIED, original, [], [])

    def _there(self, visit: Kept, original: int | None) -> int | None:
        """The original, if a record of it is in the file, or is going to be."""
        if original is None or original in self._losses.captures:
            return None
        if original > visit.id:  # the file it was imported from had it after this one
            try:
                self._archive.heads(original)
                self._decoded(self._archive.capture(original), b"").rest_digest()
            except DAMAGE:
                return None
        return original

    def _fetch(self, original: int) -> None:
        """Write a capture that is not part of the slice, because a record of the slice needs it."""
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
        """Write a revisit: the head alone. WARC-Truncated tells old readers that it is intended."""
        fields = [*fields, ("WARC-Profile", PROFILE + profile)]
        if original is not None:
            first = self._archive.capture(original)
            fields += [
                ("WARC-Refers-To", id_of("response", self._slices.visit(original))),
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
        response = id_of("response", visit)
        common = [("WARC-Target-URI", capture.url), *address_of(capture.peer)]
        if told := _OTHER_PROTOCOL.match(block.start):
            # Readers know only status lines of HTTP/1; the file says what it was.
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
        """Write the request, if it is known; return what is to be noted about it."""
        request, _ = self._archive.heads(visit.id)
        if not request:
            return []
        clean = without_secrets(request)
        self._writer.write(
            "request",
            id_of("request", visit),
            visit.started_at,
            clean,
            content_type=HTTP_REQUEST,
            fields=fields,
        )
        left_out = (OWN + "left-out", "cookies and credentials of the request")
        return [left_out] if clean != request else []

    def _conversion(self, visit: Kept, capture: Capture, response: str) -> Fields:
        """Write the page as a browser rendered it, if any; return what is to be noted about it."""
        if capture.rendered is None:
            return []
        try:
            shown = self._archive.payload(capture.rendered)
        except Redacted as error:  # it was rendered from a page that was redacted, too
            return [(OWN + "redacted", error.reason)]
        except DAMAGE as error:
            what = f"document that a browser made of capture {capture.id}"
            self._losses.note(what, capture.url, error)
            return [(OWN + "damaged", str(error))]
        self._writer.write(
            "conversion",
            id_of("conversion", visit),
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
        about = [*about_visit(visit), *notes]
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
            id_of("metadata", visit),
            visit.started_at,
            warc_fields(about),
            content_type=WARC_FIELDS,
            fields=[("WARC-Target-URI", url), *fields],
        )

    def _about_tls(self, capture: Capture) -> Fields:
        if capture.tls_id is None:
            return []
        try:
            tls = self._archive.tls(capture.tls_id)
        except DAMAGE as error:
            self._losses.note(f"TLS session of capture {capture.id}", capture.url, error)
            return [(OWN + "damaged", str(error))]
        certificates = [
            (OWN + "tls-certificate", f"sha256:{hashlib.sha256(der).hexdigest()}")
            for der in tls.chain
        ]
        return [(OWN + "tls", f"{tls.protocol} {tls.cipher}"), *certificates]


def _asked(found: tuple[int, Iterator[bytes]] | None) -> Iterator[bytes]:
    """The pieces. Raises if they are gone although they were there a moment ago."""
    assert found is not None
    return found[1]
