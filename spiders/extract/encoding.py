"""Bytes to text by byte order mark, header, meta, then detection; there is always a result.

Names of encodings are resolved as in the WHATWG Encoding Standard where that differs from
Python's codecs (``iso-8859-1`` on the web means windows-1252). A declaration is believed unless
the result is not text: then the other declarations are tried, then the encodings of Cyrillic and
of the page's language, then statistics.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import codecs
import functools
import re
from collections import Counter

from spiders.extract.binary import begins_otherwise, has_controls
from spiders.extract.mojibake import mended

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
_LANGUAGE = re.compile(rb"<html[^>]{0,300}?\slang\s*=\s*[\"']?([a-zA-Z]{2})", re.IGNORECASE)
_TAG = re.compile(rb"<[^>]{0,500}>")
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
    "x-mac-cyrillic": "mac-cyrillic",
    "x-user-defined": "cp1252",
    "utf-16": "utf-16-le",
    "unicode": "utf-16-le",
    "utf8": "utf-8",
}
_OF_LANGUAGE = {
    **dict.fromkeys(("tr", "az"), ("cp1254",)),
    **dict.fromkeys(("ar", "fa", "ur"), ("cp1256",)),
    **dict.fromkeys(("pl", "cs", "hu", "ro", "sk", "sl", "hr"), ("cp1250", "iso8859-2")),
    "he": ("cp1255",),
    "el": ("cp1253",),
    "zh": ("gb18030", "big5"),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
}
"""Encodings of pages in these languages before UTF-8."""
_CYRILLIC = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
_CYRILLIC_TOO = frozenset([*_CYRILLIC, "koi8-r"])
_FREQUENT = frozenset("оеаинтсрвлкі")
_FREQUENT_HAN = frozenset(
    "的一是不了在人有我他這个們中來上大為和國地到以說時要就出會这们来为国说时会，。"
)
_WIDE = ("utf-16", "utf-32")
_SEVEN_BITS = ("iso2022",)
"""Encodings that write other scripts in ASCII bytes, between escapes."""
_HEAD = 4096
_SAMPLE = 50_000
_FEW = 16
"""With fewer bytes above ASCII, statistics say nothing."""


def decode(payload: bytes, content_type: str | None = None) -> str:
    """Decode a payload. Invalid bytes become U+FFFD; never raises.

    Text that was encoded twice is repaired if that is certain. What is not text at all (a picture,
    a PDF, a body that is still compressed) gives an empty string.
    """
    if begins_otherwise(payload):
        return ""
    for mark, name in _BOMS:
        if payload.startswith(mark):
            return payload[len(mark) :].decode(name, "replace")
    zeros = payload[:200].count(0)
    if 4 * zeros > min(200, len(payload)):
        return payload.decode(_wide(payload), "replace")
    if b"\x1b" in payload:
        names = _declared(payload, content_type)
        if names and names[0].startswith(_SEVEN_BITS):
            return payload.decode(names[0], "replace")
    if payload.isascii():
        return payload.decode("ascii")
    if not (_of_header(content_type) or "").startswith(_WIDE):
        try:
            return mended(payload.decode("utf-8"), payload)  # no other text is valid UTF-8
        except UnicodeDecodeError:
            pass
    return _decode_by(_declared(payload, content_type), payload)


def _of_header(content_type: str | None) -> str | None:
    """The encoding that the header names, if Python knows it; it may be a wide one."""
    match = _CHARSET.search(content_type or "")
    return None if match is None else codec_of(match.group(1))


def _decode_by(names: list[str], payload: bytes) -> str:
    """Decode by the first of these encodings that makes text of the bytes, or by detection.

    Returns an empty string for bytes that are not text.
    """
    if has_controls(payload) and not (names and names[0].startswith(_WIDE)):
        return ""
    text = payload.decode("utf-8", "replace")
    whole = any(char > "\x7f" and char != "\ufffd" for char in text)
    damaged = whole and text.count("\ufffd") <= len(text) // 1000 + 3
    if damaged and (not names or names[0] == "utf-8"):
        return text
    sample = _TAG.sub(b" ", payload[: 4 * _SAMPLE])[:_SAMPLE]
    others = [name for name in names if name != "utf-8"]
    for name in others:
        if _makes_text(sample, name):
            return payload.decode(name, "replace")
    detected = _detect(payload, sample) or next(iter(others), "utf-8" if whole else "cp1252")
    return payload.decode(detected, "replace")


def _declared(payload: bytes, content_type: str | None) -> list[str]:
    """The encodings that header and page name, by Python's names, the header's first.

    A page whose declaration can be found in the bytes is not in UTF-16, whatever it declares.
    """
    head = payload[:_HEAD]
    names = [_of_header(content_type)]
    for pattern in (_META, _XML):
        match = pattern.search(head)
        if match:
            name = codec_of(match.group(1).decode("ascii", "replace"))
            names.append("utf-8" if name and name.startswith(_WIDE) else name)
    return list(dict.fromkeys(name for name in names if name))


@functools.lru_cache(256)
def codec_of(name: str) -> str | None:
    """Python's name of an encoding that a page names; None if no page is written in it."""
    folded = name.strip().lower()
    try:
        info = codecs.lookup(_WEB_NAMES.get(folded, folded))
    except (LookupError, ValueError):
        return None
    text = getattr(info, "_is_text_encoding", True) and info.name not in _NO_TEXT
    if not text:
        return None
    return "utf-8" if info.name == "utf-8-sig" else info.name


_NO_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Codecs of Python in which no page is written; some of them are slow or raise."""


def _strictly(payload: bytes, name: str) -> bool:
    try:
        payload.decode(name)
    except (UnicodeError, ValueError):
        return False
    return True


def _wide(payload: bytes) -> str:
    """The encoding of text with zero bytes and no byte order mark.

    In UTF-16 every second byte of markup is zero.
    """
    return "utf-16-le" if payload[1:200:2].count(0) >= payload[0:200:2].count(0) else "utf-16-be"


def _makes_text(sample: bytes, name: str) -> bool:
    """Whether this encoding makes text of the bytes, not sequences of letters that nobody writes.

    Wrong encodings of Cyrillic give words with capitals inside, or of accented letters only; wrong
    East Asian ones give bytes without a character.
    """
    text = sample.decode(name, "replace")
    if text.count("\ufffd") > len(text) // 200 + 2:
        return False
    if name in _CYRILLIC_TOO and _cyrillic_share(sample, name) < 0.45:
        best = max(_CYRILLIC, key=lambda other: _cyrillic_share(sample, other))
        if _cyrillic_share(sample, best) > 0.55:
            return False
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if len(words) < 5:
        return True
    odd = sum(1 for word in words if _ODD.search(word))
    return odd * 5 < len(words)


_WORD = re.compile(r"\w+[\u0080-\u009f¡-¿\u2500-\u259f]*\w*")
_ODD = re.compile(
    r"[а-яёіїєґ][А-ЯЁІЇЄҐ]|[a-z][а-яА-Я]|[а-яА-Я][a-z]|[\u0080-\u009f\u2500-\u259f]|[à-ÿÀ-ß]{4}|[ýþðÝÞÐ][a-zý]|[a-z][ýþð]"
)


def _detect(payload: bytes, sample: bytes) -> str | None:
    """A guess for bytes that are not UTF-8 and that no declaration makes text of."""
    best = max(_CYRILLIC, key=lambda name: _cyrillic_share(sample, name))
    if _cyrillic_share(sample, best) > 0.55:
        return best
    match = _LANGUAGE.search(payload[:_HEAD])
    language = match.group(1).decode("ascii").lower() if match else ""
    candidates = _OF_LANGUAGE.get(language, ())
    if language == "zh":
        candidates = tuple(sorted(candidates, key=lambda name: -_han_count(sample, name)))
    for name in candidates:
        if _strictly(sample[:-4], name) or _makes_text(sample, name):
            return name
    if sum(1 for byte in sample if byte > 0x7F) < _FEW:
        return None
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, hardly ever needed

    found = from_bytes(sample, enable_fallback=False).best()
    return found.encoding if found is not None else None


def _cyrillic_share(sample: bytes, name: str) -> float:
    """The share of the characters above ASCII that are frequent Russian and Ukrainian letters."""
    letters = Counter(char for char in sample.decode(name, "replace") if char > "\x7f")
    total = sum(letters.values())
    if total < 8:
        return 0.0
    return sum(count for char, count in letters.items() if char in _FREQUENT) / total


def _han_count(sample: bytes, name: str) -> int:
    """How many of the most frequent Chinese characters the text has, counted each time."""
    return sum(1 for char in sample.decode(name, "replace") if char in _FREQUENT_HAN)
