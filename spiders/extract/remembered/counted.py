"""How many texts stand between two places: counted once, and no farther than it is asked."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Counted:
    """Steps in rising order, taken from their source as far as they are asked for."""

    def __init__(self, source: Iterator[int]) -> None:
        self._source = source
        self._steps: list[int] = []

    def within(self, steps: int, most: int) -> int:
        """How many of them are less than this, counted up to ``most``."""
        known = self._steps
        while len(known) < most and (not known or known[-1] < steps):
            one = next(self._source, None)
            if one is None:
                break
            known.append(one)
        return min(bisect.bisect_left(known, steps), most)
