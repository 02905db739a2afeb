"""Figures of a hunk that are not a quantity of the sentence, and facts cut to a length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.figures.numerals import ONES, WEAK_NUMBER_WORDS
from monitor.classify.figures.quantities import quantities
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair
    from monitor.classify.compared.verdict import Verdict

LONGEST_FACT = 200
"""Most characters of a fact; a longer one is cut, since the edit itself has the words."""


def has_figure(pair: Pair, old: Sequence[int], new: Sequence[int]) -> bool:
    """Whether any of these words counts something: *weeks* alone does not."""
    unit = pair.vocabulary.is_unit
    return any(
        side.is_counted(k) and not unit(side.lower[k])
        for side, places in ((pair.old, old), (pair.new, new))
        for k in places
    )


def other_figures(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> None:
    """Add figures that are no quantity (*F-16*, *G7*), changed places, or are written differently.

    Days and times are already reported for the whole sentence.
    """
    olds = [i for i in old if pair.old.is_counted(i) and i not in pair.old.timed]
    news = [j for j in new if pair.new.is_counted(j) and j not in pair.new.timed]
    if (not olds and not news) or verdict.kinds & {"number", "date"}:
        return
    if _written_otherwise(pair, olds, news, replaced=bool(old and new)):
        # *Ein* for *kein* is not another way to write a figure: the denial is already reported.
        if (olds and news) or not verdict.kinds:
            verdict.add("spelling")
    else:
        verdict.add("number", fact_of("number", pair, olds, news))


def _written_otherwise(
    pair: Pair, old: Sequence[int], new: Sequence[int], *, replaced: bool
) -> bool:
    """Whether the figures belong to quantities that are the same on both sides, in the same order.

    Words that only sometimes count (*second*) are not figures if they were ``replaced``.
    """
    language = pair.vocabulary.language
    everywhere: list[list[float | str]] = []
    here: list[list[float | str]] = []
    for side, places in ((pair.old, old), (pair.new, new)):
        found = quantities(side.text, language)
        everywhere.append(
            [quantity.figure or quantity.value for quantity in found if not quantity.weak]
        )
        tokens = [side.tokens[place] for place in places]
        meant = [q for q in found if any(q.start < t.end and t.start < q.end for t in tokens)]
        here.append([quantity.figure or quantity.value for quantity in meant])
        if any(not any(q.start < t.end and t.start < q.end for q in meant) for t in tokens):
            return False
    if old and new:
        return everywhere[0] == everywhere[1] or here[0] == here[1]
    side, places, counts = (pair.old, old, pair.lost) if old else (pair.new, new, pair.won)
    words = {side.lower[k] for k in places} & (WEAK_NUMBER_WORDS - ONES)
    return replaced or not any(
        counts[word] for word in words
    )  # others are already reported, or only moved


def fact_of(kind: str, pair: Pair, old: Sequence[int], new: Sequence[int]) -> Fact:
    """A fact of these words on both sides."""
    one = " ".join(pair.old.tokens[i].text for i in old)
    other = " ".join(pair.new.tokens[j].text for j in new)
    return Fact(kind, shortened(one), shortened(other))


def shortened(text: str) -> str | None:
    """At most ``LONGEST_FACT`` characters; None for an empty text."""
    return (text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…") or None
