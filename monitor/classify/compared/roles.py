"""Who did it to whom: the same words with their places exchanged."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.compared.denied import MOVED
from monitor.classify.compared.loose_figures import shortened
from monitor.classify.compared.parts import are_told_by_part, exchanged_names
from monitor.classify.compared.small_words import moved_with_their_opposites
from monitor.classify.language.endings import is_inflected
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict
    from monitor.diff.tokens import Token

BY_PLACE = frozenset({"en", "fr", "es"})
"""Languages in which the place before or after the verb tells who does it; elsewhere endings do."""
_PASSIVE = frozenset({"by", "par", "por"})
_LISTS = frozenset({"and", "or", "et", "ou", "y", "e", "o", "u"})
LONGEST_SMALL = 2
FARTHEST = 12
"""Most tokens from one to the other."""


class _Placed(NamedTuple):
    """A word in both texts, with its place in each."""

    word: str
    old: int
    new: int


def exchanged(pair: Pair, verdict: Verdict) -> None:
    """Add names in another order, and two words that changed places around a third."""
    one, other = pair.name_order()
    if one != other and sorted(one) == sorted(other):
        gone, come = exchanged_names(pair)
        if not gone or _is_same_in_passive(pair) or moved_with_their_opposites(pair):
            return
        before, after = _names(pair.old, gone), _names(pair.new, come)
        verdict.add("detail", Fact("detail", before, after, EXCHANGED))
    elif pair.vocabulary.language in BY_PLACE and _around_a_verb(pair, verdict):
        return
    else:
        _around_a_denial(pair, verdict)


def _around_a_verb(pair: Pair, verdict: Verdict) -> bool:
    """*The police attacked the protesters* for *the protesters attacked the police*.

    Not if a *by* came or went, which says the same from the other side, nor across commas or in
    lists, where words change places without changing the meaning.
    """
    moved = _moved(pair)
    if not moved or _is_by_more_often(pair):
        return False
    shared = _shared(pair)
    for first, last in _crossed(shared, moved):
        if are_told_by_part(pair, (first.old, first.new), (last.old, last.new)):
            continue
        if _is_near(pair, first, last) and any(_is_between(word, first, last) for word in shared):
            verdict.add("detail", _passages("detail", pair, first, last, EXCHANGED))
            return True
    return False


def _around_a_denial(pair: Pair, verdict: Verdict) -> None:
    """*The governor, not the mayor* for *the mayor, not the governor*: in any language."""
    denial, moved = pair.vocabulary.negation, _moved(pair)
    if not moved or "negation" in verdict.kinds or denial.isdisjoint(pair.old.lower):
        return
    for first, last in _crossed(_shared(pair), moved):
        between = _between(pair, first, last)
        if {first.word, last.word}.isdisjoint(denial) and all(
            len(row) <= FARTHEST and not denial.isdisjoint(token.key.lower() for token in row)
            for row in between
        ):
            verdict.add("negation", _passages("negation", pair, first, last, MOVED))
            return


def _crossed(shared: list[_Placed], moved: set[str]) -> Iterator[tuple[_Placed, _Placed]]:
    """Words of both texts that are in reverse order, one of which moved."""
    for first, last in combinations(shared, 2):
        if first.new > last.new and {first.word, last.word} & moved:
            yield first, last


def _passages(kind: str, pair: Pair, first: _Placed, last: _Placed, note: str) -> Fact:
    """Both texts from one word to the other, as written."""
    old, new = pair.old, pair.new
    one = old.passage(first.old, last.old)
    other = new.passage(last.new, first.new)
    return Fact(kind, shortened(one), shortened(other), note)


def _names(side: Side, places: set[int]) -> str:
    """The names at these places in order, with all their words."""
    runs: list[list[str]] = []
    for place in sorted(places):
        if place - 1 not in places:
            runs.append([])
        runs[-1].append(side.tokens[place].text)
    return ", ".join(map(" ".join, runs))


def _moved(pair: Pair) -> set[str]:
    """Words that went at one place and came at another; empty if all of them are small."""
    gone, come = (
        {side.lower[k] for start, end in ranges for k in range(start, end)}
        for side, ranges in (
            (pair.old, [(hunk.old_start, hunk.old_end) for hunk in pair.hunks]),
            (pair.new, [(hunk.new_start, hunk.new_end) for hunk in pair.hunks]),
        )
    )
    moved = gone & come
    return moved if any(len(word) > LONGEST_SMALL for word in moved) else set()


def _is_by_more_often(pair: Pair) -> bool:
    """Whether one text has a word for *by* that the other lacks, as if the voice were turned."""
    return any(pair.old.lower.count(word) != pair.new.lower.count(word) for word in _PASSIVE)


def _is_same_in_passive(pair: Pair) -> bool:
    """*Azerbaijan was accused by Armenia* for *Armenia accused Azerbaijan*: nothing else is said.

    In English the verb shows it; elsewhere a word for *by* and one for *was* that came together.
    """
    sides = pair.old, pair.new
    if pair.vocabulary.language == "en":
        return any(
            _is_verb_turned_with_names(active, passive) for active, passive in (sides, sides[::-1])
        )
    by, be = _IN_PASSIVE.get(pair.vocabulary.language, (frozenset(), frozenset()))
    more = [[sum(map(side.lower.count, words)) for side in sides] for words in (by, be)]
    (by_old, by_new), (be_old, be_new) = more
    return (by_old < by_new and be_old < be_new) or (by_old > by_new and be_old > be_new)


_IN_PASSIVE = {
    "de": (frozenset({"von", "vom", "durch"}), frozenset({"wurde", "wurden", "wird", "worden"})),
    "fr": (frozenset({"par"}), frozenset({"été", "est", "sont", "fut", "furent"})),
    "es": (frozenset({"por"}), frozenset({"fue", "fueron", "sido", "es", "son"})),
}
"""Words for *by*, and for *was* or *been*."""


def _is_verb_turned_with_names(active: Side, passive: Side) -> bool:
    """Whether the verb is the same, and the names before it are now after *by*."""
    words = passive.lower
    by = next((k for k, word in enumerate(words) if word == _BY and k > 1), 0)
    verb = words[by - 1]
    if (
        not by
        or words.count(_BY) != 1
        or _BY in active.lower
        or _BE.isdisjoint(words[max(0, by - 3) : by - 1])
    ):
        return False
    at = next((k for k, word in enumerate(active.lower) if word == verb), 0)
    if not _does_it_to_a_name(active, at):
        return False
    names = [
        [side.lower[k] for k in range(start, end) if side.is_name(k)]
        for side, start, end in (
            (active, 0, at),
            (active, at, len(active.lower)),
            (passive, by, len(words)),
            (passive, 0, by),
        )
    ]
    return bool(at and names[0] and names[1]) and names[0] == names[2] and names[1] == names[3]


def _does_it_to_a_name(side: Side, verb: int) -> bool:
    """*Accused Azerbaijan*, *attacked the Kurds*, but not *was killed with Jones*."""
    behind = verb + 1 + (side.lower[verb + 1 : verb + 2] == ["the"])
    return side.lower[verb - 1] not in _BE and side.is_name(behind)


def only_voice_changed(pair: Pair, verdict: Verdict) -> bool:
    """Add *Armenia was accused by Azerbaijan* for *Armenia accused Azerbaijan* (English).

    If nothing but the voice changed, the roles are exchanged although no name moved.
    """
    if pair.vocabulary.language != "en" or len(pair.hunks) > MOST_OF_PASSIVE:
        return False
    for active, passive in ((pair.old, pair.new), (pair.new, pair.old)):
        told = _voices(pair, active, passive)
        if told:
            old, new = told if active is pair.old else told[::-1]
            verdict.add("detail", Fact("detail", shortened(old), shortened(new)))
            return True
    return False


def _voices(pair: Pair, active: Side, passive: Side) -> tuple[str, str] | None:
    """*Accused*, *was accused by*: the verb in both, if only its voice changed; else None."""
    ranges = [
        ((h.old_start, h.old_end), (h.new_start, h.new_end))[:: 1 if active is pair.old else -1]
        for h in pair.hunks
    ]
    gone = [k for (start, end), _new in ranges for k in range(start, end)]
    come = [k for _old, (start, end) in ranges for k in range(start, end)]
    if not come or passive.lower[come[-1]] != _BY or passive.lower[come[0]] not in _BE:
        return None
    verb = come[-1] - 1
    rest = [passive.lower[k] for k in come[1:-1] if passive.lower[k] not in _BE]
    old = [active.lower[k] for k in gone if active.lower[k] not in _HAD]
    if rest != ([passive.lower[verb]] if old else []) or len(old) > 1:
        return None
    if old and not is_inflected(old[0], rest[0], "en"):
        return None
    at = (
        gone[-1] if old else next(k for k, w in enumerate(active.lower) if w == passive.lower[verb])
    )
    start = min([at, *gone])
    return active.passage(start, at), passive.passage(come[0], come[-1])


MOST_OF_PASSIVE = 2
_BY = "by"
_HAD = frozenset({"has", "have", "had"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})


def _is_between(word: _Placed, first: _Placed, last: _Placed) -> bool:
    return first.old < word.old < last.old and last.new < word.new < first.new


def _shared(pair: Pair) -> list[_Placed]:
    """Content words that occur once in each text."""
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
        or vocabulary.is_dated(word)
    )


def _is_near(pair: Pair, first: _Placed, last: _Placed) -> bool:
    """Whether only words are between the two, on both sides, and they are no list."""
    return all(
        len(row) <= FARTHEST
        and all(token.is_word for token in row)
        and _LISTS.isdisjoint(token.key.lower() for token in row)
        for row in _between(pair, first, last)
    )


def _between(pair: Pair, first: _Placed, last: _Placed) -> tuple[Sequence[Token], Sequence[Token]]:
    """The words and marks between the two, in both texts."""
    return pair.old.tokens[first.old : last.old], pair.new.tokens[last.new : first.new]
