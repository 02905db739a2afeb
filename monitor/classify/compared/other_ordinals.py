"""One ordinal in the place of another: *пятое* for *3-е*, *vierten* for *dritten*.

Ordinals in words are no quantities (*Первый канал*), and those in figures are known by them: held
against one another as quantities, *3-е* would be a figure that went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.compared.other_writing import in_one_style
from monitor.classify.figures.ordinals import are_known, in_figures, in_words
from monitor.classify.figures.quantities import is_month, quantities
from monitor.diff.records import Fact
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict
    from monitor.classify.figures.ordinals import Ordinal

MOST_TOKENS = 60
"""Tokens of a hunk on either side, beyond which it is new text and not looked into."""


def other_ordinals(pair: Pair, verdict: Verdict) -> tuple[str, str]:
    """Both texts with the ordinals of the new one, once the verdict has those that stood for them.

    Only where as many stand in a hunk on both sides; those of a date are told as dates.
    """
    old, new = pair.old, pair.new
    if not are_known(old.language):
        return old.text, new.text
    replaced: list[tuple[int, int, str]] = []
    for hunk in pair.hunks:
        ranges = (hunk.old_start, hunk.old_end), (hunk.new_start, hunk.new_end)
        if not all(0 < end - start <= MOST_TOKENS for start, end in ranges):
            continue
        olds, news = _ordinals(old, *ranges[0]), _ordinals(new, *ranges[1])
        for one, other in zip(olds, news, strict=True) if len(olds) == len(news) else ():
            if one.value != other.value:
                _tell(pair, one, other, verdict)
                replaced.append((one.start, one.end, new.text[other.start : other.end]))
    text = old.text
    for start, end, instead in reversed(replaced):
        text = text[:start] + instead + text[end:]
    return text, new.text


def _ordinals(side: Side, start: int, end: int) -> Sequence[Ordinal]:
    """Those of some tokens, in figures and in words, in their order; less those of dates."""
    text, language = in_one_style(side.text), side.language
    span = side.tokens[start].start, side.tokens[end - 1].end
    found = sorted([*in_figures(text, language, span), *in_words(text, language, span)])
    dated = [q for q in quantities(side.text, language) if q.type != "number"] if found else []
    return [one for one in found if not any(one.start < q.end and q.start < one.end for q in dated)]


def _tell(pair: Pair, one: Ordinal, other: Ordinal, verdict: Verdict) -> None:
    old, new = pair.old.text[one.start : one.end], pair.new.text[other.start : other.end]
    months = _month_behind(pair.old, one), _month_behind(pair.new, other)
    if all(months):
        verdict.add("date", Fact("date", f"{old} {months[0]}", f"{new} {months[1]}"))
    else:
        verdict.add("number", Fact("number", old, new))
    quoted = [
        side.is_quoted(k for k, token in enumerate(side.tokens) if _within(token.start, found))
        for side, found in ((pair.old, one), (pair.new, other))
    ]
    if any(quoted):
        verdict.add("quote", Fact("quote", old if quoted[0] else None, new if quoted[1] else None))


def _within(place: int, found: Ordinal) -> bool:
    return found.start <= place < found.end


def _month_behind(side: Side, found: Ordinal) -> str:
    """*Марта*, where it stands right behind."""
    word = side.text[found.end :].removeprefix(" ").split(" ", 1)[0].rstrip(".,;:!?")
    return word if is_month(in_small(word), side.language) else ""
