"""Pure: is a document whole although its transfer was not?

A server that names a length it does not keep, leaves out the last chunk or the end of a packed
stream, or hangs on to the connection is told by every page that it sends, and every browser shows
those. Nothing of a page is missing that has come to the end of its own root.
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
"""So many bytes hold what caches and counters write behind a document."""
_END = re.compile(
    rb"</(?:html|rss|feed|rdf:rdf|urlset|sitemapindex)\s*>(?:\s|<!--(?:(?!-->).)*(?:-->|\Z))*\Z",
    re.IGNORECASE | re.DOTALL,
)


def ends_itself(payload: bytes) -> bool:
    """Is there nothing behind the end of its root but space and comments?"""
    return _END.search(payload[-_LAST:]) is not None


def remark(fault: str | None, payload: bytes) -> str | None:
    """What to say of a whole document that came with a fault of transfer; None: it is none."""
    if fault in _OF_TRANSFER and ends_itself(payload):
        return f"{fault}, behind the end of the page"
    return None
