"""From or to somebody, by a noun's ending: *okuldan* for *okula*, *polis* for *polise*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.classify.compared.done import is_against
from monitor.classify.language.endings import common_start, is_exchanged

if TYPE_CHECKING:
    from monitor.classify.compared.pair import Pair, Side

_FROM = {
    **dict.fromkeys(("tr", "az"), ("dan", "den", "dən", "tan", "ten")),
    "hy": ("ից",),
    "ka": ("დან",),
}
"""Endings of the case for from where, or by whom."""
_TURKIC = regex.compile(r"[yn]?[aeəıiuü]|n?[dt][aeə]|y?l[aeə]|")
_OTHER_CASES = {"tr": _TURKIC, "az": _TURKIC}
"""Endings of the other cases except the genitive: *one from the members* is *one of the members*.
Verbs have others: *kaybeden* for *kaybetmiş*, *yapmadan* for *yapmayarak*."""
_TO = {
    "tr": regex.compile(r">'?y?[ae]"),
    "az": regex.compile(r">y?[aə]"),
    "hy": regex.compile(r"[ըն]>ին"),
    "ka": regex.compile(r"(?:ი|მა|მ)>ს"),
}
"""Endings of subjects, and what they become in the person it is done or given to."""
SHORTEST_STEM = 3
_IN = {
    "ru": frozenset({"в", "во"}),
    "uk": frozenset({"в", "у"}),
    "de": frozenset({"in"}),
}
_OUT_OF = {
    "ru": frozenset({"из"}),
    "uk": frozenset({"з", "із", "зі"}),
    "de": frozenset({"aus"}),
}
_WHERE = {
    "ru": regex.compile(
        r"\p{Ll}+(?:[ая]х|(?<![иь])е) \p{Ll}+|\p{Ll}+[оеё]м \p{Ll}+[ое]го"
        r"|(\p{Ll}+(?:[ыи]х|[ое]й|и)) \1"
    ),
    "uk": regex.compile(
        r"\p{Ll}+(?:[ая]х|і) \p{Ll}+|\p{Ll}+(?:ому|[іи]м|ій) \p{Ll}+[оеє](?:го|ї)"
        r"|(\p{Ll}+(?:[иі]х|ії)) \1"
    ),
    "de": regex.compile(r"(\p{Ll}+(?:e[mr]|en)) \1"),
}
"""A word as it is after *in* for a place, and after *out of*: *школе школы*, *большом большого*,
*полиции полиции*, *der der*. After *into* it has another case: *школу школы*, *die der*. No names:
*беженцы в Сирии* may be others than *беженцы из Сирии*."""


def is_from_elsewhere(pair: Pair, one: str, other: str) -> bool:
    """Whether only one word differs, and has the case of *from* on one side only.

    If more words changed with it, another verb may require another case.
    """
    endings = _FROM.get(pair.vocabulary.language)
    if endings is None or one.endswith(endings) == other.endswith(endings):
        return False
    if not pair.differs_in_a_word:
        return False
    away = one if one.endswith(endings) else other
    ending = next(each for each in endings if away.endswith(each))
    stem = away.removesuffix(ending)
    shared = common_start(one, other)
    if len(stem) < SHORTEST_STEM or shared < len(stem) - 1:
        return False
    cases = _OTHER_CASES.get(pair.vocabulary.language)
    other = other if away == one else one
    return cases is None or cases.fullmatch(other[len(stem) :]) is not None


def is_done_to_them(pair: Pair, one: str, other: str) -> bool:
    """Whether only one noun differs, and is the subject on one side: *polis* for *polise saldırdı*.

    Only with verbs for what people do to people: *hastane kaldırıldı* is a slip for *hastaneye*.
    """
    pattern = _TO.get(pair.vocabulary.language)
    if pattern is None or not pair.differs_in_a_word or {one, other} & pair.vocabulary.function:
        return False
    against = is_against(pair.old.lower, pair.vocabulary.language)
    return against and is_exchanged(one, other, pattern)


def is_where(pair: Pair, i: int, j: int) -> bool:
    """*Источник в полиции* for *источник из полиции*: nobody comes from there, or goes there."""
    language, one, other = pair.vocabulary.language, pair.old, pair.new
    if other.lower[j] in _IN.get(language, ()):
        one, i, other, j = other, j, one, i
    elif one.lower[i] not in _IN.get(language, ()):
        return False
    found = f"{_behind(one, i)} {_behind(other, j)}"
    return other.lower[j] in _OUT_OF[language] and _WHERE[language].fullmatch(found) is not None


def _behind(side: Side, at: int) -> str:
    return side.tokens[at + 1].text if at + 1 < len(side.tokens) else ""
