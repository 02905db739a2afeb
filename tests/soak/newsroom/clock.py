"""A wall clock that can be set, for this process and its forks; monotonic clocks go on."""

from __future__ import annotations

import datetime as dt
import importlib
import mmap
import pkgutil
import struct
import time

import monitor
import spiders
import storage

_REAL = dt.datetime
_SHARED = mmap.mmap(-1, 24)


def set_to(at: float, skew: float = 0.0) -> None:
    """Set the world's time, in seconds since 1970, and how far the archive's clock is ahead."""
    struct.pack_into("ddd", _SHARED, 0, at, time.monotonic(), skew)


def world() -> float:
    """Seconds since 1970: as was set, plus what has passed since."""
    base, since, _ = struct.unpack_from("ddd", _SHARED)
    return float(base + time.monotonic() - since)


def now() -> float:
    """The same time by the archive's clock."""
    return world() + float(struct.unpack_from("ddd", _SHARED)[2])


class _Kind(type(_REAL)):  # type: ignore[misc]
    """Makes every datetime an instance of ours, as those made in C are of the original class."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, _REAL)


class Settable(_REAL, metaclass=_Kind):
    """``datetime`` by the clock that can be set."""

    __slots__ = ()

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Settable:
        """The time by the archive's clock."""
        return cls.fromtimestamp(now(), tz)


def put_in() -> None:
    """Make all our modules use this clock: every module of the three rooms is loaded."""
    for room in (monitor, spiders, storage):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not found.name.endswith("__main__"):
                loaded = importlib.import_module(found.name)
                if getattr(loaded, "datetime", None) is _REAL:
                    loaded.datetime = Settable  # type: ignore[attr-defined]
