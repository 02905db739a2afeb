"""What is asked of the network and what comes back: the words between visitor and handler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from spiders.crawl.http.wire import Head
    from storage.records import Exchange

    Asking = Callable[["Fetch"], Awaitable["Fetched"]]
    """The way to the network: how one request is made."""
    Work = Callable[[Asking], Awaitable[None]]
    """What is done for as long as there is a way to the network."""

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request: ``etag`` and ``last_modified`` are sent back to the letter.

    ``refuse`` looks at the response head and gives the reason to stop there, or None.
    A ``form`` is posted, which only hubs of WebSub are asked by.
    With a ``rendering`` nobody is asked: a browser makes the page of what was fetched before.
    ``cookie`` is what the server gave on the way to this very page, and wants to see.
    ``max_bytes`` is a limit in place of the settings'; 0: that one.
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
    """How it ended. ``fault`` is a short word where it did not end well.

    Faults are short words such as ``dns`` and ``timeout``.
    ``exchange`` and ``head`` are there wherever a response head came, with a fault too.
    ``remark`` is what was odd about an answer that is whole all the same.
    ``took_s`` are the seconds that the host took, without those in which we were busy or asleep.
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
    """A page for a browser: as it was fetched, and how its scripts ask for more.

    ``ask`` gives what a URL has, or None where it may not be asked for.
    """

    fetched: Fetched
    ask: Callable[[str], Awaitable[Fetched | None]]


class Asker(Protocol):
    """Whoever asks the network: a client, or what stands in its place."""

    async def fetch(self, fetch: Fetch) -> Fetched:
        """One exchange. Faults of the network are told, not raised."""
