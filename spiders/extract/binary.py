"""Bytes that are no text in any encoding: pictures, PDFs, what is still compressed. Pure.

Servers send them as ``text/html`` by mistake: a body that was compressed twice, or of which the
head forgets to say so. Every byte is a letter in some encoding, so that a reader would make
sentences of them, and a revision of the sentences.
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
"""How files begin that are often named by mistake; no page and hardly a text begins so."""

_MAGIC = tuple(start for start, _ in STARTS)
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]+")
_SAMPLE = 4096
_FEW = 8
_SHARE = 0.02
"""Among bytes of every kind a tenth are such; pages of old systems have a few."""


def begins_otherwise(payload: bytes) -> bool:
    """Whether it begins as files do that are no text."""
    return payload.startswith(_MAGIC)


def has_controls(payload: bytes) -> bool:
    """Whether bytes that are no UTF-8, and in no wide encoding, have more controls than texts have.

    The escapes of ISO 2022 do not count.
    """
    sample = payload[:_SAMPLE]
    controls = len(sample) - len(_CONTROLS.sub(b"", sample))
    return controls > max(_FEW, _SHARE * len(sample))
