"""What a phrase or a doubt belongs to, where it moved and every word stayed.

*A man from Holm hit a woman* is not *a man hit a woman from Holm*, nor is *she allegedly said he
lied* what *she said he allegedly lied* is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitor.classify.compared.behind_prepositions import ARTICLES
from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.compared.loose_figures import shortened
from monitor.classify.compared.pair import word_rows
from monitor.classify.compared.small_words import LISTING
from monitor.classify.language.lexicon import words_of
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

LONGEST_PHRASE = 6
"""Most words of a phrase, with its preposition."""
_THAT = frozenset({"that", "dass", "daß", "que", "что", "що"})
"""What may follow the comma between a word of saying and what is said."""
SHORTEST_CLAUSE = 3
"""Fewest words of a verb of saying with what is said."""


class _Moved(NamedTuple):
    """``row[start:middle]`` and ``row[middle:end]`` of the one text changed places in the other.

    The phrase is the first of the two in the text ``first``, where it stands earlier.
    """

    first: Side
    row: list[int]
    start: int
    middle: int
    end: int


def moved_to_another(pair: Pair, verdict: Verdict) -> None:
    """Add a phrase that went to another noun or clause, and a doubt that went to another verb."""
    _doubt_moved(pair, verdict)
    if verdict.kinds & {"detail", "name", "number", "hedge", "negation"}:
        return
    found = _moved_phrase(pair)
    if found and (_is_over_saying(found) or _is_of_another_noun(found)):
        verdict.add("detail", _passages(pair, found))


# --- a phrase ------------------------------------------------------------------------------------
def _moved_phrase(pair: Pair) -> _Moved | None:
    """The phrase that alone changed its place, marks apart."""
    rows = word_rows(pair)
    old, new = (
        [side.lower[k] for k in row] for side, row in zip((pair.old, pair.new), rows, strict=True)
    )
    if len(old) != len(new) or old == new or sorted(old) != sorted(new):
        return None
    start, end = 0, len(old)
    while old[start] == new[start]:
        start += 1
    while old[end - 1] == new[end - 1]:
        end -= 1
    before, after = old[start:end], new[start:end]
    for size in range(1, end - start):
        if before[size:] + before[:size] != after:
            continue
        for side, row, words, length in (
            (pair.old, rows[0], before, size),
            (pair.new, rows[1], after, end - start - size),
        ):
            if _is_phrase(side, words[:length]):
                return _Moved(side, row, start, start + length, end)
    return None


def _is_phrase(side: Side, words: Sequence[str]) -> bool:
    prepositions = words_of("prepositions", side.language)
    return 1 < len(words) <= LONGEST_PHRASE and words[0] in prepositions


def _is_over_saying(found: _Moved) -> bool:
    """*Said on Monday it would close*, *said it would close on Monday*: when was what?

    It went from what somebody did to what they said or thought, or back.
    """
    side, row = found.first, found.row
    if found.end - found.middle < SHORTEST_CLAUSE:
        return False
    opened = found.start > 0 and row[found.start - 1] in side.reporting
    return opened or any(k in side.reporting for k in row[found.middle : found.end - 1])


def _is_of_another_noun(found: _Moved) -> bool:
    """*The police in Holm found a man*, *the police found a man in Holm*: who is in Holm?

    It stood right behind the subject and stands right behind another noun. A day does not belong to
    either. Only where articles tell nouns from verbs.
    """
    side, row = found.first, found.row
    articles = ARTICLES.get(side.language, frozenset())
    if not articles or not found.start or found.end - found.middle < SHORTEST_CLAUSE - 1:
        return False
    if any(k in side.timed or side.is_counted(k) for k in row[found.start : found.middle]):
        return False
    verb, last = row[found.middle], row[found.end - 1]
    small = articles | LISTING | words_of("prepositions", side.language)
    if side.lower[verb] in small | words_of("pronouns", side.language) or side.is_name(verb):
        return False
    behind = side.is_name(last) or side.lower[row[found.end - 2]] in articles
    return behind and _is_noun(side, row, found.start - 1, articles)


def _is_noun(side: Side, row: Sequence[int], at: int, articles: frozenset[str]) -> bool:
    """Whether it opens the sentence, is a name, or has an article one or two words before."""
    near = [side.lower[k] for k in row[max(0, at - 2) : at]]
    return at == 0 or side.is_name(row[at]) or not articles.isdisjoint(near)


def _passages(pair: Pair, found: _Moved) -> Fact:
    one, other = (
        side.passage(row[found.start], row[found.end - 1])
        for side, row in zip((pair.old, pair.new), word_rows(pair), strict=True)
    )
    return Fact("detail", shortened(one), shortened(other), EXCHANGED)


# --- a doubt -------------------------------------------------------------------------------------
def _doubt_moved(pair: Pair, verdict: Verdict) -> None:
    """Add a word of doubt that stands on the other side of the same word of saying or thinking.

    Not where it kept a neighbour, nor over a comma: *he likely lied, she said*.
    """
    doubts = pair.vocabulary.hedge & set(pair.old.lower) & set(pair.new.lower)
    for word in doubts:
        if pair.old.lower.count(word) != 1 or pair.new.lower.count(word) != 1:
            continue
        i, j = pair.old.lower.index(word), pair.new.lower.index(word)
        if _keeps_a_neighbour(pair, i, j):
            continue
        for side, at, other, there in ((pair.old, i, pair.new, j), (pair.new, j, pair.old, i)):
            if _is_inside(side, at) and _opens_after(other, there):
                verdict.add("hedge", Fact("hedge", _beside(pair.old, i), _beside(pair.new, j)))
                return


def _keeps_a_neighbour(pair: Pair, i: int, j: int) -> bool:
    old, new = pair.old.lower, pair.new.lower
    return old[i - 1 : i] == new[j - 1 : j] != [] or old[i + 1 : i + 2] == new[j + 1 : j + 2]


def _is_inside(side: Side, at: int) -> bool:
    """Whether a word of saying or thinking stands before it in its clause."""
    for k in range(at - 1, -1, -1):
        if not side.tokens[k].is_word and side.lower[k + 1] not in _THAT:
            return False
        if k in side.reporting:
            return True
    return False


def _opens_after(side: Side, at: int) -> bool:
    """Whether such a word stands behind it, and none before it."""
    if _is_inside(side, at):
        return False
    for k in range(at + 1, len(side.tokens)):
        if not side.tokens[k].is_word:
            return False
        if k in side.reporting:
            return True
    return False


def _beside(side: Side, at: int) -> str:
    """The word with the one behind it, or before it at the end, as written."""
    last = at + 1 if at + 1 < len(side.tokens) and side.tokens[at + 1].is_word else at
    first = at - (last == at and at > 0)
    return side.passage(first, last)
