"""Ways to store a blob: against which base, and how large it becomes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storage.payload import deltas
from storage.payload.bases import DEPTH, mean_size, usual_size
from storage.payload.plans import STEP_PRICE

if TYPE_CHECKING:
    from storage.payload.bases import Link

_WORTH_PRESSING = 2000
"""Bytes. What is longer than this at a slow level is compressed again at the slowest."""


class Choice(NamedTuple):
    """One way to store a blob: the base, the stored bytes, and how many bases lie under it.

    A second base, if any, does not count in the depth.
    """

    base_id: int | None
    codec: str
    stored: bytes
    depth: int = 0
    second_id: int | None = None


class Base(NamedTuple):
    """A possible base, with its bytes."""

    id: int
    depth: int
    data: bytes


def encoded(
    data: bytes, base: Base | None, level: int = deltas.QUICK, second: Base | None = None
) -> Choice:
    """Against this base, or whole if that is shorter; a second base comes before the first."""
    if base is None:
        return Choice(None, *deltas.encode(data, None, level))
    prefix = base.data if second is None else second.data + base.data
    codec, stored = deltas.encode(data, prefix, level)
    if codec == deltas.PLAIN:
        return Choice(None, codec, stored)
    return Choice(base.id, codec, stored, base.depth + 1, None if second is None else second.id)


def pressed(data: bytes, base: Base | None, second: Base | None = None) -> Choice:
    """As small as possible, at the slowest level if that is worth the time."""
    choice = encoded(data, base, deltas.SLOW, second)
    if len(choice.stored) < _WORTH_PRESSING:
        return choice
    slowest = encoded(data, base, deltas.SLOWEST, second)
    return slowest if len(slowest.stored) < len(choice.stored) else choice


def worth(choice: Choice, weight: int) -> int:
    """Its size, plus a price for the bases under it, for every blob that is read through it."""
    return len(choice.stored) + STEP_PRICE * weight * choice.depth


def is_dear(choice: Choice, chain: list[Link]) -> bool:
    """Is the chain full, and a new one better than a base far down in it?"""
    if chain[0].depth < DEPTH:
        return False
    usual = usual_size(chain)
    # Twice: after a new start the next versions have no good base either.
    anew = mean_size(2 * chain[-1].size, usual, 0)
    return mean_size(len(choice.stored), usual, choice.depth) > anew
