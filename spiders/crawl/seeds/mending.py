"""References, characters and encodings that XML does not know; feeds and sitemaps are full of them.

A bare ``&`` in an address, ``&nbsp;`` without a document type, an emoji as two surrogates
(``&#55357;&#56832;``) or a control character stops a strict parser in the middle of the file. An
encoding that expat lacks (``gb2312``, ``euc-kr``, a misspelt ``ut-8``), or one that is declared
and not used (``utf-16`` above UTF-8, as some frameworks write it), stops it before the first entry.
"""

from __future__ import annotations

import codecs
import html
import re
from typing import TYPE_CHECKING

from spiders.extract.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

_AMISS = re.compile(
    rb"<!\[CDATA\[(?:.*?\]\]>|.*)"  # without an end it goes to the last byte, and is tried once
    rb"|&(?:#(?:[0-9]{1,9}|[xX][0-9a-fA-F]{1,8});|[A-Za-z][A-Za-z0-9]{1,31};)?"
    rb"|[\x00-\x08\x0b\x0c\x0e-\x1f]",
    re.DOTALL,
)
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]{0,300}\?>)?")
_ENTRY_END = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:url|sitemap)\s{0,9}>", re.IGNORECASE)
PIECE = 4 * 1024 * 1024
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_ENCODING = re.compile(r"""^(\s*+<\?xml\b[^>]{0,200}?)\s+encoding\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""")


def in_utf8(payload: bytes) -> bytes:
    """The document in UTF-8, without a declaration of its encoding."""
    return _ENCODING.sub(r"\1", decode(payload), count=1).encode("utf-8", "replace")


def mended(payload: bytes) -> bytes:
    """The document with all references as numbers that XML knows, and without control characters.

    It is left as it is if its encoding has two bytes or more per character.
    """
    if b"\x00" in payload[:4]:
        return payload
    return _AMISS.sub(_known, payload)


def mended_pieces(payload: bytes) -> Iterator[bytes]:
    """A sitemap, mended and in UTF-8; a large one comes in pieces that are cut after an entry.

    In one piece it would be in memory four times: as it came, as text, in UTF-8 and mended. Each
    piece is decoded by what the document declares.
    """
    if len(payload) <= PIECE or b"\x00" in payload[:4]:
        yield mended(in_utf8(payload))
        return
    start = _START.match(payload)
    head, at = (start[0], start.end()) if start else (b"", 0)
    yield in_utf8(head)
    signs = len(head.removeprefix(codecs.BOM_UTF8))
    while at < len(payload):
        cut = _ENTRY_END.search(payload, at + PIECE)
        end = len(payload) if cut is None else cut.end()
        text = decode(head + payload[at:end])[signs:]
        yield mended(text.encode("utf-8", "replace"))
        at = end


def _known(match: re.Match[bytes]) -> bytes:
    found = match[0]
    if not found.startswith(b"&"):
        return found.translate(None, _CONTROLS)
    return b"".join(b"&#%d;" % ord(letter) for letter in html.unescape(found.decode("ascii")))
