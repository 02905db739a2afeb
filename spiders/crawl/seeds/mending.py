"""References, signs and encodings that XML does not know, as feeds and sitemaps are full of them.

A bare ``&`` in an address, ``&nbsp;`` without a document type, an emoji in two halves
(``&#55357;&#56832;``) or a control sign ends a strict parser in the middle of the file. An
encoding that expat has not (``gb2312``, ``euc-kr``, a misspelt ``ut-8``), or one that is declared
and not used (``utf-16`` above UTF-8, as some frameworks write it), ends it before the first entry.
"""

from __future__ import annotations

import html
import re

from spiders.extract.encoding import decode

_AMISS = re.compile(
    rb"<!\[CDATA\[(?:.*?\]\]>|.*)"  # without an end it goes to the last sign, looked for once
    rb"|&(?:#(?:[0-9]{1,9}|[xX][0-9a-fA-F]{1,8});|[A-Za-z][A-Za-z0-9]{1,31};)?"
    rb"|[\x00-\x08\x0b\x0c\x0e-\x1f]",
    re.DOTALL,
)
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


def _known(match: re.Match[bytes]) -> bytes:
    found = match[0]
    if not found.startswith(b"&"):
        return found.translate(None, _CONTROLS)
    return b"".join(b"&#%d;" % ord(letter) for letter in html.unescape(found.decode("ascii")))
