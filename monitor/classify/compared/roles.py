"""Who did it to whom: the same words whose places were exchanged."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from monitor.classify.compared.loose_figures import shortened
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

BY_PLACE = frozenset({"en", "fr", "es"})
"""Languages in which the place before or behind the verb says who does it; elsewhere endings do."""
_PASSIVE = frozenset({"by", "par", "por"})
_LISTS = frozenset({"and", "or", "et", "ou", "y", "e", "o", "u"})
EXCHANGED = "changed places"
"""The note of such a fact."""
LONGEST_SMALL = 2
FARTHEST = 12
"""Tokens from the one to the other."""


class _Placed(NamedTuple):
    """A word of both texts, with its place in each."""

    word: str
    old: int
    new: int


def exchanged(pair: Pair, verdict: Verdict) -> None:
    """Adds names in another order, and two words that changed places around a third."""
    one, other = pair.name_order()
    if one != other and sorted(one) == sorted(other):
        before, after = (shortened(", ".join(_names(side))) for side in (pair.old, pair.new))
        verdict.add("detail", Fact("detail", before, after, EXCHANGED))
    elif pair.vocabulary.language in BY_PLACE:
        _around_a_verb(pair, verdict)


def _around_a_verb(pair: Pair, verdict: Verdict) -> None:
    """*The police attacked the protesters* for *the protesters attacked the police*.

    Not where a *by* came or went, which says the same from the other end, nor across commas or in
    lists: there words change places without changing what is said.
    """
    moved = _moved(pair)
    if not any(len(word) > LONGEST_SMALL for word in moved) or _turned_passive(pair):
        return
    shared = _shared(pair)
    for first, last in combinations(shared, 2):
        crossed = first.old < last.old and first.new > last.new
        if not crossed or not {first.word, last.word} & moved or not _is_near(pair, first, last):
            continue
        verb = next((word for word in shared if _is_between(word, first, last)), None)
        if verb is not None:
            told = [first.word, verb.word, last.word]
            verdict.add("detail", Fact("detail", " ".join(told), " ".join(told[::-1]), EXCHANGED))
            return


def _names(side: Side) -> list[str]:
    """The names of a text in their order, those of several words whole."""
    found: list[list[str]] = []
    last = -1
    for index, token in enumerate(side.tokens):
        if side.is_name(index):
            if not found or last != index - 1:
                found.append([])
            found[-1].append(token.text)
            last = index
    return [" ".join(words) for words in found]


def _moved(pair: Pair) -> set[str]:
    """Words that went at one place and came at another."""
    gone, come = (
        {side.lower[k] for start, end in ranges for k in range(start, end)}
        for side, ranges in (
            (pair.old, [(hunk.old_start, hunk.old_end) for hunk in pair.hunks]),
            (pair.new, [(hunk.new_start, hunk.new_end) for hunk in pair.hunks]),
        )
    )
    return gone & come


def _turned_passive(pair: Pair) -> bool:
    return any(pair.old.lower.count(word) != pair.new.lower.count(word) for word in _PASSIVE)


def _is_between(word: _Placed, first: _Placed, last: _Placed) -> bool:
    return first.old < word.old < last.old and last.new < word.new < first.new


def _shared(pair: Pair) -> list[_Placed]:
    """Words with content that stand once in each text."""
    places = [
        {
            side.lower[i]: i
            for i, token in enumerate(side.tokens)
            if token.is_word and _is_content(pair, side, i)
        }
        for side in (pair.old, pair.new)
    ]
    counts = Counter(pair.old.lower), Counter(pair.new.lower)
    return [
        _Placed(word, i, places[1][word])
        for word, i in places[0].items()
        if word in places[1] and counts[0][word] == counts[1][word] == 1
    ]


def _is_content(pair: Pair, side: Side, index: int) -> bool:
    vocabulary, word = pair.vocabulary, side.lower[index]
    return not (
        word in vocabulary.function
        or word in vocabulary.light
        or word in vocabulary.pronouns
        or vocabulary.is_counted(word)
    )


def _is_near(pair: Pair, first: _Placed, last: _Placed) -> bool:
    """Whether nothing but words stands between the two, on both sides, and no list."""
    for side, start, end in (
        (pair.old, first.old, last.old),
        (pair.new, last.new, first.new),
    ):
        between = side.tokens[start:end]
        if len(between) > FARTHEST or not all(token.is_word for token in between):
            return False
        if _LISTS.intersection(side.lower[start:end]):
            return False
    return True
