"""A page that went and came back within one moment of a file: A, B, A is three captures.

Dates in files are whole seconds at the best, and may be a day or a year. An exchange of the same
address, moment and bytes is known already, unless something else stood there in between.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

State = tuple[int, bytes]
"""Status, and SHA-256 of the bytes on the wire."""
_HELD = 10_000
"""Addresses and moments. What was let go of is known already, as if nothing had been between."""


@dataclass(slots=True)
class _Met:
    states: list[State] = field(default_factory=list)
    numbers: dict[tuple[str | None, State], int] = field(default_factory=dict)


class Turns:
    """Of one file, whose records are met in its order."""

    def __init__(self) -> None:
        self._met: OrderedDict[tuple[str, datetime], _Met] = OrderedDict()

    def number(self, url: str, at: datetime, state: State, record_id: str | None) -> int:
        """For which time the address has come to show this, from one on.

        The very same record once more, as where files were put behind each other, is no other.
        """
        met = self._met.setdefault((url, at), _Met())
        self._met.move_to_end((url, at))
        if len(self._met) > _HELD:
            self._met.popitem(last=False)
        record = record_id, state
        if record not in met.numbers:
            if not met.states or met.states[-1] != state:
                met.states.append(state)
            met.numbers[record] = met.states.count(state)
        return met.numbers[record]
