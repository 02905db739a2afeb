"""Whether it is a host that does not answer, or our own network. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator

MIN_ATTEMPTS = 8
MIN_HOSTS = 3
"""If this many attempts in a row at this many hosts fail, and none works, it is the network."""


class Outage:
    """Counts attempts that reached no host. If fewer hosts are known, all of them must fail.

    Only hosts that have answered before count: one that never did says nothing about the network.
    """

    def __init__(self) -> None:
        self.down = False
        self._attempts = 0
        self._failed: set[str] = set()
        self._known: dict[str, str] = {}

    def note(self, url: str, *, reached: bool) -> bool:
        """Note the result of an attempt; return True if it has changed the state."""
        before, name = self.down, host(url)
        if reached:
            self._known[name] = url
            self.down, self._attempts = False, 0
            self._failed.clear()
        elif name in self._known:
            self._attempts += 1
            self._failed.add(name)
            hosts = min(MIN_HOSTS, len(self._known))
            self.down = self._attempts >= MIN_ATTEMPTS and len(self._failed) >= hosts
        return self.down != before

    def known(self) -> Iterator[str]:
        """A URL of each host that has answered, the last such host first: where to try again."""
        yield from reversed(list(self._known.values()))
