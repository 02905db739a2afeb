"""Bytes to text: byte order mark, header, meta, then detection; it always gives a text.

Names of encodings are resolved as the WHATWG Encoding Standard does where that differs from
Python's codecs (``iso-8859-1`` on the web means windows-1252).
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_WEB_NAMES = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "tis-620": "cp874",
    "x-cp1251": "cp1251",
    "x-user-defined": "cp1252",
    "utf-16": "utf-16-le",
    "unicode": "utf-16-le",
}
_HEAD = 4096
_SAMPLE = 50_000


def decode(payload: bytes, content_type: str | None = None) -> str:
    """The text of a payload. Bytes that make no sense become U+FFFD; never raises."""
    for mark, name in _BOMS:
        if payload.startswith(mark):
            return payload[len(mark) :].decode(name, "replace")
    declared = _declared(payload, content_type)
    if declared is not None and not _is_utf8(declared):
        if _strictly(payload, "utf-8") and not payload.isascii():
            return payload.decode("utf-8")  # declared wrongly: no other text is valid UTF-8
        return _decode_as(payload, declared)
    if declared is None and b"\x00" in payload[:200]:
        return payload.decode(_wide(payload), "replace")
    text = payload.decode("utf-8", "replace")
    if text.count("\ufffd") > len(text) // 1000 + 3:
        return payload.decode(_detect(payload), "replace")
    return text


def _declared(payload: bytes, content_type: str | None) -> str | None:
    """The encoding that header or page name, in Python's name; None where none is known."""
    names = [match.group(1) for match in [_CHARSET.search(content_type or "")] if match]
    head = payload[:_HEAD]
    for pattern in (_META, _XML):
        match = pattern.search(head)
        if match:
            names.append(match.group(1).decode("ascii", "replace"))
    for name in names:
        known = _known(name)
        if known is not None:
            return known
    return None


def _known(name: str) -> str | None:
    folded = name.strip().lower()
    try:
        return codecs.lookup(_WEB_NAMES.get(folded, folded)).name
    except (LookupError, ValueError):
        return None


def _is_utf8(name: str) -> bool:
    return name in {"utf-8", "utf-8-sig"}


def _strictly(payload: bytes, name: str) -> bool:
    try:
        payload.decode(name)
    except (UnicodeError, ValueError):
        return False
    return True


def _decode_as(payload: bytes, name: str) -> str:
    try:
        return payload.decode(name, "replace")
    except (LookupError, ValueError, TypeError):  # a codec that is no text encoding (hex, zlib)
        return payload.decode("utf-8", "replace")


def _wide(payload: bytes) -> str:
    """Text with zero bytes and no mark: in UTF-16 every second byte of markup is zero."""
    return "utf-16-le" if payload[1:200:2].count(0) >= payload[0:200:2].count(0) else "utf-16-be"


def _detect(payload: bytes) -> str:
    """A guess for bytes that are not UTF-8 and name no encoding."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, hardly ever needed

    text = re.sub(rb"<[^>]{0,2000}>", b" ", payload)[:_SAMPLE]
    best = from_bytes(text, enable_fallback=False).best()
    return best.encoding if best is not None else "cp1252"
