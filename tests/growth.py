"""How work grows with what it is given, on whatever machine and beside whatever else runs there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES, MOST = 8, 24
"""Eight times as much takes eight times as long, or 64 times where each part looks at all others;
what is between them is far from both."""


def grows_with_length(work: Callable[[str], object], small: str, large: str) -> bool:
    """Is ``large``, which is ``TIMES`` as long as ``small``, done in about that much more?

    The quickest of several goes tells, taken by turns: what else runs makes them slower only.
    """
    goes = [(_cost(work, small), _cost(work, large)) for _ in range(5)]
    return min(one for _, one in goes) < MOST * min(one for one, _ in goes)


def _cost(work: Callable[[str], object], given: str) -> float:
    start = time.process_time()
    work(given)
    return time.process_time() - start
