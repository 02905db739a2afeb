"""Requests to the network and what comes back: the types shared by visitor and handler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from spiders.crawl.http.wire import Head
    from storage.records import Exchange

    Asking = Callable[["Fetch"], Awaitable["Fetched"]]
    """How one request is made: the way to the network."""
    Work = Callable[[Asking], Awaitable[None]]
    """What to do while there is a way to the network."""

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request: ``etag`` and ``last_modified`` are sent back to the letter.

    ``refuse`` gets the response head and returns the reason to stop there, or None.
    A ``form`` is posted; only WebSub hubs get one.
    With a ``rendering`` no request is sent: a browser renders what was fetched before.
    ``cookie`` is what the server set on the way to this very page, and wants back.
    ``max_bytes`` replaces the limit of the settings, unless it is 0.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    keep_wire: bool = False
    refuse: Callable[[Head], str | None] | None = None
    max_bytes: int = 0
    rendering: Rendering | None = None
    form: bytes | None = None
    cookie: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a request ended. ``fault`` says what went wrong, such as ``dns`` or ``timeout``.

    ``exchange`` and ``head`` are set if a response head came, even with a fault.
    ``remark`` says what was odd about an answer that is whole nevertheless.
    ``took_s`` is how many seconds the host took, without those in which we were busy or asleep.
    """

    started_at: datetime
    finished_at: datetime
    exchange: Exchange | None = None
    head: Head | None = None
    fault: str | None = None
    took_s: float = 0.0
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page for a browser: as it was fetched, and how its scripts can request more.

    ``ask`` fetches a URL; None if it may not be fetched, or could not be.
    """

    fetched: Fetched
    ask: Callable[[str], Awaitable[Fetched | None]]


class Asker(Protocol):
    """What sends requests: a client, or its stand-in."""

    async def fetch(self, fetch: Fetch) -> Fetched:
        """Make one exchange. Network faults are returned, not raised."""
