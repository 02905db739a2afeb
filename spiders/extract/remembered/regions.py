"""Where two pages cut into pieces differ: in a few short runs, or too much to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_REGIONS = 150
"""A page that differs at more places than this is read in full."""
MOST_WORK = 8_000
"""How many pieces are looked at to find where two texts agree again."""
_RUN = 4
"""This many equal pieces in a row are taken for the same place."""
_MANY = 64
_NEAR = 7
_WINDOWS = (32, 256, 2048)


class Region(NamedTuple):
    """Pieces ``a`` to ``b`` of the old text have become pieces ``c`` to ``d`` of the new one."""

    a: int
    b: int
    c: int
    d: int


def regions(old: Sequence[bytes], new: Sequence[bytes]) -> list[Region] | None:
    """The regions where two lists differ, in order; None if they differ too much."""
    found: list[Region] = []
    work = MOST_WORK
    a = c = 0
    while True:
        same = _run(old, a, new, c)
        a, c = a + same, c + same
        if a >= len(old) and c >= len(new):
            return found
        together = _near(old, a, new, c)
        for window in () if together is not None else _WINDOWS:
            work -= window
            together = _together(old, a, new, c, window)
            if together is not None or work < 0:
                break
        if together is None or len(found) >= MOST_REGIONS:
            return None
        found.append(Region(a, together[0], c, together[1]))
        a, c = together


def _run(old: Sequence[bytes], a: int, new: Sequence[bytes], c: int) -> int:
    """How many pieces from here on are the same: many at a time, then one by one."""
    longest = min(len(old) - a, len(new) - c)
    same = 0
    while same + _MANY <= longest and (
        old[a + same : a + same + _MANY] == new[c + same : c + same + _MANY]
    ):
        same += _MANY
    while same < longest and old[a + same] == new[c + same]:
        same += 1
    return same


def _near(old: Sequence[bytes], a: int, new: Sequence[bytes], c: int) -> tuple[int, int] | None:
    """Where two texts that diverge here agree again, a few pieces on, as most do."""
    for both in range(1, _NEAR):
        for number in range(both + 1):
            place = a + both - number
            ahead = old[place : place + _RUN]
            if len(ahead) == _RUN and ahead == new[c + number : c + number + _RUN]:
                return place, c + number
    return None


def _together(
    old: Sequence[bytes], a: int, new: Sequence[bytes], c: int, window: int
) -> tuple[int, int] | None:
    """Where two texts that diverge here agree again, within a window."""
    places: dict[tuple[bytes, ...], int] = {}
    ahead = old[a : a + window + _RUN]
    for number in range(len(ahead) - _RUN + 1):
        places.setdefault(tuple(ahead[number : number + _RUN]), number)
    best: tuple[int, int] | None = None
    other = new[c : c + window + _RUN]
    for number in range(len(other) - _RUN + 1):
        place = places.get(tuple(other[number : number + _RUN]))
        if place is not None and (best is None or place + number < sum(best)):
            best = (place, number)
        if best is not None and number > sum(best):
            break
    if best is not None:
        return a + best[0], c + best[1]
    whole = a + window >= len(old) and c + window >= len(new)
    return _from_the_end(old, a, new, c) if whole else None


def _from_the_end(old: Sequence[bytes], a: int, new: Sequence[bytes], c: int) -> tuple[int, int]:
    same = 0
    while same < min(len(old) - a, len(new) - c) and old[-1 - same] == new[-1 - same]:
        same += 1
    return len(old) - same, len(new) - same
