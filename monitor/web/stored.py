"""Stored bytes of others as a response: complete for programs, harmless on a screen.

Headers limit what a page may do, because no rewriter knows every way to reach the network. Two ways
remain that no policy blocks: Chromium opens a connection for ``<link rel=preconnect>`` and for a
frame that it is then forbidden to load, and the host then knows who is looking. So a browser that
is about to *show* a page gets it with these elements changed to harmless ones, and a client that
requests the bytes gets the bytes.
"""

from __future__ import annotations

import re

from flask import Response, request

from monitor.web.policies import STORED
from monitor.web.sources import decoded

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.ASCII | re.IGNORECASE)
_REACHING = re.compile(
    # To a browser ``<lınk`` and ``<İframe`` are other elements.
    r"<(/?)(link|frame|embed|iframe|object)(?=[\s/>])",
    re.ASCII | re.IGNORECASE,
)
_HARMLESS = {"link": "meta", "frame": "meta", "embed": "meta", "iframe": "noembed", "object": "div"}
"""Replacements that are parsed like the originals: as void, as raw text, or as having content."""
_SHOWING = frozenset({"document", "iframe", "frame", "object", "embed"})
"""Values of ``Sec-Fetch-Dest`` that mean that the response will be shown as a page."""
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})


def stored_page(payload: bytes, content_type: str | None) -> Response:
    """Pages as pages, texts as texts, pictures as pictures; anything else as a download."""
    kind = _shown_as(content_type)
    if kind.startswith("text/html") and request.headers.get("Sec-Fetch-Dest") in _SHOWING:
        payload, kind = defused(payload, content_type), "text/html; charset=utf-8"
    response = Response(payload, content_type=kind)
    response.headers["Vary"] = "Sec-Fetch-Dest"
    response.headers["Content-Security-Policy"] = STORED
    response.headers["Referrer-Policy"] = "no-referrer"
    # Requested each time: what was redacted, or needs a password, is not shown from a cache.
    response.headers["Cache-Control"] = "private, no-cache"
    if response.content_type == "application/octet-stream":
        response.headers["Content-Disposition"] = "attachment"
    response.add_etag()
    response.make_conditional(request)
    return response


def defused(payload: bytes, content_type: str | None) -> bytes:
    """The page without those elements, in UTF-8 so that no encoding hides a tag."""
    text = decoded(payload, content_type)
    return _REACHING.sub(lambda tag: f"<{tag[1]}{_HARMLESS[tag[2].lower()]}", text).encode(
        "utf-8", "replace"
    )


def _shown_as(content_type: str | None) -> str:
    """A type for which no browser runs anything. XML, which could have a style sheet, is text."""
    name = (content_type or "").split(";")[0].strip().lower()
    named = _CHARSET.search(content_type or "")
    charset = f"; charset={named[1]}" if named else ""
    if name in _PAGES:
        return f"text/html{charset}"
    if name in _PICTURES:
        return name
    if name.startswith("text/") or name.endswith(("xml", "json")):
        return f"text/plain{charset or '; charset=utf-8'}"
    return "application/octet-stream"
