"""Feeds that take long to read, cut to what can be read in seconds. Pure.

feedparser takes a second and 20 MB for each megabyte of short entries, and twice that for a broken
feed, while no other outlet is visited. The rest of such a feed is not needed: its first entries are
new, or its last.
"""

from __future__ import annotations

import re

LARGEST = 5 * 1024 * 1024
MOST_OPEN = 20_000
"""The most elements that stay open: each is kept with all around it; 2 MB of feed took 430 MB."""
CUT = "more than 5 MB: the first and the last of it are read"

_TEXTS = re.compile(rb"<(content:encoded|content)\b[^<>]{0,2000}(?<!/)>")
"""Texts of articles, which are fetched at their own addresses."""
_QUOTED = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_ENTRY = re.compile(rb"<(?:item|entry)[\s>]")
_AUTHOR = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)"
    rb"|(</?(?:[^\s<>/:]++:)?)(?:author|creator|managingeditor|publisher|webmaster|owner)(?=[\s/>])",
    re.DOTALL | re.IGNORECASE,
)


def within_bounds(payload: bytes) -> tuple[bytes, str | None]:
    """The part of a feed that is read, and a remark if that is not all of it."""
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
    """Whether there are far more opening tags than closing ones, without those in CDATA."""
    count = _QUOTED.sub(b"", payload).count
    return count(b"<") - 2 * count(b"</") - count(b"/>") - count(b"<!") - count(b"<?") > MOST_OPEN


def without_authors(payload: bytes) -> bytes:
    """The feed with names of authors under a name that feedparser does not know.

    They are not read, and it looks for an e-mail address in each: in the square of its length.
    """
    return _AUTHOR.sub(lambda found: found[1] + b"unread" if found[1] else found[0], payload)


def _without_texts(payload: bytes) -> bytes:
    """The feed without its texts, in one pass even if none of them ends."""
    parts, at = [], 0
    while (text := _TEXTS.search(payload, at)) is not None:
        end = payload.find(b"</" + text[1], text.end())
        if end < 0:
            break
        parts.append(payload[at : text.end()])
        at = end
    return b"".join((*parts, payload[at:]))
