"""WebSub: asks the hub that a feed names to tell us of news, where the settings say so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from spiders.crawl.http.exchange import Fetch
from spiders.urls import host, resolve

if TYPE_CHECKING:
    from spiders.crawl.visitor import Tools, Visitor
    from storage.agenda.seed_looks import SeedLook

RENEW_BEFORE = timedelta(days=1)
ASK_AGAIN = timedelta(hours=6)
"""A hub that did not verify is not asked again before that."""
LEASE = timedelta(days=10)
_ACCEPTED = 2  # the class of status codes


async def subscribe(tools: Tools, visitor: Visitor, url: str, look: SeedLook) -> None:
    """Ask the hub of this seed, where it names one and that does not tell us yet.

    The request is no visit: it fetches nothing. It heeds deny patterns, robots.txt and pace.
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
    if await visitor.permission(hub) is not None or not await tools.pace.take_turn(host(hub)):
        return
    asked = subscriptions.asking(look.address_id, hub, topic, now)
    form = {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": f"{base}/websub/{asked.token}",
        "hub.secret": asked.secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }
    try:
        fetched = await tools.fetch(Fetch(hub, form=urlencode(form).encode()))
    finally:
        tools.pace.give_turn(host(hub))
    status = fetched.exchange.status if fetched.exchange is not None else 0
    if status // 100 != _ACCEPTED:
        why = fetched.fault or f"the hub answered {status}"
        subscriptions.refused(look.address_id, why)
