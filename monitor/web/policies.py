"""What a browser may do with our pages, and with the stored pages that we show.

Each header is defined here once, with its reason; a test checks them in a real browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Response

OWN = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
"""Our pages: nothing from elsewhere, no inline script or style, and no framing."""

FRAMING = OWN + "; frame-src 'self'"
"""A page that shows a stored page in a frame. A link in the frame cannot lead it elsewhere."""

STORED = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""A stored page. ``sandbox`` gives it an origin of its own, and disables scripts, forms, pop-ups
and control of the window; ``default-src 'none'`` blocks everything it would load. It is on the
response because the sandbox of a frame alone let five requests out in a trial."""

FRAME_SANDBOX = ""
"""The ``sandbox`` of the frame: it allows nothing, as a second line of defence."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",  # a stored text is never run as a script
    # Outlets do not learn who looks at their past. But a browser must tell us where a form was
    # sent from: with no-referrer its Origin is null, as for a form of another site.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-DNS-Prefetch-Control": "off",  # a link to an outlet causes no DNS query
    "Permissions-Policy": "interest-cohort=(), browsing-topics=()",
}


def protect(response: Response) -> Response:
    """Set our policy on a response that has none, and the headers that all have."""
    response.headers.setdefault("Content-Security-Policy", OWN)
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    return response
