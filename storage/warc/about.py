"""What the fields of a record say about a visit and its capture, and what must be left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.database.times import to_text
from storage.warc.writer import Fields, record_id

if TYPE_CHECKING:
    from storage.warc.slices import Kept

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


def without_secrets(request_head: bytes) -> bytes:
    """The request without cookies and credentials, which never leave the archive."""
    return _SECRET.sub(b"", request_head)


def decoded_head(head: bytes, length: int) -> bytes:
    """The head for a decoded body: fields that described its codings are kept under other names."""
    renamed = _CODED.sub(_ORIGINAL, head)
    line_end = b"\r\n" if renamed.endswith(b"\r\n") else b"\n"
    fields = renamed.rstrip(b"\r\n")
    return fields + line_end + b"Content-Length: %d" % length + 2 * line_end


def id_of(kind: str, visit: Kept) -> str:
    """The id of the visit's record of this kind."""
    return record_id(kind, f"{visit.id} {to_text(visit.started_at)} {visit.url}")


def address_of(peer: str | None) -> Fields:
    """The field with the server's address, if that is known."""
    return [] if peer is None else [("WARC-IP-Address", ip_of(peer))]


def ip_of(peer: str) -> str:
    """The address in ``host:port``, which may have been stored without the port."""
    with_port = peer.startswith("[") or peer.count(":") == 1
    return peer.rpartition(":")[0].strip("[]") if with_port else peer


def about_visit(visit: Kept) -> Fields:
    """What we know about the visit in addition to the exchange."""
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
