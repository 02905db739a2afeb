"""Pages that only lead to another one. Pure.

Static site generators (Hugo, Jekyll) leave such a page at the address from which an article moved,
as they cannot answer with a status: every browser goes on at once, and so do we.
"""

from __future__ import annotations

import html
import re

_MOST_BYTES, _MOST_TEXT, _MOST_SECONDS = 8192, 300, 5
_META = re.compile(
    r"<meta\b[^>]{0,200}\bhttp-equiv\s{0,9}=\s{0,9}['\"]?refresh\b[^>]{0,2000}>", re.IGNORECASE
)
_CONTENT = re.compile(
    r"\bcontent\s{0,9}=\s{0,9}(['\"]?)\s{0,9}(?P<seconds>\d{1,4})(?:\.\d{0,9})?\s{0,9}[;,]\s{0,9}"
    r"(?:url\s{0,9}=\s{0,9})?(?P<inner>['\"]?)(?P<url>[^'\">]{1,1500})",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"<!--.*?-->|<(noscript|script|style|title)\b.*?</\1\s{0,9}>", re.IGNORECASE | re.DOTALL
)
"""What is no text, and what is only for browsers without scripts."""
_TAG = re.compile(r"<[^>]{0,2000}>")


def refresh_target(payload: bytes) -> str | None:
    """Where a page with next to no text of its own leads at once; None for any other page."""
    if len(payload) > _MOST_BYTES:
        return None
    page = _ASIDE.sub(" ", payload.decode("utf-8", "replace"))
    meta = _META.search(page)
    content = _CONTENT.search(meta[0]) if meta else None
    if content is None or int(content["seconds"]) > _MOST_SECONDS:
        return None
    if len("".join(_TAG.sub("", page).split())) > _MOST_TEXT:
        return None
    return html.unescape(content["url"]).strip()
