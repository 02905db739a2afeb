"""References, signs and encodings that XML does not know, as feeds and sitemaps are full of them.

A bare ``&`` in an address, ``&nbsp;`` without a document type, an emoji in two halves
(``&#55357;&#56832;``) or a control sign ends a strict parser in the middle of the file. An
encoding that expat has not (``gb2312``, ``euc-kr``, a misspelt ``ut-8``), or one that is declared
and not used (``utf-16`` above UTF-8, as some frameworks write it), ends it before the first entry.
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
    rb"<!\[CDATA\[(?:.*?\]\]>|.*)"  # without an end it goes to the last sign, looked for once
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
    """The document in UTF-8, without a word of its own about its encoding."""
    return _ENCODING.sub(r"\1", decode(payload), count=1).encode("utf-8", "replace")


def mended(payload: bytes) -> bytes:
    """The document with every reference as a number that XML knows, and without control signs.

    As it is where its letters have two bytes.
    """
    if b"\x00" in payload[:4]:
        return payload
    return _AMISS.sub(_known, payload)


def mended_pieces(payload: bytes) -> Iterator[bytes]:
    """The same of a sitemap, in UTF-8; a large one in pieces, each cut behind an entry.

    At once it would be there four times over: as it came, as text, in UTF-8 and mended. Each piece
    is read as what the document declares of itself.
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
