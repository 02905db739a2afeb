"""Digests: of payloads (their bytes) and of contents (what a reader sees of an article).

A content digest covers title, standfirst, byline and the blocks with their kinds, each folded by
:func:`fold`, the targets of links in the body, and the ranks of headings. Times and the picture are
left out on purpose: they are compared and shown, but make no revision by themselves.
"""

from __future__ import annotations

import functools
import hashlib
import re
from typing import TYPE_CHECKING

from storage.composed import composed
from storage.errors import NotStored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.block import Block
    from storage.records import Extraction

CONTENT_DIGEST_VERSION = 2
"""To be raised when :func:`fold` or the order of the fields changes; stored with each digest."""

_IGNORED = (  # Default_Ignorable_Code_Point of Unicode: invisible where it is not supported
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_INVISIBLE = {
    1: re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]"),
    2: re.compile(_IGNORED),
}
"""Characters that each version ignores. Originals are kept as they are."""
_HASH_BYTES = 32
_LONG = 1_000
"""Characters. A longer text is folded each time, and not cached."""
_BLACK_FLAG = "\U0001f3f4"
_BESIDE_FLAGS = re.compile(f"({_BLACK_FLAG}[\U000e0020-\U000e007e]+\U000e007f)|{_IGNORED}")
"""The same, except for the tag letters of a flag such as England's, which everybody sees."""


def payload_digest(data: bytes) -> str:
    """``sha256:<hex>`` of these bytes."""
    return to_digest(hashlib.sha256(data).digest())


def to_hash(digest: str) -> bytes:
    """The 32 bytes of ``sha256:<hex>``. Raises NotStored for anything else."""
    name, _, digits = digest.partition(":")
    try:
        value = bytes.fromhex(digits)
    except ValueError:
        value = b""
    if name != "sha256" or len(value) != _HASH_BYTES:
        raise NotStored("payload", digest)
    return value


def to_digest(value: bytes) -> str:
    """``sha256:<hex>`` of 32 bytes."""
    return f"sha256:{value.hex()}"


def fold(text: str, version: int = CONTENT_DIGEST_VERSION) -> str:
    """A text as it is compared: in NFC, with single spaces, and without invisible characters.

    These are soft hyphens, joiners, direction marks, variation selectors and the like. Nothing that
    a reader can see is folded: case, punctuation, digits and quotation marks stay.
    """
    folded = _folded if len(text) <= _LONG else _folded.__wrapped__
    return folded(text, version)


@functools.lru_cache(1024)
def _folded(text: str, version: int) -> str:
    """Cached: the paragraphs of an edit are folded ten times, for digests and comparisons."""
    if not text.isascii():
        if version > 1 and _BLACK_FLAG in text:
            text = _BESIDE_FLAGS.sub(r"\1", text)
        else:
            text = _INVISIBLE[version].sub("", text)
        text = composed(text)
    return " ".join(text.split())


def content_digest(extraction: Extraction, version: int = CONTENT_DIGEST_VERSION) -> str:
    """``sha256:<hex>`` over what the article says, by today's or an older version.

    Empty fields are left out, so that a field that a later reader learns to read does not make
    older digests stale (an idea of lemon24/reader).
    """
    hasher = hashlib.sha256(b"variorum content %d\n" % version)
    fields = [("title", extraction.title), ("standfirst", extraction.standfirst)]
    fields += [("byline", name) for name in extraction.byline]
    fields += [field for block in extraction.blocks for field in _fields_of(block, version)]
    fields += [("link", target) for target in extraction.targets]
    fields += [("outline", " ".join(map(str, extraction.outline)))]
    for name, text in fields:
        folded = fold(text or "", version)
        if folded:
            # Half a surrogate pair, as broken JSON in a page brings it, is a text like any other.
            hasher.update(f"{name}\x1f{folded}\x1e".encode("utf-8", "surrogatepass"))
    return "sha256:" + hasher.hexdigest()


def _fields_of(block: Block, version: int) -> Iterator[tuple[str, str]]:
    """The fields of a block: its text, and which words of it are struck out."""
    yield block.kind.value, block.text
    behind = 0
    for start, end in block.struck:
        between = len(fold(block.text[behind:start], version))  # since the last run, or the start
        yield "struck", f"{between} {block.text[start:end]}"
        behind = end


def is_digest_of(digest: str, extraction: Extraction) -> bool:
    """Whether it is the content's digest by any version."""
    return any(digest == content_digest(extraction, version) for version in _INVISIBLE)
