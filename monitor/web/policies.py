"""What a browser may do with our pages, and with the pages of others that we show.

Each header stands here once, with its reason; a test in a real browser holds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Response

OWN = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
"""Our pages: nothing from anywhere but from here, no inline script or style, in nobody's frame."""

FRAMING = OWN + "; frame-src 'self'"
"""A page that shows a stored page in a frame. The frame cannot be led elsewhere by a link in it."""

STORED = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""A stored page. ``sandbox`` gives it an origin of its own, and takes its scripts, forms, pop-ups
and its hold on the window; ``default-src 'none'`` stops everything it would load. It stands on the
response, because the sandbox of a frame alone let five requests out in a trial."""

FRAME_SANDBOX = ""
"""The ``sandbox`` of the frame: nothing is allowed, as a second lock on the same door."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",  # a stored text is never taken for a script
    # Outlets do not learn who looks at their past. To ourselves a browser must say where a form was
    # sent from: with no-referrer its Origin is null, as that of a stranger's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-DNS-Prefetch-Control": "off",  # a link to an outlet asks nobody for its address
    "Permissions-Policy": "interest-cohort=(), browsing-topics=()",
}


def protect(response: Response) -> Response:
    """Our policy on every response that has no other one, and the headers that all have."""
    response.headers.setdefault("Content-Security-Policy", OWN)
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    return response
