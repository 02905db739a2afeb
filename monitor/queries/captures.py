"""A capture as a document: what went over the wire, and its place in the ledger."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from storage.database.times import to_text
from storage.errors import NotStored

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.records import Capture


def capture_document(archive: Archive, capture: Capture) -> dict[str, Any]:
    """Everything but the bytes of the body. Heads are latin-1, as HTTP has them."""
    shown = archive.sights.revision_shown(capture.id)
    request, response = _heads(archive, capture)
    redaction = archive.redactions.of(capture.id)
    return {
        "id": capture.id,
        "url": capture.url,
        "captured_at": to_text(capture.captured_at),
        "status": capture.status,
        "article": shown[0] if shown else None,
        "revision": shown[1] if shown else None,
        "content_type": capture.content_type,
        "content_encoding": capture.content_encoding,
        "payload": capture.payload,
        "payload_length": capture.payload_length,
        "rendered": capture.rendered,
        "renderer": capture.renderer,
        "wire": capture.wire_digest,
        "wire_length": capture.wire_length,
        "truncated": capture.truncated,
        "peer": capture.peer,
        "imported_from": capture.imported_from,
        "redacted": None
        if redaction is None
        else {"at": to_text(redaction.redacted_at), "reason": redaction.reason},
        "request_head": request,
        "response_head": response,
        "tls": _tls(archive, capture),
        "ledger": _ledger(archive, capture),
    }


def _heads(archive: Archive, capture: Capture) -> tuple[str | None, str | None]:
    """Request and response head; None if they were removed on request."""
    try:
        request, response = archive.heads(capture.id)
    except NotStored:
        return None, None
    return request.decode("latin-1"), response.decode("latin-1")


def _tls(archive: Archive, capture: Capture) -> dict[str, Any] | None:
    if capture.tls_id is None:
        return None
    session = archive.tls(capture.tls_id)
    return {
        "protocol": session.protocol,
        "cipher": session.cipher,
        "certificates": [_certificate(der) for der in session.chain],
    }


def _certificate(der: bytes) -> dict[str, Any]:
    """A certificate's digest, and what it says; only the digest if it cannot be decoded."""
    from cryptography import x509  # noqa: PLC0415 — only for pages that were encrypted

    told: dict[str, Any] = {"sha256": hashlib.sha256(der).hexdigest()}
    try:
        read = x509.load_der_x509_certificate(der)
        told |= {
            "subject": read.subject.rfc4514_string(),
            "issuer": read.issuer.rfc4514_string(),
            "not_before": to_text(read.not_valid_before_utc),
            "not_after": to_text(read.not_valid_after_utc),
        }
    except ValueError:
        told["subject"] = None
    return told


def _ledger(archive: Archive, capture: Capture) -> dict[str, Any] | None:
    """The capture's line, and the proof that it is in the present ledger (RFC 9162)."""
    ledger = archive.ledger
    try:
        index = ledger.index_of(capture.id)
        size = ledger.size
        return {
            "index": index,
            "size": size,
            "root": ledger.root(size).hex(),
            "leaf": ledger.leaf(index).hex(),
            "inclusion": [step.hex() for step in ledger.inclusion(index, size)],
            "line": ledger.line(index).decode("utf-8", "replace"),
        }
    except NotStored:
        return None
