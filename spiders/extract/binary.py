"""Bytes that are not text in any encoding: pictures, PDFs, data that is still compressed. Pure.

Servers send them as ``text/html`` by mistake: say, a body that was compressed twice, or whose
headers do not say that it is compressed. Every byte is a letter in some encoding, so that a reader
would make sentences of them, and a revision of the sentences.
"""

from __future__ import annotations

import re

STARTS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF87a", "a picture"),
    (b"GIF89a", "a picture"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"PK\x03\x04", "a ZIP file, or a document that is one"),
)
"""How files that are often sent by mistake begin; no page and hardly any text begins like this."""

_MAGIC = tuple(start for start, _ in STARTS)
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]+")
_SAMPLE = 4096
_FEW = 8
_SHARE = 0.02
"""The most control characters text has: binary data has a tenth, pages of old systems a few."""


def begins_otherwise(payload: bytes) -> bool:
    """Whether a payload begins like a file that is not text."""
    return payload.startswith(_MAGIC)


def has_controls(payload: bytes) -> bool:
    """Whether bytes, neither UTF-8 nor in a wide encoding, have too many controls to be text.

    The escapes of ISO 2022 do not count.
    """
    sample = payload[:_SAMPLE]
    controls = len(sample) - len(_CONTROLS.sub(b"", sample))
    return controls > max(_FEW, _SHARE * len(sample))
