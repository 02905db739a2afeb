"""A capture: what came over the wire, and the page itself, shown harmlessly."""

from __future__ import annotations

from flask import Blueprint, Response

from monitor.queries.captures import capture_document
from monitor.web.answers import Answer, page
from monitor.web.house import archive
from monitor.web.policies import FRAMING
from monitor.web.stored import stored_page

blueprint = Blueprint("captures", __name__)


@page(blueprint, "/captures/<number:capture>")
def capture(capture: int) -> Answer:
    """Heads, TLS, digests, the place in the ledger; and a frame around the page as it was sent."""
    found = archive().capture(capture)
    others = archive().sights.of_key(archive().sights.key_of(found))
    return Answer(
        "capture.html",
        capture_document(archive(), found),
        {"capture": found, "others": others},
        headers={"Content-Security-Policy": FRAMING},
    )


@blueprint.get("/captures/<number:capture>/raw")
def raw(capture: int) -> Response:
    """The payload, byte for byte, under a policy that lets it do nothing."""
    found = archive().capture(capture)
    return stored_page(archive().payload(found.payload), found.content_type)
