"""A capture: what came over the wire, and the page itself, shown harmlessly."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for

from monitor.queries.captures import capture_document
from monitor.redacting import HOW_ALONE, WHY_ALONE, redact
from monitor.web.answers import Answer, page
from monitor.web.house import archive, house
from monitor.web.policies import FRAMING
from monitor.web.stored import stored_page
from monitor.web.words import words
from storage.database.lock import holder
from storage.errors import InputError

blueprint = Blueprint("captures", __name__)


@page(blueprint, "/captures/<number:capture>")
def capture(capture: int) -> Answer:
    """Heads, TLS, digests, the place in the ledger; and a frame around the page as it was sent."""
    found = archive().capture(capture)
    others = archive().sights.of_key(archive().sights.key_of(found))
    return Answer(
        "capture.html",
        capture_document(archive(), found),
        {"capture": found, "others": others, "busy": _busy()},
        headers={"Content-Security-Policy": FRAMING},
    )


def _busy() -> str:
    """Why nothing can be taken out just now, and how to go on; empty where nobody writes."""
    return "" if holder(house().settings.folder) is None else f"{WHY_ALONE} {HOW_ALONE}"


@blueprint.get("/captures/<number:capture>/raw")
def raw(capture: int) -> Response:
    """The payload, byte for byte, under a policy that lets it do nothing."""
    found = archive().capture(capture)
    return stored_page(archive().payload(found.payload), found.content_type)


@blueprint.post("/captures/<number:capture>/redact")
def take_out(capture: int) -> Response:
    """Take its bytes and text out for good, with a reason; 503 while a crawl holds the archive."""
    if request.form.get("sure") != "1":
        raise InputError(words()["capture"]["not_sure"], do=words()["capture"]["be_sure"])
    archive().capture(capture)
    redact(house().settings.folder, capture, request.form.get("reason", ""))
    return redirect(url_for("captures.capture_html", capture=capture), 303)  # type: ignore[return-value]  # werkzeug's response is flask's here
