"""In which order blobs are made, each after those that it leans on. Pure but for what it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.payload.deltas import DeltaError

if TYPE_CHECKING:
    from collections.abc import Callable


def lowest_first(top: Any, under: Callable[[Any], list[Any]]) -> list[Any]:
    """``top`` and all that must be made before it, each once. Rows have an ``id``.

    ``under`` gives the rows that one leans on and that are not at hand. Raises DeltaError where
    they go round in a ring, which only damage makes.
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
