"""Small words that change a claim: *some* for *all*, *after* for *before*, a lost *only*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.compared.loose_figures import fact_of, shortened
from monitor.classify.compared.whence import is_where
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

FEW_WORDS = 4
"""Most words of a passage in which one small word may replace another."""
_JOINING = frozenset({"and", "or"})
LISTING = _JOINING | {"und", "oder", "et", "ou", "y", "e", "o", "u"} | {"и", "или", "і", "й", "або"}
"""Joining words, which are between two others and belong to neither."""
_WITH = _JOINING | {"with"}
_OTHER = frozenset({"other", "others"})
_FEW = frozenset({"few", "little"})
"""They mean hardly any, but some after an *a*."""


def small_words(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> None:
    """Add changes of claim by the small words at these places of a hunk."""
    _how_many(pair, old, new, verdict)
    _opposites(pair, old, new, verdict)
    if bool(old) != bool(new):
        _alone(pair, old, new, verdict)


def _how_many(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> None:
    """*Some* for *all*, *hundreds* for *dozens*, *half* for *all*: quantity without a figure."""
    lines, numbers = pair.vocabulary.quantifiers, pair.vocabulary.numbers
    olds = [i for i in old if pair.old.lower[i] in lines or pair.old.lower[i] in numbers][:1]
    news = [j for j in new if pair.new.lower[j] in lines or pair.new.lower[j] in numbers][:1]
    if not olds or not news:
        return
    one, other = lines.get(pair.old.lower[olds[0]]), lines.get(pair.new.lower[news[0]])
    if one != other and "number" not in verdict.kinds:
        verdict.add("number", fact_of("number", pair, olds, news))


def _opposites(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> None:
    """*After* for *before*, *against* for *for*, *or* for *and*."""
    opposites = pair.vocabulary.opposites
    for i in old if max(len(old), len(new)) <= FEW_WORDS else ():
        against = opposites.get(pair.old.lower[i], frozenset())
        j = next((j for j in new if pair.new.lower[j] in against), None)
        if j is None or is_where(pair, i, j):
            continue
        if not (_is_different(pair.old, i) and _is_different(pair.new, j)):
            verdict.add("detail", fact_of("detail", pair, [i], [j]))


def _is_different(side: Side, at: int) -> bool:
    """*Different to* means *different from*, not the opposite."""
    return side.lower[max(0, at - 1)] in _DIFFERENT


_DIFFERENT = frozenset({"different", "differently"})


def exchanged_opposites(pair: Pair) -> Fact | None:
    """*To Israel from Iran* for *from Israel to Iran*: each word where the other was.

    Every other word stayed in its place.
    """
    old, new = pair.old.lower, pair.new.lower
    if len(old) != len(new):
        return None
    places = [k for k, words in enumerate(zip(old, new, strict=True)) if words[0] != words[1]]
    if len(places) != 2:  # noqa: PLR2004 - the one and the other
        return None
    first, last = places
    other_way = (old[first], old[last]) == (new[last], new[first])
    if not other_way or new[first] not in pair.vocabulary.opposites.get(old[first], ()):
        return None
    return _from_one_to_the_other(pair, first, last)


def moved_with_their_opposites(pair: Pair) -> bool:
    """*To York from Leeds* for *from Leeds to York*: each moved with the word before it."""
    old, new = list(pair.old.lower), list(pair.new.lower)
    if len(old) != len(new) or old == new:
        return False
    while old[0] == new[0]:
        del old[0], new[0]
    while old[-1] == new[-1]:
        del old[-1], new[-1]
    there = old.index(new[0]) if new[0] in old else 0
    turned = new == old[there:] + old[:there] and old[0] not in LISTING
    return turned and new[0] in pair.vocabulary.opposites.get(old[0], ())


def _from_one_to_the_other(pair: Pair, first: int, last: int) -> Fact:
    """Both texts from one word to the word after the other, as written."""
    old, new = (
        side.passage(first, last + 1)
        if last + 1 < len(side.tokens)
        else side.text[side.tokens[first].start :]
        for side in (pair.old, pair.new)
    )
    return Fact("detail", shortened(old), shortened(new), EXCHANGED)


def _alone(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> None:
    """Add words that came or went alone: *all*, *only*, *and others*, the *a* of *a few*."""
    side, places = (pair.old, old) if old else (pair.new, new)
    words = {side.lower[k] for k in places}
    if words == {"a"} and not _FEW.isdisjoint(side.lower[places[0] + 1 : places[0] + 2]):
        verdict.add("detail", fact_of("detail", pair, old, new))
    if words & _WITH and words & _OTHER:
        verdict.add("detail", fact_of("detail", pair, old, new))
    if len(places) > 1:
        return
    if words & pair.vocabulary.scope and not _counts(pair, side, places[0]):
        verdict.add("detail", fact_of("detail", pair, old, new))
    other = pair.won if old else pair.lost
    if words & pair.vocabulary.limits and not any(_of_adverb(word) in other for word in words):
        verdict.add("detail", fact_of("detail", pair, old, new))


def _of_adverb(word: str) -> str:
    """*Most* for *mostly*, *part* for *partly*: the same in another form."""
    return word.removesuffix("ly") if len(word) > len("only") else word


def _counts(pair: Pair, side: Side, index: int) -> bool:
    """Whether a figure follows directly: *all 17 members* are no more than 17."""
    behind = side.lower[index + 1 : index + 2]
    return bool(behind) and pair.vocabulary.is_counted(behind[0])
