"""One ordinal replaced by another: *пятое* for *3-е*, *vierten* for *dritten*.

Ordinals in words are not quantities (*Первый канал*), but those in figures are: compared as
quantities, *3-е* would be a figure that went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.classify.compared.other_writing import in_one_style
from monitor.classify.figures.ordinals import are_known, days_in_figures, in_figures, in_words
from monitor.classify.figures.quantities import is_month, quantities
from monitor.diff.records import Fact
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict
    from monitor.classify.figures.ordinals import Ordinal

MOST_TOKENS = 60
"""A hunk with more tokens on either side is new text and not looked into."""


def other_ordinals(pair: Pair, verdict: Verdict) -> tuple[str, str]:
    """Add replaced ordinals to the verdict; return both texts with the ordinals of the new one.

    Only if a hunk has equally many on both sides; two dates in figures are reported as dates.
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
            if one.value != other.value and _are_told(pair, one, other):
                _tell(pair, one, other, verdict)
                replaced.append((one.start, one.end, new.text[other.start : other.end]))
    text = old.text
    for start, end, instead in reversed(replaced):
        text = text[:start] + instead + text[end:]
    return text, new.text


def _ordinals(side: Side, start: int, end: int) -> Sequence[Ordinal]:
    """The ordinals in a range of tokens, in figures and words, and the days of dates, in order."""
    text, language = in_one_style(side.text), side.language
    span = side.tokens[start].start, side.tokens[end - 1].end
    every = in_figures, in_words, days_in_figures
    return sorted(one for found in every for one in found(text, language, span))


def _are_told(pair: Pair, one: Ordinal, other: Ordinal) -> bool:
    """Whether to report them: not two dates; a date and an ordinal in words only with months."""
    dated = _is_dated(pair.old, one), _is_dated(pair.new, other)
    if all(dated):
        return False
    return not any(dated) or bool(_month_behind(pair.old, one) and _month_behind(pair.new, other))


def _is_dated(side: Side, found: Ordinal) -> bool:
    every = (one for one in quantities(side.text, side.language) if one.type != "number")
    return any(found.start < one.end and one.start < found.end for one in every)


def _tell(pair: Pair, one: Ordinal, other: Ordinal, verdict: Verdict) -> None:
    old, new = pair.old.text[one.start : one.end], pair.new.text[other.start : other.end]
    months = _month_behind(pair.old, one), _month_behind(pair.new, other)
    if all(months):
        verdict.add("date", Fact("date", old + months[0], new + months[1]))
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
    """*Марта*, *de marzo*, with the space before it, if it follows directly."""
    behind = _MONTH.match(side.text, found.end)
    return behind[0] if behind and is_month(in_small(behind["month"]), side.language) else ""


_MONTH = regex.compile(r" (?:de )?(?P<month>\p{L}++)")
