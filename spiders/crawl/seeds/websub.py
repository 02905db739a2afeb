"""WebSub: subscribe at the hub that a feed names, if the settings have a callback."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from spiders.crawl.http.exchange import Fetch
from spiders.crawl.seeds.link_fields import linked_in
from spiders.urls import host, resolve

if TYPE_CHECKING:
    from spiders.crawl.http.exchange import Fetched
    from spiders.crawl.seeds.sources import Reading
    from spiders.crawl.visitor import Tools, Visitor
    from storage.agenda.seed_looks import SeedLook

RENEW_BEFORE = timedelta(days=1)
ASK_AGAIN = timedelta(hours=6)
"""A hub that did not verify is not asked again before this."""
LEASE = timedelta(days=10)
_ACCEPTED = 2  # the class of status codes
_MOVED = frozenset({307, 308})
_MOST_ASKED = 3


def with_hub(reading: Reading, response_head: bytes) -> Reading:
    """The reading with hub and topic of the Link fields, which precede its own (WebSub, 4)."""
    named = linked_in(response_head)
    hub = named.get("hub")
    if hub is None:
        return reading
    return replace(reading, hub=hub, topic=named.get("self") or reading.topic)


async def subscribe(tools: Tools, visitor: Visitor, url: str, look: SeedLook) -> None:
    """Subscribe at the hub of this seed, if it names one and the subscription is not current.

    The request is not a visit, as it fetches nothing. It heeds deny patterns, robots.txt and pace.
    """
    base = tools.configuration.websub_callback.rstrip("/")
    hub = resolve(url, look.hub or "")
    if not base or not look.hub or hub is None:
        return
    now, subscriptions = datetime.now(UTC), tools.archive.seed_looks.subscriptions
    topic = resolve(url, look.topic or "") or url
    known = subscriptions.of(look.address_id)
    if known is not None and (known.hub, known.topic) == (hub, topic):
        lasts = known.lease_until is not None and known.lease_until - now > RENEW_BEFORE
        if lasts or (known.asked_at is not None and now - known.asked_at < ASK_AGAIN):
            return
    if not await _may_ask(tools, visitor, hub):
        return
    asked = subscriptions.asking(look.address_id, hub, topic, now)
    form = {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": f"{base}/websub/{asked.token}",
        "hub.secret": asked.secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }
    why = await _sent(tools, visitor, hub, urlencode(form).encode())
    if why is not None:
        subscriptions.refused(look.address_id, why)


async def _may_ask(tools: Tools, visitor: Visitor, hub: str) -> bool:
    """Whether the hub may be asked. If so, a turn was taken, which must be given back."""
    return await visitor.permission(hub) is None and await tools.pace.take_turn(host(hub))


async def _sent(tools: Tools, visitor: Visitor, hub: str, form: bytes) -> str | None:
    """Send the form, and again to each place to which the hub redirects; return why it failed.

    None if it was accepted. The turn of the first request must have been taken.
    """
    asked: list[str] = []
    while True:
        asked.append(hub)
        try:
            fetched = await tools.fetch(Fetch(hub, form=form))
        finally:
            tools.pace.give_turn(host(hub))
        status = fetched.head.status if fetched.head is not None else 0
        if status // 100 == _ACCEPTED:
            return None
        onward = _moved_to(hub, fetched)
        if onward is None:
            return fetched.fault or f"the hub answered {status}"
        if onward in asked or len(asked) == _MOST_ASKED:
            return "the hub redirects too often"
        if not await _may_ask(tools, visitor, onward):
            return f"the hub redirects to {host(onward)}, which may not be visited now"
        hub = onward


def _moved_to(hub: str, fetched: Fetched) -> str | None:
    if fetched.head is None or fetched.head.status not in _MOVED:
        return None
    location = fetched.head.get("location")
    return resolve(hub, location) if location else None
