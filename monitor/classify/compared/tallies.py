"""What unchanged figures count: *five killed, two injured* is not the other way round."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.compared.denied import JOINTS
from monitor.classify.figures.quantities import quantities
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict
    from monitor.classify.figures.quantity import Quantity

_MARKS = frozenset({",", ";", "，", "、", "؛", "،"})
"""Marks that end what one figure counts, in addition to joining words."""


def counted_otherwise(pair: Pair, verdict: Verdict) -> None:
    """Add two words that changed places between what two figures count.

    The figures are the same, in the same order. A word that only moved (*in Baku*) does not count,
    nor do two that changed places around one figure; a figure does not count a day.
    """
    told = _numbers(pair, pair.old), _numbers(pair, pair.new)
    keys = [[quantity.key for quantity in found] for found in told]
    if keys[0] != keys[1] or len(set(keys[0])) < 2:  # noqa: PLR2004 — the one and the other
        return
    old, new = (
        _counted(pair, side, found) for side, found in zip((pair.old, pair.new), told, strict=True)
    )
    moved = [
        (word, at, new[word])
        for word, at in old.items()
        if new.get(word, at) != at and keys[0][at] != keys[0][new[word]]
    ]
    for word, at, there in moved:
        other = next((w for w, a, b in moved if (a, b) == (there, at)), None)
        if other is not None:
            both = (_as_written(pair.old, word), _as_written(pair.old, other))
            fact = Fact("number", ", ".join(both), ", ".join(both[::-1]), EXCHANGED)
            verdict.add("number", fact)
            return


def _numbers(pair: Pair, side: Side) -> list[Quantity]:
    found = quantities(side.text, pair.vocabulary.language)
    return [quantity for quantity in found if quantity.type == "number"]


def _counted(pair: Pair, side: Side, numbers: Sequence[Quantity]) -> dict[str, int]:
    """The content words that occur once, each with the number of the figure that counts it."""
    ends = _ends(side, numbers)
    times = Counter(side.lower)
    return {
        word: bisect_right(ends, index)
        for index, word in enumerate(side.lower)
        if times[word] == 1 and _is_content(pair, side, index)
    }


def _ends(side: Side, numbers: Sequence[Quantity]) -> list[int]:
    """Where what a figure counts ends: at the last joint before the next figure, or else there."""
    found: list[int] = []
    starts = [token.start for token in side.tokens]
    for one, other in pairwise(numbers):
        behind = bisect_left(starts, other.start)
        between = range(bisect_left(starts, one.end), behind)
        joints = [k for k in between if side.keys[k] in _MARKS or side.lower[k] in JOINTS]
        found.append(joints[-1] if joints else behind)
    return found


def _is_content(pair: Pair, side: Side, index: int) -> bool:
    vocabulary, word = pair.vocabulary, side.lower[index]
    if not side.tokens[index].is_word or index in side.figured:
        return False
    return not (
        word in vocabulary.function or word in vocabulary.light or word in vocabulary.pronouns
    )


def _as_written(side: Side, word: str) -> str:
    return side.tokens[side.lower.index(word)].text
