"""*One of the oldest* and *the oldest*, *some of the men* and *the men*: of how many it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitor.classify.language.endings import common_start
from monitor.classify.language.lexicon import words_of
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

SHORTEST_STEM = 3


class _Some(NamedTuple):
    """The first and the last token of such a phrase."""

    first: int
    last: int


def one_of_them(pair: Pair, verdict: Verdict) -> None:
    """Add that such a phrase came or went while those it speaks of stayed.

    Not if other words say as much: *among the oldest*, *one man* for *one of the men*.
    """
    language = pair.vocabulary.language
    old, new = (_found(side, words_of("one_of", language)) for side in (pair.old, pair.new))
    if bool(old) == bool(new):
        return
    side, found, other = (pair.old, old[0], pair.new) if old else (pair.new, new[0], pair.old)
    came = pair.won if old else pair.lost
    first = side.lower[found.first]
    as_much = words_of("as_one_of", language) & came.keys()
    still = found.first < found.last and (first in other.lower or _is_instead(side, found, other))
    if as_much or still or not _are_still_there(side, found, other):
        return
    words = side.passage(found.first, found.last)
    verdict.add("detail", Fact("detail", words, None) if old else Fact("detail", None, words))


def _found(side: Side, phrases: frozenset[str]) -> list[_Some]:
    """Where such phrases are, of one or two words each."""
    return [
        _Some(at, at + length - 1)
        for at in range(len(side.lower))
        for length in (1, 2)
        if "_".join(side.lower[at : at + length]) in phrases
    ]


def _is_instead(side: Side, found: _Some, other: Side) -> bool:
    """Whether only its first word was replaced, which other rules report: *most of the men*."""
    row = side.lower[found.last : found.last + 3]
    return any(other.lower[at : at + 3] == row for at in range(len(other.lower) - 2))


def _are_still_there(side: Side, found: _Some, other: Side) -> bool:
    """Whether the other text also speaks of them, in any form: *the men* after *one of*."""
    function = words_of("function", side.language)
    behind = (word for word in side.lower[found.last + 1 :] if word not in function)
    beside = [next(behind, ""), *side.lower[max(0, found.first - 1) : found.first]]
    return any(
        common_start(word, each) >= min(len(word), max(SHORTEST_STEM, len(word) - 2))
        for word in beside
        if len(word) >= SHORTEST_STEM and word not in function
        for each in other.lower
    )
