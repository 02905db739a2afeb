"""The way of one visit over redirects: what was requested, and which cookies were set."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from spiders.crawl.http.cookies import given_in, line_of
from spiders.urls import host, surt
from storage.kinds import IN_RING, TO_ITSELF
from storage.records import Outcome

if TYPE_CHECKING:
    from storage.records import Due, Visit

_ROUND = frozenset({TO_ITSELF, IN_RING})


@dataclass(slots=True)
class Way:
    """The hops of one visit, and the cookies that hosts set on the way.

    ``led`` has the ids of the addresses, ``given`` the cookies by host; ``cookie`` is what the next
    request sends back, ``shown`` says that one did.
    """

    first: Due
    asked: set[str] = field(default_factory=set)
    led: set[int] = field(default_factory=set)
    given: dict[str, dict[str, str]] = field(default_factory=dict)
    cookie: str | None = None
    shown: bool = False

    def told(self, visit: Visit) -> Visit:
        """The visit, whose redirect in a ring may be followed once if cookies were set on the way.

        It must lead back to the first address. Whoever does not send the cookies back is redirected
        for ever.
        """
        self.cookie, exchange = None, visit.exchange
        if exchange is None or visit.outcome is not Outcome.REDIRECTED or self.shown:
            return visit
        jar = self.given.setdefault(host(exchange.url), {})
        jar |= given_in(exchange.response_head)
        back = visit.location if visit.reason in _ROUND else None
        if back is None or surt(back) != self.first.address.key:
            return visit
        self.cookie = line_of(self.given.get(host(back), {}))
        self.shown = self.cookie is not None
        return replace(visit, reason=None) if self.shown else visit
