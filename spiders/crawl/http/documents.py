"""Which answers are documents, and so worth reading to the end."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spiders.crawl.http.wire import Head

NOT_A_DOCUMENT = "not a document"
NOT_TEXT = "not text"
"""Something else declared as a page: compressed data without a declared coding, or a picture."""
_LOOKED_AT, _BINARY_SHARE = 2000, 0.04
_CONTROLS = bytes({*range(1, 9), 11, *range(16, 27), *range(28, 32)})
"""Bytes of which no page has many. Encodings use 0 (UTF-16), and 14, 15 and 27 (ISO 2022)."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")
"""How UTF-16 begins: one byte of each Cyrillic letter is 4 there, and of each Greek letter 3."""
_SUCCESS = 2  # the class of status codes
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/xml"})
_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
_NO_WORD = frozenset({"unknown/unknown", "application/unknown"})
"""Types that say nothing: browsers then look at the bytes."""
_OF_SEEDS = frozenset(
    {
        "application/json",
        "application/octet-stream",
        "binary/octet-stream",
        "application/gzip",
        "application/x-gzip",
    }
)


def refusal(head: Head, *, seed: bool) -> str | None:
    """The reason to stop after this head, or None. Answers without success are always read.

    Feeds and sitemaps come with more media types than pages do; ``seed`` accepts those too.
    """
    if head.status // 100 != _SUCCESS:
        return None
    media_type = _media_type(head)
    if not media_type or media_type in _PAGES:
        return None
    if media_type == "application/xml" or (
        media_type.startswith("application/") and media_type.endswith(("+xml", "+json"))
    ):
        return None
    if seed and (media_type in _OF_SEEDS or media_type.startswith("text/")):
        return None
    return NOT_A_DOCUMENT


def _media_type(head: Head) -> str:
    """The last media type that the head names, as for browsers; "" if it names none."""
    named = (one.partition(";")[0].strip() for one in head.tokens("content-type"))
    types = [one for one in named if _TYPE.fullmatch(one) and one not in _NO_WORD]
    return types[-1] if types else ""


def is_text(payload: bytes) -> bool:
    """Whether the first bytes can be a page's. In compressed data, a tenth are control bytes."""
    start = payload[:_LOOKED_AT]
    if start.startswith(_WIDE):
        return True
    return len(start) - len(start.translate(None, _CONTROLS)) <= _BINARY_SHARE * len(start)
