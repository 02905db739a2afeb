"""A cache of byte strings by hash that threads may share; each string is made by one of them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 60.0
"""Seconds after which a thread stops waiting and makes what another one was going to make."""


class ByteCache:
    """The most recently used byte strings, up to a total size."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._held: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._under_way: dict[bytes, threading.Event | None] = {}

    def get(self, key: bytes) -> bytes | None:
        """The bytes, or None."""
        with self._lock:
            data = self._held.get(key)
            if data is not None:
                self._held.move_to_end(key)
            return data

    def put(self, key: bytes, data: bytes) -> None:
        """Add these, dropping the least recently used ones."""
        with self._lock:
            if key in self._held or len(data) > self._limit // 2:
                return
            self._held[key] = data
            self._size += len(data)
            while self._size > self._limit:
                self._size -= len(self._held.popitem(last=False)[1])

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._held.clear()
            self._size = 0

    def once(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """The bytes, made if they are not cached: by one thread, while the others wait for it.

        Whatever ``make`` raises is raised in the thread that called it.
        """
        data = self.get(key)
        if data is not None:
            return data
        made: threading.Event | None = None
        with self._lock:
            if key in self._under_way:
                made = self._under_way[key] = self._under_way[key] or threading.Event()
            else:
                self._under_way[key] = None
        if made is not None:
            made.wait(_PATIENCE)
            data = self.get(key)
            return make() if data is None else data
        try:
            data = make()
            self.put(key, data)
            return data
        finally:
            with self._lock:
                waited_for = self._under_way.pop(key)
            if waited_for is not None:
                waited_for.set()


_shared: WeakValueDictionary[tuple[str, str], ByteCache] = WeakValueDictionary()
_sharing = threading.Lock()


def shared_cache(path: str, table: str, limit: int) -> ByteCache:
    """The cache shared by all who read this table of this file in this process."""
    with _sharing:
        cache = _shared.get((path, table))
        if cache is None:
            cache = _shared[path, table] = ByteCache(limit)
        return cache
