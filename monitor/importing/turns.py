"""A page that went and came back within one moment of a file: A, B, A is three captures.

Dates in files are whole seconds at the best, and may be a day or a year. An exchange of the same
address, moment and bytes is known already, unless something else stood there in between.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

State = tuple[int, bytes]
"""Status, and SHA-256 of the bytes on the wire."""
_HELD = 10_000
"""How many addresses and moments are remembered; for others, turns are not noticed."""


@dataclass(slots=True)
class _Met:
    last: State | None = None
    times: Counter[State] = field(default_factory=Counter)
    numbers: dict[tuple[str | None, State], int] = field(default_factory=dict)


class Turns:
    """The turns in one file, whose records are given in its order."""

    def __init__(self) -> None:
        self._met: OrderedDict[tuple[str, datetime], _Met] = OrderedDict()

    def number(self, url: str, at: datetime, state: State, record_id: str | None) -> int:
        """How many times the address has turned to this state by now, this time included.

        The very same record once more, as in concatenated files, is no other turn.
        """
        met = self._met.setdefault((url, at), _Met())
        self._met.move_to_end((url, at))
        if len(self._met) > _HELD:
            self._met.popitem(last=False)
        record = record_id, state
        if record not in met.numbers:
            met.times[state] += met.last != state
            met.last = state
            met.numbers[record] = met.times[state]
        return met.numbers[record]
