"""How work grows with what it is given, on whatever machine and beside whatever else runs there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    Given = TypeVar("Given")

TIMES, MOST, GOES = 8, 24, 5
"""Eight times as much takes eight times as long, or 64 times where each part looks at all others;
what is between them is far from both."""


def grows_with_length(
    work: Callable[[Given], object], small: Given, large: Given, power: int = 1
) -> bool:
    """Is ``large``, which is ``TIMES`` as much as ``small``, done in about that much more?

    Where each part may look at all others, but no more, that is with a ``power`` of 2.

    The quickest of several goes tells, taken by turns: what else runs makes them slower only. They
    end with the first that answers yes. Something is loaded or compiled once, so ``small`` is done
    before.
    """
    work(small)
    small_took = large_took = float("inf")
    for _ in range(GOES):
        small_took = min(small_took, *(_cost(work, small) for _ in range(3)))
        large_took = min(large_took, _cost(work, large))
        if large_took < MOST * TIMES ** (power - 1) * small_took:
            return True
    return False


def costs_less(work: Callable[[], object], than: Callable[[], object]) -> bool:
    """Does one piece of work take less than another? The quickest of several goes tells here, too.

    For what does not grow, and is measured in something that we do anyway.
    """
    goes = [(_cost(lambda _: work(), None), _cost(lambda _: than(), None)) for _ in range(GOES)]
    return min(one for one, _ in goes) < min(other for _, other in goes)


def _cost(work: Callable[[Given], object], given: Given) -> float:
    start = time.process_time()
    work(given)
    return time.process_time() - start
