"""WebSub: where hubs verify our subscriptions, and notify us that a feed has news (W3C, 2018).

A hub cannot sign in. All it can do is make a seed due, and only with the token in the address and
a signature made with the seed's secret.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, abort, request

from monitor.web.site import archive, site
from storage.archive import Archive

blueprint = Blueprint("websub", __name__)

ASKED_WITHIN = timedelta(hours=24)
"""A hub verifies soon after it was asked to; a later request is from somebody else."""
LONGEST_LEASE = timedelta(days=30)
_MAX_SECONDS = int(LONGEST_LEASE.total_seconds())
MAX_BYTES = 4 * 1024 * 1024
_METHODS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384}
_METHODS["sha512"] = hashlib.sha512


@blueprint.get("/websub/<token>")
def verify(token: str) -> Response:
    """Confirm a subscription that we requested, and refuse everything else (5.3)."""
    found = archive().seed_looks.subscriptions.by_token(token)
    asked, now = request.args, datetime.now(UTC)
    if found is None or asked.get("hub.topic") != found.topic:
        abort(404)
    if asked.get("hub.mode") == "denied":
        with Archive.open_beside(site().settings.folder) as writable:
            why = asked.get("hub.reason") or "the hub gave no reason"
            writable.seed_looks.subscriptions.refused(found.address_id, why)
        return _text("noted")
    recent = found.asked_at is not None and now - found.asked_at <= ASKED_WITHIN
    challenge, lease = asked.get("hub.challenge"), asked.get("hub.lease_seconds", "")
    if asked.get("hub.mode") != "subscribe" or not recent or not challenge:
        abort(404)
    seconds = min(int(lease), _MAX_SECONDS) if lease.isascii() and lease.isdigit() else 86400
    with Archive.open_beside(site().settings.folder) as writable:
        until = now + timedelta(seconds=seconds)
        writable.seed_looks.subscriptions.granted(found.address_id, until)
    return _text(challenge)


@blueprint.post("/websub/<token>")
def ping(token: str) -> Response:
    """Make the seed due: there is news. A wrong signature does nothing, without an error (7)."""
    found = archive().seed_looks.subscriptions.by_token(token)
    if found is None:
        abort(404)
    request.max_content_length = MAX_BYTES  # a hub sends the whole feed; forms are small
    method, _, signature = request.headers.get("X-Hub-Signature", "").partition("=")
    made = _METHODS.get(method)
    if made is not None:
        right = hmac.new(found.secret.encode(), request.get_data(cache=False), made).hexdigest()
        if hmac.compare_digest(right.encode(), signature.lower().encode()):
            with Archive.open_beside(site().settings.folder) as writable:
                now = datetime.now(UTC)
                with writable.transaction():
                    writable.seed_looks.subscriptions.pinged(found.address_id, now)
                    writable.attention.ping(found.address_id, now)
    return Response(status=202)


def _text(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")
