"""How many texts are between two places: counted once, and no farther than needed."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Counted:
    """Steps in rising order, taken from their source only as far as needed."""

    def __init__(self, source: Iterator[int]) -> None:
        self._source = source
        self._steps: list[int] = []

    def within(self, steps: int, most: int) -> int:
        """How many of them are less than ``steps``, counted up to ``most``."""
        known = self._steps
        while len(known) < most and (not known or known[-1] < steps):
            one = next(self._source, None)
            if one is None:
                break
            known.append(one)
        return min(bisect.bisect_left(known, steps), most)
