"""Pure: is it a host that does not answer, or is it our own network?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator

MIN_ATTEMPTS = 8
MIN_HOSTS = 3
"""So many attempts in a row at so many hosts fail, and none works: then it is the network."""


class Outage:
    """Counts attempts that reached nobody. Where fewer hosts are known, they must all fail.

    Only hosts that have answered before count: one that never did says nothing of the network.
    """

    def __init__(self) -> None:
        self.down = False
        self._attempts = 0
        self._failed: set[str] = set()
        self._known: dict[str, str] = {}

    def note(self, url: str, *, reached: bool) -> bool:
        """What became of an attempt; True when the state has changed by it."""
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
        """A URL of each host that has answered, the last one first: where to try again."""
        yield from reversed(list(self._known.values()))
