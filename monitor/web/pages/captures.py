"""A capture: what came over the wire, and the page itself, shown safely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request, url_for

from monitor.queries.captures import capture_document
from monitor.redacting import redact, redact_article
from monitor.web.answers import Answer, page
from monitor.web.policies import FRAMING
from monitor.web.redaction_forms import are_sure, busy, choices
from monitor.web.site import archive, site
from monitor.web.stored import stored_page
from storage.lost import DAMAGE

if TYPE_CHECKING:
    from storage.errors import VariorumError
    from storage.records import Capture

blueprint = Blueprint("captures", __name__)


@page(blueprint, "/captures/<number:capture>")
def capture(capture: int) -> Answer:
    """Heads, TLS, digests, the place in the ledger; and the page as it was sent, in a frame."""
    found = archive().capture(capture)
    others = archive().sights.of_key(archive().sights.key_of(found))
    document = capture_document(archive(), found)
    return Answer(
        "capture.html",
        document,
        {
            "capture": found,
            "others": others,
            "busy": busy(),
            "choices": choices(capture, document["article"]),
            **(_left(found) if document["redacted"] else {"damage": _damage(found)}),
        },
        headers={"Content-Security-Policy": FRAMING},
    )


def _damage(found: Capture) -> VariorumError | None:
    """Why there is no page to show: a frame would just be empty."""
    try:
        archive().payload(found.payload)
    except DAMAGE as error:
        return error
    return None


def _left(found: Capture) -> dict[str, list[int]]:
    """Captures that still show the redacted text, and unredacted captures of the same address."""
    kept = archive().redactions
    return {
        "same_text": sorted({*kept.saying_same([found.id]), *kept.showing_same(found.id)}),
        "neighbours": kept.neighbours(found.address_id),
    }


@blueprint.get("/captures/<number:capture>/raw")
def raw(capture: int) -> Response:
    """The payload, byte for byte, under a policy that allows it nothing."""
    found = archive().capture(capture)
    return stored_page(archive().payload(found.payload), found.content_type)


@blueprint.post("/captures/<number:capture>/redact")
def take_out(capture: int) -> Response:
    """Redact it, or all that its article said, for good; 503 while a crawl uses the archive."""
    are_sure()
    archive().capture(capture)
    shown = archive().sights.revision_shown(capture)
    folder, reason = site().settings.folder, request.form.get("reason", "")
    if shown is not None and request.form.get("what") == "article":
        redact_article(folder, str(shown[0]), reason)
    else:
        redact(folder, capture, reason)
    return redirect(url_for("captures.capture_html", capture=capture), 303)  # type: ignore[return-value]  # werkzeug's response is flask's here
