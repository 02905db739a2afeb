"""Denials: words of negation that came, went or moved, and how far they reach."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from monitor.classify.language.endings import SHORTEST_STEM, common_start, is_inflected
from monitor.classify.language.lexicon import WITHOUT_SPACES
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

MOVED = "denies something else"
"""The note of a denial that is next to other words now."""
ELSEWHERE = "in another sentence"
"""The note of a denial that another sentence has now."""
WITH_CLAUSE = "with its clause"
"""The note of a denial that came or went with all that it denies, so that it reverses nothing."""
MOST_TOLD = 5
"""Most words of such a clause that are told; of a longer one only what is denied."""
_HALVES = frozenset({"ne", "n'est"})
_ONE_IN_SPEECH = frozenset({"не", "ни"})
_ANYHOW = "бы"
"""*Кто бы ни*, *как бы то ни*: after it *не* is a common slip for *ни*, and nothing is denied."""

JOINTS = frozenset(
    [
        *("and", "but", "while", "und", "aber", "während", "и", "а", "но", "і", "й", "але"),
        *("ve", "ama", "və", "amma", "et", "mais", "y", "e", "pero", "და", "և", "و"),
    ]
)
"""Words at which a clause ends without a comma."""


class _Denial(NamedTuple):
    """A word of denial and the place of its token; for *don't* the word is *not*."""

    word: str
    at: int


_Pair = tuple[_Denial, _Denial]


def denied_otherwise(pair: Pair, verdict: Verdict) -> None:
    """Add the denials that differ.

    A denial matches the one at its place, whatever word it is; one that went at one place and came
    at another matches only if it denies the same word.
    """
    pairs, gone, come = _paired(pair)
    for one, other in pairs:
        _reach_or_word(pair, one, other, verdict)
    gone, come = _without_moved(pair, gone, come)
    if gone and come:
        gone, come = _without_halves(gone), _without_halves(come)
    if len(gone) == len(come) == 1 and gone[0].word == come[0].word:
        told = _with_denied(pair, pair.old, gone[0]), _with_denied(pair, pair.new, come[0])
        if told[0] == told[1]:  # *he is not guilty*, *she is not guilty*
            told = _in_clause(pair, pair.old, gone[0]), _in_clause(pair, pair.new, come[0])
        verdict.add("negation", Fact("negation", *told, MOVED))
    elif gone and come:
        for denial in gone:
            verdict.add("negation", Fact("negation", _with_denied(pair, pair.old, denial), None))
        for denial in come:
            verdict.add("negation", Fact("negation", None, _with_denied(pair, pair.new, denial)))
    elif gone or come:
        side, left = (pair.old, gone) if gone else (pair.new, come)
        runs = [_run(pair, denial, new=side is pair.new) for denial in left]
        words = _words(pair, side, left, runs)
        whole = all(_has_its_clause(pair, side, *each) for each in zip(left, runs, strict=True))
        old, new = (words, None) if gone else (None, words)
        verdict.add("negation", Fact("negation", old, new, WITH_CLAUSE * whole))


def _words(pair: Pair, side: Side, denials: Sequence[_Denial], runs: Sequence[_Run]) -> str:
    """The words of denial; one that came or went with what it denies is told with that."""
    whole = _without_halves(list(denials))
    if len(whole) == 1:
        denial, run = whole[0], runs[denials.index(whole[0])]
        behind = _denied(pair, side, denial, 1)
        if behind is not None and behind < run.end:
            first, end = _clause(side, denial)
            first = max(first, run.start)
            few = end - first <= MOST_TOLD and _has_its_clause(pair, side, denial, run)
            return side.passage(first, end - 1) if few else _with_denied(pair, side, denial)
    told = (_reach(side, denial) or denial.word for denial in denials)
    return " ".join(dict.fromkeys(told)).replace("_", " ")


class _Run(NamedTuple):
    """The words of one side that came or went together, and those that stand there instead."""

    start: int
    end: int
    instead: Sequence[str]


def _run(pair: Pair, denial: _Denial, *, new: bool) -> _Run:
    """The run in which a denial came or went; an empty one if only another denial did."""
    for hunk in pair.hunks:
        old = hunk.old_start, hunk.old_end, pair.new.lower[hunk.new_start : hunk.new_end]
        come = hunk.new_start, hunk.new_end, pair.old.lower[hunk.old_start : hunk.old_end]
        run = _Run(*(come if new else old))
        if run.start <= denial.at < run.end:
            return run
    return _Run(denial.at, denial.at, ())


def _has_its_clause(pair: Pair, side: Side, denial: _Denial, run: _Run) -> bool:
    """*He left[, though nobody paid]*, *USA [why it did not speak]:* — not *is [not] safe*.

    Where other words stand instead, its clause must be one more than these are; and *he will [not
    pay]* is reversed, since what is left of it says the same of him without the denial.
    """
    first, end = _clause(side, denial)
    behind = _denied(pair, side, denial, 1)
    if behind is None or end > run.end or _is_left_open(pair, side, first, run):
        return False
    borders = JOINTS.union(",;:—–")
    return not run.instead or (run.start < first and borders.isdisjoint(run.instead))


def _is_left_open(pair: Pair, side: Side, first: int, run: _Run) -> bool:
    """Whether the words of its clause that stay end in a small one or a doubt: *he may*."""
    word = side.lower[run.start - 1] if run.start > first else ""
    vocabulary = pair.vocabulary
    return word in vocabulary.function | vocabulary.light | vocabulary.hedge


def _clause(side: Side, denial: _Denial) -> tuple[int, int]:
    """The place of the first word of its clause, and the place behind the last one."""
    first, end = denial.at, denial.at + 1
    while first and _is_within_clause(side, first - 1):
        first -= 1
    while end < len(side.tokens) and _is_within_clause(side, end):
        end += 1
    return first, end


def _is_within_clause(side: Side, at: int) -> bool:
    return side.tokens[at].is_word and side.lower[at] not in JOINTS


def _without_halves(denials: list[_Denial]) -> list[_Denial]:
    """Leave out the halves of denials in two words, such as *ne … pas*, if others are left."""
    return [denial for denial in denials if denial.word not in _HALVES] or denials


# --- which matches which -------------------------------------------------------------------------
def _paired(pair: Pair) -> tuple[list[_Pair], list[_Denial], list[_Denial]]:
    """Denials at one place of both texts, and those left over of the old and of the new one."""
    old, new = _found(pair, pair.old), _found(pair, pair.new)
    pairs: list[_Pair] = []
    for is_partner in (_is_same_word_there, _is_there):
        for one in tuple(old):
            other = next((other for other in new if is_partner(pair, one, other)), None)
            if other is not None:
                pairs.append((one, other))
                old.remove(one)
                new.remove(other)
    return pairs, old, new


def _found(pair: Pair, side: Side) -> list[_Denial]:
    return [_Denial(word, at) for at, word in side.claims if word in pair.vocabulary.negation]


def _is_same_word_there(pair: Pair, one: _Denial, other: _Denial) -> bool:
    return one.word == other.word and _is_there(pair, one, other)


def _is_there(pair: Pair, one: _Denial, other: _Denial) -> bool:
    return _place(pair, one, new=False) == _place(pair, other, new=True)


def _place(pair: Pair, denial: _Denial, *, new: bool) -> int:
    """How many hunks end before its first token."""
    return sum((hunk.new_end if new else hunk.old_end) <= denial.at for hunk in pair.hunks)


def _without_moved(
    pair: Pair, gone: Sequence[_Denial], come: Sequence[_Denial]
) -> tuple[list[_Denial], list[_Denial]]:
    """Remove denials that moved together with the word that they deny."""
    left, rest = list(gone), list(come)
    for one in gone:
        other = next((other for other in rest if _deny_the_same(pair, one, other)), None)
        if other is not None:
            left.remove(one)
            rest.remove(other)
    return left, rest


def _deny_the_same(pair: Pair, one: _Denial, other: _Denial) -> bool:
    language = pair.vocabulary.language
    for step in (1, -1):
        places = _denied(pair, pair.old, one, step), _denied(pair, pair.new, other, step)
        if None in places:
            continue
        at, there = places[0] or 0, places[1] or 0
        words = pair.old.lower[at], pair.new.lower[there]
        alike = words[0] == words[1] or is_inflected(*words, language)
        if alike and _is_the_same_one(pair, at, there):
            return True
    return False


def _is_the_same_one(pair: Pair, at: int, there: int) -> bool:
    """Whether a denied word that occurs twice is still the one of the same clause.

    *He is not guilty, she is guilty*: only the words around it tell which one was denied; if
    they do not, it counts as another one.
    """
    old, new = _alike(pair, pair.old, at), _alike(pair, pair.new, there)
    here, now = _around(pair, pair.old, at, old), _around(pair, pair.new, there, new)
    kept = _shared(here, now)
    return all(
        kept > _shared(here, _around(pair, pair.new, k, new)) for k in new - {there}
    ) and all(kept > _shared(_around(pair, pair.old, k, old), now) for k in old - {at})


def _alike(pair: Pair, side: Side, at: int) -> frozenset[int]:
    """The places of this word and of its other forms."""
    word, language = side.lower[at], pair.vocabulary.language
    return frozenset(
        k
        for k, other in enumerate(side.lower)
        if other == word or (side.tokens[k].is_word and is_inflected(word, other, language))
    )


_Around = tuple[Counter[str], Counter[str]]


def _around(pair: Pair, side: Side, at: int, ends: frozenset[int]) -> _Around:
    """The words of its clause before a place and after it, except denials."""
    found = Counter[str](), Counter[str]()
    for words, step in zip(found, (-1, 1), strict=True):
        k = at + step
        while 0 <= k < len(side.tokens) and side.tokens[k].is_word and k not in ends:
            word = side.lower[k]
            if word in JOINTS:
                break
            if word not in pair.vocabulary.negation:
                words[word.removesuffix("n't")] += 1
            k += step
    return found


def _shared(one: _Around, other: _Around) -> int:
    """How many words are on the same side of both."""
    return sum((a & b).total() for a, b in zip(one, other, strict=True))


def _denied(pair: Pair, side: Side, denial: _Denial, step: int) -> int | None:
    """The place of the next content word after it, or before it, in its clause."""
    small = pair.vocabulary.function | pair.vocabulary.light | pair.vocabulary.pronouns
    at = (_last(side, denial) if step > 0 else denial.at) + step
    while 0 <= at < len(side.tokens) and side.tokens[at].is_word:
        if side.lower[at] not in small or side.is_name(at):
            return at
        at += step
    return None


def _last(side: Side, denial: _Denial) -> int:
    """The place of its last token, if it has several."""
    at, phrase = denial.at, side.together.get(denial.at)
    while phrase and side.together.get(at + 1) == phrase:
        at += 1
    return at


def _with_denied(pair: Pair, side: Side, denial: _Denial) -> str:
    """*Not guilty*: the denial with what it denies, as written."""
    return side.passage(*_reached(pair, side, denial))


def _in_clause(pair: Pair, side: Side, denial: _Denial) -> str:
    """*She is not guilty*: the same, from the beginning of its clause."""
    start, end = _reached(pair, side, denial)
    while start and side.tokens[start - 1].is_word and side.lower[start - 1] not in JOINTS:
        start -= 1
    return side.passage(start, end)


def _reached(pair: Pair, side: Side, denial: _Denial) -> tuple[int, int]:
    """The places of the first and the last of these words."""
    behind, before = (_denied(pair, side, denial, step) for step in (1, -1))
    start, end = denial.at, _last(side, denial)
    if behind is not None:
        signs = pair.vocabulary.language in WITHOUT_SPACES
        end = behind + (signs and behind + 1 < len(side.tokens) and side.tokens[behind + 1].is_word)
    elif before is not None:
        start = before
    return start, end


# --- one word of denial for another, or one that reaches farther ---------------------------------
def _reach_or_word(pair: Pair, one: _Denial, other: _Denial, verdict: Verdict) -> None:
    """*Not yet* for *not*, and *not* for *never*, which is not a form of it."""
    far = _how_far(pair.old, one), _how_far(pair.new, other)
    if _denies_all(pair.old, one) != _denies_all(pair.new, other):
        told = _as_far(pair.old, one), _as_far(pair.new, other)
        verdict.add("negation", Fact("negation", *told))
    elif far[0] != far[1]:
        old = _reach(pair.old, one) or pair.old.tokens[one.at].text
        new = _reach(pair.new, other) or pair.new.tokens[other.at].text
        verdict.add("negation", Fact("negation", old, new))
    elif _is_another_word(pair, one, other):
        if _is_slip_of_speech(pair, one, other):
            verdict.add("typo")
        else:
            verdict.add("negation", Fact("negation", one.word, other.word))


def _denies_all(side: Side, denial: _Denial) -> bool:
    """*Not all*, *nicht jeder*, *не все* leave some, while *none* leaves nobody."""
    return not side.whole.isdisjoint(side.lower[denial.at + 1 : denial.at + 2])


def _as_far(side: Side, denial: _Denial) -> str:
    """*Not all*, or just the word of denial, as written."""
    return side.passage(denial.at, max(_last(side, denial), denial.at + _denies_all(side, denial)))


def _reach(side: Side, denial: _Denial) -> str:
    """*Not yet*, *didn't immediately*, *ещё не*: a denial with an adjacent word that limits it."""
    beside = _place_of_extent(side, denial)
    return side.passage(*sorted((beside, denial.at))) if beside is not None else ""


def _how_far(side: Side, denial: _Denial) -> str:
    """That limiting word alone: the same in *did not immediately* and *didn't immediately*."""
    beside = _place_of_extent(side, denial)
    return side.lower[beside] if beside is not None else ""


def _place_of_extent(side: Side, denial: _Denial) -> int | None:
    return next(
        (
            beside
            for beside in (denial.at + 1, denial.at - 1)
            if 0 <= beside < len(side.lower) and side.lower[beside] in side.extent
        ),
        None,
    )


def _is_another_word(pair: Pair, one: _Denial, other: _Denial) -> bool:
    alone = any(
        (hunk.old_start, hunk.old_end, hunk.new_start, hunk.new_end)
        == (one.at, one.at + 1, other.at, other.at + 1)
        for hunk in pair.hunks
    )
    both = pair.old.lower[one.at] == one.word and pair.new.lower[other.at] == other.word
    return alone and both and common_start(one.word, other.word) < SHORTEST_STEM


def _is_slip_of_speech(pair: Pair, one: _Denial, other: _Denial) -> bool:
    """*Как бы то не было* for *ни было*: they sound alike there, and nothing is denied."""
    before = [
        side.lower[max(0, d.at - 2) : d.at] for side, d in ((pair.old, one), (pair.new, other))
    ]
    return {one.word, other.word} == _ONE_IN_SPEECH and all(_ANYHOW in words for words in before)
