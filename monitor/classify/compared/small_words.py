"""Small words that change a claim: *some* for *all*, *after* for *before*, *only* that went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.compared.loose_figures import fact_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

FEW_WORDS = 4
"""Words of a passage in which one small word may stand for another."""
_JOINING = frozenset({"and", "or"})
_OTHER = frozenset({"other", "others"})


def small_words(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> None:
    """What these words of a hunk, by their places on both sides, say of how many and of which."""
    _how_many(pair, old, new, verdict)
    _opposites(pair, old, new, verdict)
    if bool(old) != bool(new):
        _alone(pair, old, new, verdict)


def _how_many(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> None:
    """*Some* for *all*, *hundreds* for *dozens*, *half* for *all*: how many, without a figure."""
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
        if j is not None:
            verdict.add("detail", fact_of("detail", pair, [i], [j]))


def _alone(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> None:
    """Words that came or went by themselves: *all*, *only*, *and others*."""
    side, places = (pair.old, old) if old else (pair.new, new)
    words = {side.lower[k] for k in places}
    if words & _JOINING and words & _OTHER:
        verdict.add("detail", fact_of("detail", pair, old, new))
    if len(places) > 1:
        return
    if words & pair.vocabulary.scope and not _counts(pair, side, places[0]):
        verdict.add("detail", fact_of("detail", pair, old, new))
    if words & pair.vocabulary.limits:
        verdict.add("detail", fact_of("detail", pair, old, new))


def _counts(pair: Pair, side: Side, index: int) -> bool:
    """Whether a figure stands right behind: *all 17 members* are no more than 17."""
    behind = side.lower[index + 1 : index + 2]
    return bool(behind) and pair.vocabulary.is_counted(behind[0])
