"""The order in which blobs are made: each after its bases. Pure, but for the callback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.payload.deltas import DeltaError

if TYPE_CHECKING:
    from collections.abc import Callable


def lowest_first(top: Any, under: Callable[[Any], list[Any]]) -> list[Any]:
    """``top`` and all that must be made before it, each once. Rows have an ``id``.

    ``under`` returns the bases of a row that are not cached. Raises DeltaError if they form a ring,
    which only damage can cause.
    """
    order: list[Any] = []
    begun, done = set(), set()
    waiting = [top]
    while waiting:
        row = waiting[-1]
        if row["id"] in begun:
            waiting.pop()
            if row["id"] not in done:
                done.add(row["id"])
                order.append(row)
            continue
        begun.add(row["id"])
        below = [one for one in under(row) if one["id"] not in done]
        if any(one["id"] in begun for one in below):
            raise DeltaError("Its bases go round in a ring.")
        waiting += below
    return order
