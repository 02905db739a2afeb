"""A wall clock that is set, for this process and those that it forks; monotonic ones go on."""

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
    """It is this time in the world, in seconds since 1970, and the archive's clock is ahead."""
    struct.pack_into("ddd", _SHARED, 0, at, time.monotonic(), skew)


def world() -> float:
    """Seconds since 1970, as it was set, and what has gone by since."""
    base, since, _ = struct.unpack_from("ddd", _SHARED)
    return float(base + time.monotonic() - since)


def now() -> float:
    """The same by the archive's clock."""
    return world() + float(struct.unpack_from("ddd", _SHARED)[2])


class _Kind(type(_REAL)):  # type: ignore[misc]
    """Whatever is a time is one of ours: those that C makes are of the other class."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, _REAL)


class Settable(_REAL, metaclass=_Kind):
    """``datetime``, by the clock that is set."""

    __slots__ = ()

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Settable:
        """The time that it is said to be."""
        return cls.fromtimestamp(now(), tz)


def put_in() -> None:
    """From here on all of ours goes by this clock: every module of the three rooms is loaded."""
    for room in (monitor, spiders, storage):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not found.name.endswith("__main__"):
                loaded = importlib.import_module(found.name)
                if getattr(loaded, "datetime", None) is _REAL:
                    loaded.datetime = Settable  # type: ignore[attr-defined]
