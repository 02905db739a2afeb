"""Ways to store a blob: against which base, and what that comes to. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storage.payload import deltas
from storage.payload.bases import DEPTH, mean_size, usual_size
from storage.payload.plans import STEP_PRICE

if TYPE_CHECKING:
    from storage.payload.bases import Link

_WORTH_PRESSING = 2000
"""Bytes. What is longer at a slow level is stored again at the slowest."""


class Choice(NamedTuple):
    """One way to store: against which base, what it comes to, and how many bases lie under it.

    A second base, if any, counts for nothing in the depth.
    """

    base_id: int | None
    codec: str
    stored: bytes
    depth: int = 0
    second_id: int | None = None


class Base(NamedTuple):
    """What may be leaned on, with its bytes."""

    id: int
    depth: int
    data: bytes


def encoded(
    data: bytes, base: Base | None, level: int = deltas.QUICK, second: Base | None = None
) -> Choice:
    """Against this base, or whole where that is shorter; a second one stands before the first."""
    if base is None:
        return Choice(None, *deltas.encode(data, None, level))
    prefix = base.data if second is None else second.data + base.data
    codec, stored = deltas.encode(data, prefix, level)
    if codec == deltas.PLAIN:
        return Choice(None, codec, stored)
    return Choice(base.id, codec, stored, base.depth + 1, None if second is None else second.id)


def pressed(data: bytes, base: Base | None, second: Base | None = None) -> Choice:
    """As small as it gets, at the slowest level where that is worth the time."""
    choice = encoded(data, base, deltas.SLOW, second)
    if len(choice.stored) < _WORTH_PRESSING:
        return choice
    slowest = encoded(data, base, deltas.SLOWEST, second)
    return slowest if len(slowest.stored) < len(choice.stored) else choice


def worth(choice: Choice, weight: int) -> int:
    """Bytes, and the bases under it as bytes for all that are read through it."""
    return len(choice.stored) + STEP_PRICE * weight * choice.depth


def is_dear(choice: Choice, chain: list[Link]) -> bool:
    """A chain is full, and it is better to begin anew than to lean on what lies low in it."""
    if chain[0].depth < DEPTH:
        return False
    usual = usual_size(chain)
    # Twice: beginning anew leaves the next versions nothing to lean on either.
    anew = mean_size(2 * chain[-1].size, usual, 0)
    return mean_size(len(choice.stored), usual, choice.depth) > anew
