"""Digests: of payloads (their bytes) and of contents (what a reader sees of an article).

A content digest is taken over title, standfirst, byline and the blocks with their kinds, each
folded by :func:`fold`. Times, links and the picture are left out on purpose: they are compared
and shown, and alone make no revision.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.records import Extraction

CONTENT_DIGEST_VERSION = 1
"""Raised when :func:`fold` or the order of the fields changes; stored beside each digest."""

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")


def payload_digest(data: bytes) -> str:
    """``sha256:<hex>`` of these bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def fold(text: str) -> str:
    """A text as it is compared: NFC, runs of spaces as one, soft hyphens and the like gone.

    Nothing that a reader can see is folded: case, punctuation, digits and quotation marks stay.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def content_digest(extraction: Extraction) -> str:
    """``sha256:<hex>`` over what the article says.

    Empty fields are left out, so that a field which a later reader learns to read does not turn
    older digests stale (the idea is lemon24/reader's).
    """
    hasher = hashlib.sha256(b"variorum content 1\n")
    fields = [("title", extraction.title), ("standfirst", extraction.standfirst)]
    fields += [("byline", name) for name in extraction.byline]
    fields += [(block.kind.value, block.text) for block in extraction.blocks]
    for name, text in fields:
        folded = fold(text or "")
        if folded:
            # Half a surrogate pair, as broken JSON in a page brings it, is a text like any other.
            hasher.update(f"{name}\x1f{folded}\x1e".encode("utf-8", "surrogatepass"))
    return "sha256:" + hasher.hexdigest()
