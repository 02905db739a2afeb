"""Pure: feeds that take long to read, cut to what is read in seconds.

feedparser takes a second and 20 MB for each megabyte of short entries, and twice that for a broken
one, while no other outlet is asked. Nobody reads so much of a feed: its first entries are new, or
its last.
"""

from __future__ import annotations

import re

LARGEST = 5 * 1024 * 1024
MOST_OPEN = 20_000
"""Elements that stay open: each is kept with all it is in, so that two megabytes took 430."""
CUT = "more than 5 MB: the first and the last of it are read"

_TEXTS = re.compile(rb"<(content:encoded|content)\b[^<>]{0,2000}(?<!/)>")
"""Whole articles, which are fetched at their own addresses."""
_QUOTED = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_ENTRY = re.compile(rb"<(?:item|entry)[\s>]")


def within_bounds(payload: bytes) -> tuple[bytes, str | None]:
    """What is read of a feed, and a word where that is not all of it."""
    if len(payload) > LARGEST:
        payload = _without_texts(payload)
    if len(payload) <= LARGEST:
        return payload, None
    half = LARGEST // 2
    end = max(payload.rfind(tag, 0, half) + len(tag) for tag in (b"</item>", b"</entry>"))
    last = _ENTRY.search(payload, len(payload) - half)
    if end < half // 2 or last is None:
        return payload[:LARGEST], CUT
    return payload[:end] + payload[last.start() :], CUT


def is_too_deep(payload: bytes) -> bool:
    """Are there far more tags that open something than such as close it? Quoted ones are none."""
    count = _QUOTED.sub(b"", payload).count
    return count(b"<") - 2 * count(b"</") - count(b"/>") - count(b"<!") - count(b"<?") > MOST_OPEN


def _without_texts(payload: bytes) -> bytes:
    """One way through it, also where none of them ends."""
    parts, at = [], 0
    while (text := _TEXTS.search(payload, at)) is not None:
        end = payload.find(b"</" + text[1], text.end())
        if end < 0:
            break
        parts.append(payload[at : text.end()])
        at = end
    return b"".join((*parts, payload[at:]))
