"""A capture's line in the ledger: what was captured, in one canonical form. Pure.

A line is a JSON object in the form of RFC 8785: sorted keys, no spaces, UTF-8. It can be made again
from what the archive has, so only its hash is stored; the line of a redacted capture is stored as
text. Its keys:

- ``index``: its place in the ledger, from 0; ``capture``: the id in this archive
- ``previous``: the leaf hash of the line before, ``SHA-256(0x00 || line)``; of the first: zeros
- ``url``, ``captured_at``, ``status``, ``truncated``; ``peer``: the address of the host, with its
  port where that is known, or null
- ``request``, ``response``: SHA-256 of the heads as they went over the wire
- ``wire``, ``wire_length``: of every byte after the response head
- ``payload``, ``payload_length``: of the body with all codings removed
- ``software``: who wrote the line and, for a capture that we did not fetch ourselves, what it was
  imported from; ``ledger``: the version of this form
"""

from __future__ import annotations

import json
from typing import Any

from storage.digest import payload_digest, to_digest

FORM = 1
BEFORE_THE_FIRST = bytes(32)

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def line_of(
    row: Any, heads: tuple[bytes, bytes] | None, index: int, previous: bytes, software: str
) -> bytes:
    """The line of a row with a capture's columns. ``heads`` is None if they are damaged."""
    digests = (None, None) if heads is None else tuple(map(payload_digest, heads))
    return _written(_values(row, digests, index, previous, software))


def is_of(line: bytes, row: Any, index: int, previous: bytes, software: str) -> bool:
    """Whether the stored line of a redacted capture agrees with its row; its heads are gone."""
    try:
        said = json.loads(line)
        digests = said["request"], said["response"]
    except (ValueError, TypeError, LookupError):
        return False
    return _written(_values(row, digests, index, previous, software)) == line


def _values(
    row: Any, digests: tuple[Any, ...], index: int, previous: bytes, software: str
) -> dict[str, Any]:
    request, response = digests
    return {
        "capture": row["id"],
        "captured_at": row["captured_at"],
        "index": index,
        "ledger": FORM,
        "payload": to_digest(row["payload_sha256"]),
        "payload_length": row["payload_length"],
        "peer": row["peer"],
        "previous": to_digest(previous),
        "request": request,
        "response": response,
        "software": software,
        "status": row["status"],
        "truncated": row["truncated"],
        "url": row["full_url"],
        "wire": to_digest(row["wire_sha256"]),
        "wire_length": row["wire_length"],
    }


def _written(values: dict[str, Any]) -> bytes:
    return _CANONICAL.encode(values).encode("utf-8", "replace")
