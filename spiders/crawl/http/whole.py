"""Whether a document is whole although its transfer was not. Pure.

Some servers declare a length that they do not keep, leave out the last chunk or the end of a
compressed stream, or keep the connection open. They do so with every page, and every browser shows
those pages. A page that has come to the end of its own root element lacks nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

BAD_CHECKSUM = "bad checksum"
_OF_TRANSFER: Container[str | None] = frozenset(
    {"short body", "bad chunk", "reset", "timeout", BAD_CHECKSUM}
)
_LAST = 4000
"""In this many bytes at the end is all that caches and counters append to a document."""
_END = re.compile(
    rb"</(?:html|rss|feed|rdf:rdf|urlset|sitemapindex)\s*>(?:\s|<!--(?:(?!-->).)*(?:-->|\Z))*\Z",
    re.IGNORECASE | re.DOTALL,
)


def ends_itself(payload: bytes) -> bool:
    """Whether only white space and comments follow the end of the root element."""
    return _END.search(payload[-_LAST:]) is not None


def remark(fault: str | None, payload: bytes) -> str | None:
    """A remark on a whole document whose transfer had a fault; None for any other."""
    if fault in _OF_TRANSFER and ends_itself(payload):
        return f"{fault}, after the end of the page"
    return None
